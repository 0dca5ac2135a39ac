"""What comes out of scoring: figures that carry where they come from, and reasons where there is none."""

from dataclasses import dataclass
from decimal import Decimal

from yarrow.methods.packs.shapes import Source

UP, STAYED, DOWN, NOT_KNOWN = "up", "stayed", "down", "not known"


class AnswerError(ValueError):
    """An answer that no printed row holds: an unknown slot, or a value outside its row. Never clamped."""


@dataclass(frozen=True)
class InBand:
    """The band of one published set that a score lies in."""

    set: str
    label: str
    population: str
    source: Source


@dataclass(frozen=True)
class Score:
    """A figure that stands. `filled_in` answers were missing and the published rule let the mean stand for them."""

    scale: str
    value: Decimal
    bands: tuple[InBand, ...]
    higher_is: str
    filled_in: int = 0


@dataclass(frozen=True)
class NotScorable:
    """No figure, and why; `n_missing` of the answers needed."""

    scale: str
    reason: str
    n_missing: int


@dataclass(frozen=True)
class Verdict:
    """Whether a published rule is met; None when an answer it needs is missing, with the reason."""

    conclusion: str
    is_met: bool | None
    reason: str
    source: Source


@dataclass(frozen=True)
class Result:
    """One set of answers, scored. `branch` is empty, or names the gate that ended the questions.

    `straight_line`: empty, `against reversed items` or `same answer throughout`. It changes no score.
    """

    pack: str
    version: str
    sha256: str
    scales: tuple[Score | NotScorable, ...]
    verdicts: tuple[Verdict, ...]
    branch: str
    straight_line: str

    def of(self, scale: str) -> Score | NotScorable:
        """The outcome of one scale; KeyError when there is none."""
        return {one.scale: one for one in self.scales}[scale]


@dataclass(frozen=True)
class Standing:
    """An earlier or later score as a room keeps it. `value` None: there is none.

    `mode`: how it was answered (`alone`, `read aloud` …), as the room names it.
    """

    pack: str
    version: str
    value: Decimal | None
    branch: str = ""
    language: str = ""
    mode: str = ""


@dataclass(frozen=True)
class Change:
    """Two scores by one published rule: `moved` up (for the better), stayed, down or not known, and why.

    `difference` is later minus earlier, None when a score is missing. `threshold` is empty when nothing is published.
    """

    scale: str
    moved: str
    difference: Decimal | None
    threshold: str
    name: str
    population: str
    source: Source | None
    reason: str
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Risk:
    """An answer that asks for a response: which rule, which slot, how soon (`soon` or `now`)."""

    rule: str
    slot: str
    level: str
    source: Source


@dataclass(frozen=True)
class Fidelity:
    """How a wording compares with the official one: `verbatim`, `differs` (at `differing` slots) or `unknown`.

    `traps` names known faults of reproduction that were found.
    """

    state: str
    differing: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Use:
    """What an installation may do with a pack: `shown`, `answer sheet` or `hidden`, with the reason."""

    state: str
    reason: str
