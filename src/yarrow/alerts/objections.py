"""What a challenge to a report does to alerts and checks, and who had a hand in them."""

from collections.abc import Collection
from uuid import UUID

from yarrow.alerts import passing
from yarrow.alerts.models import Alert, AlertSource, AlertText, Approval, Echo, Released
from yarrow.safety import lists
from yarrow.safety.models import Report
from yarrow.staff.models import Project


def had_a_hand(project: Project, report_ids: Collection[UUID]) -> set[UUID]:
    """Workers who wrote, proposed or decided on an alert of these reports, or accepted a number for checks."""
    drawn = AlertSource.objects.filter(project=project, report_id__in=report_ids).values("alert_id")
    asked = (
        Alert.objects.filter(pk__in=drawn).values_list("drafted_by", flat=True),
        AlertText.objects.filter(alert__in=drawn).values_list("proposed_by", flat=True),
        AlertText.objects.filter(alert__in=drawn).values_list("written_by", flat=True),
        Approval.objects.filter(alert__in=drawn).values_list("by", flat=True),
        Released.objects.filter(project=project, report_id__in=report_ids).values_list(
            "accepted_by", flat=True
        ),
    )
    return {worker for rows in asked for worker in rows if worker is not None}


def follow(project: Project, report: Report, outcome: str) -> None:
    """A check finds nothing of a report that is restricted or put right; what is kept says that somebody objected.

    Other projects are offered no warning any more that is drawn from a restricted one, and hear of it no more.
    """
    rows = Released.objects.filter(project=project, report=report)
    rows.update(is_hidden=outcome != lists.KEEP, is_disputed=outcome == lists.KEEP)
    if outcome == lists.RESTRICT:
        # Other projects read no outcomes; kept after all, it is laid out again.
        Echo.objects.filter(project=project, report=report).delete()
    passing.follow(project, [report.pk])
