"""When the clock of a person's record ends: the project's years after the last contact, or later where somebody said.

The last contact is found by the days that models of any room declare (`Privacy.met_on`). Nobody's clock ends
before they stood in the preview for the whole notice: counted from when the years were set, and from when the
record came in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from yarrow.people.models import Hold, Keeping, KeptLonger, Person
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.belonging import Belonging, belongings
from yarrow.vault.clock import Step
from yarrow.vault.prepared import Prepared, PreparedLists
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


def keeping_of(project: Project, said: Iterable[Keeping] | None = None) -> Keeping:
    """What the project keeps to; the stated default since it went live when nobody has said."""
    rows = Keeping.objects.filter(project=project) if said is None else said
    found = next(iter(rows), None)
    return found or Keeping(project=project, set_at=project.live_at or project.created_at)


class Quiet:
    """Whose clock ends by a day; `lists`, and then `people`, are read with others of a page (`at_once`)."""

    def __init__(self, project: Project, until: date) -> None:
        self.project, self.until = project, until
        self.said = _keeping_of(project.pk)

    @property
    def lists(self) -> list[Any]:
        return [self.said]

    @cached_property
    def people(self) -> Any:
        """Everybody who was not met since their clock could have begun; nobody where all are kept until they ask."""
        years = keeping_of(self.project, self.said).years
        if years is None:
            return Person.objects.none()
        return _quiet_in(self.project.pk, years_later(self.until, -years) + timedelta(days=1))

    def endings(self) -> list[Ending]:
        """The first first. The next run reduces those whose day has come."""
        people = list(self.people)
        for person in people:
            person.project = self.project
        days = Days(self.project, [person.pk for person in people])
        found = _endings(people, keeping_of(self.project, self.said), days)
        return sorted(
            (each for each in found if each.ends_on <= self.until),
            key=lambda each: (each.ends_on, each.person.code),
        )


def _quiet(project_id: UUID, before: date) -> Any:
    quiet = Person.objects.filter(project=project_id).known().filter(first_met_on__lte=before)
    for each, met_on, kept in _met():
        for lookup in each.lookups:
            later = each.model._base_manager.filter(
                **kept, **{lookup: OuterRef("pk"), f"{met_on}__gt": before}
            )
            quiet = quiet.exclude(Exists(later))
    return quiet


_quiet_in = Prepared(_quiet)


def endings(project: Project, until: date) -> list[Ending]:
    """Everybody whose clock ends by that day, the first first."""
    return Quiet(project, until).endings()


def _days_of(project_id: UUID, ids: list[UUID]) -> list[Any]:
    met = [
        each.model._base_manager.filter(**kept, **{f"{lookup}__in": ids})
        .order_by()
        .values_list(lookup)
        .annotate(day=Max(met_on))
        for each, met_on, kept in _met()
        for lookup in each.lookups
    ]
    held, kept = Hold.objects.agreed(), KeptLonger.objects.all()
    those = [_until(rows.filter(person__in=ids)) for rows in (held, kept)]
    return [Keeping.objects.filter(project=project_id), *those, *met]


_days_of_some = PreparedLists(lambda project_id, *ids: _days_of(project_id, list(ids)))
# So many ids a statement is made for once; where there are fewer people, nobody's stand for the others.
SOME = (1, 10, 40)
_keeping_of = Prepared(lambda project_id: Keeping.objects.filter(project=project_id))


class Days:
    """What moves the clocks of some people; its lists are read with others of a page (`at_once`)."""

    def __init__(self, project: Project, ids: list[UUID]) -> None:
        n = next((most for most in SOME if len(ids) <= most), 0)
        nobody = [UUID(int=0)] * (n - len(ids))
        self.lists: list[Any] = _days_of_some(project.pk, *ids, *nobody) if n else _days_of(project.pk, ids)
        self.keeping: Any = self.lists[0]
        self.held: Any = self.lists[1]
        self.kept: Any = self.lists[2]
        self.met = self.lists[3:]

    def last_met(self) -> dict[UUID, date]:
        """The last day on which each was met."""
        found: dict[UUID, date] = {}
        for person_id, day in (row for rows in self.met for row in rows):
            found[person_id] = max(day, found.get(person_id, day))
        return found


def ending_of(person: Person, days: Days | None = None) -> Ending | None:
    """When one person's clock ends; None where they are kept until they ask."""
    days = days or Days(person.project, [person.pk])
    at_once.read(days)
    keeping = keeping_of(person.project, days.keeping)
    return next(_endings([person], keeping, days), None) if keeping.years is not None else None


def by_day(found: list[Ending]) -> list[tuple[date, list[Ending]]]:
    """The endings of each day."""
    return [(day, list(those)) for day, those in groupby(found, key=lambda each: each.ends_on)]


def ending_soon(project: Project, today: date) -> Quiet:
    """Whose record is reduced within a week."""
    return Quiet(project, today + SOON)


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


def _endings(people: list[Person], keeping: Keeping, days: Days) -> Iterator[Ending]:
    if not people:
        return
    at_once.read(days)
    last, held, kept = days.last_met(), _day_after(days.held), _day_after(days.kept)
    for person in people:
        zone = person.project.zone
        last_on = max(person.first_met_on, last.get(person.pk, date.min))
        noticed = max(keeping.set_at, person.created_at).astimezone(zone).date() + NOTICE
        found = [
            (years_later(last_on, keeping.years or 0), CLOCK),
            (noticed, NOTICED),
            (kept.get(person.pk, date.min), KEPT),
            (held.get(person.pk, date.min), HELD),
        ]
        ends_on, why = max(found, key=lambda each: each[0])
        yield Ending(person, last_on, ends_on, why)


def _until(rows: Any) -> Any:
    """(person, last day on which they are kept or held)."""
    return rows.order_by().values_list("person_id").annotate(day=Max("until_on"))


def _day_after(rows: Any) -> dict[UUID, date]:
    return {person_id: day + timedelta(days=1) for person_id, day in rows}
