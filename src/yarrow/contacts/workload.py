"""What each worker has in hand: people, contacts, things to do, sessions. For sharing work out, not for comparing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from yarrow.contacts.models import Contact, FollowUp, Session
from yarrow.contacts.states import CANCELLED
from yarrow.people.models import KeyWorker
from yarrow.staff.models import Membership, Project
from yarrow.staff.roles import WORKERS
from yarrow.ui.sorting import by_name

SPAN = timedelta(days=28)


@dataclass(frozen=True)
class Load:
    """One worker's work.

    n_people     people whose key worker they are now
    n_contacts   contacts they wrote down within the last four weeks, each person met counted
    n_open       things to do that are theirs and not done; n_overdue: of them, past their day
    n_sessions   sessions within the last four weeks that they were on and that were not cancelled
    """

    worker_id: UUID
    name: str
    n_people: int
    n_contacts: int
    n_open: int
    n_overdue: int
    n_sessions: int


def loads(project: Project, today: date) -> list[Load]:
    """Every worker who meets people here now, by name. Five queries, whatever their number."""
    since = today - SPAN
    crew = Membership.objects.present().filter(project=project, role__in=WORKERS)
    people = _by(KeyWorker.objects.current().filter(project=project).order_by(), "worker_id", Count("id"))
    met = Contact.objects.of(project).standing().filter(happened_on__gt=since, happened_on__lte=today)
    contacts = _by(met.order_by(), "recorded_by", Sum("n_people"))
    todo = _to_do(project, today)
    went = Session.objects.of(project).filter(planned_on__gt=since, planned_on__lte=today)
    sessions = _by(went.exclude(state=CANCELLED).order_by(), "workers__worker_id", Count("id"))
    return [
        Load(
            worker_id=place.worker_id,
            name=place.worker.name,
            n_people=people.get(place.worker_id, 0),
            n_contacts=contacts.get(place.worker_id, 0),
            n_open=todo.get(place.worker_id, (0, 0))[0],
            n_overdue=todo.get(place.worker_id, (0, 0))[1],
            n_sessions=sessions.get(place.worker_id, 0),
        )
        for place in by_name(crew, lambda place: place.worker.name)
    ]


def _by(rows: QuerySet, name: str, n: Count | Sum) -> dict[UUID, int]:
    return dict(rows.values_list(name).annotate(n=n).values_list(name, "n"))


def _to_do(project: Project, today: date) -> dict[UUID, tuple[int, int]]:
    """(open, overdue) by worker: given to them, or to nobody and written down by them."""
    rows = FollowUp.objects.filter(project=project, done_at=None).exclude(contact__state="void").order_by()
    counts = rows.values_list("worker_id", "created_by").annotate(
        n=Count("id"), late=Count("id", filter=Q(due_on__lt=today))
    )
    return _added((given or wrote, n, late) for given, wrote, n, late in counts)


def _added(counts: Iterable[tuple[UUID, int, int]]) -> dict[UUID, tuple[int, int]]:
    found: dict[UUID, tuple[int, int]] = {}
    for worker_id, n, late in counts:
        before = found.get(worker_id, (0, 0))
        found[worker_id] = (before[0] + n, before[1] + late)
    return found
