"""A referral as a file for the person: what it says, what it does not, who may make it."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.methods import r4
from tests.rooms.referrals.conftest import text
from yarrow.people.actions import merge_people
from yarrow.vault.models import TrailRow


def file_of(client, url, row):
    answer = client.get(url("export_referral", row.person_id, row.pk))
    assert answer["Content-Type"] == "application/fhir+json"
    return json.loads(answer.content), text(answer)


def test_file_says_what_is_asked_for_and_how_it_stands(table, client, url, agreed, clinic):
    service = table.service(clinic)
    row = table.send(table.offer(agreed, clinic, service=service, route="fast", words="A woman, please"))
    row = table.move(row, "refuse", reason="full", words="Shut the door on them")
    found, said = file_of(client, url, row)
    assert r4.faults(found) == [] and r4.dangling(found) == set()
    request, task = (one["resource"] for one in found["entry"])
    assert request["performerType"]["text"] == "Evening clinic" and request["priority"] == "urgent"
    assert request["note"] == [{"text": "A woman, please"}] and request["status"] == "revoked"
    assert task["status"] == "rejected" and task["statusReason"]["text"] == "Full, or the list is closed"
    assert "Shut the door" not in said and "Kim" not in said, "what was said on the way stays"
    assert TrailRow.objects.filter(act="referrals.export_referral", subject=agreed.pk).count() == 1


def test_no_id_of_ours_is_in_a_file_and_two_files_do_not_meet(table, client, url, agreed, clinic):
    one, other = table.offer(agreed, clinic), table.offer(agreed, clinic, need="housing")
    ids = [set(re.findall(r"[0-9a-f-]{36}", file_of(client, url, row)[1])) for row in (one, other)]
    assert not ids[0] & ids[1] and len(ids[0]) == 3
    ours = {str(row.pk) for row in (one, other, agreed, clinic, table.project)}
    assert not (ids[0] | ids[1]) & ours
    assert set(re.findall(r"[0-9a-f-]{36}", file_of(client, url, one)[1])) == ids[0], (
        "later ones are the same"
    )


def test_reason_of_a_slip_is_not_told(table, client, url, agreed, clinic):
    row = table.move(table.sent(agreed, clinic), "refuse", reason="full")
    client.post(url("put_back", agreed.pk, row.pk))
    request, task = (one["resource"] for one in file_of(client, url, row)[0]["entry"])
    assert task["status"] == "requested" and "statusReason" not in task and request["status"] == "active"


@pytest.mark.parametrize("role", ["outreach", "evaluator", "adviser"])
def test_file_is_made_by_those_who_give_copies(table, url, agreed, clinic, role):
    row = table.offer(agreed, clinic)
    assert table.world.client(role).get(url("export_referral", agreed.pk, row.pk)).status_code == 403


def test_file_needs_the_second_factor_just_now(table, url, agreed, clinic):
    row = table.offer(agreed, clinic)
    stale = table.world.client("case_worker", stepped_up=False)
    assert stale.get(url("export_referral", agreed.pk, row.pk)).status_code == 302


@pytest.mark.parametrize(
    "words",
    ["</note>&", 'a "quote" \\', "שלום, 12/3", "\U0001f468\u200d\U0001f467", "a\n\nb\tc", "{needs} %s"],
)
def test_words_of_any_script_are_told_as_they_were_written(table, client, url, agreed, clinic, words):
    found, said = file_of(client, url, table.offer(agreed, clinic, words=words))
    assert r4.faults(found) == [] and found["entry"][0]["resource"]["note"] == [{"text": words}]
    assert "</note>" not in said or json.loads(said) == found


def test_file_of_a_record_that_was_merged_is_the_same_file(table, client, url, agreed, clinic):
    row, other = table.offer(agreed, clinic), table.person("Kimmy")
    before = file_of(client, url, row)[0]
    table.do(merge_people, by=table.world.worker("manager"), into=other, came=agreed, take=())
    row.refresh_from_db()
    after = file_of(client, url, row)[0]
    assert row.person_id == other.pk and after["entry"] == before["entry"]


def test_another_persons_and_another_projects_referral_is_no_file(table, client, url, agreed, clinic):
    row, other = table.offer(agreed, clinic), table.person("Robin")
    assert client.get(url("export_referral", other.pk, row.pk)).status_code == 404
    assert client.get(url("export_referral", agreed.pk, agreed.pk)).status_code == 404
    theirs = table.world.other.client("case_worker")
    assert theirs.get(url("export_referral", agreed.pk, row.pk)).status_code == 404
    assert not TrailRow.objects.filter(act="referrals.export_referral").exists()


def test_file_is_dated_by_its_instant_and_named_after_nobody(table, client, url, agreed, clinic):
    answer = client.get(url("export_referral", agreed.pk, table.offer(agreed, clinic).pk))
    instant = datetime.fromisoformat(json.loads(answer.content)["timestamp"])
    assert instant.tzinfo is not None and abs(instant - timezone.now()) < timedelta(minutes=5)
    name = answer["Content-Disposition"]
    assert name.startswith("attachment") and "Kim" not in name and str(agreed.pk) not in name
