"""What of alerts stands on a member's page, and what is taken back when a member goes."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from yarrow.alerts import board_words, passing, reaching, sources
from yarrow.alerts.feeds import Item
from yarrow.alerts.models import Alert, AlertText, Delivery, Member
from yarrow.alerts.models.alerts import ARMED, CANCELLED, PLANNED
from yarrow.alerts.states import PUBLISHED, RECALLED
from yarrow.alerts.underway import Again
from yarrow.sending.actions import cancel
from yarrow.vault.actors import Actor

# A recall is shown for so long to those who may have read the warning.
RECALL_SHOWN = timedelta(days=90)


def for_member(member: Member, at: datetime) -> list[Item]:
    """The latest text of each alert in force that concerns them or reached them; recalls of those that did.

    What is to be recalled is shown no more, though nobody has recalled it yet.
    """
    today = at.astimezone(member.project.zone).date()
    got = set(
        Delivery.objects.filter(project=member.project_id, member_id=member.pk)
        .filter(state__in=reaching.MAY_HAVE_IT)
        .values_list("alert_id", flat=True)
    )
    in_force = Q(state=PUBLISHED, expires_on__gt=today)
    recalled = Q(state=RECALLED, over_on__gt=today - RECALL_SHOWN)
    rows = Alert.objects.filter(in_force | recalled, project=member.project_id).prefetch_related("zones")
    zones = {zone.pk for zone in member.zones.all()}
    shown = [row for row in rows if row.pk in got or _concerns(row, member, zones)]
    standing = [row for row in shown if row.state == PUBLISHED]
    back = sources.taken_back(member.project, [row.pk for row in standing]) | passing.fallen(standing, today)
    shown = [row for row in shown if row.pk not in back]
    last = latest_texts(shown)
    items = [_item(last[row.pk], member) for row in shown if row.pk in last]
    return [item for item in items if item.words]


def latest_texts(alerts: list[Alert]) -> dict[Any, AlertText]:
    """Alert → the last of its texts that was published."""
    texts = AlertText.objects.filter(alert__in=alerts, state=PUBLISHED).order_by("n")
    return {text.alert_id: text for text in texts}


def take_back(member: Any, by: Actor, at: datetime, again: Again = ()) -> None:
    """Nothing leaves as it was for a member who goes or changes where and when it goes; inside that transaction.

    What did not leave is planned anew by the ways of `again`: a recall finds them also where they say it otherwise.
    """
    rows = Delivery.objects.filter(project=member.project_id, member_id=member.pk)
    armed = list(rows.filter(state=ARMED).values_list("id", flat=True))
    if armed:
        cancel(references=armed, project=member.project, by=by, at=at)
        reaching.note_ends(rows)
    stopped = rows.filter(Q(state=PLANNED) | Q(pk__in=armed, state=CANCELLED))
    if again is None or again:
        reaching.plan_anew(list(stopped), again)
    else:
        stopped.update(state=CANCELLED)


def _concerns(alert: Alert, member: Member, zones: set[Any]) -> bool:
    """The same question as whom it is sent to (`audience`), of one member."""
    about = {zone.pk for zone in alert.zones.all()}
    is_here = not about or not zones or bool(about & zones)
    return is_here and (
        not alert.settings or not member.settings or bool(set(alert.settings) & set(member.settings))
    )


def _item(text: AlertText, member: Member) -> Item:
    language, words = board_words.in_language(board_words.of_text(text), member.language)
    day = text.published_at.astimezone(member.project.zone).date() if text.published_at else None
    return Item(words=words, on=day or text.alert.drafted_at.date(), language=language)
