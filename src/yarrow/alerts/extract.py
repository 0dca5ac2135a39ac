"""Alerts as pseudonymous rows, for counting: which report, and when an alert of it was first sent."""

from datetime import date
from uuid import UUID

from yarrow.alerts.models import AlertSource
from yarrow.staff.models import Project


def first_alerted(project: Project) -> dict[UUID, date]:
    """Report → the day on which an alert that came of it was first published. One query."""
    rows = AlertSource.objects.filter(project=project)
    found: dict[UUID, date] = {}
    for report_id, at in rows.values_list("report_id", "alert__published_at"):
        if at is not None:
            on = at.astimezone(project.zone).date()
            found[report_id] = min(found.get(report_id, on), on)
    return found
