"""What became of a report that came from a phone, for whoever made it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from yarrow.safety.models import Addition, Choice, Report
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault.models import InboxEntry

MOST_ADDITIONS = 20
WAITING, READ, GONE = "waiting", "read", "gone"


@dataclass(frozen=True)
class Became:
    """`state`: waiting, read (`on` that day) or gone; `chosen`: how far it goes, None while that is sealed with it."""

    state: str
    on: date | None
    chosen: Chosen | None


def became(project: Project, report_id: UUID) -> Became:
    """Where the report is now."""
    row = Report.objects.filter(project=project, pk=report_id).first()
    last = Choice.objects.filter(project=project, report_id=report_id).order_by("said_at", "id").last()
    chosen = Chosen(last.level, last.tell, last.release) if last is not None else None
    if row is not None:
        return Became(READ, row.opened_at.astimezone(project.zone).date(), chosen)
    left = InboxEntry.objects.filter(project_id=project.id, entry_id=report_id)
    is_there = left.exclude(state=InboxEntry.State.OPENED).exists()
    return Became(WAITING if is_there else GONE, None, chosen)


def addition_ids(report_id: UUID) -> list[UUID]:
    """The numbers of what is told later: made of the report's, so that whatever waits goes with it."""
    return [uuid5(report_id, f"addition {n}") for n in range(MOST_ADDITIONS)]


def free_addition(project: Project, report_id: UUID) -> UUID | None:
    """The number for the next; None where there were enough."""
    ids = addition_ids(report_id)
    used = set(
        InboxEntry.objects.filter(project_id=project.id, entry_id__in=ids).values_list("entry_id", flat=True)
    )
    used |= set(Addition.objects.filter(project=project, pk__in=ids).values_list("pk", flat=True))
    return next((one for one in ids if one not in used), None)
