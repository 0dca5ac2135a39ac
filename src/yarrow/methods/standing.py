"""Who stands behind a figure of things that move on (referrals, reports): things and people that can be compared.

Each thing is of one day and of one person, has a value or several of each dimension, and is looked at as it stood when
a later day was over. A room of figures says how (`Standing`).
"""

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from yarrow.methods.activity import Period
from yarrow.methods.populations import Counted, Place

Row = TypeVar("Row")
Stood = TypeVar("Stood")


class Standing(ABC, Generic[Row, Stood]):
    """The things behind each cell, also of other days. `rows`: over every period that is asked about.

    Each is looked at once for each last day, however many cells ask: tables of years by months hold a thousand.
    """

    dimensions: ClassVar[tuple[str, ...]] = ()

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = sorted(rows, key=self.day_of)
        self._days = [self.day_of(one) for one in self.rows]
        self._people = [self.person_of(one) for one in self.rows]
        self._stood: dict[date | None, dict[int, Stood]] = {}
        self._found: dict[Place, list[int]] = {}
        self._bits: dict[Place, int] = {}
        self._by_value: dict[str, dict[str, list[int]]] = {}

    @abstractmethod
    def day_of(self, row: Row) -> date:
        """The day that a thing is counted under."""

    @abstractmethod
    def person_of(self, row: Row) -> UUID:
        """Who stands behind it."""

    @abstractmethod
    def values_of(self, row: Row, by: str) -> tuple[str, ...]:
        """Its values of a dimension; never none."""

    @abstractmethod
    def looked_at(self, row: Row, day: date | None) -> Stood:
        """How it stood when a day was over; as it stands where none is said."""

    @abstractmethod
    def tests_of(self, where: Mapping[str, str]) -> list[Callable[[Stood], bool]]:
        """What a place asks of each thing."""

    def contacts_of(self, place: Place) -> int:
        """The things that a place counts, as bits."""
        if place not in self._bits:
            marks = bytearray(len(self.rows) // 8 + 1)
            for n in self.members(place):
                marks[n >> 3] |= 1 << (n & 7)
            self._bits[place] = int.from_bytes(marks, "little")
        return self._bits[place]

    def persons_of(self, place: Place) -> frozenset[str]:
        """The people that a place counts."""
        return frozenset(str(self._people[n]) for n in self.members(place))

    def are_few(self, bits: int, most: int) -> bool:
        """Whether at most so many people stand behind these things; stops counting beyond."""
        people = set[UUID]()
        while bits and len(people) <= most:
            lowest = bits & -bits
            people.add(self._people[lowest.bit_length() - 1])
            bits ^= lowest
        return len(people) <= most

    def count(self, place: Place) -> Counted:
        """The true figure, and how many people stand behind it."""
        found = self.members(place)
        return Counted(len(found), len({self._people[n] for n in found}))

    def members(self, place: Place) -> list[int]:
        """Which things a place counts."""
        if place not in self._found:
            where, found = dict(place.where), self._of_row(place)
            tests = self.tests_of(where)
            if tests:
                day = date.fromisoformat(where["as_of"]) if "as_of" in where else None
                stood = ((n, self._on(n, day)) for n in found)
                found = [n for n, one in stood if all(test(one) for test in tests)]
            self._found[place] = found
        return self._found[place]

    def values(self, by: str, period: Period) -> dict[str, int]:
        """Each value of a dimension with the people behind it, of these days."""
        people: dict[str, set[UUID]] = {}
        for one, person in zip(self.rows, self._people, strict=True):
            if self.day_of(one) in period:
                for value in self.values_of(one, by):
                    people.setdefault(value, set()).add(person)
        return {value: len(found) for value, found in people.items()}

    def _of_row(self, place: Place) -> list[int]:
        """The things of its days and of its row's values, in their order. A row is by one thing."""
        first = bisect_left(self._days, place.period.from_on)
        after = bisect_right(self._days, place.period.to_on)
        where = dict(place.where)
        by = next((name for name in self.dimensions if name in where), None)
        if by is None:
            return list(range(first, after))
        if by not in self._by_value:
            self._by_value[by] = {}
            for n, one in enumerate(self.rows):
                for value in self.values_of(one, by):
                    self._by_value[by].setdefault(value, []).append(n)
        of_values = (self._by_value[by].get(value, ()) for value in where[by].split("|"))
        return sorted({n for of_value in of_values for n in of_value if first <= n < after})

    def _on(self, n: int, day: date | None) -> Stood:
        known = self._stood.setdefault(day, {})
        if n not in known:
            known[n] = self.looked_at(self.rows[n], day)
        return known[n]


Behind = Standing[Any, Any]
