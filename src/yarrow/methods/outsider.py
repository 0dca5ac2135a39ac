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
        # Figures that stand in few sums come first: moving them puts least else wrong.
        self._others = [sorted(one, key=lambda name: len(self._in[name])) for one in sums]
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
            moved: dict[Name, int] = {}
            wrong: dict[int, int] = {}
            if not self._fits(world, name, step):
                break
            self._move(name, step, moved, wrong)
            if not self._put_right(world, moved, wrong):
                break
            for other, change in moved.items():
                world[other] += change
            gone += 1
        return gone

    def _put_right(self, world: Mapping[Name, int], moved: dict[Name, int], wrong: dict[int, int]) -> bool:
        """Move more figures until no sum is wrong; whether a way was found (else all is as it was)."""
        if not wrong:
            return True
        self._tries += 1
        if len(moved) >= DEEPEST or self._tries > MOST_TRIES:
            return False
        place, off = next(iter(wrong.items()))
        for other in self._others[place]:
            change = -off * self.sums[place][other]
            if other not in moved and self._fits(world, other, change):
                self._move(other, change, moved, wrong)
                if self._put_right(world, moved, wrong):
                    return True
                self._move(other, -change, moved, wrong)
                del moved[other]
        return False

    def _move(self, name: Name, change: int, moved: dict[Name, int], wrong: dict[int, int]) -> None:
        """Note that `name` moves, and by how much its sums are now wrong."""
        moved[name] = change
        for place in self._in[name]:
            off = wrong.pop(place, 0) + self.sums[place][name] * change
            if off:
                wrong[place] = off

    def _fits(self, world: Mapping[Name, int], name: Name, change: int) -> bool:
        lowest, highest = self.known[name]
        figure = world[name] + change
        return figure >= lowest and (highest is None or figure <= highest)
