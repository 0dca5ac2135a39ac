"""What a reviewer decides about one report."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.safety import lists
from yarrow.ui.fields import OneChipField
from yarrow.ui.forms import Form


class OutcomeForm(Form):
    """What becomes of it, and why."""

    outcome = OneChipField(
        label=_("What becomes of this report?"), choices=partial(lists.choices, "outcomes")
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stands with the report, for whoever reads it later."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("outcome", "reason")}
