"""What a release page asks: which table leaves, and why one is taken back."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.evaluation.activity import Words
from yarrow.evaluation.distances import WantedDistance
from yarrow.evaluation.forms import ANY, ActivityForm
from yarrow.evaluation.release_paper import ROW_WORDS, TITLES
from yarrow.evaluation.releasing import Wanted
from yarrow.evaluation.states import REASONS
from yarrow.evaluation.surveying import WantedSurvey
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import STRETCHES
from yarrow.methods.distance_gate import MOVED, NEEDED
from yarrow.plans import extract
from yarrow.surveys.extract import Surveyed
from yarrow.ui.forms import ChipsField, DateField, Form, OneChipField


class ReleaseForm(ActivityForm):
    """The table that is to leave, sent by POST. Whole months that are over; the last quarter to begin with."""

    def __init__(self, data: Any, words: Words, today: date) -> None:
        super().__init__(QueryDict() if data is None else data, words, today)
        rows = list(ROW_WORDS.items())
        self.fields["by"] = forms.ChoiceField(
            label=_("Rows"), choices=[(ANY, _("One line for all")), *rows], required=False
        )
        self.fields["then"] = forms.ChoiceField(
            label=_("And within each"), choices=[(ANY, _("Nothing")), *rows], required=False
        )
        self.fields["show"] = forms.ChoiceField(label=_("What to count"), choices=list(TITLES.items()))
        if data is None:
            self.is_bound, self.data = False, QueryDict()
            self.initial = {**last_quarter(today), "by": "month", "show": "met"}

    def clean(self) -> dict[str, Any]:
        """Two dimensions of time are one too many."""
        said = super().clean() or {}
        if said.get("then") and not said.get("by"):
            self.add_error("by", _("Choose rows first, then what is within each."))
        if said.get("by") in STRETCHES and said.get("then") in STRETCHES and said["by"] != said["then"]:
            self.add_error("then", _("The rows are times already. Choose something else, or nothing."))
        return said

    def wanted(self) -> Wanted:
        """The question in the words of `releasing`."""
        asked = self.asked()
        return Wanted(
            period=asked.period,
            by=asked.by,
            counts=self.cleaned_data["show"],
            where=tuple(sorted((asked.where or {}).items())),
        )


class SurveyForm(Form):
    """Which questions of a survey leave, and by which group."""

    by = forms.ChoiceField(label=_("Columns"), required=False)
    questions = ChipsField(
        label=_("Questions"),
        choices=(),
        required=False,
        help_text=_("Leave empty for all. With fewer questions, more of the figures by group can be shown."),
    )

    def __init__(self, *args: Any, survey: Surveyed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        groups = [(key, survey.words[key]) for key in survey.groups]
        self.fields["by"].choices = [("", gettext("Everybody together")), *groups]  # type: ignore[attr-defined]
        self.fields["questions"].choices = [(one.key, survey.words[one.key]) for one in survey.questions]  # type: ignore[attr-defined]

    def wanted(self) -> WantedSurvey:
        """The question in the words of `surveying`."""
        said = self.cleaned_data
        return WantedSurvey(self.survey, said["by"], tuple(said["questions"]))


class DistanceForm(Form):
    """How far people came, or what they need: of which months, as whom saw it, about what."""

    from_on = DateField(label=_("First day"))
    to_on = DateField(label=_("Last day"))
    what = OneChipField(
        label=_("What to count"), choices=[(MOVED, _("Distance travelled")), (NEEDED, _("Needs"))]
    )
    rater = OneChipField(label=_("Who said it"), choices=())
    domains = ChipsField(
        label=_("About what"),
        choices=(),
        required=False,
        help_text=_("Leave empty for all. Rows that would be mostly hidden are left out."),
    )

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data, initial={**last_quarter(today), "what": MOVED})
        self.fields["rater"].choices = list(extract.rater_labels().items())  # type: ignore[attr-defined]
        self.fields["domains"].choices = list(extract.domain_labels().items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period the right way round."""
        return the_right_way_round(self, super().clean() or {})

    def wanted(self) -> WantedDistance:
        """The question in the words of `distances`."""
        said = self.cleaned_data
        period = Period(said["from_on"], said["to_on"])
        return WantedDistance(said["what"], said["rater"], period, tuple(said["domains"]))


class WithdrawForm(Form):
    """Why a release is taken back."""

    reason = OneChipField(
        label=_("Why"),
        choices=list(REASONS.items()),
        error_messages={"required": _("Say why it is withdrawn.")},
    )


def the_right_way_round(form: Form, said: dict[str, Any]) -> dict[str, Any]:
    """What was said of a period; refuses one that ends before it begins."""
    if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
        form.add_error("to_on", _("The last day is before the first. Check both."))
    return said


def last_quarter(today: date) -> dict[str, date]:
    """The last quarter that is over."""
    begins = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = begins - timedelta(days=1)
    return {"from_on": last.replace(month=last.month - 2, day=1), "to_on": last}
