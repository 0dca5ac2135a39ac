"""Whom a text reaches: those whom the alert concerns, and everybody who got an earlier text of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from yarrow.alerts.audience import Reached, audience
from yarrow.alerts.models import Alert, AlertText, Delivery
from yarrow.alerts.models.alerts import ARMED, CANCELLED, ENDED, PLANNED
from yarrow.alerts.states import RECALL
from yarrow.sending.actions import cancel
from yarrow.sending.models import Message
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

# An earlier text in one of these states may have reached somebody.
MAY_HAVE_IT = (ARMED, "sent", "unclear")
BATCH = 500


def whom(alert: Alert, kind: str, project: Project, by: Actor, at: datetime) -> list[Reached]:
    """Those to be reached now, each once. Opens their ways: outside of transactions. Raises Locked, NoGrant."""
    act: dict[str, Any] = {"project": project, "by": by, "at": at}
    zones = list(alert.zones.values_list("id", flat=True))
    concerned = audience(zones=zones, settings=alert.settings, **act) if kind != RECALL else []
    got = had_it(alert)
    if not got:
        return concerned
    others = got - {one.member_id for one in concerned}
    reached = {way.folded for one in concerned for way in one.ways}
    return [*concerned, *audience(zones=(), settings=(), among=others, reached=reached, **act)]


def had_it(alert: Alert) -> set[UUID]:
    """Members whom a text of the alert reached, or may have reached."""
    rows = Delivery.objects.filter(alert=alert, state__in=MAY_HAVE_IT)
    return set(rows.values_list("member_id", flat=True))


def plan(text: AlertText, reached: Iterable[Reached]) -> int:
    """One row for each way, to be armed in batches; how many. The same way twice is one."""
    rows = []
    for one in reached:
        counted: dict[str, int] = {}
        for way in one.ways:
            n = counted[way.channel] = counted.get(way.channel, -1) + 1
            row = Delivery(project_id=text.project_id, alert_id=text.alert_id, text=text, n=n, state=PLANNED)
            row.member_id, row.channel, row.not_before = one.member_id, way.channel, one.not_before
            rows.append(row)
    Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def take_back_armed(alert: Alert, project: Project, by: Actor, at: datetime) -> None:
    """Of texts until now nothing more leaves; whom one may have reached stands in its row."""
    rows = Delivery.objects.filter(alert=alert)
    rows.filter(state=PLANNED).update(state=CANCELLED)
    armed = list(rows.filter(state=ARMED).values_list("id", flat=True))
    cancel(references=armed, project=project, by=by, at=at)
    note_ends(rows)


def heard(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Deliveries of which the sender knows the end and this room does not."""
    said = Message.objects.filter(project=OuterRef("project"), reference=OuterRef("pk"), state__in=ENDED)
    return rows.filter(Exists(said), state=ARMED)


def note_ends(rows: QuerySet[Delivery]) -> int:
    """Write down what the sender says came of them; how many are new."""
    said = Message.objects.filter(project=OuterRef("project"), reference=OuterRef("pk")).values("state")[:1]
    return heard(rows).update(state=Subquery(said))
