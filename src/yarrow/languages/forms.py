"""Looking through messages, and signing them off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.ui.forms import Form

EVERY, OPEN, NEW = "", "open", "new"


class FindForm(Form):
    """Which messages to show. Sent in the address: what stands in it is words of the interface."""

    text = forms.CharField(label=_("Words in it"), required=False, max_length=80)
    only = forms.ChoiceField(
        label=_("Which messages"),
        required=False,
        choices=[
            (EVERY, _("All of them")),
            (NEW, _("What you have not signed off")),
            (OPEN, _("What is not translated yet")),
        ],
    )
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """What was asked for; everything where it makes no sense."""
        said = self.cleaned_data if self.is_valid() else {}
        return {"text": said.get("text", ""), "only": said.get("only", ""), "page": said.get("page") or 1}


class SignForm(Form):
    """A promise, not a click."""

    is_fluent = forms.BooleanField(
        label=_("I speak this language as my own or every day at work, and I have read its messages"),
        error_messages={
            "required": _("Sign off only a language that you speak and whose messages you have read.")
        },
    )
