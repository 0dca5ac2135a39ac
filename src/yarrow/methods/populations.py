"""Who stands behind a figure: the contacts and people of any cell, as sets that can be compared.

A cell is a measure over some days and some values (`Place`). `Populations` holds the contacts once, each as one bit,
so that a cell's contacts are a whole number and two cells are compared in one step. Its figures are those of
`methods.activity` (a test compares them); here each also has the people behind it, which the publish gate asks for.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from statistics import median
from typing import Protocol

from yarrow.methods.activity import DIMENSIONS, Met, Period, values_of

COUNTS = ("n_contacts", "n_people", "n_new", "n_repeat", "n_unnamed")
# Measures of different known people: a cell's members are persons. Of the others they are contacts.
OF_PEOPLE = frozenset({"n_people", "n_new", "n_repeat"})
GIVEN, DONE = "given:", "done:"


@dataclass(frozen=True)
class Place:
    """What one figure counts: a measure (`n_people`, `given:condoms` …), days, and values to keep by dimension."""

    measure: str
    period: Period
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Counted:
    """The true figure of a place, and how many people stand behind it (known people + people met not known)."""

    n: int
    people: int


class Behind(Protocol):
    """Whoever can say which rows and people stand behind a place."""

    def contacts_of(self, place: Place) -> int: ...

    def persons_of(self, place: Place) -> frozenset[str]: ...

    def are_few(self, bits: int, most: int) -> bool: ...


class Populations:
    """Contacts as bits, in order of their days. ValueError for an unknown dimension or measure."""

    def __init__(self, contacts: Iterable[Met]) -> None:
        self.contacts = sorted(contacts, key=lambda met: met.on)
        self.days = [met.on for met in self.contacts]
        self._persons: dict[str, int] = defaultdict(int)
        self._firsts: dict[str, date] = {}
        self._unnamed: dict[int, int] = defaultdict(int)
        self._values: dict[tuple[str, str], int] = defaultdict(int)
        self._given: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._done: dict[str, int] = defaultdict(int)
        self._known_contacts: dict[Place, int] = {}
        self._known_persons: dict[Place, frozenset[str]] = {}
        for place, met in enumerate(self.contacts):
            self._add(1 << place, met)

    def _add(self, bit: int, met: Met) -> None:
        if met.person is None:
            self._unnamed[met.n_people] |= bit
        else:
            self._persons[met.person] |= bit
            self._firsts[met.person] = met.first_on or met.on
        for dimension in DIMENSIONS:
            if dimension != "month":
                for value in values_of(met, dimension):
                    self._values[(dimension, value)] |= bit
        for code, n in met.given.items():
            self._given[code][n] |= bit
        for code in met.done:
            self._done[code] |= bit

    def values(self, dimension: str) -> list[str]:
        """The values of a dimension that occur, in order."""
        return sorted(value for name, value in self._values if name == dimension)

    def codes(self, prefix: str) -> list[str]:
        """The measures of things given (`given:…`) or done (`done:…`) that occur, in order."""
        return [prefix + code for code in sorted(self._given if prefix == GIVEN else self._done)]

    def contacts_of(self, place: Place) -> int:
        """The contacts that a place counts, as bits."""
        if place not in self._known_contacts:
            self._known_contacts[place] = self._contacts_of(place)
        return self._known_contacts[place]

    def persons_of(self, place: Place) -> frozenset[str]:
        """The known people that a place of `OF_PEOPLE` counts."""
        if place not in self._known_persons:
            self._known_persons[place] = self._persons_of(place)
        return self._known_persons[place]

    def _contacts_of(self, place: Place) -> int:
        bits = self._between(place.period)
        for dimension, value in place.where:
            if dimension not in DIMENSIONS or dimension == "month":
                raise ValueError(f"{dimension!r} is no dimension to keep values of")
            bits &= self._values.get((dimension, value), 0)
        if place.measure.startswith(GIVEN):
            return bits & _union(self._given.get(place.measure.removeprefix(GIVEN), {}).values())
        if place.measure.startswith(DONE):
            return bits & self._done.get(place.measure.removeprefix(DONE), 0)
        if place.measure not in COUNTS:
            raise ValueError(f"{place.measure!r} is no measure")
        return bits & _union(self._unnamed.values()) if place.measure == "n_unnamed" else bits

    def _persons_of(self, place: Place) -> frozenset[str]:
        bits = self.contacts_of(place)
        met = (person for person, own in self._persons.items() if own & bits)
        if place.measure == "n_new":
            return frozenset(person for person in met if self._firsts[person] in place.period)
        if place.measure == "n_repeat":
            return frozenset(person for person in met if self._firsts[person] not in place.period)
        return frozenset(met)

    def count(self, place: Place) -> Counted:
        """The figure of a place and the people behind it."""
        if place.measure in OF_PEOPLE:
            n = len(self.persons_of(place))
            return Counted(n, n)
        bits = self.contacts_of(place)
        return Counted(self._figure(place.measure, bits), self.people_behind(bits))

    def people_behind(self, bits: int) -> int:
        """Known people among these contacts, and people met there who are not known."""
        return sum(1 for own in self._persons.values() if own & bits) + self._n_unnamed(bits)

    def are_few(self, bits: int, most: int) -> bool:
        """Whether at most so many people stand behind these contacts; stops counting beyond."""
        left = most - self._n_unnamed(bits)
        if not bits or left < 0:
            return left >= 0
        known = (1 for own in self._persons.values() if own & bits)
        return len(list(islice(known, left + 1))) <= left

    def middle(self, period: Period, where: tuple[tuple[str, str], ...] = ()) -> tuple[float, int]:
        """The median number of contacts of the known people met, and how many they are; (0, 0) for nobody."""
        bits = self.contacts_of(Place("n_contacts", period, where))
        each = [(own & bits).bit_count() for own in self._persons.values() if own & bits]
        return (float(median(each)), len(each)) if each else (0.0, 0)

    def _figure(self, measure: str, bits: int) -> int:
        if measure.startswith(GIVEN):
            amounts = self._given.get(measure.removeprefix(GIVEN), {})
            return sum(n * (own & bits).bit_count() for n, own in amounts.items())
        known = bits & ~_union(self._unnamed.values())
        return known.bit_count() + self._n_unnamed(bits)

    def _n_unnamed(self, bits: int) -> int:
        return sum(n * (own & bits).bit_count() for n, own in self._unnamed.items())

    def _between(self, period: Period) -> int:
        first, after = bisect_left(self.days, period.from_on), bisect_right(self.days, period.to_on)
        return (1 << after) - (1 << first)


def _union(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole
