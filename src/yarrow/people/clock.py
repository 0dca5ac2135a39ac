"""When the clock of a person's record ends: the project's years after the last contact, or later where somebody said.

The last contact is found by the days that models of any room declare (`Privacy.met_on`). Nobody's clock ends
before they stood in the preview for the whole notice: counted from when the years were set, and from when the
record came in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from yarrow.people.models import Hold, Keeping, KeptLonger, Person
from yarrow.staff.models import Project
from yarrow.vault.belonging import Belonging, belongings
from yarrow.vault.clock import Step
from yarrow.vault.privacy import declaration

NOTICE = timedelta(days=30)
SOON = timedelta(days=7)
CLOCK, NOTICED, KEPT, HELD = "clock", "noticed", "kept", "held"


@dataclass(frozen=True)
class Ending:
    """The day on which one record is reduced to counts, the last contact, and what the day comes from.

    `why`: the clock itself, the notice, kept longer, or held
    """

    person: Person
    last_on: date
    ends_on: date
    why: str = CLOCK


def keeping_of(project: Project) -> Keeping:
    """What the project keeps to; the stated default since it went live when nobody has said."""
    found = Keeping.objects.filter(project=project).first()
    return found or Keeping(project=project, set_at=project.live_at or project.created_at)


def endings(project: Project, until: date) -> list[Ending]:
    """Everybody whose clock ends by that day, the first first. The next run reduces those whose day has come."""
    keeping = keeping_of(project)
    if keeping.years is None:
        return []
    before = years_later(until, -keeping.years) + timedelta(days=1)
    quiet = Person.objects.in_project(project).known().filter(first_met_on__lte=before)
    for each, met_on, kept in _met():
        for lookup in each.lookups:
            later = each.model._base_manager.filter(
                **kept, **{lookup: OuterRef("pk"), f"{met_on}__gt": before}
            )
            quiet = quiet.exclude(Exists(later))
    people = list(quiet.select_related("project"))
    found = (each for each in _endings(people, keeping) if each.ends_on <= until)
    return sorted(found, key=lambda each: (each.ends_on, each.person.code))


def ending_of(person: Person) -> Ending | None:
    """When one person's clock ends; None where they are kept until they ask."""
    keeping = keeping_of(person.project)
    return next(_endings([person], keeping), None) if keeping.years is not None else None


def by_day(found: list[Ending]) -> list[tuple[date, list[Ending]]]:
    """The endings of each day."""
    return [(day, list(those)) for day, those in groupby(found, key=lambda each: each.ends_on)]


def ending_soon(project: Project, today: date) -> list[Ending]:
    """Whose record is reduced within a week."""
    return endings(project, today + SOON)


def steps(project_id: UUID, at: datetime, reduce: Any) -> Iterator[Step]:
    """One step for each record whose day has come; `reduce` is the action that carries it out."""
    for project in Project.objects.filter(id=project_id):
        today = at.astimezone(project.zone).date()
        for each in endings(project, today):
            act = partial(_reduce, reduce, each.person, project)
            yield Step("last_contact", project.id, each.ends_on, 1, act, each.person.id)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 28 February for 29 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _reduce(reduce: Any, person: Person, project: Project, at: datetime) -> None:
    reduce(person=person, project=project, at=at)


def _met() -> Iterator[tuple[Belonging, str, dict[str, Any]]]:
    """The models that tell when a person was met, the field of the day, and what such a row must be."""
    for each in belongings(Person):
        declared = declaration(each.model)
        if declared and declared.met_on:
            yield each, declared.met_on, dict(declared.met_if)


def _endings(people: list[Person], keeping: Keeping) -> Iterator[Ending]:
    ids = [person.pk for person in people]
    last = _last_met(ids)
    held = _latest(Hold.objects.agreed().filter(person__in=ids))
    kept = _latest(KeptLonger.objects.filter(person__in=ids))
    for person in people:
        zone = person.project.zone
        last_on = max(person.first_met_on, last.get(person.pk, date.min))
        noticed = max(keeping.set_at, person.created_at).astimezone(zone).date() + NOTICE
        days = [
            (years_later(last_on, keeping.years or 0), CLOCK),
            (noticed, NOTICED),
            (kept.get(person.pk, date.min), KEPT),
            (held.get(person.pk, date.min), HELD),
        ]
        ends_on, why = max(days, key=lambda each: each[0])
        yield Ending(person, last_on, ends_on, why)


def _latest(rows: Any) -> dict[UUID, date]:
    """The day after the last one on which somebody is kept or held."""
    found = rows.order_by().values_list("person_id").annotate(day=Max("until_on"))
    return {person_id: day + timedelta(days=1) for person_id, day in found}


def _last_met(ids: list[UUID]) -> dict[UUID, date]:
    found: dict[UUID, date] = {}
    for each, met_on, kept in _met():
        for lookup in each.lookups:
            rows = each.model._base_manager.filter(**kept, **{f"{lookup}__in": ids})
            for person_id, day in rows.order_by().values_list(lookup).annotate(day=Max(met_on)):
                found[person_id] = max(day, found.get(person_id, day))
    return found
