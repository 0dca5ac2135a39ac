"""Alerts end by themselves (rule "alert"): from its last day on no text of one reaches anybody; later they go whole.

Nobody need be signed in. What the sender says came of each message is noted on the way, as it forgets after a month.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from yarrow.alerts.alert_rules import is_past
from yarrow.alerts.errors import WrongStep
from yarrow.alerts.models import Alert, Delivery
from yarrow.alerts.reaching import heard, note_ends, take_back_armed
from yarrow.alerts.states import ALERT_STATES, DROPPED, OPEN, PUBLISHED, after
from yarrow.staff.models import Project
from yarrow.vault import forgetting, trail
from yarrow.vault.clock import BY, Step

RULE = "alert"
DRAFT_FOR, KEPT_FOR = timedelta(days=90), timedelta(days=2 * 365)


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """Alerts whose last day has come, what became of messages, and alerts that go."""
    today = at.astimezone(Project.objects.get(pk=project_id).zone).date()
    for alert_id, on in _last_days(project_id, today):
        yield Step(RULE, project_id, on, 1, partial(expire, alert_id), alert_id)
    n = heard(Delivery.objects.filter(project=project_id)).count()
    if n:
        yield Step(RULE, project_id, today, n, partial(_note, project_id))
    gone = Alert.objects.filter(project=project_id, goes_on__lte=today).exclude(state=PUBLISHED)
    for alert_id, on in gone.order_by("goes_on", "id").values_list("id", "goes_on"):
        yield Step(RULE, project_id, on, 1, partial(let_go, alert_id), alert_id)


def _last_days(project_id: UUID, today: date) -> Any:
    over = Alert.objects.filter(project=project_id, state=PUBLISHED, expires_on__lte=today)
    return over.order_by("expires_on", "id").values_list("id", "expires_on")


@transaction.atomic
def expire(alert_id: UUID, at: datetime) -> None:
    """Its last day has come. Raises WrongStep when somebody was quicker."""
    alert = Alert.objects.select_for_update().select_related("project").get(id=alert_id)
    trail.hold(alert.project_id)
    alert.state = after(ALERT_STATES, alert.state, "expire")
    if not is_past(alert, at.astimezone(alert.project.zone).date()):
        raise WrongStep()
    end(alert, at)
    alert.save(update_fields=["state", "over_on", "goes_on"])
    alert.alerttexts.filter(state__in=OPEN).update(state=DROPPED)
    take_back_armed(alert, alert.project, BY, at)
    trail.note(alert.project_id, by=BY, act="alerts.expire", at=at, subject=alert.pk)


def end(alert: Alert, at: datetime) -> None:
    """Over from today; its rows stay for a while, so that what was sent can be answered for."""
    alert.over_on = at.astimezone(alert.project.zone).date()
    alert.goes_on = alert.over_on + KEPT_FOR


def let_go(alert_id: UUID, at: datetime) -> None:
    """Erased whole: its keys and its rows."""
    alert = Alert.objects.get(id=alert_id)
    forgetting.forget(alert, by=BY, act="alerts.let_alert_go", reason="over", at=at)


@transaction.atomic
def _note(project_id: UUID, at: datetime) -> None:
    n = note_ends(Delivery.objects.filter(project=project_id))
    trail.note(project_id, by=BY, act="alerts.note_sent", at=at, reason=f"messages: {n}")
