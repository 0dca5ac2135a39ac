"""A plan is taken elsewhere: to whom, what goes along, what never does, and what the trail keeps."""

import json
from datetime import timedelta

import pytest

from tests.methods import r4
from tests.rooms.plans.conftest import NOW, TODAY
from yarrow.people.actions import give_consent, withdraw_consent
from yarrow.people.who_opened import openings
from yarrow.plans import actions, giving
from yarrow.plans.errors import CannotBe
from yarrow.vault.models import TrailRow


@pytest.fixture
def whole(table, kim):
    """Kim with a goal of each kind, a step with somebody else in it, and a look back."""
    home = table.goal(kim, words="A door that locks", domain="housing")
    table.goal(kim, words="Sleep without pills", domain="mental_health")
    table.goal(kim, words="Never see him again", domain="partner_abuse")
    table.do(actions.move_goal, goal=table.goal(kim, words="Sundays with my girl"), act="reach")
    table.step(home, what="Ring the council", who="worker", other="Big Sue", due_on=TODAY)
    looked = {"helped": "The bus pass", "around": "Police on the quay", "unexpected": "zz"}
    table.do(actions.add_review, plan=home.plan, held_on=TODAY, next_on=TODAY, **looked)
    return kim


def agree(table, kim, *categories, purpose="support", recipient="housing", at=NOW, **more):
    said = {**more, "purpose": purpose, "recipient": recipient, "categories": categories, "how": "spoken"}
    return table.do(give_consent, person=kim, at=at, **said)


def file_for(table, person, to=giving.THEMSELVES):
    may = table.do(actions.export_plan, person=person, to=to)
    return json.loads(json.dumps(giving.file_for(table.by, person, to, may, "", NOW)))


def wanted(file):
    goals = [
        entry["resource"] for entry in file.get("entry", []) if entry["resource"]["resourceType"] == "Goal"
    ]
    return {goal["description"]["text"]: goal["lifecycleStatus"] for goal in goals}


def test_person_gets_all_of_their_plan_and_nobody_is_named(table, whole):
    file = file_for(table, whole)
    assert r4.faults(file) == [] and r4.dangling(file) == set()
    assert wanted(file) == {
        "A door that locks": "active",
        "Sleep without pills": "active",
        "Never see him again": "active",
        "Sundays with my girl": "completed",
    }
    text = json.dumps(file)
    for left_out in ("Kim", whole.code, "Big Sue", "The bus pass", "Police on the quay", str(whole.id)):
        assert left_out not in text
    assert "Ring the council" in text and str(TODAY) in text


@pytest.mark.parametrize(
    ("purpose", "recipient", "categories", "words"),
    [
        ("support", "housing", ["support"], {"A door that locks", "Sundays with my girl"}),
        ("health", "gp", ["health"], {"Sleep without pills"}),
        ("support", "housing", ["safety", "identity"], {"Never see him again"}),
    ],
)
def test_another_service_gets_goals_of_the_kinds_they_agreed_to(
    table, whole, purpose, recipient, categories, words
):
    agree(table, whole, *categories, purpose=purpose, recipient=recipient)
    file = file_for(table, whole, recipient)
    assert set(wanted(file)) == words and r4.faults(file) == [] and r4.dangling(file) == set()
    assert ("Ring the council" in json.dumps(file)) is ("A door that locks" in words)


def test_without_a_consent_that_holds_nothing_leaves_and_nothing_is_on_the_trail(table, whole):
    agree(table, whole, "support", at=NOW - timedelta(days=300), expires_on=TODAY - timedelta(days=1))
    agree(table, whole, "identity", recipient="advice")
    agree(table, whole, "support", "health", recipient="gp", purpose="health")
    table.do(withdraw_consent, person=whole, purpose="health", recipient="gp", how="spoken")
    agree(table, whole, "safety", recipient="police", purpose="police")
    agree(table, whole, "support", recipient="researchers", purpose="research")
    assert [code for code, _words in giving.choices(whole, NOW)] == [giving.THEMSELVES]
    for to in ("housing", "advice", "gp", "police", "researchers", "somebody"):
        with pytest.raises(CannotBe) as refused:
            file_for(table, whole, to)
        assert refused.value.field == "to"
    assert not TrailRow.objects.filter(act="plans.export_plan").exists()


def test_files_for_two_recipients_share_no_id_and_a_later_one_is_the_same(table, whole):
    agree(table, whole, "support")
    agree(table, whole, "support", recipient="advice")
    files = [file_for(table, whole, to) for to in ("housing", "advice", "housing")]
    ids = [{entry["fullUrl"] for entry in file["entry"]} for file in files]
    subjects = [file["entry"][0]["resource"]["subject"]["identifier"]["value"] for file in files]
    assert ids[0] == ids[2] and not ids[0] & ids[1]
    assert subjects[0] == subjects[2] != subjects[1]


def test_a_plan_that_ended_goes_along_and_one_of_which_nothing_may_leave_does_not(table, kim):
    first = table.goal(kim, words="Sleep without pills", domain="mental_health")
    table.do(actions.move_plan, plan=first.plan, act="end")
    table.goal(kim, words="A door that locks", domain="housing")
    plans = [one["resource"] for one in file_for(table, kim)["entry"]]
    assert {one["status"] for one in plans if one["resourceType"] == "CarePlan"} == {"active", "completed"}
    agree(table, kim, "support")
    plans = [one["resource"] for one in file_for(table, kim, "housing")["entry"]]
    assert [one["status"] for one in plans if one["resourceType"] == "CarePlan"] == ["active"]


def test_trail_says_who_got_it_and_the_person_reads_it_in_words(table, whole):
    agree(table, whole, "support")
    file_for(table, whole, "housing")
    row = TrailRow.objects.get(act="plans.export_plan", subject=whole.id)
    assert row.reason == "housing"
    assert "plans.goal.notes.words" in TrailRow.objects.get(act="plans.open_to_export").fields
    lines, _more = openings(table.project, whole)
    assert ("made a file of the plan for somebody", "A housing service") in {
        (line.did, line.reason) for line in lines
    }


def test_page_offers_only_whom_they_agreed_to_and_sends_after_the_second_factor(table, whole, url):
    client, address = table.world.client("case_worker"), url("export_plan", whole.id)
    page = client.get(address).content.decode()
    assert "The person themselves" in page and "A GP" not in page
    assert "Say who gets it." in client.post(address, {"to": ""}).content.decode()
    assert "attachment" not in client.post(address, {"to": "gp"}).get("Content-Disposition", "")
    sent = client.post(address, {"to": "person"})
    assert sent["Content-Type"] == "application/fhir+json" and wanted(json.loads(sent.content))
    cold = table.world.client("case_worker", stepped_up=False)
    assert "Content-Disposition" not in cold.post(address, {"to": "person"})


@pytest.mark.parametrize("role", ["outreach", "peer", "evaluator", "administrator"])
def test_roles_without_the_key_make_no_file(table, whole, url, role):
    assert table.world.client(role).post(url("export_plan", whole.id), {"to": "person"}).status_code == 403


def test_a_yes_for_one_agency_is_for_no_other_of_its_kind(table, whole):
    agree(table, whole, "support", agency=whole.id, recipient_name="The hostel by the quay")
    assert [code for code, _words in giving.choices(whole, NOW)] == [giving.THEMSELVES]
    agree(table, whole, "support")
    assert [code for code, _words in giving.choices(whole, NOW)] == [giving.THEMSELVES, "housing"]
