"""A survey's figures on their way out: the cells of its table, the sums a reader can take for granted, the gate.

A cell is (question, answer, group) and counts people. The rows of a question are its answers, `ANSWERED` (who gave
any) and `NO_ANSWER` (who passed it over or was not asked); the row `SHEETS` is everybody who sent answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yarrow.methods import differencing
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL, Cell, Definition
from yarrow.methods.differencing import Released
from yarrow.methods.disclosure import MOST_HIDDEN, MOST_HIDDEN_PEOPLE, gate
from yarrow.methods.populations import Counted, Place
from yarrow.methods.proposing import Proposal, held
from yarrow.methods.surveys import EVERYBODY, NO_GROUP, Question, Sheet, groups_of

PEOPLE = "n_people"
SHEETS, ANSWERED, NO_ANSWER = "~sheets", "~answered", "~no-answer"
Sums = list[tuple[dict[Cell, int], int]]


@dataclass(frozen=True)
class Asked:
    """A survey that is over: its days, the questions to count, those that make groups, every sheet by a random id."""

    survey: str
    period: Period
    questions: tuple[Question, ...]
    sheets: Mapping[str, Sheet]
    groupings: tuple[Question, ...] = ()


class Answerers:
    """The people behind each cell, as sets that can be compared; each sheet is one bit."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.groupings = {one.key: one for one in asked.groupings}
        self.ids = sorted(asked.sheets)
        self._known: dict[Place, int] = {}
        self._members: dict[str, dict[str, int]] = {}

    def contacts_of(self, place: Place) -> int:
        """The sheets that a place counts, as bits; none of another survey's."""
        if place not in self._known:
            where = dict(place.where)
            is_ours = where.get("survey") == self.asked.survey
            self._known[place] = self._answer(where["answer"]) & self._group(where) if is_ours else 0
        return self._known[place]

    def persons_of(self, place: Place) -> frozenset[str]:
        """The same as ids."""
        bits = self.contacts_of(place)
        return frozenset(one for n, one in enumerate(self.ids) if bits >> n & 1)

    def are_few(self, bits: int, most: int) -> bool:
        """Whether at most so many people stand behind these sheets."""
        return bits.bit_count() <= most

    def count(self, place: Place) -> Counted:
        """The true figure; every sheet is one person."""
        n = self.contacts_of(place).bit_count()
        return Counted(n, n)

    def _answer(self, named: str) -> int:
        key, _is, code = named.rpartition("=")
        said = [self.asked.sheets[one].get(key) or () for one in self.ids]
        return _bits(
            {SHEETS: True, ANSWERED: bool(each), NO_ANSWER: not each}.get(code, code in each) for each in said
        )

    def _group(self, where: Mapping[str, str]) -> int:
        grouping, _is, group = where.get("group", "").partition("=")
        if not grouping:
            return _bits(True for _one in self.ids)
        if grouping not in self._members:
            one = self.groupings.get(grouping)
            of_each = [groups_of([self.asked.sheets[each]], one) for each in self.ids]
            codes = {code for found in of_each for code in found} - {EVERYBODY}
            self._members[grouping] = {
                code: _bits(bool(each.get(code)) for each in of_each) for code in codes
            }
        return self._members[grouping].get(group, 0)


def _bits(each: Iterable[bool]) -> int:
    return sum(1 << n for n, is_in in enumerate(each) if is_in)


def cells_of(asked: Asked, by: str) -> dict[Cell, Place]:
    """Every cell of the table with what it counts. `by`: the grouping question, "" for none."""
    return {
        ((key, code, group), PEOPLE): _place(asked, key, code, by, group)
        for key, code in _rows(asked, by)
        for group in _groups(asked, by)
    }


def pass_survey(asked: Asked, by: str, ledger: Iterable[Released] = ()) -> tuple[Proposal, str]:
    """(the table that may leave, the grouping it kept): by group, or of everybody where that is mostly holes."""
    answerers, released = Answerers(asked), list(ledger)
    if by and not _is_mostly_few(asked, by, answerers):
        proposal = _passed(asked, by, answerers, released)
        if proposal.gated.is_fit:
            return proposal, by
    return _passed(asked, "", answerers, released), ""


def between(asked: Asked, by: str, counted: Mapping[Cell, Counted]) -> Sums:
    """Sums of cells that are at least zero, each with what it comes to; those of zero are taken as known."""
    found: list[dict[Cell, int]] = []
    for group in _groups(asked, by):
        for one in _counted_apart(asked, by):
            found += _of_question(one, group)
    if by:
        parts = [group for group in _groups(asked, by) if group != ALL]
        for key, code in _rows(asked, by):
            whole = ((key, code, ALL), PEOPLE)
            found.append({whole: 1, **{((key, code, group), PEOPLE): -1 for group in parts}})
    return [(one, sum(sign * counted[cell].n for cell, sign in one.items())) for one in found]


def _of_question(one: Question, group: str) -> list[dict[Cell, int]]:
    def cell(key: str, code: str) -> Cell:
        return ((key, code, group), PEOPLE)

    answered, codes = cell(one.key, ANSWERED), [cell(one.key, code) for code in one.codes]
    found = [{cell("", SHEETS): 1, answered: -1, cell(one.key, NO_ANSWER): -1}]
    if one.several:
        # Each answer was given by some of those who answered, and each of those gave at least one.
        found += [{answered: 1, code: -1} for code in codes]
        return [*found, {**dict.fromkeys(codes, 1), answered: -1}]
    return [*found, {answered: 1, **dict.fromkeys(codes, -1)}]


def _is_mostly_few(asked: Asked, by: str, answerers: Answerers) -> bool:
    """Whether the small figures alone are more than may be hidden, so that the gate need not be asked."""
    figures = [answerers.count(place).n for place in cells_of(asked, by).values()]
    counting = [n for n in figures if n]
    return sum(n <= MOST_HIDDEN_PEOPLE for n in counting) > MOST_HIDDEN * len(counting)


def _passed(asked: Asked, by: str, answerers: Answerers, ledger: Sequence[Released]) -> Proposal:
    places = cells_of(asked, by)
    counted = {cell: answerers.count(place) for cell, place in places.items()}
    found = differencing.conflicts(places, counted, ledger, answerers)
    gated = gate((), counted, *held(found), between(asked, by, counted))
    definition = Definition(asked.period, (), (PEOPLE,))
    return Proposal(definition, definition, places, gated, found)


def _counted_apart(asked: Asked, by: str) -> list[Question]:
    """The questions of the table: all but the one that makes its columns."""
    return [one for one in asked.questions if one.key != by]


def _rows(asked: Asked, by: str) -> list[tuple[str, str]]:
    rows = [
        (one.key, code) for one in _counted_apart(asked, by) for code in (*one.codes, ANSWERED, NO_ANSWER)
    ]
    return [*rows, ("", SHEETS)]


def _groups(asked: Asked, by: str) -> list[str]:
    if not by:
        return [ALL]
    codes = next(one.codes for one in asked.groupings if one.key == by)
    return [ALL, *codes, NO_GROUP]


def _place(asked: Asked, key: str, code: str, by: str, group: str) -> Place:
    where = [("answer", f"{key}={code}"), ("survey", asked.survey)]
    # Everybody together is the same figure, whichever question makes the columns.
    if group != ALL:
        where.append(("group", f"{by}={group}"))
    return Place(PEOPLE, asked.period, tuple(sorted(where)))
