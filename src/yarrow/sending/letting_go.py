"""Messages end by themselves: the envelope when their time is over, the row thirty days later.

Nobody need be signed in. The sender does the first with every look, the retention clock does both each day.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from yarrow.sending.models import Message
from yarrow.vault import clock, trail

KEPT = timedelta(days=30)
State = Message.State


def ready() -> None:
    """Say what carries out the rule; called once as the room starts."""
    clock.carries("message", steps)


def steps(project_id: UUID, at: datetime) -> Iterator[clock.Step]:
    """What of a project's messages is over at that instant."""
    for rows, apply, after in (
        (over(project_id, at), partial(end, project_id), timedelta(0)),
        (_old(project_id, at), partial(_delete, project_id), KEPT),
    ):
        untils = list(rows.values_list("until", flat=True))
        if untils:
            yield clock.Step("message", project_id, (min(untils) + after).date(), len(untils), apply)


def over(project_id: UUID, at: datetime) -> Any:
    """Messages that still hold their words past their time."""
    return Message.objects.filter(project_id=project_id, until__lte=at, state__in=[State.ARMED, State.BEGUN])


@transaction.atomic
def end(project_id: UUID, at: datetime) -> int:
    """Empty what is over; how many. What was begun may have arrived, and what was before in vain too."""
    maybe = over(project_id, at).exclude(state=State.ARMED, maybe_at=None)
    n = maybe.update(state=State.UNCLEAR, envelope=b"", ended_at=at)
    n += over(project_id, at).update(state=State.EXPIRED, envelope=b"", ended_at=at)
    if n:
        trail.note(project_id, by=clock.BY, act="vault.let_go", at=at, reason=f"message: {n}")
    return n


def not_again(project_id: UUID, at: datetime) -> None:
    """After a restore: what waited when the backup was taken may have left since."""
    waiting = Message.objects.filter(project_id=project_id, state__in=[State.ARMED, State.BEGUN])
    waiting.update(state=State.UNCLEAR, envelope=b"", begun_by=None, ended_at=at)


def _old(project_id: UUID, at: datetime) -> Any:
    return Message.objects.filter(project_id=project_id, until__lte=at - KEPT)


@transaction.atomic
def _delete(project_id: UUID, at: datetime) -> None:
    n, _each = _old(project_id, at).delete()
    trail.note(project_id, by=clock.BY, act="vault.let_go", at=at, reason=f"message: {n}")
