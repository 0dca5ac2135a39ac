"""Forms of how long records are kept, and of legal hold."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people import lists
from yarrow.people.forms import WordsField
from yarrow.ui.forms import DateField, Form

YEARS = (1, 2, 3, 5, 6, 7, 10)


class KeepingForm(Form):
    """How many years after the last contact; or until they ask."""

    years = forms.TypedChoiceField(
        label=_("How long is a record kept after the last contact?"),
        choices=[*((str(n), str(n)) for n in YEARS), ("until_asked", _("Until they ask to be forgotten"))],
        coerce=lambda said: int(said) if said.isdecimal() else None,
        help_text=_("In years. Whoever asks to be forgotten is erased at once in any case."),
        widget=forms.RadioSelect,
        empty_value=None,
    )


class KeepLongerForm(Form):
    """Until when one record is kept, and why."""

    with_entry_id = True
    until_on = DateField(
        label=_("Keep it until"), help_text=_("At most three years ahead. Then the clock goes on.")
    )
    reason = WordsField(
        "reason", label=_("Why"), help_text=_("Sealed. The person can read it in their copy.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class HoldForm(KeepLongerForm):
    """What a record is held for, why, and until when."""

    ground = forms.ChoiceField(
        label=_("What is it needed for?"),
        choices=partial(lists.choices, "hold_ground"),
        widget=forms.RadioSelect,
        help_text=_("These words may be said to the person."),
    )
    field_order = ("ground", "reason", "until_on")
