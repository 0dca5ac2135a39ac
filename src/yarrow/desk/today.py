"""Today: what to do tonight, composed from the rooms below, with one trail row for all the names it opens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from yarrow.contacts import follow_ups, seen, stock, stock_pages
from yarrow.contacts import queries as contacts
from yarrow.contacts.lines import DueLine, worded_due
from yarrow.contacts.models import FollowUp, Session
from yarrow.desk.queries import WaitingLine, look_lines, waiting_lines
from yarrow.people import clock, lists, preview
from yarrow.people.models import Opening, Person
from yarrow.people.queries import open_each, recent_openings
from yarrow.people.rules import can_erase
from yarrow.staff.models import Membership, Project
from yarrow.staff.queries import workers_of
from yarrow.staff.roles import ARRANGERS, KEEPERS
from yarrow.vault import recovery
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading

OPENINGS_FROM = timedelta(days=7)
MOST_DUE, MOST_NOT_SEEN = 25, 8


@dataclass(frozen=True)
class NotSeen:
    """Someone who has not been met for longer than is usual for them, and why that is said."""

    person: Person
    who: str = field(repr=False)
    last_met_on: date
    why: str


@dataclass(frozen=True)
class OpenedBy:
    """A colleague opened a record of the reader's caseload."""

    opening: Opening
    who: str = field(repr=False)
    reason: str


@dataclass(frozen=True)
class Inbox:
    """What waits sealed: in all, of it what this reader can open, since when; and what needs a look."""

    n_waiting: int
    n_mine: int
    oldest_at: datetime | None
    n_looks: int


@dataclass(frozen=True)
class DueLines:
    """What is due, opened: the reader's own, what nobody has who works here, and, for those who arrange, the rest."""

    own: list[DueLine] = field(default_factory=list, repr=False)
    unattended: list[DueLine] = field(default_factory=list, repr=False)
    others: list[DueLine] = field(default_factory=list, repr=False)

    def __bool__(self) -> bool:
        return bool(self.own or self.unattended or self.others)


@dataclass(frozen=True)
class Today:
    """Everything the page shows. While locked the lists with names are empty and only their counts are known."""

    sessions: list[Session]
    due: DueLines
    not_seen: list[NotSeen]
    openings: list[OpenedBy]
    n_due: int
    n_others: int
    n_not_seen: int
    n_openings: int
    inbox: Inbox
    key_waiters: list[Membership]
    is_drill_due: bool
    low: list[tuple[stock.Stocked, str]]
    ending: list[clock.Ending]
    n_holds: int


def today_for(by: Actor, project: Project, now: datetime) -> Today:
    """The page for one worker at one moment; the day is the project's own."""
    day = now.astimezone(project.zone).date()
    due = follow_ups.due_for(by, project, day)
    # Those who arrange the work see all of it; for the others, their colleagues' is behind a link.
    others = due.others if by.role in ARRANGERS else []
    ids = [*due.own, *due.unattended, *others]
    shown = follow_ups.in_order(project, ids[:MOST_DUE])
    late = seen.not_seen_lately(project, day, most=MOST_NOT_SEEN)
    openings = recent_openings(project, by.id, now - OPENINGS_FROM)
    is_open = by.holds(project.id, "identity")
    due_lines, late_lines, opened_by = (
        _opened(by, project, shown, late, openings, day) if is_open else ([], [], [])
    )
    return Today(
        sessions=contacts.tonight(project, day),
        due=_grouped(due_lines, due),
        not_seen=late_lines,
        openings=opened_by,
        n_due=len(ids),
        n_others=len(due.others) - len(others),
        n_not_seen=len(late),
        n_openings=len(openings),
        inbox=_inbox(by, project),
        key_waiters=key_waiters(by, project),
        is_drill_due=project.is_live and by.role in ARRANGERS and recovery.is_due(project.id, now),
        low=low_for(by, project, day),
        ending=clock.ending_soon(project, day) if can_erase(by) else [],
        n_holds=preview.n_waiting_for(by, project, day) if can_erase(by) else 0,
    )


def key_waiters(by: Actor, project: Project) -> list[Membership]:
    """Workers who wait for keys, for those who look after workers."""
    return [place for place in workers_of(project) if place.is_waiting] if by.role in KEEPERS else []


def low_for(by: Actor, project: Project, day: date) -> list[tuple[stock.Stocked, str]]:
    """What runs low and why, for whoever keeps the cupboard; co-ordinators and managers where nobody does."""
    keeper = stock.cupboard_of(project).keeper_id
    is_mine = by.id == keeper if keeper else by.role in ARRANGERS
    lines = stock.running_low(project, day) if is_mine else []
    return [(line, stock_pages.why(line)) for line in lines]


def _opened(
    by: Actor,
    project: Project,
    shown: list[FollowUp],
    late: list[seen.Unseen],
    openings: list[Opening],
    day: date,
) -> tuple[list[DueLine], list[NotSeen], list[OpenedBy]]:
    """The lists with names, opened together."""
    people = _each_once(
        [
            *(row.person for row in shown if row.person),
            *(one.person for one in late),
            *(row.person for row in openings),
        ]
    )
    with reading(by, project.id, act="desk.show_today") as page:
        called = open_each(page, people, "identity.called")
        what = open_each(page, [row for row in shown if row.what is not None], "identity.what")
    names = {person.id: _name(person, called) for person in people}
    return (
        worded_due(shown, called, what, day),
        [NotSeen(one.person, names[one.person.id], one.last_met_on, one.why) for one in late],
        [OpenedBy(row, names[row.person_id], lists.label("open_reason", row.reason)) for row in openings],
    )


def _grouped(lines: list[DueLine], due: follow_ups.Due) -> DueLines:
    own, unattended = set(due.own), set(due.unattended)
    return DueLines(
        own=[line for line in lines if line.follow_up.pk in own],
        unattended=[line for line in lines if line.follow_up.pk in unattended],
        others=[line for line in lines if line.follow_up.pk not in own | unattended],
    )


def _name(person: Person, called: dict[UUID, Opened]) -> str:
    opened = called.get(person.id)
    return (opened.value if opened is not None else None) or person.code


def _each_once(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people}.values())


def _inbox(by: Actor, project: Project) -> Inbox:
    lines: list[WaitingLine] = waiting_lines(project, by)
    return Inbox(
        n_waiting=sum(line.n for line in lines),
        n_mine=sum(line.n for line in lines if line.is_mine),
        oldest_at=min((line.oldest_at for line in lines), default=None),
        n_looks=len(look_lines(project, by)),
    )
