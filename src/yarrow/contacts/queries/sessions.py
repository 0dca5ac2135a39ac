"""Sessions: which there are, who is on one, and what it adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404

from yarrow.contacts.models import Contact, ContactDone, ContactSupply, Session, SessionWorker
from yarrow.contacts.models.contacts import STANDS
from yarrow.contacts.states import CANCELLED, OPEN, PLANNED, RECORDING
from yarrow.staff.models import Project
from yarrow.ui.sorting import by_name
from yarrow.vault.actors import Actor

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
    return get_object_or_404(Session.objects.of(project), id=session_id)


def tonight(project: Project, day: date) -> list[Session]:
    """Sessions of `day` that are not cancelled, and any that is still open, with their workers and zones."""
    rows = Session.objects.of(project).filter(Q(planned_on=day) | Q(state=OPEN)).exclude(state=CANCELLED)
    rows = rows.prefetch_related("zones", "workers__worker")
    return sorted(rows, key=lambda s: (s.state != OPEN, s.planned_on, str(s.starts_at or "")))


def held_around(project: Project, days: Iterable[date], most: int = 12) -> list[Session]:
    """Sessions that contacts can be written to, from a day before any of `days` to a day after, newest first."""
    near = Q(pk__in=())
    for day in days:
        near |= Q(planned_on__range=(day - timedelta(days=1), day + timedelta(days=1)))
    rows = Session.objects.of(project).filter(near, state__in=RECORDING)
    return list(rows.order_by("-planned_on", "-starts_at", "id").prefetch_related("zones")[:most])


def coming(project: Project, day: date, most: int = 20) -> list[Session]:
    """Planned sessions after `day`, the next first."""
    rows = Session.objects.of(project).filter(state=PLANNED, planned_on__gt=day)
    return list(rows.order_by("planned_on", "starts_at").prefetch_related("zones")[:most])


def past(project: Project, day: date, page: int = 1) -> tuple[list[Session], bool]:
    """A page of sessions before `day` that are not open, newest first, each with how many people it met (`n_met`).

    And whether there are more further down.
    """
    start = (max(page, 1) - 1) * PAGE
    order = ("-planned_on", "-starts_at", "id")
    rows = Session.objects.of(project).filter(planned_on__lt=day).exclude(state=OPEN).order_by(*order)
    # The few are chosen first: adding up every contact there ever was took longer each month.
    ids = list(rows.values_list("id", flat=True)[start : start + PAGE + 1])
    met = Sum("contacts__n_people", filter=Q(contacts__state=STANDS))
    chosen = Session.objects.filter(id__in=ids[:PAGE]).annotate(n_met=met)
    # A model's own order does not hold for grouped rows.
    return list(chosen.order_by(*order).prefetch_related("zones")), len(ids) > PAGE


def tally(project: Project, session: Session) -> Tally:
    """What a session adds up to so far."""
    standing = Contact.objects.of(project).filter(session=session).standing()
    sums = standing.aggregate(
        people=Sum("n_people"), known=Count("id", filter=~Q(person=None)), minutes=Sum("minutes")
    )
    supplies = ContactSupply.objects.filter(contact__in=standing.order_by()).values_list("kind")
    done = ContactDone.objects.filter(contact__in=standing.order_by()).values_list("kind")
    return Tally(
        people=sums["people"] or 0,
        known=sums["known"] or 0,
        minutes=sums["minutes"] or 0,
        supplies=dict(supplies.annotate(total=Sum("n")).order_by("-total", "kind")),
        done=dict(done.annotate(total=Sum("contact__n_people")).order_by("-total", "kind")),
    )


def crew_of(session: Session) -> list[SessionWorker]:
    """Who is on a session, with the part they play."""
    return by_name(session.workers.select_related("worker"), lambda line: line.worker.name)


def is_on(session: Session, by: Actor) -> bool:
    """Whether this worker is on the session."""
    return session.workers.filter(worker_id=by.id).exists()
