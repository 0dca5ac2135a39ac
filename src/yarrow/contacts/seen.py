"""Who has not been seen for longer than is usual for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.contacts.models import Contact, Lookout
from yarrow.methods.seen import MOST_GAPS, SOONEST, Habit, habit
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.prepared import PreparedLists

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


def _met_by(person: str) -> Any:
    """The contacts that stand of whoever a row names as its `person`."""
    return Contact.objects.standing().filter(person=OuterRef(person))


def _latest() -> Days:
    return Days(_met_by("pk").order_by("-happened_on").values("happened_on").distinct()[: MOST_GAPS + 1])


def _quiet(project_id: UUID, before: date) -> list[Any]:
    later = _met_by("person")
    adults = Person.objects.filter(project=project_id, pk=OuterRef("person")).adults()
    last = Contact.objects.standing().filter(
        ~Exists(later.filter(happened_on__gt=OuterRef("happened_on"))),
        ~Exists(later.filter(happened_on=OuterRef("happened_on"), pk__gt=OuterRef("pk"))),
        Exists(adults),
        project=project_id,
        happened_on__lt=before,
    )
    rows = last.order_by("-happened_on", "person_id").values_list("person_id", "happened_on")
    return [rows[:AT_ONCE], Lookout.objects.filter(project=project_id)]


_quiet_in = PreparedLists(_quiet)


class Quiet:
    """Whoever was met once and not within a week, the longest ago last; its lists are read with others (`at_once`).

    `first` walks down the days and keeps the contacts that no later one follows, so that it looks at the latest few
    hundred who are quiet and not at everybody; `days`, read after it, tells when those were met.
    """

    def __init__(self, project: Project, today: date) -> None:
        self.project, self.before = project, today - timedelta(days=SOONEST)
        self.lists = _quiet_in(project.pk, self.before)
        self.first, self.lookout = self.lists

    @cached_property
    def days(self) -> Any:
        """(person, their latest days) of the first few hundred."""
        people = Person.objects.filter(pk__in=[person_id for person_id, _day in self.first])
        return people.order_by().annotate(days=_latest()).values_list("pk", "days")

    def rows(self) -> Iterator[tuple[UUID, date, str]]:
        """(person, last day, latest days); everybody after the first few hundred is read only where somebody asks."""
        met = dict(self.days)
        yield from ((person_id, last_met_on, met[person_id]) for person_id, last_met_on in self.first)
        if len(self.first) == AT_ONCE:
            yield from self.others()

    def others(self) -> Any:
        """(person, last day, latest days) of everybody after them."""
        theirs = _met_by("pk").order_by("-happened_on").values("happened_on")
        rows = (
            Person.objects.in_project(self.project)
            .adults()
            .annotate(last_met_on=Subquery(theirs[:1]), days=_latest())
        )
        rows = rows.filter(last_met_on__lt=self.before).order_by("-last_met_on", "id")
        return rows.values_list("pk", "last_met_on", "days")[AT_ONCE:]


def not_seen_lately(project: Project, today: date, most: int, quiet: Quiet | None = None) -> list[Unseen]:
    """Whoever was met once and not for longer than usual; the longest ago last.

    Looks at a few hundred people, and at all the others only where too few of those are late.
    """
    quiet = quiet or Quiet(project, today)
    at_once.read(quiet)
    default = lookout_of(project, quiet.lookout).days
    late = list(islice(_late(quiet.rows(), default, today), most))
    # Only whoever is late becomes a person.
    people = Person.objects.in_bulk([one.person for one in late]) if late else {}
    return [replace(one, person=people[one.person]) for one in late]


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
