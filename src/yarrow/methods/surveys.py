"""Answers of a survey counted by question and by group; every figure with what it is out of.

No Django. A sheet is what one person chose: question → codes, [] for a question that was passed over; a question that
is not there was not asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Sheet = Mapping[str, Sequence[str]]
# The group of those who did not answer the grouping question, or were not asked it; and everybody.
NO_GROUP, EVERYBODY = "~none", "~all"
# With fewer answers than this, one more or less changes the picture.
FEW = 10


@dataclass(frozen=True)
class Question:
    """A question that is counted: its codes in order. `several`: one person may have chosen more than one."""

    key: str
    codes: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True)
class Count:
    """One question in one group. `chosen`: code → people; they are out of `answered`, never of everybody."""

    answered: int
    skipped: int
    not_asked: int
    chosen: Mapping[str, int]

    @property
    def is_few(self) -> bool:
        """Whether so few answered that a share says little."""
        return self.answered < FEW

    def share(self, code: str) -> float | None:
        """Of those who answered, in percent; None where nobody did: that is not the same as nobody chose it."""
        return 100 * self.chosen.get(code, 0) / self.answered if self.answered else None


def groups_of(sheets: Iterable[Sheet], by: Question | None) -> dict[str, list[Sheet]]:
    """Group → its sheets, in the order of the question's answers, with everybody first."""
    every = list(sheets)
    found: dict[str, list[Sheet]] = {EVERYBODY: every}
    if by is None:
        return found
    found |= {code: [] for code in by.codes}
    apart: list[Sheet] = []
    for sheet in every:
        said = sheet.get(by.key, ())
        (found[said[0]] if len(said) == 1 and said[0] in by.codes else apart).append(sheet)
    return found | ({NO_GROUP: apart} if apart else {})


def count(question: Question, sheets: Iterable[Sheet]) -> Count:
    """How one question was answered on these sheets."""
    answered = skipped = not_asked = 0
    chosen = dict.fromkeys(question.codes, 0)
    for sheet in sheets:
        said = sheet.get(question.key)
        not_asked += said is None
        skipped += said is not None and not said
        answered += bool(said)
        for code in set(said or ()) & set(chosen):
            chosen[code] += 1
    return Count(answered, skipped, not_asked, chosen)
