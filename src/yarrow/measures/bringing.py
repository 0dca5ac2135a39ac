"""The page on which wording is brought in: what was typed, what is wrong with it, how it compares."""

from typing import Any

from django.utils.translation import gettext as _

from yarrow.measures import catalogue, importing
from yarrow.measures.errors import NotAForm
from yarrow.measures.forms import BringForm, MatchForm
from yarrow.measures.importing import Brought
from yarrow.measures.saying import language_name
from yarrow.measures.showing import fidelity_in_words
from yarrow.methods.refusals import Fault
from yarrow.staff.models import Project


class Bringing:
    """One sending of the page. `brought` is there once everything could be read."""

    def __init__(self, project: Project, typed: Any, files: Any, is_too_big: bool) -> None:
        self.project = project
        self.entries = catalogue.entries(catalogue.contexts_of(project), catalogue.permitted_in(project))
        self.form = BringForm(typed, files or None, entries=self.entries, is_too_big=is_too_big)
        self.match: MatchForm | None = None
        self.defects: tuple[tuple[str, str], ...] = ()
        self._brought: Brought | None = None

    @property
    def brought(self) -> Brought:
        """What was read. A Fault before `reads` said so."""
        if self._brought is None:
            raise Fault("a form was kept that had not been read")
        return self._brought

    def reads(self) -> bool:
        """Whether what was sent could be read, and every question of the measure is matched."""
        if not self.form.is_valid():
            return False
        text = self.form.cleaned_data["questionnaire"]
        pack = catalogue.packs().get(self.form.cleaned_data["pack"])
        try:
            brought = importing.bring(text, pack)
            if brought.pack is not None and brought.open_slots:
                brought = self._matched(text, brought)
        except NotAForm as refusal:
            self.defects = refusal.defects
            self.form.add_refusal(refusal)
            return False
        self._brought = brought
        return not brought.open_slots

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        found: dict[str, Any] = {"form": self.form, "match": self.match, "defects": self.defects}
        brought = self._brought
        if brought is None:
            return found
        return {
            **found,
            "brought": brought,
            "text": self.form.cleaned_data["questionnaire"],
            "n_questions": len(brought.form.questions()),
            "n_not_asked": len(brought.form.not_asked()),
            "languages": [language_name(tag) for tag in brought.languages],
            "fidelity": [
                (language_name(tag), fidelity_in_words(brought.pack, one.state, one.differing), one.traps)
                for tag, one in brought.fidelity.items()
            ],
        }

    def _matched(self, text: str, brought: Brought) -> Brought:
        """The same with what somebody said about the questions that are matched by nothing."""
        pack = brought.pack
        if pack is None:
            return brought
        taken = set(brought.slots.values())
        left = {
            item.link_id: f"{n}. {item.text}"[:120]
            for n, item in enumerate(brought.form.questions(), start=1)
            if item.link_id not in taken
        }
        said = self.form.data if any(name.startswith("slot-") for name in self.form.data) else None
        self.match = MatchForm(said, pack=pack, slots=brought.open_slots, questions=left)
        if said is None or not self.match.is_valid():
            return brought
        chosen = self.match.chosen
        if len(set(chosen.values())) < len(chosen):
            self.match.add_error(None, _("Two questions of the measure can't be the same one here."))
            return brought
        return importing.bring(text, pack, chosen)
