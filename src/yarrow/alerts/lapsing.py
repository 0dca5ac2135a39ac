"""Members who were put out: for a year it is noticed when they are vouched for again, then they go (rule "member")."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from yarrow.alerts.models import Member
from yarrow.vault import forgetting
from yarrow.vault.clock import BY, Step
from yarrow.vault.retention import period

RULE = "member"


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """One step for all whose year is over."""
    late = _late(project_id, at)
    days: list[date] = [row.left_on for row in late if row.left_on]
    if days:
        yield Step(RULE, project_id, min(days) + period(RULE), len(days), partial(_let_go, project_id))


def _late(project_id: UUID, at: datetime) -> list[Any]:
    last: date = (at - period(RULE)).date()
    return list(Member.objects.filter(project=project_id, left_on__lte=last).order_by("pk"))


def _let_go(project_id: UUID, at: datetime) -> None:
    """Each by itself: a tombstone can't be taken back, and what a dying process leaves the next run finds again."""
    for row in _late(project_id, at):
        forgetting.forget(row, by=BY, act="alerts.let_member_go", reason="put_out", at=at)
