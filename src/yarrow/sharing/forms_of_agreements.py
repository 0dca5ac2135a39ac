"""Forms of agreements between agencies."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.people import purposes
from yarrow.people.forms import WordsField
from yarrow.ui.forms import ChipsField, DateField, Form


class AgreementForm(Form):
    """An agreement in the words in which it is signed."""

    with_entry_id = True
    name = forms.CharField(label=_("What it is called"), max_length=120)
    aim = WordsField(
        "note", label=_("What it is for"), required=True, widget=forms.Textarea(attrs={"rows": 4})
    )
    covers = ChipsField(
        label=_("For which purposes something may be told"),
        choices=lambda: [(one.code, one.name) for one in purposes.purposes()],
    )
    categories = ChipsField(label=_("About what"), choices=partial(purposes.choices, "categories"))
    starts_on = DateField(label=_("Its first day"))
    expires_on = DateField(label=_("Its last day"))
    review_on = DateField(label=_("When you look at it again"))


class SignForm(Form):
    """Who signed it, for which agency, when."""

    agency = forms.ChoiceField(label=_("Agency"))
    signed_by = forms.CharField(label=_("Who signed, and what they do there"), max_length=120)
    signed_on = DateField(
        label=_("When"), required=False, not_after_today=True, help_text=_("Leave empty for today.")
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        named = [(key, one.name) for key, one in self.agencies.items()]
        self.fields["agency"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "agency": self.agencies[self.cleaned_data["agency"]]}


class ReviewForm(Form):
    """When somebody looks at it next."""

    review_on = DateField(label=_("When you look at it again"))
