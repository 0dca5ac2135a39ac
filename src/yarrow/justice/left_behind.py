"""What a worker would leave behind: orders that run, people in prison they keep in touch with, days at the gate."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.justice import lists, rules
from yarrow.justice.models import Away, Order, PickUp
from yarrow.justice.states import INSIDE, OVER, PLANNED
from yarrow.people.queries import called
from yarrow.staff.models import Project, Worker
from yarrow.ui import days
from yarrow.vault.actors import Actor

Row = Away | Order | PickUp


@dataclass(frozen=True)
class LeftLine:
    """One thing in words."""

    row: Row
    who: str = field(repr=False)
    what: str = field(repr=False)

    @property
    def key(self) -> UUID:
        return self.row.pk


def left_by(by: Actor, project: Project, worker: Worker) -> list[LeftLine]:
    """For those who keep orders and time inside; nothing for others. Raises Locked, NoGrant."""
    if not rules.can_keep(by):
        return []
    mine: dict[str, Any] = {"project": project, "worker": worker.pk, "person__erased_at": None}
    rows: Sequence[Row] = [
        *Order.objects.filter(**mine).exclude(state__in=OVER).select_related("person"),
        *Away.objects.filter(**mine, state=INSIDE).select_related("person"),
        *PickUp.objects.filter(**mine, state=PLANNED).select_related("person").order_by("planned_on", "id"),
    ]
    names = called(by, project, {row.person for row in rows}, "desk.show_left_behind") if rows else {}
    return [LeftLine(row, names.get(row.person_id) or row.person.code, _in_words(row)) for row in rows]


def _in_words(row: Row) -> str:
    if isinstance(row, Order):
        return lists.label("order_kinds", row.kind)
    if isinstance(row, Away):
        return lists.label("away_states", row.state)
    return f"{_('Who is at the gate')}, {days.day(row.planned_on)}"
