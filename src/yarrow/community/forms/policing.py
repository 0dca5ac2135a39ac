"""An agreement on policing, and what went against it."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.community import lists
from yarrow.community.forms.complaints import LONG, NO_NAMES
from yarrow.community.models import AgreementPoint
from yarrow.ui.fields import DateField, OneChipField
from yarrow.ui.forms import Form
from yarrow.ui.versioned import VersionedForm

NONE = ("", _("Not in the directory"))


class AgreementForm(VersionedForm):
    """What was agreed and with whom. Points are asked for once; later each is added or ended by itself."""

    title = forms.CharField(label=_("What it is called"), max_length=120)
    parties = forms.CharField(label=_("Who agreed"), max_length=300)
    agency = forms.ChoiceField(label=_("The police, as in the directory"), required=False)
    points = forms.CharField(
        label=_("What was agreed, one point on each line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=9_000,
        help_text=_("Like: no cautions at or near services; you are asked before an operation."),
    )
    operational = forms.CharField(
        label=_("Operational lead"), required=False, max_length=200, help_text=_("Sealed.")
    )
    strategic = forms.CharField(
        label=_("Strategic lead"), required=False, max_length=200, help_text=_("Sealed.")
    )
    starts_on = DateField(label=_("From which day?"))
    review_on = DateField(label=_("When is it looked at again?"))
    answer_days = forms.IntegerField(
        label=_("Within how many days do they answer?"), min_value=1, max_value=365, initial=14
    )
    ended_on = DateField(label=_("Ended on"), required=False, not_after_today=True)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [NONE, *agencies]  # type: ignore[attr-defined]
        del self.fields["ended_on" if is_new else "points"]

    def said(self) -> dict[str, Any]:
        """The words of the action, `agency` as an id or None."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "points" in said:
            said["points"] = [line.strip() for line in said["points"].splitlines() if line.strip()]
        return {**said, "agency": said["agency"] or None}


class PointForm(Form):
    """One point more."""

    points = forms.CharField(label=_("A further point"), max_length=300)

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {"words": self.cleaned_data["points"]}


class BreachForm(Form):
    """What went against a point, or a complaint about policing."""

    with_entry_id = True
    reveals = {"kind": {lists.BREACH: "point"}}
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=partial(lists.choices, "breach_kinds"), widget=forms.RadioSelect
    )
    point = forms.ChoiceField(label=_("Which point?"), required=False)
    happened_on = DateField(label=_("When did it happen?"), not_after_today=True)
    told_by = forms.ChoiceField(label=_("Who told you?"), choices=partial(lists.choices, "told_by"))
    place = forms.ChoiceField(label=_("What kind of place?"), choices=partial(lists.choices, "places"))
    words = forms.CharField(label=_("What happened"), help_text=NO_NAMES, **LONG)
    where = forms.CharField(label=_("Where exactly"), required=False, max_length=300)

    def __init__(self, *args: Any, points: list[AgreementPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = {str(point.pk): point for point in points}
        offered = [(key, f"{point.n}. {point.words}") for key, point in self.points.items()]
        self.fields["point"].choices = [("", _("Choose a point")), *offered]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """The words of the action. A point that was chosen before the kind was changed is left."""
        typed = dict(self.cleaned_data)
        point = self.points.get(typed["point"]) if typed["kind"] == lists.BREACH else None
        return {**typed, "point": point}


class RaiseForm(VersionedForm):
    """With whom it was raised."""

    raised_on = DateField(label=_("When did you raise it?"), not_after_today=True)
    with_ = OneChipField(label=_("With whom?"), choices=partial(lists.choices, "leads"))

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AnswerForm(VersionedForm):
    """What they answered."""

    answered_on = DateField(label=_("When did they answer?"), not_after_today=True)
    answer = forms.CharField(label=_("What they answered"), help_text=NO_NAMES, **LONG)

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CloseForm(VersionedForm):
    """What came of it."""

    closed_on = DateField(label=_("On which day?"), not_after_today=True)
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=partial(lists.choices, "outcomes"), widget=forms.RadioSelect
    )

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
