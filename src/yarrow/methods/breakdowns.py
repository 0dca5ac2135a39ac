"""Tables for a release: rows by days and by values, with a margin for every dimension, finer or coarser.

Rows of time are whole stretches of 1, 3, 6 or 12 months counted from the first day, so that a coarser table joins
rows of the finer one. `equations` says which sums a reader can take for granted; the gate and its attacker use them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from yarrow.methods.activity import ADDS_UP, DIMENSIONS, Period
from yarrow.methods.populations import DONE, Counted, Place, Populations

# A dimension of time → months in a row, finest first.
STRETCHES = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
ROWS_BY = (*STRETCHES, *(name for name in DIMENSIONS if name != "month"))
# In a key: the margin over every value of that dimension.
ALL = "*"
Key = tuple[str, ...]
Cell = tuple[Key, str]


@dataclass(frozen=True)
class Definition:
    """What a table counts. `by`: none, one or two of `ROWS_BY`; `where`: (dimension, value) pairs to keep."""

    period: Period
    by: tuple[str, ...]
    measures: tuple[str, ...]
    where: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        kinds = ["month" if name in STRETCHES else name for name in self.by]
        if not set(self.by) <= set(ROWS_BY) or len(set(kinds)) != len(kinds) or len(kinds) > 2:
            raise ValueError("rows are by at most two different dimensions")
        if not self.measures:
            raise ValueError("a table counts something")

    def coarser(self) -> Iterator["Definition"]:
        """Coarser tables of the same thing, finest first: longer stretches, then a dimension fewer, at last none."""
        yield from (self._by(by) for by in self._longer(self.by))
        if len(self.by) == 2:
            for alone in self.by:
                yield self._by((alone,))
                yield from (self._by(by) for by in self._longer((alone,)))
        if self.by:
            yield self._by(())

    def _longer(self, by: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The same rows over longer stretches of time, as long as there is more than one."""
        for position, name in enumerate(by):
            for longer, months in STRETCHES.items():
                if months > STRETCHES.get(name, months) and len(stretches(self.period, months)) > 1:
                    yield (*by[:position], longer, *by[position + 1 :])

    def _by(self, by: tuple[str, ...]) -> "Definition":
        return replace(self, by=by)


def stretches(period: Period, months: int) -> list[Period]:
    """The period cut into stretches of so many months; the last may be shorter."""
    found, first = [], period.from_on
    while first <= period.to_on:
        after = _months_later(first, months)
        found.append(Period(first, min(after - timedelta(days=1), period.to_on)))
        first = after
    return found


def places(
    definition: Definition, populations: Populations, expected: Mapping[str, Iterable[str]] | None = None
) -> dict[Cell, Place]:
    """Every cell of the table with what it counts: each combination of values, and `ALL` for the margins.

    A row of time is named by its days (`2025-01-01/2025-03-31`). `expected`: values with a row though nothing happened.
    """
    named = [_values(definition, name, populations, expected or {}) for name in definition.by]
    return {
        (key, measure): _place(definition, key, measure)
        for key in product(*([*values, ALL] for values in named))
        for measure in definition.measures
    }


def days_of(name: str) -> Period:
    """The days of a row of time."""
    first, last = name.split("/")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def equations(by: Sequence[str], cells: Mapping[Cell, Counted]) -> list[dict[Cell, int]]:
    """Sums that are zero: a margin less its rows where they add up, and people less new less known before.

    Only those that hold: a reader who relies on another one is wrong.
    """
    found = []
    for key, measure in cells:
        for position, name in enumerate(by):
            if key[position] == ALL and _base(measure) in ADDS_UP["month" if name in STRETCHES else name]:
                rows = [cell for cell in cells if cell[1] == measure and _is_row(cell[0], key, position)]
                found.append({(key, measure): -1, **dict.fromkeys(rows, 1)})
        if measure == "n_people" and {(key, "n_new"), (key, "n_repeat")} <= set(cells):
            found.append({(key, "n_people"): -1, (key, "n_new"): 1, (key, "n_repeat"): 1})
    return [one for one in found if sum(sign * cells[cell].n for cell, sign in one.items()) == 0]


def leftovers(by: Sequence[str], cells: Mapping[Cell, Counted]) -> list[tuple[dict[Cell, int], int]]:
    """Sums that are at least zero, each with what it comes to.

    People and unnamed people within contacts, things done within contacts, new within people; and where rows overlap,
    each row within its margin and the margin within its rows together.
    """
    sums = []
    for key in dict.fromkeys(key for key, _measure in cells):
        sums += _within(key, {measure for own, measure in cells if own == key})
    for key, measure in cells:
        for position, name in enumerate(by):
            if key[position] == ALL and _base(measure) not in ADDS_UP["month" if name in STRETCHES else name]:
                rows = [cell for cell in cells if cell[1] == measure and _is_row(cell[0], key, position)]
                sums += [{(key, measure): 1, row: -1} for row in rows]
                sums.append({(key, measure): -1, **dict.fromkeys(rows, 1)})
    worth = [(one, sum(sign * cells[cell].n for cell, sign in one.items())) for one in sums]
    return [(one, n) for one, n in worth if n >= 0]


def _within(key: Key, has: set[str]) -> list[dict[Cell, int]]:
    parts: list[tuple[str, tuple[str, ...]]]
    parts = [("n_contacts", (measure,)) for measure in sorted(has) if measure.startswith(DONE)]
    parts.append(("n_contacts", tuple(sorted({"n_people", "n_unnamed"} & has))))
    parts.append(("n_people", tuple({"n_new"} & has) if "n_repeat" not in has else ()))
    return [
        {(key, whole): 1, **{(key, one): -1 for one in inside}}
        for whole, inside in parts
        if whole in has and inside
    ]


def _values(
    definition: Definition, name: str, populations: Populations, expected: Mapping[str, Iterable[str]]
) -> list[str]:
    if name in STRETCHES:
        return [f"{one.from_on}/{one.to_on}" for one in stretches(definition.period, STRETCHES[name])]
    kept = dict(definition.where).get(name)
    if kept is not None and name != "setting":
        return [kept]
    return sorted({*populations.values(name), *expected.get(name, ())})


def _place(definition: Definition, key: Key, measure: str) -> Place:
    period, where = definition.period, dict.fromkeys(definition.where)
    for name, value in zip(definition.by, key, strict=True):
        if value != ALL and name in STRETCHES:
            period = days_of(value)
        elif value != ALL:
            where[(name, value)] = None
    return Place(measure, period, tuple(sorted(where)))


def _is_row(key: Key, margin: Key, position: int) -> bool:
    return key[position] != ALL and key == (*margin[:position], key[position], *margin[position + 1 :])


def _base(measure: str) -> str:
    return measure.partition(":")[0]


def _months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)
