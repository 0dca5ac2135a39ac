"""What a worker would leave behind: orders that run, people in prison they keep in touch with, days at the gate."""

from collections.abc import Mapping, Sequence
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
from yarrow.vault import at_once
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


def left_by(by: Actor, project: Project, worker: Worker, names: Mapping[UUID, str | None]) -> list[LeftLine]:
    """For those who keep orders and time inside; nothing for others. `names`: what the page opened already, by person.

    Raises Locked, NoGrant.
    """
    if not rules.can_keep(by):
        return []
    mine: dict[str, Any] = {"project": project, "worker": worker.pk, "person__erased_at": None}
    orders = Order.objects.filter(**mine).exclude(state__in=OVER).select_related("person")
    aways = Away.objects.filter(**mine, state=INSIDE).select_related("person")
    gates = PickUp.objects.filter(**mine, state=PLANNED).select_related("person").order_by("planned_on", "id")
    at_once.read(orders, aways, gates)
    rows: Sequence[Row] = [*orders, *aways, *gates]
    unknown = {row.person for row in rows if row.person_id not in names}
    opened = called(by, project, unknown, "desk.show_left_behind") if unknown else {}
    every = {**names, **opened}
    return [LeftLine(row, every[row.person_id] or row.person.code, _in_words(row)) for row in rows]


def _in_words(row: Row) -> str:
    if isinstance(row, Order):
        return lists.label("order_kinds", row.kind)
    if isinstance(row, Away):
        return lists.label("away_states", row.state)
    return f"{_('Who is at the gate')}, {days.day(row.planned_on)}"
