"""Today: what to do tonight, composed from the rooms below, with one trail row for all the names it opens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yarrow.contacts import follow_ups, seen, stock, stock_pages
from yarrow.contacts.lines import DueLine, worded_due
from yarrow.contacts.models import FollowUp, Session
from yarrow.desk.asking import Lists, Unopened
from yarrow.desk.outward import Alerts, Coming, ComingShown, ReferralShown, Reports, Silent
from yarrow.people import clock, lists, preview
from yarrow.people.models import Opening, Person
from yarrow.people.queries import open_each
from yarrow.people.rules import can_erase
from yarrow.staff.models import Membership, Project
from yarrow.staff.queries import in_order
from yarrow.staff.roles import KEEPERS
from yarrow.vault.actors import Actor
from yarrow.vault.entries import Waiting
from yarrow.vault.models import InboxEntry
from yarrow.vault.opening import Opened, reading


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
    n_signals: int
    overdue_since: datetime | None
    unopened: Unopened
    n_sharing: int
    n_heard: int
    n_complaints: int
    n_breaches: int
    silent: list[ReferralShown]
    has_more_silent: bool
    n_late_actions: int
    n_ending_agreements: int
    coming: list[ComingShown]
    has_more_coming: bool
    reports: Reports
    alerts: Alerts


def today_for(by: Actor, project: Project, now: datetime) -> Today:
    """The page for one worker at one moment; the day is the project's own."""
    lists = Lists(by, project, now)
    n_signals, overdue_since = lists.signals.counts(now)
    late = lists.quiet.unseen()
    openings, shown = list(lists.openings), list(lists.shown)
    is_open = by.holds(project.id, "identity")
    due_lines, late_lines, opened_by, silent_lines, coming_lines = (
        _opened(by, project, shown, late, openings, lists.outward.silent, lists.outward.coming, lists.day)
        if is_open
        else ([], [], [], [], [])
    )
    return Today(
        sessions=lists.sessions.rows(),
        due=_grouped(due_lines, lists.due),
        not_seen=late_lines,
        openings=opened_by,
        n_due=len(lists.due_ids),
        n_others=len(lists.due.others) - len(lists.others),
        n_not_seen=len(late),
        n_openings=len(openings),
        inbox=_inbox(by, project, lists),
        key_waiters=in_order(lists.key_waiters) if by.role in KEEPERS else [],
        is_drill_due=lists.is_drill_due(now),
        low=[(line, stock_pages.why(line)) for line in lists.low.lines()],
        ending=lists.ending.endings() if can_erase(by) else [],
        n_holds=preview.n_waiting_for(by, lists.holds) if can_erase(by) else 0,
        n_signals=n_signals,
        overdue_since=overdue_since,
        unopened=lists.signals.unopened(now),
        n_sharing=lists.outward.sharing.n,
        n_heard=lists.outward.sharing.n_heard,
        n_complaints=lists.outward.around.n_complaints,
        n_breaches=lists.outward.around.n_breaches,
        silent=silent_lines,
        has_more_silent=lists.outward.silent.has_more,
        n_late_actions=lists.outward.panels.n_late if lists.outward.follows else 0,
        n_ending_agreements=lists.outward.panels.n_ending if lists.outward.follows else 0,
        coming=coming_lines,
        has_more_coming=lists.outward.coming.has_more,
        reports=lists.outward.reports.shown(_waiting(lists)),
        alerts=lists.outward.alerts,
    )


def _opened(
    by: Actor,
    project: Project,
    shown: list[FollowUp],
    late: list[seen.Unseen],
    openings: list[Opening],
    silent: Silent,
    coming: Coming,
    day: date,
) -> tuple[list[DueLine], list[NotSeen], list[OpenedBy], list[ReferralShown], list[ComingShown]]:
    """The lists with names, opened together."""
    people = _each_once(
        [
            *(row.person for row in shown if row.person),
            *(one.person for one in late),
            *(row.person for row in openings),
            *(row.person for row in silent.rows()),
            *(row.person for row in coming.rows()),
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
        silent.lines(names),
        coming.lines(names),
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


def _inbox(by: Actor, project: Project, lists: Lists) -> Inbox:
    lines = _waiting(lists)
    return Inbox(
        n_waiting=sum(line.n for line in lines),
        n_mine=sum(line.n for line in lines if by.holds(project.id, line.compartment)),
        oldest_at=min((line.oldest_at for line in lines), default=None),
        n_looks=len(lists.looks),
    )


def _waiting(lists: Lists) -> list[Waiting]:
    lines = [Waiting(*row) for row in lists.waiting]
    return [line for line in lines if line.state == InboxEntry.State.WAITING]
