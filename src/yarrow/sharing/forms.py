"""Forms of this room: what is shared, through what, on which ground, and who was told."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency
from yarrow.people.forms import WordsField
from yarrow.people.forms_of_consent import GiveForm
from yarrow.sharing import gateways, lists, rules
from yarrow.sharing.actions import Attached, Fact, attach
from yarrow.sharing.actions.recalls import SEEN
from yarrow.sharing.models import Guest
from yarrow.ui.forms import ChipsField, CounterField, DateField, Form

LINK, TO_GUEST = "package", "guest."
# Letters are written in their own place.
HOWS = (LINK, "spoken", "paper")


FILE_FIELDS = ("file", "file_called")


class FindForm(Form):
    """An agency of the directory, by a part of its name."""

    name = forms.CharField(label=_("Name of the agency"), max_length=80)


class FactsForm(Form):
    """Which facts, one by one. `said`: what the record says of those that stand in it."""

    with_entry_id = True
    facts = ChipsField(label=_("What is shared"), choices=())
    health_words = WordsField("note", label=_("About their health"), widget=forms.Textarea(attrs={"rows": 3}))
    support_words = WordsField(
        "note", label=_("What help they get and need"), widget=forms.Textarea(attrs={"rows": 3})
    )
    safety_words = WordsField(
        "note", label=_("What happened to them"), widget=forms.Textarea(attrs={"rows": 3})
    )

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A PDF, a picture or plain text, up to 10 MB. They get a copy made anew, without the place, "
            "the names and the comments that a file carries unseen. It goes through a link only."
        ),
        required=False,
    )
    file_called = WordsField("title", label=_("What the file is, as they read it"))

    def __init__(
        self, *args: Any, said: dict[str, str], only: frozenset[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record = said
        offered = [
            (item.code, f"{item.said}: {said[item.code]}" if item.code in said else item.said)
            for item in lists.items("facts")
            if (item.code in said or item.code in self.fields or item.code in lists.about_files())
            and (only is None or item.code in only)
        ]
        self.fields["facts"].choices = offered  # type: ignore[attr-defined]

    def chosen(self) -> list[Fact]:
        """The chosen facts with what they say; "" where nothing was written."""
        said = {
            **self.record,
            **{code: self.cleaned_data[code] for code in lists.codes("facts") & set(self.fields)},
        }
        said |= dict.fromkeys(lists.about_files(), self.cleaned_data.get("file_called"))
        return [Fact(code, said.get(code, "")) for code in self.cleaned_data["facts"]]

    def attached(self) -> Attached | None:
        """The file with its copy; None where none was chosen."""
        came = self.cleaned_data["file"]
        return attach(came.read()) if came else None


class ShareForm(FactsForm):
    """For what, what, and how it reaches them."""

    purpose = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("How it reaches them"), widget=forms.RadioSelect)
    days = CounterField(label=_("Days that it can be opened"), initial=7)
    openings = CounterField(label=_("How often it can be opened"), initial=3)
    field_order = ("purpose", "facts", "health_words", "support_words", "safety_words", *FILE_FIELDS, "how")

    def __init__(self, *args: Any, agency: Agency, guests: Sequence[Guest] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guests = {f"{TO_GUEST}{one.pk}": one for one in guests}
        listed = [(one.code, one.name) for one in rules.purposes_for(agency)]
        self.fields["purpose"].choices = listed  # type: ignore[attr-defined]
        hows = [(code, lists.label("hows", code)) for code in HOWS]
        hows += [(f"{TO_GUEST}{one.pk}", _to_guest(one)) for one in guests]
        self.fields["how"].choices = hows  # type: ignore[attr-defined]
        if len(listed) == 1:
            self.fields["purpose"].initial = listed[0][0]


def _to_guest(guest: Guest) -> str:
    return gettext("To the account of %(name)s") % {"name": guest.worker.name}


class SendForm(ShareForm):
    """What two people approved, and no more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["purpose"]


class ProposeForm(Form):
    """Which facts may leave without consent, on which ground, and why."""

    with_entry_id = True
    gateway = forms.ChoiceField(
        label=_("On which ground"),
        widget=forms.RadioSelect,
        choices=lambda: [(one.code, one.name) for one in gateways.gateways()],
    )
    facts = ChipsField(label=_("Exactly which facts"), choices=partial(lists.choices, "facts"))
    reason = WordsField(
        "note", label=_("Why, and what you have in your hands"), widget=forms.Textarea(attrs={"rows": 4})
    )


class AgreeForm(GiveForm):
    """The person agrees for one agency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("recipient", "recipient_name"):
            del self.fields[name]


class RecallForm(Form):
    """How and when a recipient was told."""

    with_entry_id = True
    how = forms.ChoiceField(
        label=_("How you told them"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, said) for code, said in lists.choices("tellings") if code != SEEN],
    )
    told_on = DateField(
        label=_("When"), required=False, not_after_today=True, help_text=_("Leave empty for today.")
    )
    answer = WordsField("note", label=_("What they said"), widget=forms.Textarea(attrs={"rows": 3}))


class TemplateForm(Form):
    """A template of letters, in the project's own words."""

    name = WordsField("label", label=_("What these letters are called"), required=True)
    text = WordsField("note", label=_("The words"), required=True, widget=forms.Textarea(attrs={"rows": 16}))
    is_asked = forms.BooleanField(
        label=_("The person asks for each of these letters, and agrees to the agency by its name"),
        help_text=_("For letters that tell something by being sent at all."),
        required=False,
    )


class ChangeTemplateForm(TemplateForm):
    """A new version of it, or its end."""

    is_ended = forms.BooleanField(label=_("Nobody writes these letters any more"), required=False)


class LetterForm(Form):
    """What stands in the places of a letter, and for what it is sent."""

    with_entry_id = True
    purpose = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, agency: Agency, asked: list[lists.Item], is_asked: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = [item.code for item in asked]
        for item in asked:
            self.fields[item.code] = WordsField(
                "note", label=item.said, required=True, widget=forms.Textarea(attrs={"rows": 2})
            )
        if is_asked:
            self.fields["is_asked"] = forms.BooleanField(
                label=_("They asked for this letter, and know whom it goes to")
            )
        listed = [(one.code, one.name) for one in rules.purposes_for(agency)]
        self.fields["purpose"].choices = listed  # type: ignore[attr-defined]
        if len(listed) == 1:
            self.fields["purpose"].initial = listed[0][0]

    def said(self) -> dict[str, str]:
        """Field of the template → its words."""
        return {code: self.cleaned_data[code] for code in self.places}


class SeatForm(Form):
    """For which agency a guest is here, and until when."""

    agency = forms.ChoiceField(label=_("Which agency"))
    until = DateField(label=_("Until when"))

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        self.fields["agency"].choices = [(key, one.name) for key, one in self.agencies.items()]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What `actions.seat_guest` takes."""
        return {"agency": self.agencies[self.cleaned_data["agency"]], "until": self.cleaned_data["until"]}
