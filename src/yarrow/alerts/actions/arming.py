"""What is published is handed to the sender batch by batch; whatever stops in between goes on where it was."""

from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from yarrow.alerts import alert_rules as rules
from yarrow.alerts import board_words, passing, sources
from yarrow.alerts.audience import not_before, opened_ways, standing
from yarrow.alerts.errors import WrongStep
from yarrow.alerts.models import AlertText, Delivery, Member
from yarrow.alerts.models.alerts import ARMED, CANCELLED, LOST, PLANNED
from yarrow.alerts.states import PUBLISHED, RECALL
from yarrow.alerts.ways import EMAIL, Way
from yarrow.sending.actions import ToSend, arm
from yarrow.sending.rules import LONGEST
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

BATCH = 500


def arm_next(*, text: AlertText, project: Project, by: Actor, at: datetime) -> int:
    """Arm up to `BATCH` messages; how many wait still. Twice at once arms none twice. Outside of transactions.

    A member gets their own line, or the words of the warning where they want those. Raises Locked, NoGrant.
    """
    rules.check_may_reach(by, project)
    rows = list(_waiting(text)[:BATCH])
    members = list(
        Member.objects.select_related("project").filter(
            project=project, pk__in={row.member_id for row in rows}
        )
    )
    with reading(by, project.id, act="alerts.arm_messages") as page:
        ways = opened_ways(page, members, by)
    words = board_words.of_text(text)
    if not words:
        raise WrongStep()
    with transaction.atomic():
        trail.hold(project.id)
        here = standing(project, [member.pk for member in members], at)
        present = {member.pk: member for member in members if member.pk in here}
        still = set(_waiting(text).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        ready = [row for row in rows if row.pk in still and row.member_id in present]
        found = [(row, _way(ways[row.member_id], row)) for row in ready]
        stands = AlertText.objects.select_related("alert__project").get(pk=text.pk)
        until, zone = _until(stands, at), project.zone
        made = [_message(row, way, words, present[row.member_id], zone, at) for row, way in found if way]
        messages = [replace(each, until=until) for each in made if (each.not_before or at) < until]
        if not _may_leave(stands, at.astimezone(zone).date()):
            _waiting(text).update(state=CANCELLED)
            return 0
        arm(messages=messages, project=project, by=by, at=at)
        armed = {each.reference for each in messages}
        _set(armed, ARMED)
        _set(still - armed, LOST)
        n_left = _waiting(text).count()
        if not n_left:
            AlertText.objects.filter(pk=text.pk, armed_at=None).update(armed_at=at)
    return n_left


def _waiting(text: AlertText) -> QuerySet[Delivery]:
    return Delivery.objects.filter(text=text, state=PLANNED).order_by("id")


def _may_leave(text: AlertText, today: date) -> bool:
    """Whether the alert is in force, and all whose reports it is drawn from still let it; a recall always leaves."""
    if text.state != PUBLISHED or text.kind == RECALL:
        return text.state == PUBLISHED
    is_in_force = text.alert.state == PUBLISHED and not rules.is_past(text.alert, today)
    return is_in_force and not (
        sources.taken_back(text.alert.project, [text.alert_id]) or passing.fallen([text.alert], today)
    )


def _until(text: AlertText, at: datetime) -> datetime:
    """Nothing of a warning leaves from its last day on."""
    latest, last_day = at + LONGEST, text.alert.expires_on
    if text.kind == RECALL or last_day is None:
        return latest
    return min(latest, datetime.combine(last_day, time(0), text.alert.project.zone))


def _way(ways: tuple[Way, ...], row: Delivery) -> Way | None:
    """The way that was planned, where the member has it still."""
    of_channel = [way for way in ways if way.channel == row.channel]
    return of_channel[row.n] if row.n < len(of_channel) else None


def _message(
    row: Delivery, way: Way, words: dict[str, str], member: Member, zone: ZoneInfo, at: datetime
) -> ToSend:
    _tag, warning = board_words.in_language(words, member.language)
    # Days may have gone by since it was planned.
    begins = max(row.not_before or at, at)
    return ToSend(
        reference=row.pk,
        channel=row.channel,
        endpoint=way.address,
        words=way.line or warning,
        subject=board_words.subject(way.line, member.language) if row.channel == EMAIL else "",
        not_before=not_before(member, zone, begins, way.hours) or begins,
        hours=way.hours,
    )


def _set(ids: set[UUID], state: str) -> None:
    listed = sorted(ids)
    for start in range(0, len(listed), BATCH):
        Delivery.objects.filter(pk__in=listed[start : start + BATCH], state=PLANNED).update(state=state)
