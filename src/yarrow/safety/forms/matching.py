"""What is said of two descriptions, and what is looked for."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.safety import lists
from yarrow.ui.forms import Form


class FindForm(Form):
    """One box. Its text is posted, so that it stands in no address, log or history."""

    text = forms.CharField(
        label=_("Look further"),
        required=False,
        max_length=200,
        help_text=_("A number, a plate, a name in an app, a name, or a part of one."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class DecideForm(Form):
    """Hidden fields and one of three buttons. `n_seen`: how often something was said of them when they were shown."""

    one, other, back = forms.UUIDField(), forms.UUIDField(), forms.UUIDField(required=False)
    n_seen = forms.IntegerField(min_value=0, max_value=1_000_000)
    said = forms.ChoiceField(choices=[(code, code) for code in lists.DECISIONS])

    def decision(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            name: said
            for name, said in self.cleaned_data.items()
            if name in ("one", "other", "n_seen", "said")
        }

    def back_to(self) -> UUID | None:
        """The report from which it was said."""
        found: UUID | None = self.cleaned_data["back"]
        return found
