"""Each value once, with its number; and what the columns say of every row."""

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int8]
UNSAID, DIFFER = 0, 1


class Vocabulary:
    """Each value once, with its number."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.values)

    def number(self, value: str) -> int:
        """Its number, made when it is new."""
        known = self._numbers.get(value)
        if known is None:
            known = self._numbers[value] = len(self.values)
            self.values.append(value)
        return known

    def find(self, value: str) -> int | None:
        return self._numbers.get(value)
