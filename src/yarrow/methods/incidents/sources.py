"""Who told what is in the book: one who tells the same a hundred times is one voice."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from yarrow.methods.incidents.vocabulary import Levels

# So many of one source among the first that are shown: the others would push everybody else out.
MOST_OF_ONE = 2


class Sources:
    """The source of every row. As long as each row has one of its own, counting rows is counting sources."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._n: dict[str, int] = {}
        self._most = 1
        self._worth: NDArray[np.float64] | None = None

    def add(self, source: str) -> None:
        self._rows.append(source)
        if source:
            n = self._n[source] = self._n.get(source, 0) + 1
            self._most = max(self._most, n)
        self._worth = None

    def remove(self, row: int) -> None:
        source = self._rows[row]
        if source:
            self._n[source] -= 1
        self._worth = None

    def enough(self, n: int) -> int:
        """Of so many rows `apart` shows `n`, however many of them are of sources that flood."""
        # Fewer than n are shown only if less than n // MOST_OF_ONE sources hide the rest of theirs.
        return n + (n - 1) // MOST_OF_ONE * max(self._most - MOST_OF_ONE, 0)

    def count(self, levels: Levels, n_levels: int) -> NDArray[np.float64]:
        """How many sources are at each level from 1; one whose rows are at several is shared out among them."""
        if self._most == 1:
            return np.array([np.count_nonzero(levels == level + 1) for level in range(n_levels)], float)
        if self._worth is None:
            self._worth = np.array([1 / max(self._n.get(source, 1), 1) for source in self._rows])
        found: NDArray[np.float64] = np.bincount(levels, weights=self._worth, minlength=n_levels + 1)[
            1:
        ].astype(float)
        return found

    def apart(self, ordered: Iterable[tuple[int, float]], n: int) -> list[tuple[int, float]]:
        """The first `n` of rows with their bits, with at most `MOST_OF_ONE` of one source."""
        shown: dict[str, int] = {}
        found = []
        for row, bits in ordered:
            source = self._rows[row]
            if source and shown.get(source, 0) == MOST_OF_ONE:
                continue
            shown[source] = shown.get(source, 0) + 1
            found.append((row, bits))
            if len(found) == n:
                break
        return found
