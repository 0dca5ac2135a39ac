"""Columns of what there may be several of: numbers, plates, names on the net, names. The nearest pair counts."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from yarrow.methods import names
from yarrow.methods.incidents import identifiers
from yarrow.methods.incidents.growing import Growing
from yarrow.methods.incidents.vocabulary import DIFFER, Levels, Vocabulary


class Bag(ABC):
    """Any number of values a row; the nearest pair counts. What the levels are is the subclass's."""

    n_levels = 2

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._n_rows = 0
        self._has = Growing(np.int8)
        self._row = Growing(np.int32)
        self._value = Growing(np.int32)

    def add(self, values: Sequence[str]) -> None:
        for value in values:
            fresh = len(self.vocabulary)
            number = self.vocabulary.number(value)
            if number == fresh:
                self.learn(value)
            self._row.append(self._n_rows)
            self._value.append(number)
        self._has.append(1 if values else 0)
        self._n_rows += 1

    @abstractmethod
    def learn(self, value: str) -> None:
        """A value met for the first time: keep what comparing it needs."""

    @abstractmethod
    def near(self, value: str) -> Levels:
        """The level of every value of the vocabulary beside this one."""

    def levels(self, values: Sequence[str]) -> Levels | None:
        """None when nothing was asked."""
        if not values:
            return None
        found: Levels = self._has.all.copy()
        if not len(self.vocabulary):
            return found
        table = np.max(np.stack([self.near(value) for value in values]), axis=0)
        hit = np.flatnonzero(table[self._value.all] > DIFFER)
        np.maximum.at(found, self._row.all[hit], table[self._value.all[hit]])
        return found


class Phones(Bag):
    """Levels: 2 three or four last digits fit a part, 3 five or more, 4 one digit mistyped, 5 the same number."""

    n_levels = 5
    _MOST = 16

    def __init__(self) -> None:
        super().__init__()
        self._digits = Growing(np.uint8, self._MOST)
        self._is_part = Growing(np.bool_)

    def learn(self, value: str) -> None:
        self._digits.append(_from_the_end(value, self._MOST))
        self._is_part.append(value.startswith(identifiers.GAP))

    def near(self, value: str) -> Levels:
        asked = _from_the_end(value, self._MOST)
        digits, is_part = self._digits.all, self._is_part.all
        found = np.full(len(digits), DIFFER, dtype=np.int8)
        n = int(np.count_nonzero(asked))
        if value.startswith(identifiers.GAP):
            self._end_alike(found, np.arange(len(digits)), asked, n)
            return found
        self._end_alike(found, np.flatnonzero(is_part), asked, n)
        off = np.count_nonzero(digits != asked, axis=1)
        found[(off <= 1) & ~is_part] = 4
        for row in np.flatnonzero((off == 2) & ~is_part):
            first, second = np.flatnonzero(digits[row] != asked)
            if (
                second == first + 1
                and digits[row, first] == asked[second]
                and digits[row, second] == asked[first]
            ):
                found[row] = 4
        found[(off == 0) & ~is_part] = 5
        return found

    def _end_alike(self, found: Levels, rows: NDArray[Any], asked: NDArray[np.uint8], n: int) -> None:
        """Mark those of `rows` whose last digits agree as far as both were seen."""
        stored = self._digits.all[rows]
        fits = np.all((stored == asked) | (stored == 0) | (asked == 0), axis=1)
        length = np.minimum(np.count_nonzero(stored, axis=1), n)
        found[rows[fits]] = np.where(length[fits] >= 5, 3, 2)


def _from_the_end(value: str, most: int) -> NDArray[np.uint8]:
    """The digits of a number, the last one first; 0 where there are no more."""
    row = np.zeros(most, dtype=np.uint8)
    for place, digit in enumerate(reversed(value.lstrip("+*")[-most:])):
        row[place] = ord(digit)
    return row


class Online(Bag):
    """Levels: 2 the same name at another place, or one slip; 3 the same."""

    n_levels = 3

    def __init__(self) -> None:
        super().__init__()
        self._by_name: dict[str, list[int]] = {}

    def learn(self, value: str) -> None:
        self._by_name.setdefault(value.partition("@")[0], []).append(len(self.vocabulary) - 1)

    def near(self, value: str) -> Levels:
        known = self.vocabulary.values
        slips = process.cdist([value], known, scorer=OSA.distance, score_cutoff=1, dtype=np.int8)[0]
        found = np.where(slips <= 1, 2, DIFFER).astype(np.int8)
        name = value.partition("@")[0]
        if len(name) >= 5:
            found[self._by_name.get(name, [])] = 2
        found[slips == 0] = 3
        return found


