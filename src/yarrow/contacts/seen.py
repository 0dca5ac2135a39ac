"""Who has not been seen for longer than is usual for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.contacts.models import Contact, Lookout
from yarrow.methods.seen import SOONEST, Habit, habit
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import at_once

USUAL_DAYS = 28
AT_ONCE = 60


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


class Quiet:
    """Whoever was met once and not within a week, the longest ago last; its lists are read with others (`at_once`).

    `days`, read after them, tells when the first few dozen were met.
    """

    def __init__(self, project: Project, today: date) -> None:
        self.today = today
        theirs = Contact.objects.standing().filter(person=OuterRef("pk")).order_by("-happened_on")
        rows = Person.objects.in_project(project).adults()
        rows = rows.annotate(last_met_on=Subquery(theirs.values("happened_on")[:1]))
        rows = rows.filter(last_met_on__lt=today - timedelta(days=SOONEST))
        self.everybody = rows.order_by("-last_met_on", "id")
        self.first = self.everybody[:AT_ONCE]
        self.lookout = Lookout.objects.filter(project=project)

    @property
    def lists(self) -> list[Any]:
        return [self.first, self.lookout]

    @cached_property
    def days(self) -> Any:
        """(person, day) of every meeting of the first few dozen."""
        return _days(self.first)


def not_seen_lately(project: Project, today: date, most: int, quiet: Quiet | None = None) -> list[Unseen]:
    """Whoever was met once and not for longer than usual; the longest ago last.

    Looks at a few dozen people at a time and stops once `most` are found.
    """
    quiet = quiet or Quiet(project, today)
    at_once.read(quiet)
    default, late = lookout_of(project, quiet.lookout).days, list[Unseen]()
    some, days, start = list(quiet.first), quiet.days, 0
    while some:
        late += _late(some, days, default, today)
        start, some = start + len(some), []
        if len(late) < most and start >= AT_ONCE:
            # Few are late: look at more of them at a time, so that even everybody is a few queries.
            some = list(quiet.everybody[start : start + max(AT_ONCE, 3 * start)])
            days = _days(some)
    return late[:most]


def _late(some: Sequence[Any], days: Iterable[tuple[UUID, date]], default: int, today: date) -> list[Unseen]:
    met = defaultdict(list)
    for person_id, day in days:
        met[person_id].append(day)
    found = []
    for person in some:
        known, n_days = habit(met[person.id], default), (today - person.last_met_on).days
        if known.is_late(n_days):
            found.append(Unseen(person, person.last_met_on, n_days, known))
    return found


def lookout_of(project: Project, said: Iterable[Lookout] | None = None) -> Lookout:
    """The project's own number of days; four weeks when nobody has said."""
    rows = Lookout.objects.filter(project=project) if said is None else said
    return next(iter(rows), None) or Lookout(project=project, days=USUAL_DAYS)


def _days(people: Iterable[Person]) -> Any:
    rows = Contact.objects.standing().filter(person__in=list(people)).order_by()
    return rows.values_list("person_id", "happened_on")
