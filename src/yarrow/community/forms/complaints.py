"""A complaint, and what was done about it."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.community import lists
from yarrow.ui.fields import DateField, OneChipField
from yarrow.ui.forms import Form
from yarrow.ui.versioned import VersionedForm

NO_NAMES = _("Name nobody whom you support. It is sealed, and in no figure.")
LONG: dict[str, Any] = {"max_length": 4_000, "widget": forms.Textarea(attrs={"rows": 4})}


class ComplaintForm(Form):
    """What was said, from the side of whoever said it."""

    with_entry_id = True
    told_on = DateField(label=_("When were you told?"), not_after_today=True)
    raised_by = OneChipField(label=_("Who complains?"), choices=partial(lists.choices, "raised_by"))
    received = OneChipField(label=_("How did it reach you?"), choices=partial(lists.choices, "received"))
    about = forms.ChoiceField(label=_("What about?"), choices=partial(lists.choices, "about"))
    place = forms.ChoiceField(label=_("What kind of place?"), choices=partial(lists.choices, "places"))
    words = forms.CharField(label=_("What they said"), help_text=NO_NAMES, **LONG)
    where = forms.CharField(label=_("Where exactly"), required=False, max_length=300)
    contact = forms.CharField(
        label=_("How to answer them"),
        required=False,
        max_length=300,
        help_text=_("Sealed, and taken away once the complaint is settled or not."),
    )
    due_on = DateField(label=_("By which day do they get an answer?"), required=False)

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return dict(self.cleaned_data)


class StepForm(VersionedForm):
    """What was done, and how it stands now."""

    done_on = DateField(label=_("On which day?"), not_after_today=True)
    what = forms.ChoiceField(label=_("What was done?"), choices=partial(lists.choices, "complaint_acts"))
    state = OneChipField(
        label=_("How does it stand now?"), choices=partial(lists.choices, "complaint_states")
    )
    words = forms.CharField(label=_("In words"), required=False, help_text=NO_NAMES, **LONG)

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
