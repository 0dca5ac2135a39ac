"""Who may be one person known twice: evidence for and against, weighed. No Django, no database, nothing kept.

Each agreement is worth as many bits as it is rare among the people compared (Fellegi and Sunter 1969): a shared
name that forty have says little, a shared birth date much. Disagreement takes bits away; what was not said counts
for nothing. `WORTH_ASKING` bits more than chance is a suggestion; a person decides.

Pairs are only looked at when they share a key (a number, a birth date, a name's sound), so that the work grows with
the people and not with their square.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from math import log2

from yarrow.methods import names

# Rarity is measured among at least so many, so that two of ten people called Kim are not one for that alone.
FEWEST = 500
# Bits that chance alone would need: about one record in ten is somebody known already.
ONE_IN = 5
WORTH_ASKING = 0.0
CLEAR = 4.0
# A key that more share than this says nothing about anybody; rarer keys find the same pair.
MOST_TOGETHER = 60
# A single name is never enough, and more has keys of its own; a rare one may stand beside one that was misspelt.
MOST_WITH_ONE_NAME = 12
ALONE = "name "
HOUSE_PHONE = 4

SAME_NUMBER, SAME_WAY, SAME_BIRTH, TURNED_BIRTH, DIGIT_BIRTH, YEAR_BIRTH = 14.0, 11.0, 11.5, 8.5, 7.0, 4.0
OTHER_BIRTH, OTHER_NAME, HALF_NAME, OTHER_GENDER, OTHER_NUMBER = -8.0, -4.0, -4.0, -4.0, -2.0
SAME_SETTING, OTHER_SETTING = 1.0, -0.5
# Dates that stand for "some day of that year".
_SOME_DAY = {(1, 1)}


@dataclass(frozen=True)
class Known:
    """What is known of one person.

    names    every name they go by; ways: numbers, addresses and handles to reach them; numbers: in other systems
    gender   coarse, "" when not said; settings: codes
    """

    key: str
    names: tuple[str, ...] = ()
    born_on: date | None = None
    ways: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    gender: str = ""
    settings: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """One piece of evidence: a code of `REASONS`, and how many bits it is worth (below zero: against)."""

    code: str
    bits: float


@dataclass(frozen=True)
class Suggestion:
    """Two people who may be one, the evidence with the weightiest first, and its sum beyond chance."""

    first: str
    second: str
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_clear(self) -> bool:
        return self.score >= CLEAR


REASONS = (
    *("same_number", "same_way", "house_phone", "other_number"),
    *("same_birth", "turned_birth", "digit_birth", "year_birth", "other_birth"),
    *("same_name", "like_name", "sound_name", "short_name", "half_name", "other_name"),
    *("same_gender", "other_gender", "same_setting", "other_setting"),
)


def normal_way(text: str) -> str:
    """A way to reach as it is compared: a phone by its last nine digits, anything else without case and spaces."""
    digits = re.sub(r"\D", "", text)
    letters = re.sub(r"[\W\d_]", "", text)
    if len(digits) >= 7 and len(letters) <= 3:
        return f"tel:{digits[-9:]}"
    plain = re.sub(r"\s", "", names.fold(text)).lstrip("@")
    return plain if len(plain) >= 4 else ""


def suggestions(people: Iterable[Known]) -> list[Suggestion]:
    """Every pair worth asking about, the likeliest first."""
    return Comparison(people).all()


class Comparison:
    """People made ready to be compared with each other, and with one more."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.people = {one.key: _Ready.of(one) for one in people}
        self.n = max(len(self.people), FEWEST)
        self._words = Counter(key for one in self.people.values() for key in one.sounds)
        self._ways = Counter(way for one in self.people.values() for way in one.ways)

    def all(self) -> list[Suggestion]:
        """Every pair worth asking about, the likeliest first."""
        return _sorted(self._weigh(self.people[a], self.people[b]) for a, b in self._pairs())

    def like(self, one: Known, worth: float = WORTH_ASKING) -> list[Suggestion]:
        """Whom `one`, who need not be among them, may be; `first` is the one asked about."""
        asked = _Ready.of(one)
        keys = set(asked.keys())
        others = (each for each in self.people.values() if each.known.key != one.key)
        return _sorted((self._weigh(asked, each) for each in others if keys & each.keyed), worth)

    def _pairs(self) -> set[tuple[str, str]]:
        blocks: dict[str, list[str]] = defaultdict(list)
        for key, one in self.people.items():
            for block in one.keyed:
                blocks[block].append(key)
        return {
            pair
            for block, together in blocks.items()
            if 1 < len(together) <= (MOST_WITH_ONE_NAME if block.startswith(ALONE) else MOST_TOGETHER)
            for pair in combinations(sorted(together), 2)
        }

    def _weigh(self, a: "_Ready", b: "_Ready") -> Suggestion:
        found = [
            *self._by_way(a, b),
            *_by_number(a, b),
            *_by_birth(a.known.born_on, b.known.born_on),
            *self._by_name(a, b),
            *_by_small_things(a.known, b.known),
        ]
        reasons = tuple(sorted(found, key=lambda one: -abs(one.bits)))
        chance = log2(ONE_IN * self.n)
        return Suggestion(a.known.key, b.known.key, sum(one.bits for one in found) - chance, reasons)

    def _by_way(self, a: "_Ready", b: "_Ready") -> Iterator[Reason]:
        shared = a.ways & b.ways
        if not shared:
            return
        n = min(self._ways[way] for way in shared)
        if n >= HOUSE_PHONE:
            yield Reason("house_phone", 2.0)
        else:
            yield Reason("same_way", SAME_WAY - 2 * max(n - 2, 0))

    def _by_name(self, a: "_Ready", b: "_Ready") -> Iterator[Reason]:
        if not a.words or not b.words:
            return
        yield max((self._names(x, y) for x, y in product(a.words, b.words)), key=lambda one: one.bits)

    def _names(self, a: Sequence[str], b: Sequence[str]) -> Reason:
        """The weight of two names, word by word, each word of one with at most one of the other."""
        fits = sorted(((alike(x, y), i, j) for i, x in enumerate(a) for j, y in enumerate(b)), reverse=True)
        taken, used, bits, worst = set[int](), set[int](), 0.0, ""
        for (fit, kind), i, j in fits:
            if fit and i not in taken and j not in used:
                taken.add(i)
                used.add(j)
                bits += self._rarity(a[i], b[j]) * max(fit - 0.45, 0) / 0.55
                worst = max(worst, kind, key=_KINDS.index)
        if not taken:
            return Reason("other_name", OTHER_NAME)
        if len(a) > len(taken) and len(b) > len(taken):
            return Reason("half_name", bits + HALF_NAME)
        return Reason(worst, min(bits, 20.0))

    def _rarity(self, *words: str) -> float:
        """Bits of agreeing on a word: few when many have it."""
        n = max(self._words[key] for word in words for key in _sounds(word))
        return min(log2(self.n / max(n, 2)), 9.0)


