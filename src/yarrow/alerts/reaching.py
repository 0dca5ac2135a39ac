"""Whom a text reaches: those whom the alert concerns, and everybody who got an earlier text of it."""

from collections.abc import Collection, Iterable
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
    """Those to be reached now, each once. Opens their ways: outside of transactions. Raises Locked, NoGrant.

    Of a recall everybody for whom a text was planned: it may be armed while we open their ways. The transaction that
    recalls leaves out who got none (`had_it`).
    """
    act: dict[str, Any] = {"project": project, "by": by, "at": at}
    got = had_it(alert)
    if kind == RECALL:
        first = audience(zones=(), settings=(), among=got, **act) if got else []
        others = planned_for(alert) - got
    else:
        zones = list(alert.zones.values_list("id", flat=True))
        first = audience(zones=zones, settings=alert.settings, **act)
        others = got - {one.member_id for one in first}
    if not others:
        return first
    reached = {way.folded for one in first for way in one.ways}
    return [*first, *audience(zones=(), settings=(), among=others, reached=reached, **act)]


def planned_for(alert: Alert) -> set[UUID]:
    """Members for whom a text of the alert was planned, whatever came of it."""
    return set(Delivery.objects.filter(alert=alert).values_list("member_id", flat=True))


def had_it(alert: Alert) -> set[UUID]:
    """Members whom a text of the alert reached, or may have reached."""
    rows = Delivery.objects.filter(alert=alert, state__in=MAY_HAVE_IT)
    return set(rows.values_list("member_id", flat=True))


def plan(text: AlertText, reached: Iterable[Reached]) -> int:
    """One row for each way, to be armed in batches; how many. The same way twice is one."""
    rows = []
    for one in reached:
        for channel, n in _numbered(way.channel for way in one.ways):
            row = Delivery(project_id=text.project_id, alert_id=text.alert_id, text=text, n=n, state=PLANNED)
            row.member_id, row.channel, row.not_before = one.member_id, channel, one.not_before
            rows.append(row)
    Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def plan_anew(stopped: Collection[Delivery], channels: Iterable[str] | None) -> None:
    """What did not leave for one member waits to be armed anew; inside the transaction that changes what they want.

    `channels`: one for each way that they have now (None: the same as before). Under other ids than before: a batch
    whose ways were opened earlier arms none of them. A way by which it may have arrived is not taken again.
    """
    ways = None if channels is None else _numbered(channels)
    wanted = {
        (row.text_id, row.alert_id, row.member_id, row.project_id, *way)
        for row in stopped
        for way in ([(row.channel, row.n)] if ways is None else ways)
    }
    Delivery.objects.filter(pk__in=[row.pk for row in stopped]).delete()
    names = ("text_id", "alert_id", "member_id", "project_id", "channel", "n")
    rows = [Delivery(state=PLANNED, **dict(zip(names, each, strict=True))) for each in sorted(wanted)]
    Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    waiting = Delivery.objects.filter(text__in={row.text_id for row in rows}, state=PLANNED)
    AlertText.objects.filter(pk__in=waiting.values("text_id")).update(armed_at=None)


def _numbered(channels: Iterable[str]) -> list[tuple[str, int]]:
    """Each with its number among the ways of that channel."""
    counted: dict[str, int] = {}
    found = []
    for channel in channels:
        counted[channel] = counted.get(channel, -1) + 1
        found.append((channel, counted[channel]))
    return found


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
