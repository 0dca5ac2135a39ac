"""An array that grows at its end, without being copied for each row."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Growing:
    """`append` adds one row; `all` is what there is. What was added lately lies in a list until somebody looks."""

    def __init__(self, dtype: DTypeLike, width: int = 0) -> None:
        self._kept: NDArray[Any] = np.zeros((64, width) if width else 64, dtype=dtype)
        self._n = 0
        self._fresh: list[object] = []
        self.append = self._fresh.append

    def __len__(self) -> int:
        return self._n + len(self._fresh)

    @property
    def all(self) -> NDArray[Any]:
        if self._fresh:
            self._take()
        return self._kept[: self._n]

    def _take(self) -> None:
        end = len(self)
        if end > len(self._kept):
            room = np.zeros((max(end, 2 * len(self._kept)), *self._kept.shape[1:]), dtype=self._kept.dtype)
            room[: self._n] = self._kept[: self._n]
            self._kept = room
        self._kept[self._n : end] = self._fresh
        self._n = end
        self._fresh.clear()
