"""Referrals of which nothing was heard in time: first to whoever follows them, later to those who arrange the work."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yarrow.people.models import a_name
from yarrow.referrals import timers
from yarrow.referrals.following import ReferralShown as ReferralShown
from yarrow.referrals.models import Arrangement, Referral
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import PreparedLists

MOST = 8


def _arranged(project_id: UUID) -> list[Any]:
    return [Arrangement.objects.filter(project=project_id)]


# A line with its name, where to, and how it stands.
_SHOWN = ("person", "state", "since_on", "expected_on", "agency__name", "service__name")


def _silent(project_id: UUID, worker_id: UUID, day: date, before: date) -> list[Any]:
    """A line more than is shown of each: nobody counts thousands on every look at Today."""
    rows = Referral.objects.filter(project=project_id, person__erased_at=None)
    rows = rows.select_related("person", "agency", "service").only(*_SHOWN, *a_name(of="person"))
    return [
        rows.silent(day).filter(worker=worker_id)[: MOST + 1],
        rows.silent(before).exclude(worker=worker_id)[: MOST + 1],
    ]


_arranged_in = PreparedLists(_arranged)
_silent_in = PreparedLists(_silent)


class Silent:
    """What Today asks of this room, in two rounds: when a co-ordinator sees it depends on what is arranged."""

    def __init__(self, by: Actor, project: Project, day: date) -> None:
        self.by, self.project, self.day = by, project, day
        self.arranged = _arranged_in(project.pk)
        self.own: Any = []
        self.late: Any = []

    @property
    def lists(self) -> list[Any]:
        return self.arranged

    def further(self) -> list[Any]:
        """The second round, once the first was read."""
        arranged = self.arranged[0].first()
        later = timedelta(days=arranged.escalate_days if arranged else timers.ESCALATE_DAYS)
        own, late = _silent_in(self.project.pk, self.by.id, self.day, self.day - later)
        self.own = own
        if self.by.role in ARRANGERS:
            self.late = late
        return [self.own, self.late] if self.by.role in ARRANGERS else [self.own]

    def rows(self) -> list[Referral]:
        """What is shown: one's own, then what stayed silent with colleagues; the longest silent of each first."""
        return [*list(self.own)[:MOST], *list(self.late)[:MOST]]

    def lines(self, names: Mapping[UUID, str]) -> list[ReferralShown]:
        """The same rows with the names of their people, as Today opened them."""
        return [ReferralShown(row, self.day, who=names[row.person_id]) for row in self.rows()]

    @property
    def has_more(self) -> bool:
        return len(self.own) > MOST or len(self.late) > MOST
