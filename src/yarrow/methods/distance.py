"""Distance travelled on an ordered scale: from the first rating of a period to the last, never mixing raters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

UP, STAYED, DOWN, NOT_KNOWN = MOVES = ("up", "stayed", "down", "not_known")
NEED, NO_NEED, NO_STEP = STANDS = ("need", "no_need", "no_step")
# With fewer people than this a share is the story of a few, and is not given.
FEW = 10


@dataclass(frozen=True, slots=True)
class Rated:
    """One answer. `step`: None where there is no step (not asked, rather not say, does not concern them)."""

    person_id: UUID
    domain: str
    rater: str
    on: date
    step: int | None


@dataclass(frozen=True, slots=True)
class Travelled:
    """How many went where. `n`: everybody with an answer of this rater in this domain, those not known included."""

    up: int = 0
    stayed: int = 0
    down: int = 0
    not_known: int = 0

    @property
    def n(self) -> int:
        return self.up + self.stayed + self.down + self.not_known

    @property
    def n_known(self) -> int:
        return self.n - self.not_known

    @property
    def is_few(self) -> bool:
        """Whether too few are known to say anything beyond who they are."""
        return self.n_known < FEW


def moved(first: int, latest: int) -> str:
    """Whether the later step is higher, the same or lower."""
    return UP if latest > first else DOWN if latest < first else STAYED


Line = tuple[str, str, UUID]


def moves(answers: Iterable[Rated]) -> dict[Line, str]:
    """(domain, rater, person) → how far they came. Answers come by day; of one day the last one holds.

    One step, or several on one day, is a beginning and no distance: not known. A later answer without a step leaves
    the distance between the steps there were.
    """
    found = {}
    for line, said in _by_day(answers).items():
        steps = [step for _day, step in sorted(said.items()) if step is not None]
        found[line] = moved(steps[0], steps[-1]) if len(steps) > 1 else NOT_KNOWN
    return found


def needs(answers: Iterable[Rated], up_to: int) -> dict[Line, str]:
    """(domain, rater, person) → whether it is a need by their latest step (`up_to` and below), or no step is known."""
    found = {}
    for line, said in _by_day(answers).items():
        steps = [step for _day, step in sorted(said.items()) if step is not None]
        found[line] = NO_STEP if not steps else NEED if steps[-1] <= up_to else NO_NEED
    return found


def travelled(answers: Iterable[Rated]) -> dict[tuple[str, str], Travelled]:
    """(domain, rater) → how many went where."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for (domain, rater, _person), move in moves(answers).items():
        counts.setdefault((domain, rater), dict.fromkeys(MOVES, 0))[move] += 1
    return {key: Travelled(**found) for key, found in counts.items()}


def _by_day(answers: Iterable[Rated]) -> dict[Line, dict[date, int | None]]:
    days: dict[Line, dict[date, int | None]] = {}
    for one in answers:
        days.setdefault((one.domain, one.rater, one.person_id), {})[one.on] = one.step
    return days


def held_for(from_on: date, until_on: date | None, known_on: date, months: int, today: date) -> bool | None:
    """Whether something begun on `from_on` still held that many months later; None while nobody can say.

    `known_on`: the last day on which it was known to hold. Silence is no proof that it does.
    """
    day = _later(from_on, months)
    if until_on is not None:
        return until_on >= day
    return True if known_on >= day and today >= day else None


def _later(day: date, months: int) -> date:
    """The same day that many months on; the first of the next where that month has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)
