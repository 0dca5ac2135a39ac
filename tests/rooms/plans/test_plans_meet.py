"""What other walks make of a person's plan: their copy, an erasure, a merge and its undoing."""

from typing import Any

import pytest
from django.apps import apps

from tests.attacks.town import planned
from tests.rooms.plans.conftest import NOW, TODAY
from yarrow.people import clock, copying
from yarrow.people.actions import erase_person, merge_people, part_people
from yarrow.plans import actions, cards, courses, planning
from yarrow.plans.models import Arrangement, FirstNeeds, Goal
from yarrow.vault import telling
from yarrow.vault.sealing_model import SealedModel

WORDS = ("words", "wanted", "goal", "other", "what", "helped", "around", "unexpected", "signs", "people")
OF_PROJECT = (Arrangement, FirstNeeds)


def of_people():
    return [model for model in apps.get_app_config("plans").get_models() if model not in OF_PROJECT]


@pytest.fixture
def boss(table):
    return table.world.worker("coordinator")


@pytest.fixture
def whole(table, kim, boss, monkeypatch):
    """Kim with one of everything, each word marked."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    planned(kim, {"project": table.project, "by": boss, "at": NOW}, lambda name: f"zz-{name}")
    assert all(model.objects.filter(person=kim).exists() for model in of_people())
    return kim


def test_copy_tells_all_of_it_in_words(table, whole, boss):
    copy = copying.copy_of(boss, table.project, whole, "", NOW)
    said = str([line for _heading, tables in copy.parts() for one in tables for line in one.lines])
    assert [word for word in WORDS if f"zz-{word}" not in said] == []
    for words in (
        "Hard more often than not",
        "Where I live",
        "Contact with a child",
        "Back to it",
        "Laws and policing",
    ):
        assert words in said, words
    labels = {str(telling.of(model).label) for model in of_people()}
    assert labels <= {one.label for _heading, tables in copy.parts() for one in tables}


def test_copy_leaves_nothing_out_unsaid():
    assert [model.__name__ for model in of_people() if not telling.is_whole(model)] == []


def test_every_act_of_the_room_is_told_in_words(table, whole):
    for act in ("plans.rate", "plans.add_goal", "plans.make_card", "plans.note_movement"):
        assert telling.act_in_words(act) != act.rpartition(".")[2].replace("_", " ")


def test_erased_person_has_no_row_left(table, whole, boss):
    table.do(erase_person, reason="asked", person=whole, by=boss)
    assert [model.__name__ for model in of_people() if model.objects.exists()] == []
    assert FirstNeeds.objects.count() == 1


def opened(by, person) -> dict[str, Any]:
    plans = planning.of_person(by, person, TODAY, "")
    course = courses.of_person(by, person, TODAY, "")
    card = cards.card_of(by, person, "")
    return {
        "goals": sorted(goal.words for plan in plans for goal in plan.goals),
        "reviews": [line.helped for plan in plans for line in plan.reviews],
        "card": card.said if card else {},
        "homes": [one.words for one in course.homes],
        "moved": [one.what for one in course.movements],
    }


def test_merge_brings_all_of_it_and_parting_gives_it_back(table, whole, boss):
    lou = table.person("Lou")
    table.goal(lou, "Sleep")
    before = opened(boss, whole)
    merge = table.do(merge_people, into=lou, came=whole, take=[], by=boss)
    assert opened(boss, lou) == {**before, "goals": ["Sleep", "zz-goal"]}
    assert Goal.objects.exclude(person=lou).count() == 0
    table.do(part_people, merge=merge, by=boss)
    assert opened(boss, whole) == before and opened(boss, lou)["goals"] == ["Sleep"]


def test_merge_of_two_plans_keeps_both_and_a_new_goal_goes_to_one(table, kim, boss):
    lou = table.person("Lou")
    table.goal(kim, "Sleep"), table.goal(lou, "Work")
    table.do(merge_people, into=lou, came=kim, take=[], by=boss)
    table.goal(lou, "Rest")
    plans = planning.of_person(boss, lou, TODAY, "")
    assert sorted(len(plan.goals) for plan in plans) == [1, 2]


def test_every_word_of_the_room_is_sealed_under_notes():
    sealed = [
        (model.__name__, field.name, field.compartment)
        for model in of_people()
        for field in model._meta.concrete_fields
        if hasattr(field, "compartment")
    ]
    assert len(sealed) >= 15 and {compartment for _model, _field, compartment in sealed} == {"notes"}
    assert all(issubclass(model, SealedModel) for model in of_people())


@pytest.mark.parametrize(("rater", "is_met"), [("self", True), ("worker", False)])
def test_clock_counts_from_the_day_on_which_somebody_said_how_things_stand(table, rater, is_met):
    kim = table.person("Kim", first_met_on=TODAY.replace(year=2010))
    table.rate(kim, rater=rater, housing=2)
    assert clock.ending_of(kim).last_on == (TODAY if is_met else kim.first_met_on)


def test_clock_counts_from_the_day_on_which_the_plan_was_looked_at(table):
    kim = table.person("Kim", first_met_on=TODAY.replace(year=2010))
    plan = table.goal(kim).plan
    assert clock.ending_of(kim).last_on == kim.first_met_on
    table.do(actions.add_review, plan=plan, held_on=TODAY)
    assert clock.ending_of(kim).last_on == TODAY


def test_make_card_after_a_merge_of_two_cards_goes_on(table, kim, boss):
    lou = table.person("Lou")
    for person in (kim, lou):
        table.do(actions.make_card, person=person, n_seen=0, said={"signs": person.code})
    table.do(merge_people, into=lou, came=kim, take=[], by=boss)
    standing = cards.card_of(boss, lou, "")
    table.do(actions.make_card, person=lou, n_seen=standing.card.n, said={"signs": "both"})
    assert cards.card_of(boss, lou, "").said == {"signs": "both"}
