"""Who stands behind a figure of referrals: each cell as referrals and people that can be compared with another's."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from yarrow.methods.breakdowns import ALL
from yarrow.methods.funnels import Followed
from yarrow.methods.pathways import ATTENDED, ENDED, ENDED_SHORT, REFUSED, SENT, STAGES, furthest, reaches
from yarrow.methods.populations import Place
from yarrow.methods.standing import Standing

DIMENSIONS = ("service", "agency", "need", "route")
# Longer than this from being sent to being seen is long, where no pathway says what is usual.
LONG_DAYS = 42


class Stood(NamedTuple):
    """What the columns ask of a referral as it stood on a day. `short`: why it ended short, None where it did not."""

    stage: int
    waits: bool
    short: str | None
    is_refused: bool
    is_slow: bool


class Referred(Standing[Followed, Stood]):
    """The referrals behind each cell, by the day of their offer."""

    dimensions = DIMENSIONS

    def day_of(self, row: Followed) -> date:
        return row.offered_on

    def person_of(self, row: Followed) -> UUID:
        return row.person_id

    def values_of(self, row: Followed, by: str) -> tuple[str, ...]:
        return (value_of(row, by),)

    def looked_at(self, row: Followed, day: date | None) -> Stood:
        return _stood(row.as_of(day) if day else row, day)

    def tests_of(self, where: Mapping[str, str]) -> list[Callable[[Stood], bool]]:
        return _tests(where)

    def stood(self, place: Place, on: date) -> list[Followed]:
        """The referrals of a place as they stood that day."""
        return [self.rows[n].as_of(on) for n in self.members(place)]


def value_of(one: Followed, by: str) -> str:
    """A service, or the agency where none was said."""
    if by == "service":
        return str(one.service or one.agency)
    return str(getattr(one, by))


def still_waits(one: Followed) -> bool:
    """Whether it was sent, nobody was seen, and it has not ended; offered anew, it waits for nobody."""
    return (
        reaches(one.walked.state, SENT)
        and one.walked.state not in ENDED
        and not reaches(furthest(one.walked.states), ATTENDED)
    )


def is_slow(one: Followed, today: date) -> bool:
    """Whether it took, or takes by now, longer than is usual from being sent to being seen."""
    wait = one.wait(SENT, ATTENDED, today)
    return wait is not None and wait.days > (one.usual_days or LONG_DAYS)


def _stood(one: Followed, day: date | None) -> Stood:
    state = one.walked.state
    return Stood(
        stage=STAGES.index(furthest((*one.walked.states, state))),
        waits=still_waits(one),
        short=one.reason if state in ENDED_SHORT else None,
        is_refused=state == REFUSED,
        is_slow=day is not None and is_slow(one, day),
    )


def _tests(where: Mapping[str, str]) -> list[Callable[[Stood], bool]]:
    """What a place asks of each referral."""
    stage = STAGES.index(where["came"]) if "came" in where else 0
    codes = frozenset(where.get("short", "").split("|"))
    tests: dict[str, Callable[[Stood], bool]] = {
        "came": lambda one: one.stage >= stage,
        "waits": lambda one: one.waits,
        "short": lambda one: one.short is not None and (ALL in codes or one.short in codes),
        "turned_away": lambda one: one.is_refused,
        "slow": lambda one: one.is_slow,
    }
    return [test for name, test in tests.items() if name in where]
