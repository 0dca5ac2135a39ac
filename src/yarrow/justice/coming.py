"""Days of leaving prison that are near: to whoever keeps in touch, and to those who arrange the work.

Today says a name and a day, and whether somebody is to be there. It does not say from where: others see a screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yarrow.justice.models import Away
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import PreparedLists

AHEAD, MOST = timedelta(days=14), 8


def _coming(project_id: UUID, worker_id: UUID, until: date) -> list[Any]:
    rows = Away.objects.filter(project=project_id, person__erased_at=None, expected_on__lte=until).inside()
    rows = rows.select_related("person").with_pick_up().order_by("expected_on", "id")
    return [rows.filter(worker=worker_id)[: MOST + 1], rows.exclude(worker=worker_id)[: MOST + 1]]


_coming_in = PreparedLists(_coming)


@dataclass(frozen=True)
class ComingShown:
    """One line. `n_days`: until the day; below nought when it is over and nobody wrote down that they left."""

    away: Away
    who: str = field(repr=False)
    n_days: int
    is_met: bool


class Coming:
    """What Today asks of this room."""

    def __init__(self, by: Actor, project: Project, day: date) -> None:
        self.day = day
        own, others = _coming_in(project.pk, by.id, day + AHEAD)
        self.lists: list[Any] = [own, others] if by.role in ARRANGERS else [own]

    def rows(self) -> list[Any]:
        """One's own first; the nearest of each first."""
        return [row for rows in self.lists for row in list(rows)[:MOST]]

    def lines(self, names: Mapping[UUID, str]) -> list[ComingShown]:
        """The same rows with the names of their people, as Today opened them."""
        return [
            ComingShown(row, names[row.person_id], (row.expected_on - self.day).days, bool(row.is_met))
            for row in self.rows()
        ]

    @property
    def has_more(self) -> bool:
        return any(len(rows) > MOST for rows in self.lists)
