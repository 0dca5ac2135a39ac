"""How far reports may go now: the latest row of each counts, read in the transaction that uses it."""

from collections.abc import Iterable
from uuid import UUID

from yarrow.safety.models import Choice
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project


def of(project: Project, report_ids: Iterable[UUID]) -> dict[UUID, Chosen]:
    """Report → what holds; one that nobody chose for stays here. One query."""
    ids = set(report_ids)
    rows = Choice.objects.filter(project=project, report_id__in=ids).order_by("said_at", "id")
    said = {row.report_id: Chosen(row.level, row.tell, row.release) for row in rows}
    return {report_id: said.get(report_id, Chosen()) for report_id in ids}


def standing(project: Project, report_id: UUID) -> Chosen:
    """The same of one report."""
    return of(project, [report_id])[report_id]


def last(project: Project, report_id: UUID) -> Chosen | None:
    """The same; None where nothing was written down, as of a report that is still sealed."""
    row = Choice.objects.filter(project=project, report_id=report_id).order_by("said_at", "id").last()
    return Chosen(row.level, row.tell, row.release) if row else None
