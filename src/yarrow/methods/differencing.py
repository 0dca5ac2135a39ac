"""Figures that earlier releases have shown, and new ones that must not be taken from them.

Whoever has both releases can subtract. A new figure is held back when it counts nearly the same contacts or people as
a released one and the rest is 1 to 7 people; and when it would correct a released figure by so little that a few late
entries show. What was hidden once for the same days and values stays hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import Cell
from yarrow.methods.disclosure import HALF, MOST_HIDDEN_PEOPLE, Shown, rounded
from yarrow.methods.populations import OF_PEOPLE, Behind, Counted, Place


@dataclass(frozen=True)
class Released:
    """A figure of an earlier release: what it counted, and how it left (None: hidden)."""

    place: Place
    n: int | None


@dataclass(frozen=True)
class Conflict:
    """A new cell that says too much beside a released one."""

    cell: Cell
    released: Released

    @property
    def was_hidden(self) -> bool:
        """Whether the earlier release hid this very figure, so that nobody knows it from there."""
        return self.released.n is None


def conflicts(
    places: Mapping[Cell, Place],
    counted: Mapping[Cell, Counted],
    ledger: Iterable[Released],
    populations: Behind,
) -> list[Conflict]:
    """Each new cell with the first released figure that it must not be published beside.

    A figure that was released already and comes out the same says nothing new beside any other.
    """
    earlier, near = _by_place(ledger), dict[tuple[str, Period], list[Released]]()
    found = []
    for cell, place in places.items():
        same, about = earlier.get(place), (place.measure, place.period)
        if same:
            clashes = (one for one in same if _corrects(place.measure, counted[cell], one.n))
        else:
            if about not in near:
                near[about] = [one for those in earlier.values() for one in those if _is_near(place, one)]
            clashes = (one for one in near[about] if _few_apart(place, counted[cell], one, populations))
        clash = next(clashes, None)
        if clash is not None:
            found.append(Conflict(cell, clash))
    return found


def _by_place(ledger: Iterable[Released]) -> dict[Place, list[Released]]:
    found: dict[Place, list[Released]] = {}
    for one in ledger:
        found.setdefault(one.place, []).append(one)
    return found


def _is_near(place: Place, released: Released) -> bool:
    """Whether a shown figure is of the same measure and touches these days."""
    is_shown = released.place.measure == place.measure and released.n is not None
    return is_shown and _touch(place, released.place)


def _few_apart(place: Place, counted: Counted, released: Released, populations: Behind) -> bool:
    return bool(counted.n) and _few_between(place, released.place, populations)


def _corrects(measure: str, counted: Counted, before: int | None) -> bool:
    """Whether the same figure would come out again, changed by perhaps only a few people."""
    if before is None:
        return counted.n > 0
    if rounded(counted.n) == before:
        return False
    if before == 0:
        return counted.people <= MOST_HIDDEN_PEOPLE
    return measure not in OF_PEOPLE or abs(counted.n - before) - HALF <= MOST_HIDDEN_PEOPLE


def _touch(one: Place, other: Place) -> bool:
    return one.period.from_on <= other.period.to_on and other.period.from_on <= one.period.to_on


def _few_between(one: Place, other: Place, populations: Behind) -> bool:
    """Whether nearly the same is counted: what either has and the other lacks is at most 7 people, and not nobody."""
    mine, theirs = populations.contacts_of(one), populations.contacts_of(other)
    if not mine & theirs:
        return False
    if one.measure in OF_PEOPLE:
        here, there = populations.persons_of(one), populations.persons_of(other)
        if abs(len(here) - len(there)) > MOST_HIDDEN_PEOPLE:
            return False
        return here != there and max(len(here - there), len(there - here)) <= MOST_HIDDEN_PEOPLE
    rests = (mine & ~theirs, theirs & ~mine)
    return mine != theirs and all(populations.are_few(rest, MOST_HIDDEN_PEOPLE) for rest in rests)


def as_released(places: Mapping[Cell, Place], shown: Mapping[Cell, Shown]) -> list[Released]:
    """The figures of a table that passed the gate, as the ledger keeps them."""
    return [Released(places[cell], shown[cell].n) for cell in places]
