"""The match book: every description of a register, ready to be compared with one more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yarrow.methods import names
from yarrow.methods.incidents import identifiers
from yarrow.methods.incidents.bags import Names, Online, Phones, Plates
from yarrow.methods.incidents.columns import Coded, Codes, Days, Span, Words
from yarrow.methods.incidents.described import Described
from yarrow.methods.incidents.sources import Sources
from yarrow.methods.incidents.vocabulary import UNSAID, Levels
from yarrow.methods.incidents.weights import Weights

AGE_EDGES = (2, 5, 9, 14)
HEIGHT_EDGES = (3, 6, 10, 15)
DAY_EDGES = (7, 30, 90, 365)
SETS = ("marks", "methods", "kinds")
# The share of others at each level is counted among the rows at hand, as if so many more had been seen in training.
SEEN_BEFORE = 60
# In a small register, too, a suggestion takes what it takes among so many: little is alike by chance nowhere.
FEWEST_BEFORE = 200
MOST_BITS, LEAST_BITS = 18.0, -6.0
WORD_SHARE, MOST_WORDS = 0.02, 4


# A comparison: field, detail, the level of every row, and the bits of each level.
_Compared = tuple[str, str, Levels, NDArray[np.float32]]


@dataclass(frozen=True)
class Reason:
    """What speaks for or against: the comparison, its level (or the code, or the word), and its bits.

    n_said     how many others said anything of it; n_alike: how many of those are at least as near
    """

    field: str
    level: int
    bits: float
    detail: str = ""
    n_alike: int = 0
    n_said: int = 0


@dataclass(frozen=True)
class Likeness:
    """One stored description that may be of the same offender; `bits` in all, the weightiest reason first.

    is_suggested    enough to be shown unasked
    """

    key: str
    report: str
    bits: float
    is_suggested: bool
    reasons: tuple[Reason, ...]


class Book:
    """Descriptions added one by one; `likest` weighs one more against all of them.

    `region` is where numbers without a country are from (ISO 3166).
    """

    def __init__(self, weights: Weights | None = None, region: str = "GB") -> None:
        self.weights = weights or Weights.shipped()
        self.region = region
        self._keys: list[str] = []
        self._reports: list[str] = []
        self._gone: set[int] = set()
        self._place_of: dict[str, int] = {}
        self._rows_of_report: dict[str, list[int]] = {}
        self._sources = Sources()
        self._phones, self._online, self._plates, self._names = Phones(), Online(), Plates(), Names()
        self._age, self._height, self._day = Span(AGE_EDGES, yearly=True), Span(HEIGHT_EDGES), Days(DAY_EDGES)
        self._place, self._hours, self._words = Coded(), Coded(), Words(WORD_SHARE, MOST_WORDS)
        self._traits: dict[str, Coded] = {}
        self._sets = {name: Codes() for name in SETS}

    def __len__(self) -> int:
        return len(self._keys) - len(self._gone)

    def __contains__(self, key: object) -> bool:
        return key in self._place_of

    def add(self, one: Described) -> None:
        """Keep it. A key that is there already is replaced."""
        self.remove(one.key)
        row = len(self._keys)
        self._place_of[one.key] = row
        self._keys.append(one.key)
        self._reports.append(one.report)
        if one.report:
            self._rows_of_report.setdefault(one.report, []).append(row)
        self._sources.add(one.source)
        self._phones.add(self._read_phones(one))
        self._plates.add(_plates(one))
        self._online.add(_online(one))
        self._names.add(_names(one))
        self._age.add(one.age, one.day)
        self._height.add(one.height)
        self._day.add(one.day)
        self._place.add(one.place)
        self._hours.add(one.hours)
        self._words.add(one.words)
        for trait in one.traits:
            if trait not in self._traits:
                self._traits[trait] = Coded(self.weights.alike.get(trait), n_before=row)
        for trait, column in self._traits.items():
            column.add(one.traits.get(trait, ""))
        for name, codes in self._sets.items():
            codes.add(getattr(one, name))

    def remove(self, key: str) -> None:
        """Never found again; its row stays empty until the book is made anew."""
        row = self._place_of.pop(key, None)
        if row is not None:
            self._gone.add(row)
            self._sources.remove(row)

    def likest(self, one: Described, n: int = 5) -> list[Likeness]:
        """The `n` that are likeliest to be of the same offender, likeliest first; never its own report's."""
        compared, total = self._weighed(one)
        return [self._likeness(compared, row, bits) for row, bits in self._first(total, n)]

    def _first(self, total: NDArray[np.float32], n: int) -> list[tuple[int, float]]:
        """The rows with the most bits, most first, few of one source; among equals the earlier."""
        return self._sources.apart(_most(total, self._sources.enough(n)), n)

    def beside(self, one: Described, keys: Iterable[str]) -> list[Likeness]:
        """The same of these alone, likeliest first; those that are not compared with it are left out."""
        compared, total = self._weighed(one)
        rows = {self._place_of[key] for key in keys if key in self._place_of}
        ordered = sorted((-float(total[row]), row) for row in rows)
        return [self._likeness(compared, row, -bits) for bits, row in ordered if np.isfinite(bits)]

    def _weighed(self, one: Described) -> tuple[list[_Compared], NDArray[np.float32]]:
        compared = list(self._compared(one))
        return compared, self._total(one, (worths.take(levels) for _, _, levels, worths in compared))

    def _likeness(self, compared: list[_Compared], row: int, bits: float) -> Likeness:
        needed = float(np.log2(max(len(self), FEWEST_BEFORE))) + self.weights.suggest
        reasons = tuple(sorted(_reasons(compared, row), key=_weight))
        return Likeness(self._keys[row], self._reports[row], round(bits, 1), bits >= needed, reasons)

    def bits(self, one: Described) -> NDArray[np.float32]:
        """For every row how much speaks for one offender, in bits; minus infinity: its own report, and what is gone."""
        return self._total(one, (column for _, column in self.parts(one)))

    def _total(self, one: Described, columns: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
        total = np.zeros(len(self._keys), dtype=np.float32)
        for column in columns:
            total += column
        total[self._shut(one)] = -np.inf
        return total

    def _shut(self, one: Described) -> list[int]:
        """Rows that are not compared with: what is gone, and its own report."""
        own = [self._place_of[one.key]] if one.key in self._place_of else []
        return [*self._gone, *own, *self._rows_of_report.get(one.report, ())]

    def parts(self, one: Described) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Each comparison's field and its bits for every row; a field of sets comes once for each code."""
        for field, _, levels, worths in self._compared(one):
            yield field, worths.take(levels)

    def levels(self, one: Described) -> Iterator[tuple[str, str, Levels]]:
        """Each comparison: its field, the code it is about (of sets), and the level of every row."""
        simple: tuple[tuple[str, Levels | None], ...] = (
            ("phone", self._phones.levels(self._read_phones(one))),
            ("plate", self._plates.levels(_plates(one))),
            ("online", self._online.levels(_online(one))),
            ("name", self._names.levels(_names(one))),
            ("age", self._age.levels(one.age, one.day)),
            ("height", self._height.levels(one.height)),
            ("day", self._day.levels(one.day)),
            ("place", self._place.levels(one.place, one.near)),
            ("hours", self._hours.levels(one.hours)),
            *(
                (f"trait.{trait}", column.levels(one.traits.get(trait, "")))
                for trait, column in self._traits.items()
            ),
        )
        shut = self._shut(one)
        for field, levels in simple:
            if levels is not None:
                levels[shut] = UNSAID
                yield field, "", levels
        for field, codes in self._sets.items():
            for code, levels in codes.each(getattr(one, field)):
                levels[shut] = UNSAID
                yield field, code, levels

    def _compared(self, one: Described) -> Iterator[_Compared]:
        for field, code, levels in self.levels(one):
            yield field, code, levels, self._worths(field, levels)
        worth = self.weights.fields["words"].worth
        for word, bits, rows in self._words.rare(one.words, frozenset(self._shut(one))):
            levels = np.zeros(len(self._keys), dtype=np.int8)
            levels[rows] = 1
            yield "words", word, levels, np.array([0.0, bits * worth], dtype=np.float32)

    def _worths(self, field: str, levels: Levels) -> NDArray[np.float32]:
        """Bits of each level: how often mates are there, over how often the rows at hand are."""
        known = self.weights.field(field)
        counts = self._sources.count(levels, len(known.others))
        # One that agrees may be the mate itself: rarity is how many others there are beside it.
        counts[1:] = np.maximum(counts[1:] - 1, 0)
        others = np.array(known.others)
        shares = (counts + SEEN_BEFORE * others) / (counts.sum() + SEEN_BEFORE)
        bits = np.clip(np.log2(np.array(known.mates) / shares), LEAST_BITS, MOST_BITS) * known.worth
        return np.concatenate([[0.0], bits]).astype(np.float32)

    def _read_phones(self, one: Described) -> tuple[str, ...]:
        return _kept(identifiers.phone(text, self.region) for text in one.phones)


def _most(total: NDArray[np.float32], n: int) -> Iterator[tuple[int, float]]:
    """The rows with the most bits, most first; among equals the earlier."""
    n = min(n, len(total))
    if n:
        top = np.argpartition(-total, n - 1)[:n]
        ordered = top[np.lexsort((top, -total[top]))]
        yield from ((int(row), float(total[row])) for row in ordered if np.isfinite(total[row]))


def _reasons(compared: list[_Compared], row: int) -> Iterator[Reason]:
    for field, detail, levels, worths in compared:
        level = int(levels[row])
        if level:
            # Of words only those rows are marked that have it.
            n_said = len(levels) if field == "words" else int(np.count_nonzero(levels))
            n_alike = int(np.count_nonzero(levels >= level))
            bits = round(float(worths[level]), 1)
            yield Reason(field, level, bits, detail, n_alike - 1, n_said - 1)


def _kept(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _plates(one: Described) -> tuple[str, ...]:
    return _kept(identifiers.plate(text) for text in one.plates)


def _online(one: Described) -> tuple[str, ...]:
    return _kept(identifiers.online(text) for text in one.online)


def _names(one: Described) -> tuple[str, ...]:
    return _kept(word for name in one.names for word in names.parts(name))


def _weight(reason: Reason) -> tuple[float, str, str]:
    return (-abs(reason.bits), reason.field, reason.detail)
