"""What a pack is: a published measure without its wording, as it stands after reading.

A slot's answer is the place of the chosen answer in the printed row, told by the slot's own values (0, 1, 2 … mostly)
and before anything is reversed. What is reversed belongs to a scale and names slots, never numbers of a list, because
the same measure goes round in several orders.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Answers = Mapping[str, int | None]


@dataclass(frozen=True)
class Source:
    """Where a figure or a term comes from, and how near to its owner it was read.

    `seen`: `owner` (the owner's own page or manual), `paper` (the published paper), `second hand` (somebody who quotes
    it) or `not verified` (known, but not read again; pages say so). `read_on` is a date (2026-11-28) or empty.
    """

    citation: str
    seen: str
    read_on: str
    where: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether the owner's page or the published paper itself was read."""
        return self.seen in ("owner", "paper")


@dataclass(frozen=True)
class Choice:
    """One answer of a row: its value, and where the wording is free our own plain word for it."""

    value: int
    means: str = ""


@dataclass(frozen=True)
class Slot:
    """One question's place. `topic` is our own label of two or three words, never the wording.

    Either `choices`, or a whole number from `minimum` to `maximum`. `is_scored` is False where no scale may use it.
    """

    id: str
    topic: str
    choices: tuple[Choice, ...] = ()
    minimum: int = 0
    maximum: int = 0
    is_scored: bool = True

    @property
    def values(self) -> tuple[int, ...]:
        """Every value an answer may have, lowest first."""
        if self.choices:
            return tuple(sorted(choice.value for choice in self.choices))
        return tuple(range(self.minimum, self.maximum + 1))

    def reversed(self, value: int) -> int:
        """The value counted from the other end of the row."""
        return self.values[0] + self.values[-1] - value


@dataclass(frozen=True)
class Band:
    """From and to, both inside; a value between two bands (pro-rated) belongs to the lower one."""

    from_value: Fraction
    to_value: Fraction
    label: str


@dataclass(frozen=True)
class BandSet:
    """One published way to part a scale. Several stand beside each other where the literature has several."""

    id: str
    scale: str
    population: str
    source: Source
    bands: tuple[Band, ...]

    def band_of(self, value: Fraction) -> Band:
        """The band a value lies in."""
        return [band for band in self.bands if band.from_value <= value][-1]


@dataclass(frozen=True)
class Scale:
    """A figure drawn from slots.

    `rule`: `sum`, `mean`, `max` or `count` (of slots at or above `at_least`). `reverse` names slots. `times` and `plus`
    are applied last, `lookup` instead of them. `most_missing` answers may be missing; then the mean of the others
    stands for them. `step` is the distance of two neighbouring values when nothing is missing.
    """

    id: str
    name: str
    rule: str
    slots: tuple[str, ...]
    minimum: Fraction
    maximum: Fraction
    higher_is: str
    missing: Source
    reverse: frozenset[str] = frozenset()
    at_least: int | None = None
    times: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)
    lookup: Mapping[int, Fraction] | None = None
    most_missing: int = 0
    step: Fraction = Fraction(1)


@dataclass(frozen=True)
class Clause:
    """A yes-or-no question about scales and slots: `all`, `any`, `not` of others, or one at least so high."""

    kind: str
    of: tuple["Clause", ...] = ()
    name: str = ""
    at_least: Fraction = Fraction(0)


@dataclass(frozen=True)
class Conclusion:
    """A published rule whose answer is met or not met. Needs every answer it looks at."""

    id: str
    name: str
    clause: Clause
    source: Source


@dataclass(frozen=True)
class Threshold:
    """How far a scale has to move before a published rule calls it a change.

    `points`: at least so many. `beyond`: the 1.96 SD formula gives a border that must be passed, from `sd` and `r`.
    `ends_at_most` / `ends_at_least`: for the better, the later value has to cross this border as well.
    """

    id: str
    scale: str
    name: str
    population: str
    source: Source
    points: Fraction | None = None
    sd: float | None = None
    r: float | None = None
    ends_at_most: Fraction | None = None
    ends_at_least: Fraction | None = None


@dataclass(frozen=True)
class RiskRule:
    """An answer that asks for a response at once. `level`: `soon` or `now`. Never a label of the person."""

    id: str
    slot: str
    level: str
    source: Source
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Gate:
    """A first question; with this value everything else is skipped and each scale is 0 by `branch`."""

    slot: str
    value: int
    branch: str


@dataclass(frozen=True)
class Licence:
    """Who owns the wording, on which terms, how that is known, and in which contexts it may be used.

    `needs_record`: free, but the owner wants to know first (a registration, a sub-licence).
    """

    holder: str
    terms: str
    source: Source
    contexts: frozenset[str]
    needs_record: bool = False


@dataclass(frozen=True)
class Official:
    """The official wording of one language, as fingerprints alone.

    `marks`: slot, or `slot=value` for an answer → the SHA-256 of each official form that was read.
    """

    source: Source
    marks: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Pack:
    """A measure without its wording.

    `status`: A wording may ship · B free on conditions, wording by the site's import · C permission or payment · D not
    a published standard. `kind`: `full`, `slots`, `unpublished` or `answer sheet`. `raters`: self, worker, together.
    `orders`: name of a printed order → slots. `official`: language → fingerprints of the owner's wording. `traps`:
    SHA-256 of a wording known to be wrong → what is wrong with it. `sha256` is that of the pack's own content.
    """

    id: str
    version: str
    name: str
    short: str
    status: str
    kind: str
    raters: tuple[str, ...]
    recall: str
    licence: Licence
    slots: tuple[Slot, ...]
    scales: tuple[Scale, ...]
    conclusions: tuple[Conclusion, ...]
    band_sets: tuple[BandSet, ...]
    thresholds: tuple[Threshold, ...]
    risk_rules: tuple[RiskRule, ...]
    orders: Mapping[str, tuple[str, ...]]
    gate: Gate | None
    languages: tuple[str, ...]
    not_comparable: Mapping[str, str]
    same_scores_as: tuple[str, ...]
    official: Mapping[str, Official]
    traps: Mapping[str, str]
    notes: tuple[str, ...]
    sha256: str

    def slot(self, name: str) -> Slot:
        """The slot of this id; KeyError when there is none."""
        return {one.id: one for one in self.slots}[name]

    def scale(self, name: str) -> Scale:
        """The scale of this id; KeyError when there is none."""
        return {one.id: one for one in self.scales}[name]
