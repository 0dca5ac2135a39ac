"""A sheet of paper on one page: every question at once, in the language of the paper."""

from typing import Any

from yarrow.measures.questions import drawn, page_boxes, place_of
from yarrow.measures.scoring import problems
from yarrow.methods.forms import all_asked, read_typed
from yarrow.surveys.asked import form_asked
from yarrow.surveys.forms import PaperForm
from yarrow.surveys.models import Survey
from yarrow.surveys.showing import languages_of
from yarrow.ui.sentences import translated


class Typing:
    """One sheet that is typed in, or is about to be."""

    def __init__(self, survey: Survey, sent: Any) -> None:
        self.survey, self.engine = survey, form_asked(survey)
        self.form = PaperForm(sent, languages=languages_of(survey))
        asked = (sent or {}).get("language", "")
        self.language = asked if asked in survey.languages else survey.languages[0]
        every = frozenset(one.key for one in all_asked(self.engine))
        self.typed = page_boxes({name: sent.getlist(name) for name in sent}, every) if sent else {}
        self.answers, wrong = read_typed(self.engine, self.typed, self.language, zone=survey.project.zone)
        self.wrong = {key: translated(says) for key, says in wrong.items()}
        self.wrong |= problems(survey.form_version, self.answers)
        self.place = place_of(self.engine, self.answers)
        on_the_page = set(sent.getlist("~asked")) if sent else set()
        # An answer made further questions apply: they are shown before the sheet is kept.
        self.has_more = bool(sent) and not {one.key for one in self.place.steps} <= on_the_page

    def is_valid(self) -> bool:
        """Whether everything can be taken."""
        return self.form.is_valid() and not self.wrong and not self.has_more

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {"answers": self.answers, **self.form.cleaned_data}

    def context(self) -> dict[str, Any]:
        """The page."""
        place = self.place
        questions = list(drawn(place, place.steps, self.typed, self.wrong, self.language))
        return {
            "survey": self.survey,
            "form": self.form,
            "questions": questions,
            "has_more": self.has_more and not self.wrong,
            "errors": [(one.anchor, one.error) for one in questions if one.error],
        }
