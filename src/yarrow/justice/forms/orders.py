"""Orders and appointments: few questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.contacts.models import Contact
from yarrow.justice import lists
from yarrow.justice.rules import MOST_APPOINTMENTS
from yarrow.people.forms import WordsField
from yarrow.referrals.forms.referring import words
from yarrow.ui import days
from yarrow.ui.forms import DateField, Form

NONE = ("", _("None of these"))


def line(label: Any, **kwargs: Any) -> WordsField:
    """One line of text."""
    return WordsField("note", label=label, widget=forms.TextInput, **kwargs)


def number_of(text: str) -> int:
    """The version that a page was made from; -1 for anything that is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


class PlaceForm(Form):
    """An agency of the directory, or words."""

    agency = forms.ChoiceField(required=False)
    agency_words = line("")

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        offered = [NONE, *((key, one.name) for key, one in self.agencies.items())]
        self.fields["agency"].choices = offered  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "agency": self.agencies.get(self.cleaned_data["agency"])}


class OrderWords(PlaceForm):
    """What an order says."""

    agency = forms.ChoiceField(
        label=_("Who ordered it"),
        required=False,
        help_text=_("A note can only be sent to a court or the police of the directory."),
    )
    agency_words = line(_("Or write who it was"))
    reference = line(_("The number of the order"), help_text=_("A note names them by nothing else."))
    conditions = words(_("What it asks of them"))
    until_on = DateField(label=_("Its last day"), required=False)


class OrderForm(OrderWords):
    """A new one."""

    with_entry_id = True
    kind = forms.ChoiceField(
        label=_("What it is"), choices=lambda: lists.choices("order_kinds"), widget=forms.RadioSelect
    )
    given_on = DateField(label=_("Given on"), not_after_today=True)
    n_planned = forms.IntegerField(
        label=_("How many appointments"),
        required=False,
        min_value=0,
        max_value=MOST_APPOINTMENTS,
        help_text=_("Leave it empty for as many as are usual."),
    )
    field_order = ("kind", "agency", "agency_words", "reference", "given_on", "until_on", "n_planned")


class ChangeOrderForm(OrderWords):
    """One that is there. Its kind and its first day stay."""

    with_version = True
    n_planned = forms.IntegerField(label=_("How many appointments"), min_value=0, max_value=MOST_APPOINTMENTS)

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**super().said(), "version": number_of(self.cleaned_data["version"])}


class MoveOrderForm(Form):
    """When it happened."""

    happened_on = DateField(label=_("Day"), not_after_today=True)
    words = words(_("In a few words"))


class AppointmentForm(Form):
    """A day, and perhaps an hour."""

    with_entry_id = True
    planned_on = DateField(label=_("Day"))
    time_words = line(_("When and where"))


def met_in_words(contact: Contact) -> str:
    """A contact as a list of them names it."""
    return f"{days.day(contact.happened_on)}: {contact.kind_label}"


class ContactForm(Form):
    """Which contact an appointment was."""

    contact = forms.ChoiceField(
        label=_("Which contact it was"),
        required=False,
        help_text=_("Then it counts as mandated. Every contact that is no appointment counts as voluntary."),
    )

    def __init__(self, *args: Any, contacts: list[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(one.pk): one for one in contacts}
        offered = [NONE, *((key, met_in_words(one)) for key, one in self.contacts.items())]
        self.fields["contact"].choices = offered  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {"contact": self.contacts.get(self.cleaned_data["contact"])}


class KeepForm(ContactForm):
    """They came."""


class MissForm(Form):
    """They did not: why, and whether somebody judged that."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=lambda: lists.choices("reasons"), widget=forms.RadioSelect
    )
    judged = forms.ChoiceField(
        label=_("Whether that was acceptable"),
        choices=lambda: lists.choices("judged"),
        widget=forms.RadioSelect,
        initial="nobody",
    )
    judge = forms.ChoiceField(
        label=_("Who judged it"), choices=lambda: [NONE, *lists.choices("judges")], required=False
    )
    words = words(_("In their words"), help_text=_("No note says why, unless they agree to that."))

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class MoveForm(Form):
    """To another day."""

    moved_to = DateField(label=_("To which day"))
    time_words = line(_("When and where"))

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class LightForm(Form):
    """Whether they want to stay in touch, now that nothing is asked of them."""

    light = forms.ChoiceField(
        label=_("After the order"), choices=lambda: lists.choices("light"), widget=forms.RadioSelect
    )


class NoteForm(Form):
    """The note as it was looked at, and on which ground it leaves. `proposals`: what two people approved."""

    with_entry_id = True
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    with_reasons = forms.BooleanField(widget=forms.HiddenInput, required=False)
    proposal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
