"""Quiet facts that open doors: all optional, sealed, shown on the record alone."""

import pytest

from tests.rooms.people.rows import opened
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, lists, said
from yarrow.people.models import Person

FACTS = {
    "gp": "no",
    "dentist": "lapsed",
    "woman_worker": "only",
    "suits_place": "The library, not the office",
    "suits_hour": "Before school is out",
    "pregnant": "yes",
    "parenting": "A boy of six, who is at her mother's",
}


def test_quiet_facts_are_sealed_and_leave_names_on_the_trail_only(add, by):
    kim = add("Kim", **FACTS)
    assert {field: opened(kim, f"identity.{field}", by) for field in FACTS} == FACTS
    assert set(FACTS) <= set(Person.Privacy.sealed)
    assert set(said.QUIET) == set(FACTS)


def test_quiet_facts_stand_on_the_record_under_their_own_heading(world, project, add):
    kim = add("Kim", **FACTS)
    page = world.client("coordinator").get(project.url("people:show_person", kim.id)).content.decode()
    assert page.index("What may open doors") < page.index("The library, not the office")
    for words in ("Registered with a GP", "Was, not any more", "A woman only", "Before school is out"):
        assert words in page


def test_quiet_facts_say_nothing_where_nothing_was_said(world, project, kim):
    page = world.client("coordinator").get(project.url("people:show_person", kim.id)).content.decode()
    assert "What may open doors" not in page and "Registered with" not in page


@pytest.mark.parametrize("name", ["gp", "dentist", "woman_worker", "pregnant", "supported_as"])
def test_quiet_facts_are_answers_that_were_offered(add, name):
    with pytest.raises(Refusal, match="answers offered"):
        add("Kim", **{name: "somehow"})


def test_quiet_facts_can_be_taken_back(kim, given, by):
    actions.change_person(person=kim, version=1, gp="yes", **given)
    now = actions.change_person(person=kim, version=2, gp="", **given)
    assert opened(now, "identity.gp", by) is None
    assert "" in lists.codes("registered")
