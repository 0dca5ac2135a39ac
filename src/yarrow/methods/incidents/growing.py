"""An array that grows at its end, without being copied for each row."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Growing:
    """`append` adds one row; `all` is what there is, without a copy."""

    def __init__(self, dtype: DTypeLike, width: int = 0) -> None:
        self._kept: NDArray[Any] = np.zeros((64, width) if width else 64, dtype=dtype)
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def append(self, row: object) -> None:
        if self._n == len(self._kept):
            self._kept = np.concatenate([self._kept, np.zeros_like(self._kept)])
        self._kept[self._n] = row
        self._n += 1

    @property
    def all(self) -> NDArray[Any]:
        return self._kept[: self._n]
