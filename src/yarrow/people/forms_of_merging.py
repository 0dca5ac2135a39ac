"""The form of merging: one question for each field in which two records differ."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people.comparing import Choice
from yarrow.ui.forms import Form

HERE, THERE = "here", "there"


class MergeForm(Form):
    """Which of two values stays, for each of `choices`."""

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in choices:
            self.fields[one.field] = forms.ChoiceField(
                label=one.label,
                choices=[(HERE, one.here), (THERE, one.there)],
                initial=THERE if one.is_theirs else HERE,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which one stays.")},
            )

    def taken(self) -> list[str]:
        """The fields whose value comes from the other record."""
        return [name for name, value in self.cleaned_data.items() if value == THERE]
