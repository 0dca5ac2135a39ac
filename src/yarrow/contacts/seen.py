"""Who has not been seen for longer than is usual for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.contacts.models import Contact, Lookout
from yarrow.methods.seen import MOST_GAPS, SOONEST, Habit, habit
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import at_once

USUAL_DAYS = 28
AT_ONCE = 300


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


class Days(Subquery):
    """The latest days of a row's contacts as one text, so that a few hundred people are a few hundred short rows."""

    output_field = CharField()
    template = "(SELECT group_concat(happened_on) FROM (%(subquery)s) days)"

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same, said for PostgreSQL."""
        template = "(SELECT string_agg(happened_on::text, ',') FROM (%(subquery)s) days)"
        return self.as_sql(compiler, connection, template=template, **extra)


def _latest() -> Days:
    met = Contact.objects.standing().filter(person=OuterRef("pk")).order_by("-happened_on")
    return Days(met.values("happened_on").distinct()[: MOST_GAPS + 1])


class Quiet:
    """Whoever was met once and not within a week, the longest ago last; its lists are read with others (`at_once`).

    `days`, read after them, tells when the first few hundred were met.
    """

    def __init__(self, project: Project, today: date) -> None:
        self.today = today
        theirs = Contact.objects.standing().filter(person=OuterRef("pk")).order_by("-happened_on")
        rows = Person.objects.in_project(project).adults()
        rows = rows.annotate(last_met_on=Subquery(theirs.values("happened_on")[:1]))
        rows = rows.filter(last_met_on__lt=today - timedelta(days=SOONEST)).order_by("-last_met_on", "id")
        self.everybody = rows.only("project", "code", "called", "age_band", "merged_into")
        self.first = self.everybody[:AT_ONCE]
        self.lookout = Lookout.objects.filter(project=project)

    @property
    def lists(self) -> list[Any]:
        return [self.first, self.lookout]

    @cached_property
    def days(self) -> Any:
        """(person, their latest days) of the first few hundred."""
        some = Person.objects.filter(pk__in=[person.pk for person in self.first])
        return some.order_by().annotate(days=_latest()).values_list("pk", "days")

    def others(self) -> Iterable[tuple[UUID, date, str]]:
        """(person, last day, latest days) of everybody after them."""
        rows = self.everybody.annotate(days=_latest()).values_list("pk", "last_met_on", "days")
        return rows[AT_ONCE:]


def not_seen_lately(project: Project, today: date, most: int, quiet: Quiet | None = None) -> list[Unseen]:
    """Whoever was met once and not for longer than usual; the longest ago last.

    Looks at a few hundred people, and at all the others only where too few of those are late.
    """
    quiet = quiet or Quiet(project, today)
    at_once.read(quiet)
    default, met = lookout_of(project, quiet.lookout).days, dict(quiet.days)
    first = [(person, person.last_met_on, met[person.pk]) for person in quiet.first]
    late = list(islice(_late(first, default, today), most))
    if len(late) < most and len(first) == AT_ONCE:
        # So few of those are late that everybody else is looked at; only whoever is late becomes a person.
        ids = list(islice(_late(quiet.others(), default, today), most - len(late)))
        people = Person.objects.in_bulk([one.person for one in ids])
        late += [replace(one, person=people[one.person]) for one in ids]
    return late


def _late(some: Iterable[tuple[Any, date, str]], default: int, today: date) -> Iterator[Unseen]:
    """Of (person, last day, latest days) those who are late, in their order."""
    for person, last_met_on, days in some:
        known, n_days = habit(map(date.fromisoformat, days.split(",")), default), (today - last_met_on).days
        if known.is_late(n_days):
            yield Unseen(person, last_met_on, n_days, known)


def lookout_of(project: Project, said: Iterable[Lookout] | None = None) -> Lookout:
    """The project's own number of days; four weeks when nobody has said."""
    rows = Lookout.objects.filter(project=project) if said is None else said
    return next(iter(rows), None) or Lookout(project=project, days=USUAL_DAYS)
