"""A table of things that move on, on its way out: rows by one dimension or by months, columns what became of them.

A cell is (row, column) and counts things; whether it is small is asked of the people behind it. A table is of the
things of its days, as they stood when the last of them was over, so that it can be counted again. What is too small to
be a row of its own is counted with the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yarrow.methods import differencing
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL, STRETCHES, Cell, Definition, days_of, stretches
from yarrow.methods.differencing import Released
from yarrow.methods.disclosure import MOST_HIDDEN, MOST_HIDDEN_PEOPLE, gate
from yarrow.methods.populations import Counted, Place
from yarrow.methods.proposing import Proposal, held
from yarrow.methods.standing import Behind

OTHERS = "~others"
MOST_ROWS = 25
Rows = Mapping[str, tuple[str, ...]]
Sums = list[tuple[dict[Cell, int], int]]


@dataclass(frozen=True)
class Asked:
    """What is asked to leave. `what`: which table; `unnamed`: values that are no rows of their own."""

    what: str
    by: str
    period: Period
    unnamed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Columns:
    """What a table counts.

    measure    what a cell counts, by name
    told       each column with what it asks of a thing, the widest first; one that asks nothing is every thing
    within     (a column, those that are part of it and have nothing in common)
    overlaps   dimensions in which a thing may stand in several rows
    """

    measure: str
    told: Mapping[str, Mapping[str, str]]
    within: Sequence[tuple[str, tuple[str, ...]]]
    overlaps: frozenset[str] = frozenset()

    def cell(self, row: str, column: str) -> Cell:
        return ((row, column), self.measure)

    def place(
        self, asked: Asked, by: str, row: str, values: tuple[str, ...], counts: Mapping[str, str]
    ) -> Place:
        """What one cell counts."""
        period = days_of(row) if by in STRETCHES and row != ALL else asked.period
        where = dict(counts)
        if values:
            where[by] = "|".join(values)
        if counts:
            # That there is a thing at all is the same on whichever day it is looked at.
            where["as_of"] = asked.period.to_on.isoformat()
        return Place(self.measure, period, tuple(sorted(where.items())))


def pass_rows(
    asked: Asked, behind: Behind, columns: Columns, ledger: Iterable[Released] = ()
) -> tuple[Proposal, tuple[str, ...]]:
    """(the table that may leave, what its rows are by): small rows are joined until it is not mostly holes."""
    released = list(ledger)
    for by, rows in _layouts(asked, behind):
        cells = cells_of(asked, rows, columns, by)
        counted = {cell: behind.count(place) for cell, place in cells.items()}
        if rows and _is_mostly_few(counted):
            continue
        found = differencing.conflicts(cells, counted, released, behind)
        sums = between(columns, counted, overlaps=by in columns.overlaps)
        gated = gate((), counted, *held(found), sums, has_rows=bool(rows))
        definition = Definition(asked.period, (), (columns.measure,))
        if gated.is_fit or not rows:
            break
    is_joined = asked.by not in STRETCHES and OTHERS in rows
    told = (by, OTHERS) if is_joined else (by,) if rows else ()
    return Proposal(definition, definition, cells, gated, found), told


def between(columns: Columns, counted: Mapping[Cell, Counted], *, overlaps: bool = False) -> Sums:
    """What adds up: rows to their margin (or reach over it, where they overlap); and what is part of a column."""
    rows = list(dict.fromkeys(row for (row, _column), _count in counted))
    found: list[dict[Cell, int]] = []
    if len(rows) > 1:
        for column in dict.fromkeys(column for (_row, column), _count in counted):
            parts = [columns.cell(row, column) for row in rows if row != ALL]
            whole = columns.cell(ALL, column)
            if overlaps:
                found += [{whole: 1, part: -1} for part in parts]
                found.append({whole: -1, **dict.fromkeys(parts, 1)})
            else:
                found.append({whole: 1, **dict.fromkeys(parts, -1)})
    for row in rows:
        found += [
            {columns.cell(row, whole): 1, **{columns.cell(row, one): -1 for one in parts}}
            for whole, parts in columns.within
        ]
    return [(one, sum(sign * counted[cell].n for cell, sign in one.items())) for one in found]


def _layouts(asked: Asked, behind: Behind) -> Iterator[tuple[str, Rows]]:
    """(what the rows are by, the rows), finest first; at last none but the margin."""
    if asked.by in STRETCHES:
        for name, months in STRETCHES.items():
            cut = stretches(asked.period, months)
            if months >= STRETCHES[asked.by] and len(cut) > 1:
                yield name, {f"{one.from_on}/{one.to_on}": () for one in cut}
    else:
        yield from ((asked.by, rows) for rows in _joined(asked, behind))
    yield asked.by, {}


def _joined(asked: Asked, behind: Behind) -> Iterator[Rows]:
    """Rows of a dimension; the emptiest joins the others each time, until two are left."""
    people = behind.values(asked.by, asked.period)
    named = sorted(
        (one for one in people if people[one] > MOST_HIDDEN_PEOPLE and one not in asked.unnamed),
        key=lambda one: (-people[one], one),
    )[:MOST_ROWS]
    while named:
        others = tuple(sorted(set(people) - set(named)))
        rows = {one: (one,) for one in sorted(named)}
        if len(named) > 1 or others:
            yield {**rows, OTHERS: others} if others else rows
        named.pop()


def _is_mostly_few(counted: Mapping[Cell, Counted]) -> bool:
    """Whether the small figures alone are more than may be hidden, so that the gate need not be asked."""
    counting = [one for one in counted.values() if one.n]
    few = sum(min(one.n, one.people) <= MOST_HIDDEN_PEOPLE for one in counting)
    return few > MOST_HIDDEN * len(counting)


def cells_of(asked: Asked, rows: Rows, columns: Columns, by: str) -> dict[Cell, Place]:
    """Every cell of the table with what it counts. `rows`: each row with its values."""
    return {
        columns.cell(row, column): columns.place(asked, by, row, values, counts)
        for row, values in {**rows, ALL: ()}.items()
        for column, counts in columns.told.items()
    }
