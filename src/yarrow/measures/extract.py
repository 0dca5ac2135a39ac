"""Pseudonymous rows for evaluation: scores under the person's random id. No answer and no signal is in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from yarrow.measures import states
from yarrow.measures.models import Score
from yarrow.people.lists import FOR_THEMSELVES, UNDER_18
from yarrow.staff.models import Project


@dataclass(frozen=True)
class ScoreRow:
    """One scale of one finished filling, as it stands after every amendment.

    value     None: not scorable, which is never a low score; `branch`: the way that a first question led
    rule      pack, version and the hash of its content: only scores of one rule are compared
    """

    person_id: UUID
    filling_id: UUID
    answered_on: date
    occasion: str
    answered_by: str
    how: str
    language: str
    rule: tuple[str, str, str]
    scale: str
    value: Decimal | None
    n_items: int
    n_answered: int
    branch: str
    straight: bool


def score_rows(project: Project, first: date, last: date) -> Iterator[ScoreRow]:
    """Scores answered from `first` to `last`, of adults supported for themselves, each person under one id."""
    rows = Score.objects.filter(
        filling__project=project,
        filling__state=states.FINISHED,
        filling__answered_on__gte=first,
        filling__answered_on__lte=last,
        filling__person__supported_as=FOR_THEMSELVES,
        filling__person__merged_into=None,
    ).exclude(filling__person__age_band=UNDER_18)
    latest: dict[tuple[UUID, str], Score] = {}
    light = rows.select_related("filling").defer("filling__answers", "said")
    for row in light.order_by("filling__answered_on", "filling_id", "scale", "n"):
        latest[(row.filling_id, row.scale)] = row
    yield from map(_row, latest.values())


def _row(row: Score) -> ScoreRow:
    filling = row.filling
    return ScoreRow(
        person_id=filling.person_id,
        filling_id=filling.id,
        answered_on=filling.answered_on,
        occasion=filling.occasion,
        answered_by=filling.answered_by,
        how=filling.how,
        language=row.language,
        rule=(row.pack, row.pack_version, row.pack_hash),
        scale=row.scale,
        value=row.value,
        n_items=row.n_items,
        n_answered=row.n_answered,
        branch=row.branch,
        straight=row.straight,
    )