class Plates(Bag):
    """Levels by how many known signs agree at their places: 2 two or three, 3 four, 4 five, 5 six, or all but one
    or two turned; 6 the same whole plate.
    """

    n_levels = 6
    _OF_SHARED = (1, 1, 2, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6)

    def __init__(self) -> None:
        super().__init__()
        self._signs = Growing(np.uint16, identifiers.LONGEST)
        self._parts: list[tuple[int, str]] = []

    def learn(self, value: str) -> None:
        self._signs.append(_laid(value.strip(identifiers.GAP)))
        if identifiers.GAP in value:
            self._parts.append((len(self.vocabulary) - 1, value))

    def near(self, value: str) -> Levels:
        stored = self._signs.all
        shared = np.zeros(len(stored), dtype=np.int8)
        off = np.full(len(stored), 99, dtype=np.int8)
        for laid in _layings(value):
            both = (stored > 0) & (laid > 0)
            same = both & (stored == laid)
            wrong = (both.sum(axis=1) - same.sum(axis=1)).astype(np.int8)
            here = np.where(wrong == 0, same.sum(axis=1), 0).astype(np.int8)
            shared = np.maximum(shared, here)
            off = np.minimum(off, np.where(same.sum(axis=1) >= 5, wrong, 99).astype(np.int8))
        found = np.take(np.array(self._OF_SHARED, dtype=np.int8), shared)
        found = np.maximum(found, np.where(off == 1, 5, 1).astype(np.int8))
        for number, other in self._parts:
            if found[number] < 4 and _fits(other, value):
                found[number] = np.int8(self._OF_SHARED[len(other.strip("*").replace("?", ""))])
        return found


def _layings(value: str) -> list[NDArray[np.uint16]]:
    """A plate as rows of signs (0 where not seen), once for each way it may lie when its beginning was not seen."""
    known = value.strip(identifiers.GAP)
    shifts = range(0, 8 - len(known)) if value.startswith(identifiers.GAP) and len(known) < 7 else (0,)
    return [_laid(known, shift) for shift in shifts]


def _laid(known: str, shift: int = 0) -> NDArray[np.uint16]:
    row = np.zeros(identifiers.LONGEST, dtype=np.uint16)
    for place, sign in enumerate(known[: identifiers.LONGEST - shift]):
        # From 1, and round again: of the letters beyond U+FFFF each shares its number with a sign of no plate.
        row[place + shift] = 0 if sign in "?*" else 1 + ord(sign) % 0xFFFF
    return row


def _fits(part: str, value: str) -> bool:
    """Whether a part whose beginning or end was not seen lies in another plate."""
    known, whole = part.strip(identifiers.GAP), value.strip(identifiers.GAP)
    if identifiers.UNKNOWN in known or not known:
        return False
    if not part.startswith(identifiers.GAP):
        return whole.startswith(known)
    return whole.endswith(known) if not part.endswith(identifiers.GAP) else known in whole


class Names(Bag):
    """Words of names. Levels: 2 written as it was heard, or mistyped; 3 a short form; 4 the same word."""

    n_levels = 4

    def __init__(self) -> None:
        super().__init__()
        self._sounds = Vocabulary()
        self._sound = Growing(np.int32)
        self._sets: list[frozenset[int]] = []

    def learn(self, value: str) -> None:
        self._sound.append(self._sounds.number(names.sound(value)))
        self._sets.append(names.short_forms().get(value, frozenset()))

    def near(self, value: str) -> Levels:
        known = self.vocabulary.values
        alike = process.cdist(
            [value], known, scorer=JaroWinkler.similarity, score_cutoff=0.7, dtype=np.float32
        )[0]
        heard = self._sounds.find(names.sound(value))
        found = np.where(alike >= 0.91, 2, DIFFER).astype(np.int8)
        if heard is not None:
            found[(self._sound.all == heard) & (alike >= 0.7)] = 2
        for form in names.other_forms(value):
            if (number := self.vocabulary.find(form)) is not None:
                found[number] = 3
        if (number := self.vocabulary.find(value)) is not None:
            found[number] = 4
        return found
