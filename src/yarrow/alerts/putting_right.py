"""What a check may say follows as the codes of a report are put right, or whose it is."""

from datetime import date
from uuid import UUID

from yarrow.alerts import passing
from yarrow.alerts.models import Released
from yarrow.safety.models import Report
from yarrow.staff.models import Project


def month_of(report: Report, project: Project) -> date:
    """When it happened, or else when it was told."""
    return report.month or report.received_at.astimezone(project.zone).date().replace(day=1)


def follow(project: Project, reporter_id: UUID, were_joined: bool) -> None:
    """What this reporter released says what their reports say now.

    Of reports that were joined one may have counted as a second person's for the other: an adviser looks anew.
    """
    rows = Released.objects.filter(project=project)
    released = rows.filter(report__reporter_id=reporter_id).values("report_id")
    for report in Report.objects.filter(project=project, pk__in=released):
        told = {"kinds": report.kinds, "month": month_of(report, project)}
        rows.filter(report=report).update(reporter_id=reporter_id, **told)
    theirs = Report.objects.filter(project=project, reporter_id=reporter_id)
    passing.follow(project, list(theirs.values_list("pk", flat=True)))
    if were_joined:
        rows.filter(reporter_id=reporter_id).update(is_seconded=False, seconded_by=[])
