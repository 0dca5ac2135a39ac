"""Forms of the forum. Every field of free text says that it is about nobody."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.panels import lists
from yarrow.panels.forms import words
from yarrow.ui.forms import DateField, Form

ABOUT_NOBODY = _(
    "About how things are done, never about anybody. It is looked through for names and codes of people known here."
)


def nobody() -> forms.BooleanField:
    """For a word that is also somebody's name."""
    return forms.BooleanField(label=_("I looked: no word in it means somebody we support"), required=False)


class ForumForm(Form):
    """What it is called and what it is for."""

    name = forms.CharField(label=_("What the forum is called"), max_length=120)
    aim = words(_("What it is for"), help_text=ABOUT_NOBODY)
    is_nobody = nobody()


class SeatForm(Form):
    """Whose seat."""

    with_entry_id = True
    kind = forms.ChoiceField(
        label=_("Whose seat"), widget=forms.RadioSelect, choices=partial(lists.choices, "seats")
    )
    chosen_name = forms.CharField(
        label=_("The name they choose"),
        max_length=80,
        required=False,
        help_text=_("Any name. It is sealed, leads to nobody's record, and goes when they leave."),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        named = [(key, one.name) for key, one in self.agencies.items()]
        self.fields["agency"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "agency": self.agencies.get(self.cleaned_data["agency"])}


class SupportForm(Form):
    """Payment or support that was offered to a seat."""

    with_entry_id = True
    kind = forms.ChoiceField(
        label=_("What"), widget=forms.RadioSelect, choices=partial(lists.choices, "supports")
    )
    answer = forms.ChoiceField(
        label=_("What became of it"),
        widget=forms.RadioSelect,
        choices=partial(lists.choices, "support_answers"),
    )
    pounds = forms.DecimalField(
        label=_("How much, in pounds"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        help_text=_("Leave it empty where no money is paid for it."),
    )
    on = DateField(label=_("Day"), not_after_today=True)

    def said(self) -> dict[str, Any]:
        """What the action takes; money in pence."""
        told = {name: self.cleaned_data[name] for name in ("kind", "answer", "on", "entry_id")}
        pounds = self.cleaned_data["pounds"]
        return {**told, "pence": None if pounds is None else int(pounds * 100)}


class LineForm(Form):
    """Strategy, or what was decided."""

    with_entry_id = True
    kind = forms.ChoiceField(
        label=_("What it is"), widget=forms.RadioSelect, choices=partial(lists.choices, "lines")
    )
    words = words(_("In words"), rows=5, required=True, help_text=ABOUT_NOBODY)
    said_on = DateField(label=_("Day"))
    is_nobody = nobody()


class StepForm(Form):
    """What is to be done, by which seat, from when to when."""

    with_entry_id = True
    words = words(_("What is to be done"), required=True, help_text=ABOUT_NOBODY)
    owner = forms.ChoiceField(label=_("Which seat does it"))
    starts_on = DateField(label=_("From"))
    due_on = DateField(label=_("Until"))
    is_nobody = nobody()

    def __init__(self, *args: Any, seats: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat, _name in seats}
        named = [(str(seat.pk), name) for seat, name in seats]
        self.fields["owner"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "owner": self.seats[self.cleaned_data["owner"]]}