_KINDS = ("", "same_name", "short_name", "sound_name", "like_name")


@lru_cache(maxsize=10_000)
def _sounds(word: str) -> frozenset[str]:
    return frozenset(names.sounds(word))


@lru_cache(maxsize=50_000)
def alike(a: str, b: str) -> tuple[float, str]:
    """How well two words fit, whichever was first, and how; 0 and "" when they are different names."""
    if a == b:
        return names.EXACT, "same_name"
    fit = max(names.likeness(a, b), names.likeness(b, a))
    if not fit:
        return 0.0, ""
    table = names.short_forms()
    if table.get(a, frozenset()) & table.get(b, frozenset()) or fit in (names.STARTS, names.CUT):
        return fit, "short_name"
    return fit, "sound_name" if _sounds(a) & _sounds(b) else "like_name"


@dataclass(frozen=True)
class _Ready:
    """One person with everything worked out that a comparison needs."""

    known: Known
    words: tuple[tuple[str, ...], ...]
    sounds: frozenset[str]
    ways: frozenset[str]
    numbers: frozenset[str]
    keyed: frozenset[str]

    @classmethod
    def of(cls, known: Known) -> "_Ready":
        words = tuple(dict.fromkeys(parts for name in known.names if (parts := names.parts(name))))
        sounds = frozenset(key for parts in words for word in parts for key in _sounds(word))
        ways = frozenset(way for text in known.ways if (way := normal_way(text)))
        numbers = frozenset(number for text in known.numbers if (number := names.packed(text)))
        ready = cls(known, words, sounds, ways, numbers, frozenset())
        return cls(known, words, sounds, ways, numbers, frozenset(ready.keys()))

    def keys(self) -> Iterator[str]:
        """What a pair has to share to be looked at."""
        yield from (f"way {way}" for way in self.ways)
        yield from (f"number {number}" for number in self.numbers)
        heard = {key for key in self.sounds if len(key) > 1}
        table = names.short_forms()
        heard |= {f"set {n}" for parts in self.words for word in parts for n in table.get(word, ())}
        yield from (f"{ALONE}{key}" for key in heard)
        yield from (f"{x} and {y}" for x, y in combinations(sorted(heard), 2))
        born = self.known.born_on
        if born is not None:
            yield from _birth_keys(born)
            yield from (f"{key} {born.year}" for key in heard)


