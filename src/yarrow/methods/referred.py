"""Who stands behind a figure of referrals: each cell as referrals and people that can be compared with another's."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID

from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.funnels import Followed
from yarrow.methods.pathways import ATTENDED, ENDED, ENDED_SHORT, REFUSED, SENT, furthest, reaches
from yarrow.methods.populations import Counted, Place

DIMENSIONS = ("service", "agency", "need", "route")
# Longer than this from being sent to being seen is long, where no pathway says what is usual.
LONG_DAYS = 42


class Referred:
    """The referrals behind each cell, also of other days. `followed`: over every period that is asked about."""

    def __init__(self, followed: Iterable[Followed]) -> None:
        self.rows = list(followed)
        self._stood: dict[date, list[Followed]] = {}
        self._found: dict[Place, list[int]] = {}
        self._by_value: dict[str, dict[str, list[int]]] = {}

    def contacts_of(self, place: Place) -> int:
        """The referrals that a place counts, as bits."""
        marks = bytearray(len(self.rows) // 8 + 1)
        for n in self.members(place):
            marks[n >> 3] |= 1 << (n & 7)
        return int.from_bytes(marks, "little")

    def persons_of(self, place: Place) -> frozenset[str]:
        """The people that a place counts."""
        return frozenset(str(self.rows[n].person_id) for n in self.members(place))

    def are_few(self, bits: int, most: int) -> bool:
        """Whether at most so many people stand behind these referrals; stops counting beyond."""
        people = set[UUID]()
        marks = bits.to_bytes(len(self.rows) // 8 + 1, "little")
        for place, byte in enumerate(marks):
            if byte:
                people |= {self.rows[place * 8 + n].person_id for n in range(8) if byte >> n & 1}
                if len(people) > most:
                    return False
        return True

    def count(self, place: Place) -> Counted:
        """The true figure, and how many people stand behind it."""
        found = self.members(place)
        return Counted(len(found), len({self.rows[n].person_id for n in found}))

    def members(self, place: Place) -> list[int]:
        """Which referrals a place counts."""
        if place not in self._found:
            where = dict(place.where)
            stood = self._on(date.fromisoformat(where["as_of"])) if "as_of" in where else self.rows
            self._found[place] = [
                n
                for n in self._of_values(where)
                if stood[n].offered_on in place.period and _is_in(where, stood[n])
            ]
        return self._found[place]

    def _of_values(self, where: Mapping[str, str]) -> Iterable[int]:
        """The referrals of the row's values, in their order; all of them where it has none. A row is by one thing."""
        by = next((name for name in DIMENSIONS if name in where), None)
        if by is None:
            return range(len(self.rows))
        if by not in self._by_value:
            self._by_value[by] = {}
            for n, one in enumerate(self.rows):
                self._by_value[by].setdefault(value_of(one, by), []).append(n)
        return sorted(n for value in where[by].split("|") for n in self._by_value[by].get(value, ()))

    def stood(self, place: Place, on: date) -> list[Followed]:
        """The referrals of a place as they stood that day."""
        return [self._on(on)[n] for n in self.members(place)]

    def values(self, by: str, period: Period) -> dict[str, int]:
        """Each value of a dimension with the people behind it, of these days."""
        people: dict[str, set[UUID]] = {}
        for one in self.rows:
            if one.offered_on in period:
                people.setdefault(value_of(one, by), set()).add(one.person_id)
        return {value: len(found) for value, found in people.items()}

    def _on(self, day: date) -> list[Followed]:
        if day not in self._stood:
            self._stood[day] = [one.as_of(day) for one in self.rows]
        return self._stood[day]


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


def _is_in(where: Mapping[str, str], one: Followed) -> bool:
    tests: dict[str, Callable[[str], bool]] = {
        "came": lambda stage: reaches(furthest((*one.walked.states, one.walked.state)), stage),
        "waits": lambda _yes: still_waits(one),
        "short": lambda codes: (
            one.walked.state in ENDED_SHORT and (codes == ALL or one.reason in codes.split("|"))
        ),
        "turned_away": lambda _yes: one.walked.state == REFUSED,
        "slow": lambda _yes: is_slow(one, date.fromisoformat(where["as_of"])),
    }
    return all(test(where[name]) for name, test in tests.items() if name in where)
