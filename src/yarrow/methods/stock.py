"""What is in the cupboard of one supply: counted in, given out, put right by counting, and how long it lasts.

What was given out comes from the contacts and from nowhere else, so that it is never counted twice and follows every
correction. A count says what really was there: whatever is corrected before it changes how far the count was off, never
what stands after it. A count stands at the beginning or at the end of its day; within a day what comes in is before
what goes out. The cupboard begins on the day of the first movement: what was given before belongs to no stock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DELIVERY, LOSS, COUNT, GIVEN = "delivery", "loss", "count", "given"
# Weeks that the usual rate looks back, and how many it needs before it says anything.
RATE_WEEKS, FEWEST_WEEKS = 12, 4
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Moved:
    """Something that changed the cupboard on a day. `at_end`: a count after everything else of its day.

    `key` tells movements apart that are otherwise the same.
    """

    on: date
    what: str
    n: int
    at_end: bool = True
    key: str = ""


@dataclass(frozen=True)
class Step:
    """One change and what stands after it. `n_before` is None before the cupboard began."""

    on: date
    what: str
    n_before: int | None
    n_after: int
    moved: Moved | None = None

    @property
    def change(self) -> int:
        """How many more (or, below zero, fewer) there are; a first count changes nothing."""
        if self.n_before is None:
            return 0 if self.what == COUNT else self.n_after
        return self.n_after - self.n_before


@dataclass(frozen=True)
class Month:
    """One month: what came in, was given, was lost, what counting put right, and what stood at its end."""

    month: str
    n_in: int
    n_given: int
    n_lost: int
    n_put_right: int
    n_at_end: int


@dataclass(frozen=True)
class Rate:
    """How many were given over the last whole weeks with records."""

    n_given: int
    n_weeks: int

    @property
    def a_week(self) -> float:
        return self.n_given / self.n_weeks

    def weeks_left(self, n: int) -> float | None:
        """How many weeks `n` last at this rate; None when nothing was given."""
        return max(0, n) / self.a_week if self.n_given else None


def walk(moves: Iterable[Moved], given: Mapping[date, int], until: date) -> list[Step]:
    """Every change up to and on `until`, in its order; empty before the first movement. `given`: day → how many."""
    listed = [move for move in moves if move.on <= until]
    if not listed:
        return []
    since, n, steps = min(move.on for move in listed), None, []
    for on, what, change, move in _in_order(listed, given, since, until):
        if n is None and what == GIVEN:
            continue
        after = change if what == COUNT else (n or 0) + change
        steps.append(Step(on, what, n, after, move))
        n = after
    return steps


def months(steps: Sequence[Step], wanted: Sequence[str]) -> list[Month]:
    """A row for each of the months (`2026-03`, in order); what stood before the cupboard began is 0."""
    rows = []
    for month in wanted:
        of_month = [step for step in steps if f"{step.on:%Y-%m}" == month]
        until = [step for step in steps if f"{step.on:%Y-%m}" <= month]
        rows.append(
            Month(
                month=month,
                n_in=_sum(of_month, DELIVERY),
                n_given=-_sum(of_month, GIVEN),
                n_lost=-_sum(of_month, LOSS),
                n_put_right=_sum(of_month, COUNT),
                n_at_end=until[-1].n_after if until else 0,
            )
        )
    return rows


def usual_rate(given: Mapping[date, int], kept_from: date | None, today: date) -> Rate | None:
    """The rate over up to twelve whole weeks before `today`; None with fewer than four weeks of records."""
    if kept_from is None:
        return None
    n_weeks = min(RATE_WEEKS, (today - kept_from).days // 7)
    if n_weeks < FEWEST_WEEKS:
        return None
    first = today - n_weeks * WEEK
    return Rate(sum(n for day, n in given.items() if first <= day < today), n_weeks)


def why_low(n: int, level: int | None, rate: Rate | None, weeks: int) -> str:
    """Why somebody should look: "more_given", "level" (the project's own), "weeks" left; "" when nothing runs low."""
    if n < 0:
        return "more_given"
    if level is not None:
        return "level" if n <= level else ""
    left = rate.weeks_left(n) if rate else None
    return "weeks" if left is not None and left < weeks else ""


def _in_order(
    moves: Sequence[Moved], given: Mapping[date, int], since: date, until: date
) -> Iterator[tuple[date, str, int, Moved | None]]:
    """(day, what, change or count, movement), by day and by place within the day."""
    out = [(day, 2, GIVEN, -n, None) for day, n in given.items() if since <= day <= until and n]
    moved = [(move.on, _place(move), move.what, _change(move), move) for move in moves]
    for day, _at, what, change, move in sorted([*moved, *out], key=lambda each: each[:2]):
        yield day, what, change, move


def _place(move: Moved) -> int:
    if move.what == COUNT:
        return 3 if move.at_end else 0
    return 1


def _change(move: Moved) -> int:
    return -move.n if move.what == LOSS else move.n


def _sum(steps: Iterable[Step], what: str) -> int:
    return sum(step.change for step in steps if step.what == what)
