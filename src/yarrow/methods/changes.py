"""What was told, counted by stretches of time, and how much one stretch differs from another. Knows no Django.

A change is a percentage only of at least ten: of three complaints, one more is no trend.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from yarrow.methods.activity import Period

FEW = 10
MONTH, QUARTER = 1, 3


@dataclass(frozen=True)
class Told:
    """One thing that was told: on which day, of which kind, when it was answered and by when it should have been."""

    on: date
    kind: str
    answered_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Stretch:
    """What was told in a stretch of time. `is_whole`: it has ended."""

    period: Period
    is_whole: bool
    by_kind: dict[str, int] = field(default_factory=dict)
    n_answered: int = 0
    n_owed: int = 0
    n_in_time: int = 0

    @property
    def n(self) -> int:
        """All of it."""
        return sum(self.by_kind.values())


def calendar(first: date, last: date, months: int) -> list[Period]:
    """Whole months or quarters of the calendar that touch these days."""
    day, found = date(first.year, (first.month - 1) // months * months + 1, 1), []
    while day <= last:
        after = day
        for _each in range(months):
            after = (after + timedelta(days=32)).replace(day=1)
        found.append(Period(day, after - timedelta(days=1)))
        day = after
    return found


def counted(rows: Iterable[Told], periods: Sequence[Period], today: date) -> list[Stretch]:
    """Each stretch with what was told in it. An answer is owed where a day was said by which it is due, and that day
    is over or the answer has come."""
    listed = list(rows)
    return [_stretch([row for row in listed if row.on in period], period, today) for period in periods]


def _stretch(rows: Sequence[Told], period: Period, today: date) -> Stretch:
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + 1
    owed = [row for row in rows if row.due_on is not None and (row.answered_on or row.due_on < today)]
    return Stretch(
        period=period,
        is_whole=period.to_on < today,
        by_kind=kinds,
        n_answered=sum(row.answered_on is not None for row in rows),
        n_owed=len(owed),
        n_in_time=sum(bool(row.answered_on and row.due_on and row.answered_on <= row.due_on) for row in owed),
    )


def change(before: int, now: int) -> int | None:
    """How much more or less in percent; None where there were fewer than ten before."""
    return round((now - before) * 100 / before) if before >= FEW else None
