"""What a sender does to rows: begins them, writes down what became of them, looks after what others left.

Each step is one transaction, inside the fence of the project. A row is begun, and that is committed, before its
message is handed to anybody.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from yarrow.sending import hours, letting_go
from yarrow.sending.channels.bulksms import KNOWN_FOR
from yarrow.sending.envelopes import Letter
from yarrow.sending.models import EMAIL, SMS, Message

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 60, 180))
# After a refusal that was not about the message; its channel rests, for longer each time (`sender.Rest`).
BREATH = timedelta(seconds=20)
State = Message.State
# Since it was begun last, unless that was so before.
MAYBE = Coalesce(F("maybe_at"), F("begun_at"))


@dataclass(frozen=True)
class Outcome:
    """What became of one handing over. `state`: sent, failed, unclear; armed where it is to be tried again.

    maybe        it may have arrived.  `wait`: seconds that the server asked for
    everywhere   any other message of the channel would have come to the same
    """

    state: str
    code: str = ""
    maybe: bool = False
    wait: int = 0
    everywhere: bool = False


SENT, UNCLEAR = Outcome(State.SENT), Outcome(State.UNCLEAR)


@dataclass(frozen=True)
class Done:
    """A row that was handed over, its letter where it could be opened, and what became of it."""

    row: Message
    letter: Letter | None
    outcome: Outcome


@transaction.atomic
def begin(project_id: UUID, channel: str, n: int, sender: UUID, at: datetime) -> list[Message]:
    """Up to `n` messages that are due, the first first, for this sender alone."""
    waiting = Message.objects.filter(
        project_id=project_id, channel=channel, state=State.ARMED, due_at__lte=at, until__gt=at
    )
    rows = list(waiting.order_by("due_at", "id").select_for_update(skip_locked=True)[:n])
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.BEGUN, begun_by=sender, begun_at=at, n_tried=F("n_tried") + 1
    )
    return rows


@transaction.atomic
def finish(done: Iterable[Done], sender: UUID, at: datetime) -> None:
    """Write down what became of them. What somebody else has settled meanwhile stays as it is."""
    ended: dict[Outcome, list[int]] = {}
    came = list(done)
    # Held in the order in which `actions.cancel` holds them: neither waits for the other in a circle.
    list(_mine((each.row.pk for each in came), sender).order_by("pk").select_for_update().values_list("pk"))
    for each in came:
        if each.outcome.state == State.ARMED and (due_at := _next(each, at)) < each.row.until:
            again: dict[str, Any] = {
                "state": State.ARMED,
                "begun_by": None,
                "code": each.outcome.code,
                "due_at": due_at,
            }
            if each.outcome.maybe:
                again["maybe_at"] = MAYBE
            if each.outcome.everywhere:
                # It was not its own fault.
                again["n_tried"] = F("n_tried") - 1
            _mine([each.row.pk], sender).update(**again)
        else:
            ended.setdefault(_ended(each), []).append(each.row.pk)
    for outcome, ids in ended.items():
        _mine(ids, sender).update(
            state=outcome.state, code=outcome.code, begun_by=None, envelope=b"", ended_at=at
        )


@transaction.atomic
def give_back(rows: Iterable[Message], sender: UUID, due_at: datetime) -> None:
    """Messages that were begun and not handed over: they wait until then, as if they had not been touched."""
    _mine([row.pk for row in rows], sender).update(
        state=State.ARMED, begun_by=None, due_at=due_at, n_tried=F("n_tried") - 1
    )


def look_after(project_id: UUID, is_alive: Callable[[UUID], bool], at: datetime) -> None:
    """End what is over; settle what was in the hands of senders that died.

    An e-mail may have arrived: it is unclear. The others are tried again, and take their own place if they had.
    """
    if letting_go.over(project_id, at).exists():
        letting_go.end(project_id, at)
    begun = Message.objects.filter(project_id=project_id, state=State.BEGUN)
    left = [
        sender
        for sender in begun.order_by().values_list("begun_by", flat=True).distinct()
        if sender is None or not is_alive(sender)
    ]
    for sender in left:
        _settle(begun.filter(begun_by=sender), at)


@transaction.atomic
def _settle(rows: models.QuerySet[Message], at: datetime) -> None:
    """What a sender that died had begun."""
    rows.filter(channel=EMAIL).update(state=State.UNCLEAR, begun_by=None, envelope=b"", ended_at=at)
    rows.update(state=State.ARMED, begun_by=None, due_at=at, maybe_at=MAYBE)


def take_back(project_id: UUID, sender: UUID, out: Collection[int], at: datetime) -> None:
    """Messages that this sender began and never put on a lane, because the records could not be reached."""
    begun = Message.objects.filter(project_id=project_id, state=State.BEGUN, begun_by=sender)
    lost = [pk for pk in begun.values_list("pk", flat=True) if pk not in out]
    if lost:
        _mine(lost, sender).update(state=State.ARMED, begun_by=None, due_at=at)


def channels_due(project_id: UUID, at: datetime) -> set[str]:
    """The channels on which something of a project is due."""
    waiting = Message.objects.filter(project_id=project_id, state=State.ARMED, due_at__lte=at, until__gt=at)
    return set(waiting.order_by().values_list("channel", flat=True).distinct())


def may_double(row: Message, at: datetime) -> bool:
    """Whether a message that may have arrived would arrive once more: the provider has forgotten its number."""
    return row.channel == SMS and row.maybe_at is not None and at - row.maybe_at > KNOWN_FOR


def _ended(done: Done) -> Outcome:
    """What is written of a message for which nothing comes of trying again."""
    if done.outcome.state not in (State.ARMED, State.FAILED):
        return Outcome(done.outcome.state, done.outcome.code)
    # Refused this time, it may have arrived the time before.
    maybe = done.outcome.maybe or done.row.maybe_at is not None
    return Outcome(State.UNCLEAR if maybe else State.FAILED, done.outcome.code)


def _next(done: Done, at: datetime) -> datetime:
    """When it is tried again: later each time, no sooner than the server asked, at an hour that is safe."""
    pause = BREATH if done.outcome.everywhere else PAUSES[min(done.row.n_tried, len(PAUSES) - 1)]
    due_at = at + max(pause, timedelta(seconds=done.outcome.wait))
    return hours.next_safe(due_at, done.letter.hours, done.letter.place) if done.letter else due_at


def _mine(ids: Iterable[int], sender: UUID) -> models.QuerySet[Message]:
    return Message.objects.filter(pk__in=list(ids), state=State.BEGUN, begun_by=sender)
