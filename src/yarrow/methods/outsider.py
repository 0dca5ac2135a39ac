"""What an outsider can work out: whether figures that were held back could really be different ones.

The outsider knows every published figure, how it was rounded, and every sum that must hold. `could_differ` looks for
other figures that fit all of that: it starts from the true ones and moves one figure step by step, putting each sum
right again with others. What it finds is proof; what it does not find counts as worked out, so it errs to the safe
side. (The attacker of the tests solves the same question as a linear programme.)
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Bounds = tuple[int, int | None]
# How far one step may be passed on, and how many ways are tried.
DEEPEST, MOST_TRIES = 60, 600


class Outsider(Generic[Name]):
    """Figures, what is known of each (lowest, highest or None), and sums of them that are zero."""

    def __init__(
        self, true: Mapping[Name, int], known: Mapping[Name, Bounds], sums: Sequence[Mapping[Name, int]]
    ) -> None:
        self.true = dict(true)
        self.known = known
        self.sums = sums
        self._in: dict[Name, list[int]] = defaultdict(list)
        for place, one in enumerate(sums):
            for name in one:
                self._in[name].append(place)
        self._tries = 0

    def could_differ(self, name: Name, by: int) -> bool:
        """Whether figures that fit lie at least `by` apart for `name`."""
        up = self._reach(name, 1, by)
        return up >= by or up + self._reach(name, -1, by - up) >= by

    def _reach(self, name: Name, step: int, most: int) -> int:
        """How many steps `name` can go, every sum put right again after each."""
        world, gone = dict(self.true), 0
        while gone < most:
            self._tries = 0
            moved = self._moved(world, {name: step}) if self._fits(world, name, step) else None
            if moved is None:
                break
            for other, change in moved.items():
                world[other] += change
            gone += 1
        return gone

    def _moved(self, world: dict[Name, int], moved: dict[Name, int]) -> dict[Name, int] | None:
        """`moved` and what has to move with it so that every sum is right; None where none was found."""
        self._tries += 1
        wrong = self._first_wrong(moved)
        if wrong is None:
            return moved
        if len(moved) >= DEEPEST or self._tries > MOST_TRIES:
            return None
        off, one = wrong
        others = sorted((other for other in one if other not in moved), key=lambda name: len(self._in[name]))
        for other in others:
            change = -off * one[other]
            if self._fits(world, other, change):
                whole = self._moved(world, {**moved, other: change})
                if whole is not None:
                    return whole
        return None

    def _first_wrong(self, moved: Mapping[Name, int]) -> tuple[int, Mapping[Name, int]] | None:
        for place in dict.fromkeys(place for name in moved for place in self._in[name]):
            one = self.sums[place]
            off = sum(one[name] * change for name, change in moved.items() if name in one)
            if off:
                return off, one
        return None

    def _fits(self, world: Mapping[Name, int], name: Name, change: int) -> bool:
        lowest, highest = self.known[name]
        figure = world[name] + change
        return figure >= lowest and (highest is None or figure <= highest)
