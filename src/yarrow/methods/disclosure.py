"""The publish gate: which figures may leave a project, and how.

Counts of 1 to 7 people are hidden, and so is every figure with 1 to 7 people behind it, however large. What is shown
is rounded to 5, margins on their own from their true figure. Nothing counted is shown as 0, except one side of a split
into new and known before: there a 0 would say "all of them". After that the gate asks `outsider` of each hidden figure
whether it could really be another one, and hides more until it could.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yarrow.methods.breakdowns import ALL, Cell, equations, leftovers
from yarrow.methods.outsider import Bounds, Outsider
from yarrow.methods.populations import OF_PEOPLE, Counted

# A release names the rule that it passed; a change of anything here is a new one.
RULE = "1"
MOST_HIDDEN_PEOPLE = 7
BASE = 5
HALF = BASE // 2
# No mean and no median of fewer people than this.
FEWEST_FOR_MIDDLE = 10
# A hidden figure could be this much larger or smaller, for all that an outsider can work out.
NARROWEST = 3
# More hidden figures than this share of those that are not zero: a coarser table says more.
MOST_HIDDEN = Fraction(1, 3)
SPLIT = frozenset({"n_new", "n_repeat"})

# Why a figure is hidden.
FEW, BESIDE, EARLIER = "few", "beside", "earlier"


@dataclass(frozen=True)
class Shown:
    """A figure as it leaves: rounded, or None with the reason why it is hidden."""

    n: int | None
    why: str = ""


@dataclass(frozen=True)
class Gated:
    """What the gate made of a table. `is_safe`: every hidden figure could be another one."""

    shown: Mapping[Cell, Shown]
    is_safe: bool
    share_hidden: Fraction

    @property
    def is_fit(self) -> bool:
        """Whether this may be published as it is: safe, and not mostly holes."""
        return self.is_safe and self.share_hidden <= MOST_HIDDEN


def rounded(n: int) -> int:
    """To the nearest 5. A whole number is never half-way, so there is no tie to settle."""
    return (n + HALF) // BASE * BASE


def gate(
    by: Sequence[str],
    cells: Mapping[Cell, Counted],
    held_back: Collection[Cell] = (),
    hidden_before: Collection[Cell] = (),
    between: Sequence[tuple[dict[Cell, int], int]] = (),
    has_rows: bool = False,
) -> Gated:
    """Pass a table through. `held_back`: figures whose difference to an earlier release would show a few people;
    `hidden_before`: figures that an earlier release hid.
    `between`: further sums that are at least zero, each with what it comes to; a zero is taken as known;
    `has_rows`: of a table whose rows are no dimension of activity.

    A table with rows that is mostly holes is given up as soon as that is clear: a coarser one follows.
    """
    hidden = {cell: FEW for cell in cells if _is_few(cell, cells)}
    hidden |= {cell: EARLIER for cell in held_back if cell not in hidden and cells[cell].n}
    hidden |= {cell: BESIDE for cell in hidden_before if cell not in hidden and cells[cell].n}
    sums = equations(by, cells) + [one for one, n in between if n == 0]
    within = leftovers(by, cells) + [(one, n) for one, n in between if n]
    is_safe, proven, has_rows = True, set[Cell](), has_rows or bool(by)
    while is_safe and (not has_rows or _share(cells, hidden) <= MOST_HIDDEN):
        narrow = _narrow(cells, hidden, sums, within, proven)
        if narrow is None:
            break
        beside = _beside(narrow, cells, hidden, [*sums, *(one for one, _n in within)])
        is_safe = beside is not None
        if beside is not None:
            hidden[beside] = BESIDE
    shown = {
        cell: Shown(None, hidden[cell]) if cell in hidden else Shown(rounded(counted.n))
        for cell, counted in cells.items()
    }
    share = _share(cells, hidden)
    return Gated(shown, is_safe and (not has_rows or share <= MOST_HIDDEN), share)


def middle_shown(middle: float, n_people: int) -> float | None:
    """A median, or None where fewer than ten people stand behind it."""
    return middle if n_people >= FEWEST_FOR_MIDDLE else None


def _is_few(cell: Cell, cells: Mapping[Cell, Counted]) -> bool:
    counted = cells[cell]
    if counted.n:
        return counted.people <= MOST_HIDDEN_PEOPLE or counted.n <= MOST_HIDDEN_PEOPLE
    other = {"n_new": "n_repeat", "n_repeat": "n_new"}.get(cell[1], "")
    whole = cells.get((cell[0], "n_people")) or cells.get((cell[0], other))
    return cell[1] in SPLIT and whole is not None and whole.n > 0


def _share(cells: Mapping[Cell, Counted], hidden: Collection[Cell]) -> Fraction:
    """How much of what is not zero is hidden."""
    counting = [cell for cell, counted in cells.items() if counted.n]
    return Fraction(sum(1 for cell in counting if cell in hidden), max(1, len(counting)))


def _narrow(
    cells: Mapping[Cell, Counted],
    hidden: Mapping[Cell, str],
    sums: Sequence[Mapping[Cell, int]],
    within: Sequence[tuple[Mapping[Cell, int], int]],
    proven: set[Cell],
) -> Cell | None:
    """A hidden figure that an outsider could work out too closely; None when there is none.

    `proven` collects those that could not be: hiding more only widens them.
    """
    true: dict[Cell | int, int] = {cell: counted.n for cell, counted in cells.items()}
    known: dict[Cell | int, Bounds] = {
        cell: _known(cell, cells[cell], hidden.get(cell, "")) for cell in cells
    }
    every: list[dict[Cell | int, int]] = [dict(one.items()) for one in sums]
    for place, (one, n) in enumerate(within):
        true[place], known[place] = n, (0, None)
        every.append({**dict(one.items()), place: -1})
    outsider = Outsider(true, known, every)
    for cell, why in hidden.items():
        if why != EARLIER and cell not in proven:
            if not outsider.could_differ(cell, NARROWEST):
                return cell
            proven.add(cell)
    return None


def _known(cell: Cell, counted: Counted, why: str) -> Bounds:
    """What anyone may assume of a figure; one held back is taken to be known from the earlier release."""
    measure = cell[1]
    if why == FEW:
        lowest = 0 if measure in SPLIT else 1
        return (lowest, MOST_HIDDEN_PEOPLE if measure in OF_PEOPLE or measure == "n_unnamed" else None)
    if why == BESIDE:
        return (MOST_HIDDEN_PEOPLE + 1, None)
    shown = rounded(counted.n)
    return (shown - HALF, shown + HALF) if counted.n else (0, 0)


def _beside(
    narrow: Cell,
    cells: Mapping[Cell, Counted],
    hidden: Mapping[Cell, str],
    sums: Sequence[Mapping[Cell, int]],
) -> Cell | None:
    """Another figure to hide with it: in a sum with it, rather a row than a margin, the smallest."""
    near = {cell for one in sums if narrow in one for cell in one}
    for found in (near, {cell for cell in cells if cell[1] == narrow[1]}):
        free = [cell for cell in found if cell not in hidden and cells[cell].n]
        if free:
            return min(free, key=lambda cell: (cell[0].count(ALL), cells[cell].n, cell))
    return None
