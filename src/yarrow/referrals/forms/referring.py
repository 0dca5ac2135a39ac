"""Offering, moving, getting ready: few questions, each with a word beside it that says why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.agencies import lists as directory
from yarrow.people.forms import WordsField
from yarrow.referrals import lists
from yarrow.referrals.choosing import Target
from yarrow.ui.forms import DateField, Form


def words(label: Any, **kwargs: Any) -> WordsField:
    """Some lines of text."""
    return WordsField("note", label=label, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)


class TargetForm(Form):
    """Where, and for what."""

    with_entry_id = True
    target = forms.ChoiceField(label=_("Where"))
    need = forms.ChoiceField(label=_("What it is for"))

    def __init__(self, *args: Any, targets: list[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Choose")), *((one.key, one.words) for one in targets)]
        self.fields["target"].choices = offered  # type: ignore[attr-defined]
        self.fields["need"].choices = [("", _("Choose")), *directory.choices("needs")]  # type: ignore[attr-defined]


class OfferForm(TargetForm):
    """A referral: how it goes, which step it serves, what it is for in their words."""

    route = forms.ChoiceField(
        label=_("How"), choices=lambda: lists.choices("routes"), widget=forms.RadioSelect, initial=lists.PLAIN
    )
    step = forms.ChoiceField(label=_("Step of a pathway"), required=False)
    words = words(
        _("What they want from it"), help_text=_("As they say it. It stays here until you send it.")
    )
    is_agreed = forms.BooleanField(
        label=_("They agree to it now"), required=False, help_text=_("Nothing is sent by this.")
    )

    def __init__(self, *args: Any, steps: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = {str(row.pk): row for row, _words in steps}
        if steps:
            named = [("", _("None")), *((str(row.pk), said) for row, said in steps)]
            self.fields["step"].choices = named  # type: ignore[attr-defined]
        else:
            del self.fields["step"]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        told = {name: self.cleaned_data[name] for name in ("need", "route", "words", "is_agreed", "entry_id")}
        return {**told, "taken": self.steps.get(self.cleaned_data.get("step") or "")}


class SignpostForm(TargetForm):
    """Where somebody was told to go."""


class MoveForm(Form):
    """When it happened, and what an act needs: a reason, the day of an appointment, a word."""

    happened_on = DateField(label=_("Day"), not_after_today=True)
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, required=False)
    booked_on = DateField(label=_("Day of the appointment"), required=False)
    words = words(_("In a few words"))

    def __init__(self, *args: Any, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = lists.reasons_for(act)
        if reasons:
            self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]
        if act != "book":
            del self.fields["booked_on"]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class PreparationForm(Form):
    """What was needed to get ready or to get there."""

    with_entry_id = True
    kind = forms.ChoiceField(
        label=_("What was needed"), choices=lambda: lists.choices("preparations"), widget=forms.RadioSelect
    )
    done_on = DateField(label=_("Day"), not_after_today=True)
    pounds = forms.DecimalField(
        label=_("What it cost, in pounds"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        help_text=_("Leave it empty where nobody knows. 0 says that it cost nothing."),
    )
    words = words(_("In a few words"))

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        told = {name: self.cleaned_data[name] for name in ("kind", "done_on", "words", "entry_id")}
        pounds = self.cleaned_data["pounds"]
        return {**told, "pence": None if pounds is None else int(pounds * 100)}
