"""A plan is taken along by the person: what is in it, what never is, and what the trail keeps."""

import json

import pytest

from tests.methods import r4
from tests.rooms.plans.conftest import NOW, TODAY
from yarrow.people.who_opened import openings
from yarrow.plans import actions, giving
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


def file_for(table, person):
    table.do(actions.export_plan, person=person)
    return json.loads(json.dumps(giving.file_for(table.by, person, "", NOW)))


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


def test_a_later_file_has_the_same_ids_and_none_of_ours(table, whole):
    files = [file_for(table, whole) for _each in range(2)]
    ids = [{entry["fullUrl"] for entry in file["entry"]} for file in files]
    assert ids[0] == ids[1] and str(whole.id) not in json.dumps(files[0])


def test_a_plan_that_ended_goes_along(table, kim):
    first = table.goal(kim, words="Sleep without pills", domain="mental_health")
    table.do(actions.move_plan, plan=first.plan, act="end")
    table.goal(kim, words="A door that locks", domain="housing")
    plans = [one["resource"] for one in file_for(table, kim)["entry"]]
    assert {one["status"] for one in plans if one["resourceType"] == "CarePlan"} == {"active", "completed"}


def test_trail_says_it_and_the_person_reads_it_in_words(table, whole):
    file_for(table, whole)
    assert TrailRow.objects.filter(act="plans.export_plan", subject=whole.id).count() == 1
    assert "plans.goal.notes.words" in TrailRow.objects.get(act="plans.open_to_export").fields
    lines, _more = openings(table.project, whole)
    assert "made a file of the plan for them" in {line.did for line in lines}


def test_page_sends_after_the_second_factor(table, whole, url):
    client, address = table.world.client("case_worker"), url("export_plan", whole.id)
    assert "for the person" in client.get(address).content.decode()
    sent = client.post(address)
    assert sent["Content-Type"] == "application/fhir+json" and wanted(json.loads(sent.content))
    cold = table.world.client("case_worker", stepped_up=False)
    assert "Content-Disposition" not in cold.post(address)


@pytest.mark.parametrize("role", ["outreach", "peer", "evaluator", "administrator"])
def test_roles_without_the_key_make_no_file(table, whole, url, role):
    assert table.world.client(role).post(url("export_plan", whole.id)).status_code == 403
