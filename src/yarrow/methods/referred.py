"""Who stands behind a figure of referrals: each cell as referrals and people that can be compared with another's."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.funnels import Followed
from yarrow.methods.pathways import ATTENDED, ENDED, ENDED_SHORT, REFUSED, SENT, STAGES, furthest, reaches
from yarrow.methods.populations import Counted, Place

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


class Referred:
    """The referrals behind each cell, also of other days. `followed`: over every period that is asked about.

    Each is looked at once for each last day, however many cells ask: tables of years by months hold a thousand.
    """

    def __init__(self, followed: Iterable[Followed]) -> None:
        self.rows = sorted(followed, key=lambda one: one.offered_on)
        self._days = [one.offered_on for one in self.rows]
        self._stood: dict[date | None, dict[int, Stood]] = {}
        self._found: dict[Place, list[int]] = {}
        self._bits: dict[Place, int] = {}
        self._by_value: dict[str, dict[str, list[int]]] = {}

    def contacts_of(self, place: Place) -> int:
        """The referrals that a place counts, as bits."""
        if place not in self._bits:
            marks = bytearray(len(self.rows) // 8 + 1)
            for n in self.members(place):
                marks[n >> 3] |= 1 << (n & 7)
            self._bits[place] = int.from_bytes(marks, "little")
        return self._bits[place]

    def persons_of(self, place: Place) -> frozenset[str]:
        """The people that a place counts."""
        return frozenset(str(self.rows[n].person_id) for n in self.members(place))

    def are_few(self, bits: int, most: int) -> bool:
        """Whether at most so many people stand behind these referrals; stops counting beyond."""
        people = set[UUID]()
        while bits and len(people) <= most:
            lowest = bits & -bits
            people.add(self.rows[lowest.bit_length() - 1].person_id)
            bits ^= lowest
        return len(people) <= most

    def count(self, place: Place) -> Counted:
        """The true figure, and how many people stand behind it."""
        found = self.members(place)
        return Counted(len(found), len({self.rows[n].person_id for n in found}))

    def members(self, place: Place) -> list[int]:
        """Which referrals a place counts."""
        if place not in self._found:
            where, found = dict(place.where), self._offered(place)
            tests = _tests(where)
            if tests:
                day = date.fromisoformat(where["as_of"]) if "as_of" in where else None
                stood = ((n, self._on(n, day)) for n in found)
                found = [n for n, one in stood if all(test(one) for test in tests)]
            self._found[place] = found
        return self._found[place]

    def _offered(self, place: Place) -> list[int]:
        """The referrals of its days and of its row's values, in their order. A row is by one thing."""
        first = bisect_left(self._days, place.period.from_on)
        after = bisect_right(self._days, place.period.to_on)
        where = dict(place.where)
        by = next((name for name in DIMENSIONS if name in where), None)
        if by is None:
            return list(range(first, after))
        if by not in self._by_value:
            self._by_value[by] = {}
            for n, one in enumerate(self.rows):
                self._by_value[by].setdefault(value_of(one, by), []).append(n)
        of_values = (self._by_value[by].get(value, ()) for value in where[by].split("|"))
        return sorted(n for of_value in of_values for n in of_value if first <= n < after)

    def stood(self, place: Place, on: date) -> list[Followed]:
        """The referrals of a place as they stood that day."""
        return [self.rows[n].as_of(on) for n in self.members(place)]

    def values(self, by: str, period: Period) -> dict[str, int]:
        """Each value of a dimension with the people behind it, of these days."""
        people: dict[str, set[UUID]] = {}
        for one in self.rows:
            if one.offered_on in period:
                people.setdefault(value_of(one, by), set()).add(one.person_id)
        return {value: len(found) for value, found in people.items()}

    def _on(self, n: int, day: date | None) -> Stood:
        """How one stood when a day was over; as it stands where none is said."""
        known = self._stood.setdefault(day, {})
        if n not in known:
            known[n] = _stood(self.rows[n].as_of(day) if day else self.rows[n], day)
        return known[n]


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
