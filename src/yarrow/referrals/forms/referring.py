"""Offering, moving, getting ready: few questions, each with a word beside it that says why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.agencies import lists as directory
from yarrow.agencies.finding import Wanted
from yarrow.people.forms import WordsField
from yarrow.referrals import choosing, lists
from yarrow.staff.models import Project
from yarrow.ui.forms import DateField, Form

# The button that looks for a service and saves nothing.
FIND = "find"
MOST_TYPED = 200


def words(label: Any, **kwargs: Any) -> WordsField:
    """Some lines of text."""
    return WordsField("note", label=label, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)


class TargetForm(Form):
    """For what, and where: found by need, place, language and words, then chosen.

    `looking`: what was typed so far where somebody only looks for a service; nothing of it is checked or lost.
    """

    with_entry_id = True
    need = forms.ChoiceField(label=_("What it is for"))
    place = forms.CharField(label=_("In which place"), required=False, max_length=60)
    language = forms.ChoiceField(label=_("In which language"), required=False)
    text = forms.CharField(label=_("Words of its name, or what it does"), required=False, max_length=80)
    target = forms.ChoiceField(label=_("Where"))

    def __init__(self, data: Any, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.fields["need"].choices = [("", _("Choose")), *directory.choices("needs")]  # type: ignore[attr-defined]
        any_language = [("", _("Any")), *directory.choices("languages")]
        self.fields["language"].choices = any_language  # type: ignore[attr-defined]
        typed = {
            name: field.widget.value_from_datadict(data or {}, {}, name)
            for name, field in self.fields.items()
        }
        self.is_looking = bool(data) and FIND in data
        if self.is_looking:
            self.is_bound, self.data, self.initial = False, {}, typed
        self.offered = self._targets(project, typed)
        named = [("", _("Choose")), *((one.key, one.words) for one in self.offered.targets)]
        self.fields["target"].choices = named  # type: ignore[attr-defined]

    def _targets(self, project: Project, typed: dict[str, Any]) -> choosing.Offered:
        def said(name: str) -> str:
            return str(typed[name] or "").replace("\x00", "")[:MOST_TYPED]

        def one_of(codes: frozenset[str], name: str) -> str:
            return said(name) if said(name) in codes else ""

        wanted = Wanted(
            # What it is for narrows the list only where somebody looks: some services have no need written down.
            need=one_of(directory.codes("needs"), "need") if self.is_looking else "",
            place=said("place"),
            language=one_of(directory.codes("languages"), "language"),
            text=said("text"),
        )
        return choosing.targets(project, wanted, said("target"))


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

    def __init__(self, data: Any, *args: Any, steps: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
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
        if act == "book":
            self.fields["happened_on"].label = _("On which day it was booked")
        else:
            del self.fields["booked_on"]
        if act == "miss":
            self.fields["happened_on"].label = _("On which day it should have been")

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
