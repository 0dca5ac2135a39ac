"""What other walks make of somebody's referrals: their copy, an erasure, a merge and its undoing."""

import pytest
from django.apps import apps

from tests.attacks.referring import concerned, referred
from tests.rooms.referrals.conftest import NOW, TODAY, days
from yarrow.people import clock, copying
from yarrow.people.actions import erase_person, merge_people, part_people
from yarrow.referrals import actions, extract, following
from yarrow.referrals.models import Arrangement, Move, PathwayVersion, Referral, StayStatus
from yarrow.vault import telling

OF_PROJECT = (Arrangement, PathwayVersion)
WORDS = ("words", "wants", "support words")


def of_people():
    return [model for model in apps.get_app_config("referrals").get_models() if model not in OF_PROJECT]


@pytest.fixture
def boss(table):
    return table.world.worker("coordinator")


@pytest.fixture
def whole(table, kim, boss, monkeypatch):
    """Kim with one of everything, each word marked."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    act = {"project": table.project, "by": boss, "at": NOW}
    referred(kim, act, lambda name: f"zz-{name}")
    concerned(kim, act, lambda name: f"zz-{name}")
    assert all(model.objects.filter(person=kim).exists() for model in of_people())
    return kim


def test_copy_tells_all_of_it_in_words_but_papers(table, whole, boss):
    copy = copying.copy_of(boss, table.project, whole, "", NOW)
    said = str([line for _heading, tables in copy.parts() for one in tables for line in one.lines])
    assert [word for word in WORDS if f"zz-{word}" not in said] == []
    assert "zz-papers" not in said and "Is not sure" not in said
    for words in (
        "Sexual health",
        "Clinic by the Canal",
        "Accepted",
        "Travel",
        "They work off a debt",
        "Group, with",
    ):
        assert words in said, words
    labels = {str(telling.of(model).label) for model in of_people()}
    assert labels <= {one.label for _heading, tables in copy.parts() for one in tables}


def test_copy_leaves_nothing_out_unsaid():
    assert [model.__name__ for model in of_people() if not telling.is_whole(model)] == []


def test_erased_person_has_no_row_left_and_is_silent_nowhere(table, whole, boss):
    Referral.objects.update(expected_on=TODAY - days(9))
    table.do(erase_person, reason="asked", person=whole, by=boss)
    assert [model.__name__ for model in of_people() if model.objects.filter(person=whole).exists()] == []
    lines, _more = following.listed(table.by, table.project, TODAY, whose=following.ALL, page=1)
    assert lines == [] and list(extract.referrals(table.project, TODAY - days(9), TODAY)) == []


def test_merged_records_have_one_story_and_part_again(table, whole, boss):
    other = table.person("Kimberley")
    before = Move.objects.filter(person=whole).count()
    merge = table.do(merge_people, by=boss, into=other, came=whole, take=[])
    assert Move.objects.filter(person=other).count() == before
    (line,) = following.of_person(boss, other, TODAY, "").open
    assert line.words == "zz-words" and StayStatus.objects.get().person == other
    table.do(part_people, by=boss, merge=merge)
    assert (
        Move.objects.filter(person=whole).count() == before and not Move.objects.filter(person=other).exists()
    )


def test_clock_counts_from_the_day_on_which_something_was_offered_or_told(table, clinic):
    for n, told in enumerate(("offer", "signpost")):
        person = table.person(told, first_met_on=TODAY.replace(year=2010))
        assert clock.ending_of(person).last_on == person.first_met_on
        if told == "offer":
            table.offer(person, clinic, days_ago=n)
        else:
            table.do(actions.signpost, person=person, agency=clinic, need="money", told_on=TODAY - days(n))
        assert clock.ending_of(person).last_on == TODAY - days(n)
