"""Forms of consent: what was read, what was answered, and who heard it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people import purposes
from yarrow.people.forms import WordsField
from yarrow.people.purposes import Purpose
from yarrow.ui.forms import ChipsField, DateField, Form


class SaidForm(Form):
    """What giving and taking back share."""

    with_entry_id = True
    recipient = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("How they said it"), widget=forms.RadioSelect)
    said_on = DateField(label=_("When"), required=False, help_text=_("Leave empty for today."))
    language = WordsField("language", label=_("In which language"))
    interpreter = WordsField("interpreter", label=_("Interpreter"), help_text=_("Who, or which service."))
    witness = WordsField("witness", label=_("Who else heard it"))

    def __init__(self, *args: Any, recipients: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = recipients
        self.fields["recipient"].choices = listed  # type: ignore[attr-defined]
        self.fields["how"].choices = purposes.choices("hows")  # type: ignore[attr-defined]
        if len(listed) == 1:
            self.fields["recipient"].initial = listed[0][0]


class WithdrawForm(SaidForm):
    """From whom it is taken back: a kind of recipient, or one agency ("clinic.<its id>")."""

    def clean(self) -> dict[str, Any]:
        """The kind and the agency apart."""
        said = super().clean() or {}
        recipient, _dot, agency = said.get("recipient", "").partition(".")
        return {**said, "recipient": recipient, "agency": UUID(agency) if agency else None}


class GiveForm(SaidForm):
    """For whom, about what, until when."""

    recipient_name = WordsField(
        "recipient_name", label=_("Which one"), help_text=_("Its name, if it is a particular one.")
    )
    categories = ChipsField(label=_("About what"), choices=())
    expires_on = DateField(
        label=_("Until"), required=False, help_text=_("Left empty, it holds until they take it back.")
    )
    field_order = ("recipient", "recipient_name", "categories", "how", "said_on", "expires_on")

    def __init__(self, *args: Any, purpose: Purpose, today: date, **kwargs: Any) -> None:
        super().__init__(*args, recipients=purposes.choices("recipients", purpose.recipients), **kwargs)
        self.fields["categories"].choices = purposes.choices("categories", purpose.categories)  # type: ignore[attr-defined]
        if purpose.months:
            self.fields["expires_on"].initial = months_after(today, purpose.months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, 28)
