"""One outside event."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.community import lists
from yarrow.ui.fields import DateField
from yarrow.ui.versioned import VersionedForm


class EventForm(VersionedForm):
    """In public words, with its days."""

    title = forms.CharField(
        label=_("What happened"),
        max_length=120,
        help_text=_("As a newspaper could say it, and nobody's name. It may leave with figures."),
    )
    kind = forms.ChoiceField(label=_("What kind"), choices=partial(lists.choices, "event_kinds"))
    from_on = DateField(label=_("From which day?"))
    to_on = DateField(label=_("Until which day?"), required=False)
    area = forms.CharField(label=_("Where"), required=False, max_length=80)
    link = forms.CharField(label=_("Where it can be read"), required=False, max_length=500)

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
