"""Time in prison, visits, the gate, the checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.justice import lists
from yarrow.justice.forms.orders import PlaceForm, line, number_of
from yarrow.referrals.forms.referring import words
from yarrow.staff.models import Worker
from yarrow.ui.forms import DateField, Form


class AwayWords(PlaceForm):
    """Where, until when."""

    agency = forms.ChoiceField(label=_("Which prison"), required=False)
    agency_words = line(_("Or write which it is"))
    number = line(_("Their number there"))
    expected_on = DateField(
        label=_("The day on which they are to leave"),
        required=False,
        help_text=_("Leave it empty while nobody knows. From 14 days before, it is on Today."),
    )
    time_words = line(_("At which hour, through which gate"))


class AwayForm(AwayWords):
    """Somebody is in prison."""

    with_entry_id = True
    since_on = DateField(label=_("Since"), not_after_today=True)
    words = words(_("What they want meanwhile"))
    field_order = ("agency", "agency_words", "since_on")


class LeavingForm(AwayWords):
    """Another day, another prison."""

    with_version = True

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**super().said(), "version": number_of(self.cleaned_data["version"])}


class LeftForm(Form):
    """The day on which they left."""

    left_on = DateField(label=_("Day"), not_after_today=True, help_text=_("Earlier than expected is fine."))


class VisitForm(Form):
    """Somebody went to see them."""

    with_entry_id = True
    visited_on = DateField(label=_("Day"), not_after_today=True)
    words = words(_("In a few words"))
    is_contact = forms.BooleanField(label=_("Write it down as a contact, too"), required=False, initial=True)


class PickUpForm(Form):
    """Who is at the gate."""

    with_entry_id = True
    worker_id = forms.ChoiceField(label=_("Who goes"))
    planned_on = DateField(label=_("Day"))
    where = line(_("At which gate, at which hour"))

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(one.pk): one for one in workers}
        offered = [("", _("Choose")), *((key, one.name) for key, one in self.workers.items())]
        self.fields["worker_id"].choices = offered  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "worker_id": self.workers[self.cleaned_data["worker_id"]].pk}


class SettlePickUpForm(Form):
    """What came of it."""

    words = words(_("In a few words"))


class CheckForm(Form):
    """How one thing of the checklist stands."""

    stands = forms.ChoiceField(
        label=_("How it stands"), choices=lambda: lists.choices("check_states"), widget=forms.RadioSelect
    )
    words = words(_("In a few words"))
