"""One page of a filling: which questions stand on it, what was sent with it, and where it leads next."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.measures import actions, results, scoring
from yarrow.measures.answers import is_answered
from yarrow.measures.errors import Meanwhile
from yarrow.measures.models import Filling
from yarrow.measures.questions import (
    Boxes,
    Place,
    drawn,
    next_time,
    page_boxes,
    passed_by,
    place_of,
    read_page,
)
from yarrow.measures.reading import form_of
from yarrow.measures.saying import direction, language_name, value_in_words
from yarrow.methods.forms import Asked, as_typed, conditions_for_page
from yarrow.methods.refusals import Refusal
from yarrow.staff.models import Project
from yarrow.ui.sentences import EASY, translated
from yarrow.vault.actors import Actor

# The page's own boxes begin with "~", as no question's name does.
GO, SEEN, AT, ALL, ASKED, MORE, SPEAK = "~go", "~seen", "~at", "~all", "~asked", "~more", "~language"
END = "~end"
# Which group is to be filled in once more.
ADD = "~add"
NEXT, BACK, LATER, TURN, LANGUAGE = "next", "back", "later", "turn", "language"
WORDING, STOP = "wording", "stop"


@dataclass(frozen=True)
class Difference:
    """A question that somebody else answered meanwhile."""

    question: str
    now: str
    typed: str


class Asking:
    """A page of a filling that is not finished; `by` has the key to read its answers."""

    def __init__(self, by: Actor, project: Project, filling: Filling, sent: Any, reason: str) -> None:
        self.by, self.project, self.filling, self.sent = by, project, filling, sent
        self.form = form_of(filling.form_version)
        self.language = filling.language
        self.held = results.opened(by, filling, "measures.fill", reason)
        self.more = tuple(sent.getlist(MORE))
        self.is_all = sent.get(ALL) == "1"
        self.is_easy = (EASY in sent) != (sent.get(GO) == WORDING)
        self.wrong: dict[str, str] = {}
        self.refused = ""
        self.differences: list[Difference] = []
        self.typed: Boxes = {}
        self.asked: frozenset[str] = frozenset()
        self.place = place_of(self.form, self.held.answers, self.more)
        self.number = self._number(sent.get(AT, ""))

    @property
    def is_end(self) -> bool:
        """Past the last question."""
        return self.number >= len(self.place.steps)

    def _number(self, at: str) -> int:
        """The question to show: the one asked for, else the first without an answer."""
        if at == END:
            return len(self.place.steps)
        found = self.place.at(at)
        if found >= 0:
            return found
        open_ones = (n for n, one in enumerate(self.place.steps) if not self.held.answers.get(one.key))
        return 0 if at or self.is_all else next(open_ones, len(self.place.steps))

    def save(self) -> str | None:
        """Keep what was sent; the address of the next page, or None where this one needs another look."""
        self.asked = frozenset(self.sent.getlist(ASKED)) & {one.key for one in self._whole().steps}
        self.typed = {name: self.sent.getlist(name) for name in self.sent}
        given, wrong = read_page(
            self.form, self.held.answers, self.typed, self.asked, self.language, self.project.zone
        )
        self.wrong = {key: translated(says) for key, says in wrong.items()}
        self.wrong |= scoring.problems(self.filling.form_version, given)
        if self.wrong:
            return None
        seen = self.sent.get(SEEN, "")
        told: dict[str, Any] = {"project": self.project, "by": self.by, "at": timezone.now()}
        try:
            saved = actions.save_answers(
                filling=self.filling,
                given=given,
                asked=self.asked,
                seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
                dropped=passed_by(self.typed, self.asked, given),
                **told,
            )
        except Meanwhile as refusal:
            self.refused = refusal.message
            self.differences = self._differences(given)
            return None
        except Refusal as refusal:
            self.refused = translated(refusal.message)
            return None
        self._speak(told)
        self._add_time()
        return self._onward(saved.is_dangerous, self._after(saved.answers))

    def _whole(self) -> Place:
        """Every question, whether it applies or not: the browser hides those that don't, and else they are left out."""
        return place_of(self.form, self.held.answers, self.more, is_whole=True)

    def _speak(self, told: dict[str, Any]) -> None:
        chosen = self.sent.get(SPEAK, "")
        if chosen and chosen != self.language and chosen in self.filling.form_version.languages:
            actions.speak_language(filling=self.filling, language=chosen, **told)

    def _add_time(self) -> None:
        """One more time of the group that was asked for."""
        names = (*self.held.answers, *self.more, *self.asked)
        added = next_time(self.form, self.sent.get(ADD, ""), names)
        self.more = (*self.more, added) if added else self.more

    def _after(self, answers: Mapping[str, Any]) -> Place:
        return place_of(self.form, answers, self.more)

    def _onward(self, is_dangerous: bool, place: Place) -> str:
        """Where to go: first of all to the calm page where an answer asks for it."""
        go = self.sent.get(GO, NEXT)
        at = self._target(go, place)
        query = self._query(at, go)
        if is_dangerous:
            return self._url("measures:show_routes", query)
        if go == LATER:
            return self.project.url("measures:list_fillings", self.filling.person_id)
        return self._url("measures:fill", query)

    def _target(self, go: str, place: Place) -> str:
        steps = [one.key for one in place.steps]
        here = self.sent.get(AT, "")
        if self.sent.get(ADD) and self.more:
            return self.more[-1]
        if go in (TURN, LANGUAGE, WORDING):
            return here
        if go == STOP:
            return END
        if self.is_all:
            return END if go == NEXT else ""
        now = steps.index(here) if here in steps else -1
        if go == BACK:
            return steps[max(now - 1, 0)] if steps else END
        # A question that no longer applies leads to the one that took its place.
        following = now + 1 if now >= 0 else min(self.number, len(steps))
        return steps[following] if following < len(steps) else END

    def _query(self, at: str, go: str) -> dict[str, Any]:
        is_all = (go == TURN) != self.is_all
        return {AT: at, MORE: list(self.more), ALL: "1" if is_all else "", EASY: "1" if self.is_easy else ""}

    def _url(self, name: str, query: dict[str, Any]) -> str:
        address = self.project.url(name, self.filling.person_id, self.filling.id)
        return f"{address}?{urlencode({k: v for k, v in query.items() if v}, doseq=True)}"

    def _differences(self, given: Mapping[str, Any]) -> list[Difference]:
        """What the other one saved, beside what was typed here; the page's version becomes theirs."""
        self.filling.refresh_from_db()
        self.held = results.opened(self.by, self.filling, "measures.fill", "")
        found = []
        for one in (step for step in self.place.steps if step.key in self.asked):
            now, mine = self.held.answers.get(one.key, ()), given.get(one.key, ())
            if now != mine:
                words = [value_in_words(one.item, values, self.language)[0] for values in (now, mine)]
                found.append(Difference(str(one.item.text.in_(self.language)), *words))
        return found

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        is_end = self.is_end and (not self.is_all or self.sent.get(AT) == END)
        place = self._whole() if self.is_all else self.place
        one = self.place.steps[self.number : self.number + 1]
        wanted: Sequence[Asked] = () if is_end else place.steps if self.is_all else one
        kept = as_typed(self.form, self.held.answers, self.language, zone=self.project.zone)
        boxes = {**kept, **(page_boxes(self.typed, self.asked) if self.wrong or self.refused else {})}
        questions = list(drawn(place, wanted, boxes, self.wrong, self.language))
        return {
            "filling": self.filling,
            "version": self.filling.form_version,
            "questions": questions,
            "at": wanted[0].key if wanted else END,
            "is_all": self.is_all,
            "is_easy": self.is_easy,
            "is_measure": bool(self.filling.form_version.form.pack),
            "is_end": not wanted,
            "conditions": json.dumps(conditions_for_page(self.form, self.project.zone))
            if self.is_all
            else "",
            "is_bare": self.filling.how == "device",
            "more": self.more,
            "progress": self._progress(),
            "languages": [(tag, language_name(tag)) for tag in self.filling.form_version.languages],
            "language_tag": self.language,
            "direction": direction(self.language),
            "refused": self.refused,
            "differences": self.differences,
            "errors": [(one.anchor, one.error) for one in questions if one.error],
            "has_before": self.number > 0,
            **self._end(),
        }

    def _progress(self) -> str:
        n = len(self.place.steps)
        if self.is_all or self.is_end:
            return ngettext("%(n)s question", "%(n)s questions", n) % {"n": n}
        return _("Question %(k)s of %(n)s") % {"k": self.number + 1, "n": n}

    def _end(self) -> dict[str, Any]:
        """For the last page: how many were answered, and which were not."""
        open_ones = [one for one in self.place.steps if not self.held.answers.get(one.key)]
        said = [one for one in self.place.steps if is_answered(self.held.answers.get(one.key))]
        return {
            "n_asked": len(self.place.steps),
            "n_answered": len(said),
            "open_ones": [
                (
                    str(one.item.text.in_(self.language)),
                    self._url("measures:fill", self._query(one.key, NEXT)),
                )
                for one in open_ones
            ],
        }
