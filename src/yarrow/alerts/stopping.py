"""What is armed of a published alert stops where somebody whose report it is drawn from lets it leave no more.

Of our own reports as that is said, in the same transaction; of a warning of another project, whose rows tell nobody
here, as often as the sender looks what is due.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.alerts import passing, reaching, sources
from yarrow.alerts.models import Alert, AlertSource, Delivery
from yarrow.alerts.models.alerts import ARMED
from yarrow.alerts.states import PUBLISHED
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

BY = Actor.system("sender")


def follow(project: Project, report_ids: Collection[UUID], by: Actor, at: datetime) -> None:
    """How far these reports may go has changed. Inside that transaction; a recall of theirs leaves all the same."""
    drawn = AlertSource.objects.filter(project=project, report_id__in=list(report_ids)).values("alert_id")
    alerts = list(Alert.objects.filter(project=project, state=PUBLISHED, pk__in=drawn))
    back = sources.taken_back(project, [alert.pk for alert in alerts]) if alerts else set()
    for alert in alerts:
        if alert.pk in back:
            reaching.take_back_armed(alert, project, by, at)


def before_sending(project_id: UUID, at: datetime) -> None:
    """Warnings of other projects that do not hold any more as ours sends them."""
    armed = Delivery.objects.filter(project=project_id, state=ARMED).values("alert_id")
    taken_over = Alert.objects.filter(project=project_id, state=PUBLISHED, passed_id__isnull=False)
    alerts = list(taken_over.filter(pk__in=armed).select_related("project"))
    if not alerts:
        return
    fallen = passing.fallen(alerts, at.astimezone(alerts[0].project.zone).date())
    with transaction.atomic():
        trail.hold(project_id)
        for alert in alerts:
            if alert.pk in fallen:
                reaching.take_back_armed(alert, alert.project, BY, at)
