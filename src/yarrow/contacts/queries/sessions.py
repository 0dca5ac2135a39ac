"""Sessions: which there are, who is on one, and what it adds up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404

from yarrow.contacts.models import Contact, ContactDone, ContactSupply, Session, SessionWorker
from yarrow.contacts.models.contacts import STANDS
from yarrow.contacts.states import CANCELLED, OPEN, PLANNED, RECORDING
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared, PreparedLists, Rows

PAGE = 40


@dataclass(frozen=True)
class Tally:
    """What a set of contacts adds up to. `people` met at all, of them `known` and `not_known`."""

    people: int = 0
    known: int = 0
    minutes: int = 0
    supplies: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)

    @property
    def not_known(self) -> int:
        return self.people - self.known


def session_or_404(project: Project, session_id: UUID) -> Session:
    """One session of this project."""
    session: Session | None = _session_in(project.pk, session_id).first()
    if session is None:
        raise Http404
    return session


_session_in = Prepared(
    lambda project_id, session_id: Session.objects.filter(project=project_id, pk=session_id).order_by()
)


def with_places(rows: QuerySet[Session]) -> list[Any]:
    """Sessions, their zones and their workers."""
    ids = rows.values("pk") if rows.query.is_sliced else rows.order_by().values("pk")
    placed = Session.zones.through.objects.filter(session__in=ids)
    crew = SessionWorker.objects.filter(session__in=ids).select_related("worker")
    return [rows, placed.select_related("zone").order_by("zone__label"), crew]


def _of_tonight(project_id: UUID, day: date) -> list[Any]:
    # The project in both halves: each has an index of its own, and no other session is looked at.
    near = Q(project=project_id, planned_on=day) | Q(project=project_id, state=OPEN)
    return with_places(Session.objects.filter(near).exclude(state=CANCELLED))


_tonight = PreparedLists(_of_tonight)


class WithPlaces:
    """Sessions with their zones and workers; its lists are read with others of a page (`at_once`)."""

    def __init__(self, lists: Sequence[Any]) -> None:
        self.lists = lists
        self.sessions, self.placed, self.crew = lists

    def rows(self) -> list[Session]:
        """The sessions, in their order; `zones` and `workers` of each are at hand."""
        at_once.read(self)
        placed = at_once.grouped(self.placed, "session_id")
        zones = {key: [each.zone for each in those] for key, those in placed.items()}
        at_once.attach(self.sessions, "zones", zones)
        at_once.attach(self.sessions, "workers", at_once.grouped(self.crew, "session_id"))
        return list(self.sessions)


class Tonight(WithPlaces):
    """Sessions of `day` that are not cancelled, and any that is still open, with their workers and zones."""

    def __init__(self, project: Project, day: date) -> None:
        super().__init__(_tonight(project.pk, day))

    def rows(self) -> list[Session]:
        """Those that are open first."""
        return sorted(super().rows(), key=lambda s: (s.state != OPEN, s.planned_on, str(s.starts_at or "")))


def held_around(project: Project, days: Iterable[date], most: int = 12) -> list[Session]:
    """Sessions that contacts can be written to, from a day before any of `days` to a day after, newest first."""
    near = Q(pk__in=())
    for day in days:
        near |= Q(planned_on__range=(day - timedelta(days=1), day + timedelta(days=1)))
    rows = Session.objects.of(project).filter(near, state__in=RECORDING)
    return list(rows.order_by("-planned_on", "-starts_at", "id").prefetch_related("zones")[:most])


def coming(project: Project, day: date, most: int = 20) -> WithPlaces:
    """Planned sessions after `day`, the next first."""
    rows = Session.objects.of(project).filter(state=PLANNED, planned_on__gt=day)
    return WithPlaces(with_places(rows.order_by("planned_on", "starts_at")[:most]))


class Past(WithPlaces):
    """A page of sessions before `day` that are not open, newest first, each with how many people it met (`n_met`)."""

    def __init__(self, project: Project, day: date, page: int = 1) -> None:
        start = (max(page, 1) - 1) * PAGE
        order = ("-planned_on", "-starts_at", "id")
        rows = Session.objects.of(project).filter(planned_on__lt=day).exclude(state=OPEN).order_by(*order)
        # A sum of its own for each: added up for the few that are shown, not for every contact there ever was.
        met = Contact.objects.filter(session=OuterRef("pk"), state=STANDS).order_by().values("session")
        n_met = Subquery(met.annotate(n=Sum("n_people")).values("n"))
        super().__init__(with_places(rows.annotate(n_met=n_met)[start : start + PAGE + 1]))

    def page(self) -> tuple[list[Session], bool]:
        """The sessions, and whether there are more further down."""
        rows = self.rows()
        return rows[:PAGE], len(rows) > PAGE


def _sums(session_id: UUID) -> list[Any]:
    standing = Contact.objects.filter(session=session_id).standing().order_by()
    supplies = ContactSupply.objects.filter(contact__in=standing).values_list("kind")
    done = ContactDone.objects.filter(contact__in=standing).values_list("kind")
    sums = standing.values_list("session_id").annotate(
        people=Sum("n_people"), known=Count("id", filter=~Q(person=None)), minutes=Sum("minutes")
    )
    return [
        sums,
        supplies.annotate(total=Sum("n")).order_by("-total", "kind"),
        done.annotate(total=Sum("contact__n_people")).order_by("-total", "kind"),
    ]


_sums_of = PreparedLists(_sums)


class Tallying:
    """What a session adds up to so far; its lists are read with others of a page (`at_once`)."""

    def __init__(self, session: Session) -> None:
        self.lists = _sums_of(session.pk)
        self.sums, self.supplies, self.done = self.lists

    def tally(self) -> Tally:
        """The sums."""
        at_once.read(self)
        _session, people, known, minutes = next(iter(self.sums), (None, 0, 0, 0))
        return Tally(people, known, minutes or 0, dict(self.supplies), dict(self.done))


def tally(session: Session) -> Tally:
    """What a session adds up to so far."""
    return Tallying(session).tally()


_crew_of = Prepared(
    lambda session_id: SessionWorker.objects.filter(session=session_id).select_related("worker")
)


def crew_of(session: Session) -> Rows:
    """Who is on a session, with the part they play, in no order; still to be read."""
    return _crew_of(session.pk)


def is_on(session: Session, by: Actor) -> bool:
    """Whether this worker is on the session."""
    return session.workers.filter(worker_id=by.id).exists()