def _birth_keys(born: date) -> Iterator[str]:
    if (born.month, born.day) not in _SOME_DAY:
        yield f"born {born.isoformat()}"
        low, high = sorted((born.day, born.month))
        yield f"turned {born.year} {low} {high}"
        yield f"day {born.month} {born.day}"


def _by_number(a: _Ready, b: _Ready) -> Iterator[Reason]:
    if a.numbers & b.numbers:
        yield Reason("same_number", SAME_NUMBER)
    elif a.numbers and b.numbers:
        yield Reason("other_number", OTHER_NUMBER)


def _by_birth(a: date | None, b: date | None) -> Iterator[Reason]:
    if a is None or b is None:
        return
    is_some_day = (a.month, a.day) in _SOME_DAY or (b.month, b.day) in _SOME_DAY
    if a == b:
        yield Reason("year_birth", YEAR_BIRTH) if is_some_day else Reason("same_birth", SAME_BIRTH)
    elif a.year == b.year and is_some_day:
        yield Reason("year_birth", YEAR_BIRTH)
    elif is_some_day:
        yield Reason("other_birth", OTHER_BIRTH / 2)
    elif a.year == b.year and (a.month, a.day) == (b.day, b.month):
        yield Reason("turned_birth", TURNED_BIRTH)
    elif sum(x != y for x, y in zip(a.isoformat(), b.isoformat(), strict=True)) == 1:
        yield Reason("digit_birth", DIGIT_BIRTH)
    else:
        yield Reason("other_birth", OTHER_BIRTH)


def _by_small_things(a: Known, b: Known) -> Iterator[Reason]:
    """Gender and settings: a little for, more against."""
    if a.gender and b.gender:
        yield Reason("same_gender", 0.5) if a.gender == b.gender else Reason("other_gender", OTHER_GENDER)
    if a.settings and b.settings:
        shared = a.settings & b.settings
        yield Reason("same_setting", SAME_SETTING) if shared else Reason("other_setting", OTHER_SETTING)


def _sorted(weighed: Iterable[Suggestion], worth: float = WORTH_ASKING) -> list[Suggestion]:
    found = [one for one in weighed if one.score >= worth]
    return sorted(found, key=lambda one: (-one.score, one.first, one.second))


def facts_of(one: Known) -> Mapping[str, object]:
    """What a suggestion about this person rests on, in an order of its own: to tell whether a fact changed."""
    return {
        "names": sorted(" ".join(names.parts(name)) for name in one.names),
        "born_on": one.born_on.isoformat() if one.born_on else "",
        "ways": sorted(way for text in one.ways if (way := normal_way(text))),
        "numbers": sorted(names.packed(text) for text in one.numbers),
        "gender": one.gender,
        "settings": sorted(one.settings),
    }
