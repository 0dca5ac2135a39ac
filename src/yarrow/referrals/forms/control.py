"""A concern begins with what the person wants; papers to stay begin with their asking for help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.referrals import lists
from yarrow.referrals.forms.referring import words
from yarrow.sharing.models import Share
from yarrow.ui.fields import ChipsField
from yarrow.ui.forms import DateField, Form


class ConcernForm(Form):
    """What they want, what was seen or told."""

    with_entry_id = True
    wants = words(
        _("What they want"), required=True, help_text=_("Ask first. Wanting nothing done is an answer, too.")
    )
    signs = ChipsField(label=_("What you saw, or were told"), choices=lambda: lists.choices("signs"))
    words = words(_("In your words"))

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class ConcernStepForm(Form):
    """What was done about it."""

    with_entry_id = True
    kind = forms.ChoiceField(
        label=_("What was done"), choices=lambda: lists.choices("concern_steps"), widget=forms.RadioSelect
    )
    share = forms.ChoiceField(
        label=_("By which share it left"),
        required=False,
        help_text=_(
            "For a report. It leaves on what they agreed to, or on a legal duty that two people stand for."
        ),
    )
    done_on = DateField(label=_("Day"), not_after_today=True)
    words = words(_("In your words"))

    def __init__(self, *args: Any, shares: list[Share], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = {str(one.pk): one for one in shares}
        named = [(key, f"{one.agency.name}, {one.shared_at:%d.%m.%Y}") for key, one in self.shares.items()]
        self.fields["share"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "share": self.shares.get(self.cleaned_data["share"])}


def asked(**kwargs: Any) -> forms.BooleanField:
    """The tick without which nothing about papers opens."""
    return forms.BooleanField(
        label=_("They asked for help with their papers, today or before"), required=True, **kwargs
    )


class OpenStayForm(Form):
    """Why it is opened."""

    is_asked = asked()


class StayForm(Form):
    """What they said."""

    with_entry_id = True
    status = forms.ChoiceField(
        label=_("What they said"), choices=lambda: lists.choices("stay"), widget=forms.RadioSelect
    )
    words = words(_("What they need help with"))
    is_asked = asked()

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class ShareStayForm(Form):
    """The one share that they asked for."""

    with_entry_id = True
    agency = forms.ChoiceField(label=_("To whom"))
    is_asked = forms.BooleanField(label=_("They asked that this one gets it"), required=True)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        named = [(key, one.name) for key, one in self.agencies.items()]
        self.fields["agency"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "agency": self.agencies[self.cleaned_data["agency"]]}


class KeepStayForm(Form):
    """Whether papers to stay may be written down at all."""

    is_kept = forms.BooleanField(
        label=_("Papers to stay may be written down for those who ask for help with them"), required=False
    )
