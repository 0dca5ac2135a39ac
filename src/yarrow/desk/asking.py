"""What Today asks the database for, of every room at once."""

from datetime import datetime, timedelta
from typing import Any

from yarrow.contacts import follow_ups, seen, stock
from yarrow.contacts import queries as contacts
from yarrow.desk.outward import Outward
from yarrow.measures.queries import Signals
from yarrow.measures.unopened import Unopened as Unopened
from yarrow.people import clock, preview
from yarrow.people.queries import recent_openings
from yarrow.people.rules import can_erase
from yarrow.staff.models import Project
from yarrow.staff.queries import waiters_in
from yarrow.staff.roles import ARRANGERS, KEEPERS
from yarrow.vault import at_once, recovery
from yarrow.vault.actors import Actor
from yarrow.vault.entries import looks_in, waiting_rows

OPENINGS_FROM = timedelta(days=7)
MOST_DUE = 25
MOST_NOT_SEEN = 8


class Lists:
    """Everything that Today asks the database for, in two rounds: what the second asks for depends on the first."""

    def __init__(self, by: Actor, project: Project, now: datetime) -> None:
        day = now.astimezone(project.zone).date()
        self.by, self.project, self.day = by, project, day
        self.sessions, self.dues = contacts.Tonight(project, day), follow_ups.Dues(by, project, day)
        self.quiet = seen.Quiet(project, day, MOST_NOT_SEEN)
        self.openings = recent_openings(project.pk, by.id, now - OPENINGS_FROM)
        self.waiting, self.looks = waiting_rows(project.id), looks_in(project.id)
        self.key_waiters = waiters_in(project)
        self.signals = Signals(project, by)
        self.outward = Outward(by, project, now)
        self.envelopes = recovery.in_force(project.id)
        self.low = stock.Low(by, project, day)
        self.ending, self.holds = clock.ending_soon(project, day), preview.waiting_holds(project, day)
        at_once.read(*self._first())
        self.due = self.dues.grouped()
        # Those who arrange the work see all of it; for the others, their colleagues' is behind a link.
        self.others = self.due.others if by.role in ARRANGERS else []
        self.due_ids = [*self.due.own, *self.due.unattended, *self.others]
        self.shown = follow_ups.in_order(project, self.due_ids, MOST_DUE)
        at_once.read(*self._second())

    def _first(self) -> list[Any]:
        asked: list[Any] = [
            self.sessions,
            self.dues,
            self.quiet,
            self.openings,
            self.waiting,
            self.looks,
            self.low,
            self.signals,
            *self.outward.lists,
        ]
        if self.by.role in KEEPERS:
            asked.append(self.key_waiters)
        if self.by.role in ARRANGERS:
            asked.append(self.envelopes)
        return [*asked, self.ending, self.holds] if can_erase(self.by) else asked

    def _second(self) -> list[Any]:
        asked = [self.shown, self.quiet.late, *self.low.further(), *self.outward.further()]
        return [*asked, self.ending.people] if can_erase(self.by) else asked

    def is_drill_due(self, now: datetime) -> bool:
        """Whether a recovery drill is to be made, for those who arrange the work of a project that is live."""
        return self.project.is_live and self.by.role in ARRANGERS and recovery.is_one_due(self.envelopes, now)
