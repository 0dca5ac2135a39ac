"""One column of the match book for each thing that is compared: what is stored, and how near it is to one more.

A column answers with a level for every row at once (numpy): 0 where one side did not say, 1 where they differ, higher
the nearer they are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yarrow.methods import names
from yarrow.methods.incidents.growing import Growing
from yarrow.methods.incidents.vocabulary import DIFFER, UNSAID, Levels, Vocabulary
from yarrow.methods.leaks import words

# Rarity of a word is measured among at least so many.
FEWEST = 200


class Coded:
    """One code a row. Levels: 1 another code, 2 one that is easily taken for it, 3 the same."""

    n_levels = 3

    def __init__(self, alike: Mapping[str, Iterable[str]] | None = None, n_before: int = 0) -> None:
        self._codes = Vocabulary()
        self._alike = {code: frozenset(others) for code, others in (alike or {}).items()}
        self._rows = Growing(np.int32)
        for _ in range(n_before):
            self._rows.append(-1)

    def add(self, code: str) -> None:
        self._rows.append(self._codes.number(code) if code else -1)

    def levels(self, code: str, near: Iterable[str] = ()) -> Levels | None:
        """None when nothing was asked."""
        if not code:
            return None
        table = np.full(len(self._codes) + 1, DIFFER, dtype=np.int8)
        table[-1] = UNSAID
        for other in (*self._alike.get(code, ()), *near):
            if (number := self._codes.find(other)) is not None:
                table[number] = 2
        if (number := self._codes.find(code)) is not None:
            table[number] = 3
        found: Levels = table.take(self._rows.all, mode="wrap")
        return found


class Span:
    """From-to of a measure. Levels by how far apart the middles are, nearest highest."""

    def __init__(self, edges: Sequence[float], yearly: bool = False) -> None:
        self.n_levels = len(edges) + 1
        self._edges = tuple(edges)
        self._yearly = yearly
        self._middle = Growing(np.float32)
        self._day = Growing(np.float32)

    def add(self, span: tuple[int, int] | None, day: date | None = None) -> None:
        self._middle.append(np.nan if span is None else (span[0] + span[1]) / 2)
        self._day.append(np.nan if day is None else day.toordinal())

    def levels(self, span: tuple[int, int] | None, day: date | None = None) -> Levels | None:
        """None when nothing was asked. Where it grows by one a year (an age), both are brought to one day."""
        if span is None:
            return None
        middle = self._middle.all
        if self._yearly and day is not None:
            middle = middle + np.nan_to_num((day.toordinal() - self._day.all) / 365.25)
        return _by_distance(np.abs(middle - (span[0] + span[1]) / 2), self._edges)


class Days:
    """When. Levels by how far apart, nearest highest."""

    def __init__(self, edges: Sequence[float]) -> None:
        self.n_levels = len(edges) + 1
        self._edges = tuple(edges)
        self._day = Growing(np.float32)

    def add(self, day: date | None) -> None:
        self._day.append(np.nan if day is None else day.toordinal())

    def levels(self, day: date | None) -> Levels | None:
        if day is None:
            return None
        return _by_distance(np.abs(self._day.all - day.toordinal()), self._edges)


def _by_distance(apart: NDArray[Any], edges: Sequence[float]) -> Levels:
    """`len(edges) + 1` within the first edge, one less within the next, 1 beyond the last; 0 where not said."""
    found: Levels = (~np.isnan(apart)).astype(np.int8)
    for edge in edges:
        found += apart <= edge
    return found


class Codes:
    """A set of codes a row; each code asked about is compared by itself. Levels: 1 not said of this one, 2 both."""

    n_levels = 2

    def __init__(self) -> None:
        self._said = Growing(np.int8)
        self._rows: dict[str, Growing] = {}

    def add(self, codes: Iterable[str]) -> None:
        row, said = len(self._said), 0
        for code in codes:
            self._rows.setdefault(code, Growing(np.int32)).append(row)
            said = 1
        self._said.append(said)

    def each(self, codes: Iterable[str]) -> list[tuple[str, Levels]]:
        """A code and its levels, for every code asked about."""
        found = []
        for code in sorted(codes):
            levels: Levels = self._said.all.copy()
            if code in self._rows:
                levels[self._rows[code].all] = 2
            found.append((code, levels))
        return found


class Words:
    """Free text: only words that few have count, the `most` rarest of them.

    share    of the rows that may have a word that counts
    """

    def __init__(self, share: float, most: int) -> None:
        self._share, self._most = share, most
        self._n_rows = 0
        self._rows: dict[str, list[int]] = {}

    def add(self, text: str) -> None:
        for word in _words(text):
            self._rows.setdefault(word, []).append(self._n_rows)
        self._n_rows += 1

    def rare(self, text: str, shut: Collection[int] = ()) -> list[tuple[str, float, list[int]]]:
        """The rarest words that others have, too: each with its bits and the rows that have it; `shut` rows never."""
        most = self._share * max(self._n_rows - len(shut), FEWEST)
        found = [
            (word, float(np.log2(2 * most / (len(rows) + 1))), rows)
            for word in _words(text)
            if (rows := [row for row in self._rows.get(word, ()) if row not in shut]) and len(rows) <= most
        ]
        return sorted(found, key=_rarity)[: self._most]


def _rarity(found: tuple[str, float, list[int]]) -> tuple[float, str]:
    return (-found[1], found[0])


def _words(text: str) -> set[str]:
    return {word for word in names.parts(text) if len(word) > 3} - _small()


@cache
def _small() -> frozenset[str]:
    """Words that say nothing by themselves are never rare, however few reports there are to have them."""
    return frozenset(part for word in words.always() for part in names.parts(word))
