"""What is typed about agencies, services and feeds."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.agencies import finding, lists
from yarrow.agencies.actions.facts import WAITING
from yarrow.agencies.finding import Wanted
from yarrow.agencies.models import Agency, Service
from yarrow.ui.fields import ChipsField, DateField, OneChipField
from yarrow.ui.forms import Form
from yarrow.ui.versioned import VersionedForm

ANY = ("", _("Any"))
LONG = {"required": False, "max_length": 4_000, "widget": forms.Textarea(attrs={"rows": 3})}


def _any_of(name: str) -> list[tuple[str, Any]]:
    return [ANY, *lists.choices(name)]


class FindForm(Form):
    """What is looked for; sent by GET, and nothing in it is about a person."""

    need = forms.ChoiceField(label=_("What for"), required=False, choices=partial(_any_of, "needs"))
    place = forms.CharField(label=_("Where"), required=False, max_length=60)
    language = forms.ChoiceField(
        label=_("In which language"), required=False, choices=partial(_any_of, "languages")
    )
    kind = forms.ChoiceField(
        label=_("What kind of agency"), required=False, choices=partial(_any_of, "kinds")
    )
    text = forms.CharField(label=_("Words of its name, or what it does"), required=False, max_length=80)
    facts = ChipsField(label=_("Only if we know that it"), required=False, choices=())
    with_closed = forms.BooleanField(label=_("Also what is closed or gone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [pair for pair in lists.choices("facts") if pair[0] in finding.FACTS]
        self.fields["facts"].choices = offered  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked; a filter that can't be read is left out, and its field says so."""
        said = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        return Wanted(**{**said, "facts": tuple(said.get("facts", ()))})


class AgencyForm(VersionedForm):
    """One agency. Where `agency` comes from a feed, only our own part is asked for."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What kind"),
        choices=partial(lists.choices, "kinds"),
        help_text=_("A consent to share names kinds of recipients; this says which one it falls under."),
    )
    about = forms.CharField(label=_("What it does"), **LONG)  # type: ignore[arg-type]
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    url = forms.CharField(label=_("On the web"), required=False, max_length=500)
    is_confidential = forms.BooleanField(
        label=_("Where it is must stay secret"),
        required=False,
        help_text=_("A refuge, a safe house. The address is then sealed: it is in no list and in no file."),
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    assured_on = DateField(label=_("On which day was this right?"), required=False, not_after_today=True)
    is_published = forms.BooleanField(
        label=_("May be in the directory that we give to others"),
        required=False,
        help_text=_("Name, phone and services; never an address, and nothing that we noted about it."),
    )
    is_closed = forms.BooleanField(label=_("It has closed"), required=False)

    def __init__(
        self, *args: Any, agency: Agency | None = None, knows_address: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not knows_address:
            # Whoever can't read it can't write over it either.
            del self.fields["address"]
        if agency is None:
            del self.fields["is_closed"]
        elif agency.feed_id:
            for name in ("name", "about", "phone", "email", "url", "assured_on", "is_closed"):
                del self.fields[name]
            if "address" in self.fields:
                self.fields["address"].label = _("Its secret address, if you know it")

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ServiceForm(VersionedForm):
    """One service. Of one that comes from a feed, only its needs are asked for."""

    name = forms.CharField(label=_("Name"), max_length=200)
    needs = ChipsField(label=_("What for"), choices=partial(lists.choices, "needs"), required=False)
    about = forms.CharField(label=_("What it does"), **LONG)  # type: ignore[arg-type]
    status = OneChipField(
        label=_("Is it open?"), choices=partial(lists.choices, "statuses"), initial=lists.ACTIVE
    )
    places = forms.CharField(
        label=_("Where"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One town or area on each line; never the street of a secret place."),
    )
    languages = ChipsField(
        label=_("In which languages"), choices=partial(lists.choices, "languages"), required=False
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    url = forms.CharField(label=_("On the web"), required=False, max_length=500)
    waiting_said = forms.CharField(label=_("How long they say people wait"), required=False, max_length=200)
    assured_on = DateField(label=_("On which day was this right?"), required=False, not_after_today=True)

    def __init__(self, *args: Any, service: Service | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if service is not None and service.feed_id:
            for name in set(self.fields) - {"needs", "version"}:
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "places" in said:
            said["places"] = said["places"].splitlines()
        return said


class FactForm(Form):
    """What was learned. The days are asked for waiting, one of three answers for everything else."""

    reveals = {"fact": {WAITING: "days"}}
    fact = forms.ChoiceField(
        label=_("What did you learn?"), choices=partial(lists.choices, "facts"), widget=forms.RadioSelect
    )
    days = forms.CharField(
        label=_("How many days do people really wait?"),
        required=False,
        max_length=5,
        help_text=_("63 for nine weeks. Leave it empty when nobody knows any more."),
    )
    answer = OneChipField(
        label=_("Is it so?"),
        choices=partial(lists.choices, "answers"),
        required=False,
        help_text=_("For everything but waiting."),
    )
    known_from = forms.ChoiceField(label=_("How do you know?"), choices=partial(lists.choices, "known_from"))

    def said(self) -> dict[str, str]:
        """The words of the action."""
        typed = self.cleaned_data
        said = typed["days"].strip() if typed["fact"] == WAITING else typed["answer"]
        return {"fact": typed["fact"], "said": said, "known_from": typed["known_from"]}


class FeedForm(Form):
    """A directory that somebody else publishes."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Like: the council's directory."))
    address = forms.CharField(
        label=_("Address of its data"),
        required=False,
        max_length=500,
        help_text=_("It begins with https://. Leave it empty if you bring files."),
    )
    licence = forms.CharField(
        label=_("Licence"),
        required=False,
        max_length=200,
        help_text=_("What its publisher allows, and wants said."),
    )
    is_ended = forms.BooleanField(label=_("Don't read it any more"), required=False)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_ended" if is_new else "name"]


class FileForm(Form):
    """A file of a feed. `too_big`: the sentence for one that was longer than the limit, and did not arrive."""

    file = forms.FileField(
        label=_("The file"), help_text=_("JSON as the directory gives it out: one page or all.")
    )
    is_whole = forms.BooleanField(
        label=_("This is everything the feed has"),
        required=False,
        help_text=_("Then what is missing in it is marked as gone. Nothing is deleted."),
    )
    believes_gone = forms.BooleanField(
        label=_("It is right that more than half of it is missing"), required=False
    )

    def __init__(self, *args: Any, is_too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_too_big:
            self.fields["file"].error_messages["required"] = _("This file is over 20 MB. Bring it in parts.")
