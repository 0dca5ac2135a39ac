"""Figures of referrals on their way out: how far they came, why they ended short, gaps in provision.

A cell is (row, column) and counts referrals; whether it is small is asked of the people behind it. A table is of the
referrals offered in its days, as they stood when the last of them was over, so that it can be counted again. Rows are
by one dimension and add up to `ALL`; what is too small to be a row of its own is counted with the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from yarrow.methods import differencing
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL, STRETCHES, Cell, Definition, days_of, stretches
from yarrow.methods.differencing import Released
from yarrow.methods.disclosure import FEWEST_FOR_MIDDLE, MOST_HIDDEN, MOST_HIDDEN_PEOPLE, gate
from yarrow.methods.funnels import waited
from yarrow.methods.pathways import ACCEPTED, ATTENDED, COMPLETED, ENGAGED, OFFERED, RECEIVED, SENT
from yarrow.methods.populations import Counted, Place
from yarrow.methods.proposing import Proposal, held
from yarrow.methods.referred import DIMENSIONS, Referred

COUNT = "n_referrals"
CAME, SHORT, GAPS = "came", "short", "gaps"
# What each table can be broken down by.
ROWS_BY = {CAME: (*DIMENSIONS, *STRETCHES), SHORT: ("agency", "need"), GAPS: ("need", "agency", "route")}
TOLD = (OFFERED, SENT, RECEIVED, ACCEPTED, ATTENDED, ENGAGED, COMPLETED)
WAITS, TURNED_AWAY, SLOW = "waits", "turned_away", "slow"
# Why somebody was let down for who they are: never told under "other reasons".
ALWAYS_TOLD = ("judged_sex_work", "refused_use")
OTHERS = "~others"
MOST_ROWS = 25
DAYS_A_WEEK = 7
# Of a row: too few for a middle, and fewer than half seen.
TOO_FEW, NOT_YET = "few", "open"
Rows = Mapping[str, tuple[str, ...]]
Sums = list[tuple[dict[Cell, int], int]]


@dataclass(frozen=True)
class Asked:
    """What is asked to leave. `what`: CAME, SHORT or GAPS; `unnamed`: values that are no rows of their own."""

    what: str
    by: str
    period: Period
    unnamed: frozenset[str] = frozenset()


def columns_of(asked: Asked, referred: Referred) -> dict[str, dict[str, str]]:
    """Each column of the table with what it counts, the widest first."""
    if asked.what == CAME:
        stages = {stage: {} if stage == OFFERED else {"came": stage} for stage in TOLD}
        return {**stages, WAITS: {"waits": "yes"}}
    if asked.what == GAPS:
        return {SENT: {"came": SENT}, TURNED_AWAY: {"turned_away": "yes"}, SLOW: {"slow": "yes"}}
    whole = _place(asked, asked.by, ALL, (), {"short": ALL})
    people: dict[str, set[UUID]] = {}
    for one in referred.stood(whole, asked.period.to_on):
        people.setdefault(one.reason, set()).add(one.person_id)
    alone = [
        code for code, who in people.items() if len(who) > MOST_HIDDEN_PEOPLE and code not in ALWAYS_TOLD
    ]
    others = sorted(set(people) - set(alone) - set(ALWAYS_TOLD))
    found = {code: {"short": code} for code in (*ALWAYS_TOLD, *sorted(alone))}
    if others:
        found[OTHERS] = {"short": "|".join(others)}
    return {ALL: {"short": ALL}, **found}


def cells_of(
    asked: Asked, rows: Rows, columns: Mapping[str, Mapping[str, str]], by: str
) -> dict[Cell, Place]:
    """Every cell of the table with what it counts. `rows`: each row with its values."""
    return {
        ((row, column), COUNT): _place(asked, by, row, values, counts)
        for row, values in {**rows, ALL: ()}.items()
        for column, counts in columns.items()
    }


def pass_referrals(
    asked: Asked, referred: Referred, ledger: Iterable[Released] = ()
) -> tuple[Proposal, tuple[str, ...]]:
    """(the table that may leave, what its rows are by): small rows are joined until it is not mostly holes."""
    released, columns = list(ledger), columns_of(asked, referred)
    for by, rows in _layouts(asked, referred):
        cells = cells_of(asked, rows, columns, by)
        counted = {cell: referred.count(place) for cell, place in cells.items()}
        if rows and _is_mostly_few(counted):
            continue
        found = differencing.conflicts(cells, counted, released, referred)
        gated = gate((), counted, *held(found), between(asked, counted), has_rows=bool(rows))
        definition = Definition(asked.period, (), (COUNT,))
        if gated.is_fit or not rows:
            break
    is_joined = asked.by in DIMENSIONS and OTHERS in rows
    told = (by, OTHERS) if is_joined else (by,) if rows else ()
    return Proposal(definition, definition, cells, gated, found), told


def between(asked: Asked, counted: Mapping[Cell, Counted]) -> Sums:
    """What adds up: rows to their margin; each stage within the one before; reasons to whatever ended short."""
    rows = list(dict.fromkeys(row for (row, _column), _count in counted))
    columns = list(dict.fromkeys(column for (_row, column), _count in counted))
    found: list[dict[Cell, int]] = []
    if len(rows) > 1:
        for column in columns:
            parts = {_cell(row, column): -1 for row in rows if row != ALL}
            found.append({_cell(ALL, column): 1, **parts})
    for row in rows:
        found += [
            {_cell(row, whole): 1, **{_cell(row, one): -1 for one in parts}}
            for whole, parts in _within(asked, columns)
        ]
    return [(one, sum(sign * counted[cell].n for cell, sign in one.items())) for one in found]


def middles(asked: Asked, referred: Referred, proposal: Proposal) -> dict[str, str]:
    """Row → the middle wait from being sent to being seen, in whole weeks, or TOO_FEW or NOT_YET.

    Given only beside figures that are shown, of ten people or more who were sent.
    """
    said = {}
    for (row, column), _count in proposal.places:
        if column == SENT:
            said[row] = _middle(asked, referred, proposal, row)
    return said


def _middle(asked: Asked, referred: Referred, proposal: Proposal, row: str) -> str:
    sent, seen = (_cell(row, stage) for stage in (SENT, ATTENDED))
    place, shown = proposal.places[sent], proposal.gated.shown
    if not shown[sent].n or shown[seen].n is None or referred.count(place).people < FEWEST_FOR_MIDDLE:
        return TOO_FEW
    on = asked.period.to_on
    waits = (wait for one in referred.stood(place, on) if (wait := one.wait(SENT, ATTENDED, on)))
    median = waited(waits).median
    return NOT_YET if median is None else str((median + DAYS_A_WEEK // 2) // DAYS_A_WEEK)


def _within(asked: Asked, columns: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """(a column, those that are part of it and have nothing in common)."""
    if asked.what == GAPS:
        return [(SENT, (TURNED_AWAY,)), (SENT, (SLOW,))]
    if asked.what == SHORT:
        return [(ALL, tuple(column for column in columns if column != ALL))]
    pairs = [(before, (stage,)) for before, stage in pairwise(TOLD)]
    return [*pairs, (SENT, (ATTENDED, WAITS))]


def _layouts(asked: Asked, referred: Referred) -> Iterator[tuple[str, Rows]]:
    """(what the rows are by, the rows), finest first; at last none but the margin."""
    if asked.by in STRETCHES:
        for name, months in STRETCHES.items():
            cut = stretches(asked.period, months)
            if months >= STRETCHES[asked.by] and len(cut) > 1:
                yield name, {f"{one.from_on}/{one.to_on}": () for one in cut}
    else:
        yield from ((asked.by, rows) for rows in _joined(asked, referred))
    yield asked.by, {}


def _joined(asked: Asked, referred: Referred) -> Iterator[Rows]:
    """Rows of a dimension; the emptiest joins the others each time, until two are left."""
    people = referred.values(asked.by, asked.period)
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


def _place(asked: Asked, by: str, row: str, values: tuple[str, ...], counts: Mapping[str, str]) -> Place:
    period = days_of(row) if by in STRETCHES and row != ALL else asked.period
    where = dict(counts)
    if values:
        where[by] = "|".join(values)
    if counts:
        # Being offered is the same figure on whichever day it is looked at.
        where["as_of"] = asked.period.to_on.isoformat()
    return Place(COUNT, period, tuple(sorted(where.items())))


def _cell(row: str, column: str) -> Cell:
    return ((row, column), COUNT)
