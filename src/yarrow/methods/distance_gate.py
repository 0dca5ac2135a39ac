"""Distance travelled and needs on their way out: the cells of their table, what adds up in it, the gate.

A cell is (domain, answer) and counts people, of one kind of rater. Its rows are domains, its columns what became of
those who were asked, and `ALL`: everybody who was asked. Nothing adds up from one domain to another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from yarrow.methods import differencing
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL, Cell, Definition
from yarrow.methods.differencing import Released
from yarrow.methods.disclosure import MOST_HIDDEN, MOST_HIDDEN_PEOPLE, gate
from yarrow.methods.distance import MOVES, STANDS, Line, Rated, moves, needs
from yarrow.methods.populations import Counted, Place
from yarrow.methods.proposing import Proposal, held

PEOPLE = "n_people"
MOVED, NEEDED = "moved", "needs"
CODES = {MOVED: MOVES, NEEDED: STANDS}


@dataclass(frozen=True)
class Asked:
    """What is asked to leave. `what`: MOVED or NEEDED; `rater`: one, since raters are never mixed."""

    what: str
    rater: str
    period: Period
    domains: tuple[str, ...]


class Journeys:
    """The people behind each cell, also of other periods; each (domain, rater, person) is one bit.

    `answers`: by day, over every period that is asked about, the released ones included; `up_to`: the highest step
    that is a need.
    """

    def __init__(self, answers: Iterable[Rated], up_to: int) -> None:
        self.answers, self.up_to = list(answers), up_to
        lines = sorted({(one.domain, one.rater, one.person_id) for one in self.answers})
        self._bits = {line: 1 << n for n, line in enumerate(lines)}
        self._said: dict[Period, dict[Line, frozenset[str]]] = {}

    def contacts_of(self, place: Place) -> int:
        """The lines that a place counts, as bits; lines of two domains have none in common."""
        return sum(self._bits[line] for line in self._lines(place))

    def persons_of(self, place: Place) -> frozenset[str]:
        """The people that a place counts."""
        return frozenset(str(person) for _domain, _rater, person in self._lines(place))

    def are_few(self, bits: int, most: int) -> bool:
        """Whether at most so many people stand behind these lines."""
        return bits.bit_count() <= most

    def count(self, place: Place) -> Counted:
        """The true figure."""
        n = len(self._lines(place))
        return Counted(n, n)

    def _lines(self, place: Place) -> list[Line]:
        where = dict(place.where)
        key, code = (where["domain"], where["rater"]), where.get("answer", "")
        return [
            line
            for line, codes in self._codes(place.period).items()
            if line[:2] == key and (not code or code in codes)
        ]

    def _codes(self, period: Period) -> Mapping[Line, frozenset[str]]:
        """Of each line its move and how it stands, in that period alone."""
        if period not in self._said:
            answers = [one for one in self.answers if one.on in period]
            stands = needs(answers, self.up_to)
            self._said[period] = {
                line: frozenset({move, stands[line]}) for line, move in moves(answers).items()
            }
        return self._said[period]


def cells_of(asked: Asked) -> dict[Cell, Place]:
    """Every cell of the table with what it counts."""
    return {
        ((domain, code), PEOPLE): _place(asked, domain, code)
        for domain in asked.domains
        for code in (ALL, *CODES[asked.what])
    }


def pass_distance(
    asked: Asked, journeys: Journeys, ledger: Iterable[Released] = ()
) -> tuple[Proposal, tuple[str, ...]]:
    """(the table that may leave, its domains): rows that are mostly hidden are left out, the emptiest first."""
    released = list(ledger)
    there = [one for one in asked.domains if journeys.count(_place(asked, one, ALL)).n]
    while True:
        now = replace(asked, domains=tuple(there))
        counted = {cell: journeys.count(place) for cell, place in cells_of(now).items()}
        if len(there) <= 1 or not _is_mostly_few(counted):
            proposal = _passed(now, counted, journeys, released)
            if len(there) <= 1 or proposal.gated.is_fit:
                return proposal, now.domains
        there.remove(_emptiest(there, counted))


def between(asked: Asked, counted: Mapping[Cell, Counted]) -> list[tuple[dict[Cell, int], int]]:
    """What adds up: everybody who was asked is somewhere among the answers."""
    return [({cell: 1 if code == ALL else -1 for cell, code in row}, 0) for row in _rows(asked, counted)]


def _rows(asked: Asked, counted: Mapping[Cell, Counted]) -> list[list[tuple[Cell, str]]]:
    return [[(cell, cell[0][1]) for cell in counted if cell[0][0] == domain] for domain in asked.domains]


def _passed(
    asked: Asked, counted: Mapping[Cell, Counted], journeys: Journeys, ledger: Sequence[Released]
) -> Proposal:
    places = cells_of(asked)
    found = differencing.conflicts(places, counted, ledger, journeys)
    gated = gate((), counted, *held(found), between(asked, counted))
    definition = Definition(asked.period, (), (PEOPLE,))
    return Proposal(definition, definition, places, gated, found)


def _is_mostly_few(counted: Mapping[Cell, Counted]) -> bool:
    """Whether the small figures alone are more than may be hidden, so that the gate need not be asked."""
    counting = [one.n for one in counted.values() if one.n]
    return sum(n <= MOST_HIDDEN_PEOPLE for n in counting) > MOST_HIDDEN * len(counting)


def _emptiest(domains: Sequence[str], counted: Mapping[Cell, Counted]) -> str:
    """The domain with the most small figures; of those the one in which the fewest were asked."""

    def emptiness(domain: str) -> tuple[int, int, str]:
        figures = [one.n for cell, one in counted.items() if cell[0][0] == domain]
        return sum(0 < n <= MOST_HIDDEN_PEOPLE for n in figures), -max(figures), domain

    return max(domains, key=emptiness)


def _place(asked: Asked, domain: str, code: str) -> Place:
    where = [("domain", domain), ("rater", asked.rater)]
    # Everybody who was asked is the same figure, whatever is told of them.
    if code != ALL:
        where.append(("answer", code))
    return Place(PEOPLE, asked.period, tuple(sorted(where)))
