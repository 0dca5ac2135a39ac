"""The page on which answers of a finished form are put right."""

import json
from typing import Any

from django.utils import timezone

from yarrow.measures import actions, results, scoring
from yarrow.measures.asking import SEEN
from yarrow.measures.forms import ReasonForm
from yarrow.measures.models import Filling
from yarrow.measures.questions import drawn, page_boxes, place_of, read_page
from yarrow.measures.reading import form_of
from yarrow.methods.forms import as_typed, conditions_for_page
from yarrow.staff.models import Project
from yarrow.ui.sentences import translated
from yarrow.vault.actors import Actor


class Amending:
    """All questions of a finished filling on one page, with the answers as they stand."""

    def __init__(self, by: Actor, project: Project, filling: Filling, typed: Any, reason: str) -> None:
        self.by, self.project, self.filling, self.typed = by, project, filling, typed
        self.form = form_of(filling.form_version)
        self.held = results.opened(by, filling, "measures.amend_answers", reason)
        self.place = place_of(self.form, self.held.answers, is_whole=True)
        self.why = ReasonForm(typed, listed="amend_reasons")
        self.wrong: dict[str, str] = {}
        self.is_dangerous = False

    @property
    def asked(self) -> frozenset[str]:
        """Every question that stood on the page."""
        return frozenset(one.key for one in self.place.steps)

    def save(self) -> bool:
        """Whether it was put right; else the page says why not."""
        sent = {name: self.typed.getlist(name) for name in self.typed}
        given, wrong = read_page(
            self.form, self.held.answers, sent, self.asked, self.filling.language, self.project.zone
        )
        self.wrong = {key: translated(says) for key, says in wrong.items()}
        self.wrong |= scoring.problems(self.filling.form_version, given)
        if self.wrong or not self.why.is_valid():
            return False
        seen = self.typed.get(SEEN, "")
        with self.why.saying_refusals():
            saved = actions.amend_answers(
                filling=self.filling,
                given=given,
                asked=self.asked,
                reason=self.why.cleaned_data["reason"],
                seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
                project=self.project,
                by=self.by,
                at=timezone.now(),
            )
            self.is_dangerous = saved.is_dangerous
            return True
        return False

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        boxes = as_typed(self.form, self.held.answers, self.filling.language, zone=self.project.zone)
        if self.typed is not None:
            sent = {name: self.typed.getlist(name) for name in self.typed}
            boxes = page_boxes(sent, self.asked)
        questions = list(drawn(self.place, self.place.steps, boxes, self.wrong, self.filling.language))
        return {
            "filling": self.filling,
            "version": self.filling.form_version,
            "questions": questions,
            "conditions": json.dumps(conditions_for_page(self.form, self.project.zone)),
            "errors": [(one.anchor, one.error) for one in questions if one.error],
            "form": self.why,
        }
