"""What a worker would leave behind: open follow-ups, and sessions to come that they are on."""

from datetime import date

from django.db.models import Q

from yarrow.contacts.models import FollowUp, Session
from yarrow.contacts.states import OPEN, PLANNED
from yarrow.staff.models import Project, Worker


def open_follow_ups(project: Project, worker: Worker) -> list[FollowUp]:
    """Follow-ups that are this worker's, the first due first; also those they wrote down for nobody in particular."""
    rows = FollowUp.objects.filter(project=project, done_at=None).exclude(contact__state="void")
    theirs = rows.filter(Q(worker=worker) | Q(worker=None, created_by=worker.pk))
    return list(theirs.select_related("person", "contact").order_by("due_on", "created_at"))


def sessions_ahead(project: Project, worker: Worker, today: date) -> list[Session]:
    """Sessions from today on that this worker is on, the next first."""
    rows = Session.objects.of(project).filter(workers__worker=worker, planned_on__gte=today)
    ahead = rows.filter(state__in=(PLANNED, OPEN)).order_by("planned_on", "starts_at", "id")
    return list(ahead.prefetch_related("zones"))
