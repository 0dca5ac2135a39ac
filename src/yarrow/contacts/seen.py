"""Who has not been seen for longer than is usual for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.contacts.models import LastMet, Lookout
from yarrow.methods.seen import SOONEST, Habit, habit_of
from yarrow.people.models import Person, a_name
from yarrow.staff.models import Project
from yarrow.vault.prepared import Prepared

USUAL_DAYS = 28


@dataclass(frozen=True)
class Unseen:
    """Somebody who has not been met for longer than usual, and what is usual."""

    person: Person
    last_met_on: date
    n_days: int
    habit: Habit

    @property
    def why(self) -> str:
        """ "usually every 9 days; 31 days now"."""
        now = ngettext("%(n)d day now", "%(n)d days now", self.n_days) % {"n": self.n_days}
        if self.habit.usual is None:
            words = _("%(now)s; what is usual is not known yet, so after %(days)d days")
            return words % {"now": now, "days": self.habit.look_after}
        days = round(self.habit.usual)
        usual = ngettext("usually every day", "usually every %(n)d days", days) % {"n": days}
        return _("%(usual)s; %(now)s") % {"usual": usual, "now": now}


def _late(project_id: UUID, today: date, others_before: date, most: int) -> Any:
    """Those who are late by their own habit, and those without one who were last met before a day; latest first."""
    late = Q(late_on__lte=today) | Q(late_on=None, last_met_on__lt=others_before)
    adults = Person.objects.filter(project=project_id, pk=OuterRef("person")).adults()
    rows = LastMet.objects.filter(late, Exists(adults), project=project_id)
    rows = rows.select_related("person").only("last_met_on", "usual", *a_name(of="person"))
    return rows.order_by("-last_met_on", "person_id")[:most]


_lookouts = Prepared(lambda project_id: Lookout.objects.filter(project=project_id))
_late_in = Prepared(_late)


class Quiet:
    """Whoever was met once and not for longer than usual, `most` at most; the longest ago last.

    Its lists are read with others (`at_once`): the project's own number of days first, then `late`.
    """

    def __init__(self, project: Project, today: date, most: int) -> None:
        self.project, self.today, self.most = project, today, most
        self.lookouts = _lookouts(project.pk)
        self.lists = [self.lookouts]

    @cached_property
    def default(self) -> int:
        """After how many days to look for somebody without a habit."""
        return lookout_of(self.project, self.lookouts).days

    @cached_property
    def late(self) -> Any:
        """Their rows of `LastMet`."""
        others_before = self.today - timedelta(days=max(SOONEST, self.default))
        return _late_in(self.project.pk, self.today, others_before, self.most)

    def unseen(self) -> list[Unseen]:
        """Each with what is usual for them."""
        return [
            Unseen(
                person=row.person,
                last_met_on=row.last_met_on,
                n_days=(self.today - row.last_met_on).days,
                habit=habit_of(row.usual, self.default),
            )
            for row in self.late
        ]


def not_seen_lately(project: Project, today: date, most: int) -> list[Unseen]:
    """Whoever was met once and not for longer than usual; the longest ago last."""
    return Quiet(project, today, most).unseen()


def lookout_of(project: Project, said: Iterable[Lookout] | None = None) -> Lookout:
    """The project's own number of days; four weeks when nobody has said."""
    rows = Lookout.objects.filter(project=project) if said is None else said
    return next(iter(rows), None) or Lookout(project=project, days=USUAL_DAYS)
