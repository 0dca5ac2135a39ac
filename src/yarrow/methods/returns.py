"""A funder's table through the gate: single lines, each with its own measure and filter, that may contain each other.

The lines of a return are cells without rows, keyed by what they keep. Sums between lines (women, men and everybody)
are found by their filters; a line that differs from an earlier one of the same return by a few people is held back.
"""

from collections.abc import Iterable, Mapping, Sequence

from yarrow.methods import differencing
from yarrow.methods.activity import ADDS_UP, Period
from yarrow.methods.breakdowns import Cell, Definition
from yarrow.methods.differencing import Conflict, Released
from yarrow.methods.disclosure import MOST_HIDDEN_PEOPLE, gate, rounded
from yarrow.methods.populations import Counted, Place, Populations
from yarrow.methods.proposing import Proposal, held

Where = tuple[tuple[str, str], ...]


def cell_of(measure: str, where: Where) -> Cell:
    """The cell of a line; lines that count the same share one."""
    return (tuple(f"{dimension}={value}" for dimension, value in sorted(where)), measure)


def pass_lines(
    period: Period,
    lines: Sequence[tuple[str, Where]],
    populations: Populations,
    ledger: Iterable[Released] = (),
) -> Proposal:
    """The lines as (measure, values to keep), counted over `period` and passed through the gate."""
    places = {
        cell_of(measure, where): Place(measure, period, tuple(sorted(where))) for measure, where in lines
    }
    counted = {cell: populations.count(place) for cell, place in places.items()}
    found = _conflicts(places, counted, list(ledger), populations)
    gated = gate((), counted, *held(found), between(places, counted))
    definition = Definition(period, (), tuple(dict.fromkeys(measure for _key, measure in places)))
    return Proposal(definition, definition, places, gated, found)


def between(
    places: Mapping[Cell, Place], counted: Mapping[Cell, Counted]
) -> list[tuple[dict[Cell, int], int]]:
    """Lines that are parts of another by one dimension: what is left of the whole, at least zero."""
    found = []
    for whole, place in places.items():
        for dimension, adding in ADDS_UP.items():
            if place.measure.partition(":")[0] not in adding:
                continue
            parts = [
                cell
                for cell, part in places.items()
                if part.measure == place.measure and _is_part(part, place, dimension)
            ]
            left = counted[whole].n - sum(counted[cell].n for cell in parts)
            if parts and left >= 0:
                found.append(({whole: 1, **dict.fromkeys(parts, -1)}, left))
    return found


def _is_part(part: Place, whole: Place, dimension: str) -> bool:
    more = set(part.where) - set(whole.where)
    return set(whole.where) <= set(part.where) and [name for name, _value in more] == [dimension]


def _conflicts(
    places: Mapping[Cell, Place],
    counted: Mapping[Cell, Counted],
    released: list[Released],
    populations: Populations,
) -> list[Conflict]:
    found = []
    for cell, place in places.items():
        clash = differencing.conflicts({cell: place}, {cell: counted[cell]}, released, populations)
        found += clash
        if not clash and counted[cell].people > MOST_HIDDEN_PEOPLE:
            released.append(Released(place, rounded(counted[cell].n)))
    return found
