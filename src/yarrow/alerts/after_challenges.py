"""What becomes of released identifiers when somebody challenged their report, and who had a hand in them."""

from collections.abc import Collection
from uuid import UUID

from yarrow.alerts.models import Released
from yarrow.safety import lists
from yarrow.safety.models import Report
from yarrow.staff.models import Project


def follow(project: Project, report_id: UUID, outcome: str) -> None:
    """Restricted: no check finds them. Kept against an objection: a hit says so. Put right: it says what is right."""
    rows = Released.objects.filter(project=project, report_id=report_id)
    rows.update(is_hidden=outcome == lists.RESTRICT, is_disputed=outcome == lists.KEEP)
    for kinds in Report.objects.filter(project=project, pk=report_id).values_list("kinds", flat=True):
        rows.update(kinds=kinds)


def accepted_by(project: Project, report_ids: Collection[UUID]) -> set[UUID]:
    """Workers who accepted an identifier of these reports: none of them decides about a challenge to it."""
    rows = Released.objects.filter(project=project, report_id__in=set(report_ids))
    return set(rows.order_by().values_list("accepted_by", flat=True))
