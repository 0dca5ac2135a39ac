"""What is put right after the fact: facts corrected, the young looked after, two records made one, one erased."""

from datetime import timedelta
from typing import Any

from yarrow.demo.building import Building
from yarrow.demo.people_plan import AGES
from yarrow.demo.town import WORDS
from yarrow.people.actions import change_person, erase_person, merge_people, note_safeguarding, part_people
from yarrow.people.models import Person

# One of so many was written down with the wrong age.
WRONG_AGE = 15
ERASED_AGO = timedelta(days=20)


def put_right(built: Building) -> None:
    """What a worker would put right within a few days of meeting somebody."""
    _correct_ages(built)
    _look_after_the_young(built)


def settle(built: Building) -> None:
    """What can't be taken back, once everything else stands: keys are destroyed here.

    Of the people who were written down twice one is made one record, one is made one by mistake and parted again, and
    the others wait on the page of those who may be one.
    """
    by, town = built.crew.actor("coordinator"), built.town
    about: dict[str, Any] = {"project": built.crew.project, "by": by}
    for n, second in enumerate(town.twice[:2]):
        at = built.at(second.begins_on + timedelta(days=30), 10)
        first = built.people[second.twice_of or 0]
        merge = merge_people(into=first, came=built.people[second.number], take=(), at=at, **about)
        if n:
            part_people(merge=merge, at=at + timedelta(days=1), **about)
    if town.erased is not None:
        person = Person.objects.get(pk=built.people[town.erased].pk)
        erase_person(person=person, reason="asked", at=built.at(town.today - ERASED_AGO, 11), **about)


def _correct_ages(built: Building) -> None:
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("case_worker")}
    for planned in built.town.people[::WRONG_AGE]:
        if planned.is_apart:
            continue
        person = Person.objects.get(pk=built.people[planned.number].pk)
        age = built.rng.choice([band for band in AGES if band != planned.age_band])
        day = min(planned.begins_on + timedelta(days=10), built.town.today - timedelta(days=1))
        change_person(
            person=person, version=person.version, age_band=age, why="wrong", at=built.at(day, 13), **about
        )


def _look_after_the_young(built: Building) -> None:
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("coordinator")}
    for planned in built.town.people:
        if planned.age_band != "under_18":
            continue
        day = min(planned.begins_on + timedelta(days=1), built.town.today - timedelta(days=1))
        note_safeguarding(
            person=built.people[planned.number],
            at=built.at(day, 9),
            told_on=day,
            next_on=day + timedelta(days=3),
            **WORDS["young"],
            **about,
        )
