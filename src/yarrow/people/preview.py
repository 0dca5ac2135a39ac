"""The preview of the clock: whose record is reduced to counts in the next weeks, and which holds wait or stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yarrow.people import clock, holds, lists
from yarrow.people.models import Hold, Person
from yarrow.people.queries import open_each
from yarrow.staff.models import Project, worker_names
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading
from yarrow.vault.prepared import Prepared

AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class EndingShown:
    """One record that ends; `called` only for an unlocked holder."""

    ending: clock.Ending
    called: str = field(default="", repr=False)


@dataclass(frozen=True)
class DayShown:
    """What ends on one day; `is_late`: the day has come and the daily job has not."""

    day: date
    people: Sequence[EndingShown]
    is_late: bool


@dataclass(frozen=True)
class HoldShown:
    """One hold as its page shows it; `ground` and `reason` as far as the reader's keys open them."""

    hold: Hold
    ground: str = field(repr=False)
    reason: str = field(repr=False)
    proposed_by: str
    agreed_by: str
    can_agree: bool
    can_lift: bool


def context_of(by: Actor, project: Project, today: date) -> dict[str, Any]:
    """Everything the preview page shows."""
    found = clock.endings(project, today + AHEAD)
    waiting = list(waiting_holds(project, today))
    is_open = by.holds(project.id, "identity")
    names = (
        _names(by, project, [*(each.person for each in found), *(hold.person for hold in waiting)])
        if is_open
        else {}
    )
    return {
        "is_open": is_open,
        "keeping": clock.keeping_of(project),
        "n_ending": len(found),
        "days": [
            DayShown(day, [EndingShown(each, names.get(each.person.pk, "")) for each in those], day <= today)
            for day, those in clock.by_day(found)
        ],
        "holds": [(hold, names.get(hold.person_id, "")) for hold in waiting],
    }


_waiting_holds = Prepared(
    lambda project_id, today: (
        Hold.objects.filter(project=project_id)
        .open_on(today)
        .filter(agreed_at=None)
        .select_related("person")
        .order_by("proposed_at")
    )
)


def waiting_holds(project: Project, today: date) -> Any:
    """Proposals of this project that wait for a second worker, the oldest first."""
    return _waiting_holds(project.pk, today)


def n_waiting_for(by: Actor, waiting: Iterable[Hold]) -> int:
    """How many of these proposals this worker could agree to."""
    return sum(holds.can_agree(hold, by) for hold in waiting)


def holds_of(by: Actor, person: Person, today: date) -> list[HoldShown]:
    """The holds of one person that stand or wait, opened with one trail row."""
    rows = list(Hold.objects.filter(person=person).open_on(today).select_related("project"))
    with reading(by, person.project_id, act="people.show_hold") as page:
        grounds = open_each(page, rows, "identity.ground")
        reasons: dict[UUID, Opened] = (
            open_each(page, rows, "notes.reason") if by.holds(person.project_id, "notes") else {}
        )
    names = worker_names({who for row in rows for who in (row.proposed_by, row.agreed_by) if who})
    return [
        HoldShown(
            hold=row,
            ground=lists.label("hold_ground", grounds[row.pk].value),
            reason=reasons[row.pk].value if row.pk in reasons else "",
            proposed_by=names.get(row.proposed_by, ""),
            agreed_by=names.get(row.agreed_by, "") if row.agreed_by else "",
            can_agree=holds.can_agree(row, by),
            can_lift=holds.can_lift(row, by),
        )
        for row in rows
    ]


_holds_of = Prepared(
    lambda person_id, today: Hold.objects.filter(person=person_id).open_on(today).order_by("-until_on")
)


class Lines:
    """What a person's page says of its clock and of a hold; its lists are read with others of it (`at_once`)."""

    def __init__(self, person: Person, today: date) -> None:
        self.person = person
        self.holds = _holds_of(person.pk, today)
        self.days = clock.Days(person.project, [person.pk])

    @property
    def lists(self) -> list[Any]:
        return [self.holds, *self.days.lists]

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        return {
            "ending": clock.ending_of(self.person, self.days),
            "hold": next((row for row in self.holds if row.is_agreed), None),
            "proposed_hold": next((row for row in self.holds if not row.is_agreed), None),
        }


def _names(by: Actor, project: Project, people: list[Person]) -> dict[UUID, str]:
    once = list({person.pk: person for person in people}.values())
    with reading(by, project.id, act="people.list_ending") as page:
        called = open_each(page, once, "identity.called")
    return {row_id: opened.value or "" for row_id, opened in called.items()}
