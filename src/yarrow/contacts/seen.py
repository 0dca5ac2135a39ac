"""Who has not been seen for longer than is usual for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.contacts.models import Contact, Lookout
from yarrow.methods.seen import SOONEST, Habit, habit
from yarrow.people.models import Person
from yarrow.staff.models import Project

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


def not_seen_lately(project: Project, today: date, most: int) -> list[Unseen]:
    """Whoever was met once and not for longer than usual; the longest ago last.

    Looks at a few dozen people at a time and stops once `most` are found.
    """
    default, late = lookout_of(project).days, list[Unseen]()
    theirs = Contact.objects.standing().filter(person=OuterRef("pk")).order_by("-happened_on")
    rows = (
        Person.objects.in_project(project)
        .adults()
        .annotate(last_met_on=Subquery(theirs.values("happened_on")[:1]))
    )
    quiet = rows.filter(last_met_on__lt=today - timedelta(days=SOONEST)).order_by("-last_met_on", "id")
    start = 0
    while len(late) < most and (some := list(quiet[start : start + AT_ONCE])):
        days = _days_met(some)
        for person in some:
            known, n_days = habit(days[person.id], default), (today - person.last_met_on).days
            if known.is_late(n_days):
                late.append(Unseen(person, person.last_met_on, n_days, known))
        start += AT_ONCE
    return late[:most]


def lookout_of(project: Project) -> Lookout:
    """The project's own number of days; four weeks when nobody has said."""
    return Lookout.objects.filter(project=project).first() or Lookout(project=project, days=USUAL_DAYS)


def _days_met(people: Sequence[Person]) -> dict[UUID, list[date]]:
    found = defaultdict(list)
    rows = Contact.objects.standing().filter(person__in=people).order_by()
    for person_id, day in rows.values_list("person_id", "happened_on"):
        if person_id:
            found[person_id].append(day)
    return found
