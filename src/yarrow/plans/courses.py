"""Homes, family days, a chosen change and circumstances of one person, opened for their page."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yarrow.methods.distance import held_for
from yarrow.people.models import Person
from yarrow.plans import lists
from yarrow.plans.models import Circumstances, FamilyEvent, Housing, Movement
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading
from yarrow.vault.sealing_model import sealed_fields

MONTHS = (6, 12)


@dataclass(frozen=True)
class HomeShown:
    """Where they lived over a time; of a tenancy, whether it was still held after 6 and 12 months."""

    housing: Housing
    words: str = field(repr=False)
    held: list[str]

    @property
    def kind(self) -> str:
        return lists.label("housing", self.housing.kind)


@dataclass(frozen=True)
class DayShown:
    """A day with what it was and its words."""

    on: date
    what: str = field(repr=False)
    words: str = field(repr=False)


@dataclass(frozen=True)
class Course:
    """Everything on the page; `pressing`: the circumstances that hold, None where nobody noted any."""

    homes: list[HomeShown]
    family: list[DayShown]
    movements: list[DayShown]
    pressing: DayShown | None


def of_person(by: Actor, person: Person, today: date, reason: str) -> Course:
    """All of it, opened with one row on the trail. Raises Locked, NoGrant."""
    homes, family = Housing.objects.filter(person=person), FamilyEvent.objects.filter(person=person)
    movements, pressing = (
        Movement.objects.filter(person=person),
        Circumstances.objects.filter(person=person)[:1],
    )
    at_once.read(homes, family, movements, pressing)
    opened = {}
    with reading(by, person.project_id, act="plans.show_course", reason=reason) as page:
        for row in (*homes, *family, *movements, *pressing):
            for one in sealed_fields(type(row)):
                opened[row.pk, one.name] = page.open(row, f"notes.{one.name}")
    said: dict[Any, Any] = {key: value.value for key, value in opened.items()}
    return Course(
        homes=[HomeShown(row, said[row.pk, "words"] or "", held(row, today)) for row in homes],
        family=[_day(row, "family_event", said[row.pk, "kind"], said) for row in family],
        movements=[_day(row, "stage", said[row.pk, "stage"], said) for row in movements],
        pressing=next((_pressing(row, said) for row in pressing), None),
    )


def held(home: Housing, today: date) -> list[str]:
    """What can be said of a tenancy at 6 and 12 months; nothing of another home."""
    if home.kind not in lists.TENANCIES:
        return []
    words = {True: _("after %d months: still held"), False: _("after %d months: no more")}
    unknown = _("after %d months: not known")
    found = {n: held_for(home.from_on, home.until_on, home.known_on, n, today) for n in MONTHS}
    return [(unknown if is_held is None else words[is_held]) % n for n, is_held in found.items()]


def _day(row: Any, name: str, code: str | None, said: dict[Any, Any]) -> DayShown:
    return DayShown(row.on, lists.label(name, code or ""), said[row.pk, "words"] or "")


def _pressing(row: Circumstances, said: dict[Any, Any]) -> DayShown:
    kinds = [lists.label("circumstance", code) for code in said[row.pk, "kinds"] or []]
    return DayShown(row.on, ", ".join(kinds), said[row.pk, "words"] or "")
