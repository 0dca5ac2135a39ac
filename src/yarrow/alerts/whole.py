"""One alert with everything that its pages show, read together; sealed as it is."""

from dataclasses import dataclass
from uuid import UUID

from yarrow.alerts import sources
from yarrow.alerts.errors import NotHere
from yarrow.alerts.models import Alert, AlertSource, AlertText, Approval
from yarrow.alerts.states import DROPPED
from yarrow.contacts.models import Zone
from yarrow.safety import challenges, choices
from yarrow.safety.models import Report
from yarrow.staff.models import Project, names_in
from yarrow.vault import at_once


@dataclass(frozen=True)
class Whole:
    """An alert and what stands beside it.

    text      the one that is worked on or stands
    drawn     report → reporter, of every report that it is drawn from
    reports   those of them that may warn others now
    decided   who did what, in order; names: of everybody who works or worked here
    zones     whom it concerns; none: everybody
    """

    alert: Alert
    text: AlertText
    drawn: dict[UUID, UUID]
    reports: list[Report]
    decided: list[Approval]
    zones: list[Zone]
    names: dict[UUID, str]


def whole(project: Project, alert_id: UUID) -> Whole:
    """An alert of this project and everything of it. One query. Raises NotHere."""
    of_it = {"project": project, "alert": alert_id}
    alerts, texts = Alert.objects.filter(project=project, pk=alert_id), AlertText.objects.filter(**of_it)
    drawn, decided = AlertSource.objects.filter(**of_it), Approval.objects.filter(**of_it)
    ids, zones = drawn.values("report_id"), Zone.objects.filter(project=project, alerts=alert_id)
    reports = Report.objects.filter(project=project, pk__in=ids).select_related("zone")
    said = choices.rows(project).filter(report_id__in=ids)
    outcomes = challenges.outcomes_of(project).filter(report_id__in=ids)
    texts, names = texts.order_by("-n"), names_in(project)
    at_once.read(alerts, texts, drawn, decided, zones, reports, said, outcomes, names)
    if not alerts or not texts:
        raise NotHere()
    alert, text = alerts[0], next((one for one in texts if one.state != DROPPED), texts[0])
    alert.project = text.project = project
    text.alert = alert
    return Whole(
        alert,
        text,
        {row.report_id: row.reporter_id for row in drawn},
        sources.standing(reports, said, outcomes),
        list(decided),
        list(zones),
        dict(names),
    )
