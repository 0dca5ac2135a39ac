"""Ranking: how well each person fits what someone typed. Sees opened names and keeps none."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from yarrow.methods import names
from yarrow.people import codes

CODE, CODE_BEGINS, NUMBER, PART_OF_NUMBER = 1.1, 0.9, 1.0, 0.8
# Between equal fits the name to be called by comes before the full name, and that before other names.
BEHIND_CALLED, BEHIND_FULL = 0.001, 0.002
# As the database's driver has it: all of one kind, and hashable.
RowId = Any


@dataclass(frozen=True)
class Fit:
    """One person's best fit: 0 to 1.1, and what fitted, in words."""

    person_id: RowId
    score: float
    by: str


class Search:
    """The best fit of each person so far, for one typed text."""

    def __init__(self, typed: str) -> None:
        self.matcher = names.Matcher(typed)
        self.number = names.packed(typed)
        self.code = codes.normal(typed)
        # A code's second sign is a digit, so a word can't be the beginning of one.
        self.may_begin_code = len(self.number) >= 3 and self.number[1].isdigit()
        self.may_be_code = self.may_begin_code or self.code is not None
        self.found: dict[RowId, tuple[float, str]] = {}

    def look_at_code(self, person_id: RowId, code: str) -> None:
        """Try a code that is a person's, or was."""
        self._keep(person_id, self.code_score(code), "code")

    def code_score(self, code: str) -> float:
        """How well a code fits; 0 when it does not."""
        if self.code == code:
            return CODE
        begins = self.may_begin_code and names.packed(code).startswith(self.number)
        return CODE_BEGINS if begins else 0.0

    def look_at(self, person_id: RowId, kind: str, name: str) -> None:
        """Try one of a person's names ("called", "full_name", or an alias of some kind), or a number ("external")."""
        if kind == "external":
            self._keep(person_id, self._number_score(names.packed(name)), kind)
        elif kind == "called":
            self._keep(person_id, self.matcher.score(name), kind)
        elif kind == "full_name":
            self._keep(person_id, self.matcher.score(name) - BEHIND_CALLED, kind)
        else:
            self._keep(person_id, self.matcher.score(name) - BEHIND_FULL, "alias")

    def _number_score(self, known: str) -> float:
        if not known:
            return 0.0
        if self.number == known:
            return NUMBER
        return PART_OF_NUMBER if len(self.number) >= 4 and self.number in known else 0.0

    def _keep(self, person_id: RowId, score: float, by: str) -> None:
        if score >= names.WORTH_SHOWING and score > self.found.get(person_id, (0.0, ""))[0]:
            self.found[person_id] = (score, by)

    def best(self, most: int) -> list[Fit]:
        """The best fits, best first; equal ones in the order of their random ids."""
        ranked = sorted(self.found.items(), key=lambda item: (-item[1][0], str(item[0])))
        return [Fit(person_id, round(score, 3), found_by(by)) for person_id, (score, by) in ranked[:most]]


WORDS = {
    "code": gettext_lazy("code"),
    "called": gettext_lazy("name"),
    "full_name": gettext_lazy("full name"),
    "external": gettext_lazy("number elsewhere"),
    "alias": gettext_lazy("other name"),
}


def found_by(key: str) -> str:
    """What fitted, in words."""
    return str(WORDS[key])
