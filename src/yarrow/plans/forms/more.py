"""The card, homes, family days, a chosen change, circumstances; and what the project arranges."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.plans import lists
from yarrow.plans.forms.planning import VersionedForm, domains, one_of, text
from yarrow.ui.forms import CounterField, DateField, Form

MOST_FIRST = 5


class CardForm(VersionedForm):
    """The card, heading by heading; all of it may be left out."""

    heading = one_of("card_heading", _("What stands over it on paper"), initial="mine")
    is_named = forms.BooleanField(label=_("They want our name on it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in lists.items("card"):
            self.fields[item.code] = text("note", item.words, 2, help_text=item.more)

    def parts(self) -> list[Any]:
        """The fields of the card itself, in their order."""
        return [self[item.code] for item in lists.items("card")]

    def said(self) -> dict[str, str]:
        """Text by heading."""
        return {item.code: self.cleaned_data[item.code] for item in lists.items("card")}


class HousingForm(Form):
    """Where somebody lives, since when."""

    with_entry_id = True
    kind = one_of("housing", _("Where they live"))
    from_on = DateField(label=_("Since"), not_after_today=True)
    words = text("note", _("What to know about it"), 2)


class EndHousingForm(Form):
    """The last day there."""

    until_on = DateField(label=_("Until"), not_after_today=True)


class FamilyForm(Form):
    """A day that matters for somebody as a parent."""

    with_entry_id = True
    kind = one_of("family_event", _("What it is"))
    on = DateField(label=_("Day"))
    words = text(
        "note", _("In words"), 2, help_text=_("Leave out names of children: they have no records here.")
    )


class MovementForm(Form):
    """Where somebody is in a change they chose."""

    with_entry_id = True
    is_wanted = forms.BooleanField(label=_("They want this written down"), required=False)
    stage = one_of("stage", _("How they would put it"))
    on = DateField(label=_("Day"), not_after_today=True)
    words = text("note", _("In their words"), 2)


class CircumstancesForm(Form):
    """What presses from outside."""

    with_entry_id = True
    kinds = forms.MultipleChoiceField(
        label=_("What presses on them from outside"),
        choices=partial(lists.choices, "circumstance"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = text("note", _("In words"), 2)


class FirstNeedsForm(Form):
    """Which needs come first, as the project and its peers agreed."""

    agreed_on = DateField(label=_("Agreed on"), not_after_today=True)
    agreed_with = one_of("agreed_with", _("Agreed with"))
    n_peers = CounterField(label=_("How many peers had a say"), empty=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_FIRST + 1):
            self.fields[f"first_{n}"] = forms.ChoiceField(
                label=_("Place %d") % n, choices=domains, required=False
            )

    def places(self) -> list[Any]:
        """The fields of the order."""
        return [self[f"first_{n}"] for n in range(1, MOST_FIRST + 1)]

    def chosen(self) -> list[str]:
        """The codes, in their order."""
        said = [self.cleaned_data[f"first_{n}"] for n in range(1, MOST_FIRST + 1)]
        return [code for code in said if code]


class SignOffForm(Form):
    """Whether plans are signed off."""

    is_wanted = forms.BooleanField(label=_("A co-ordinator signs each plan off"), required=False)


class PeriodForm(Form):
    """Between which days distance is counted."""

    from_on = DateField(label=_("From"), required=False)
    to_on = DateField(label=_("To"), required=False)
