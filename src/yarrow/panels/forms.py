"""Forms of panels: few questions, each in plain words."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yarrow.agencies.models import Agency
from yarrow.people.forms import WordsField
from yarrow.referrals.models import Concern
from yarrow.sharing import lists
from yarrow.sharing.forms import FILE_FIELDS, FactsForm
from yarrow.sharing.models import Agreement
from yarrow.ui.forms import ChipsField, DateField, Form

Named = list[tuple[Any, str]]


def words(label: Any, rows: int = 3, **kwargs: Any) -> WordsField:
    """Some lines of text."""
    return WordsField("note", label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _choose(form: Form, name: str, offered: Named) -> None:
    """Offer these in a list that begins with nothing chosen."""
    field: Any = form.fields[name]
    field.choices = [("", _("Choose")), *((str(key), said) for key, said in offered)]


class AgreementForm(Form):
    """Under which agreement the panel meets."""

    agreement = forms.ChoiceField(label=_("Under which agreement"))

    def __init__(self, *args: Any, agreements: list[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreements = {str(one.pk): one for one in agreements}
        _choose(self, "agreement", [(key, one.name) for key, one in self.agreements.items()])

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "agreement": self.agreements[self.cleaned_data["agreement"]]}


class PanelForm(AgreementForm):
    """What it is called, and its agreement."""

    with_entry_id = True
    name = forms.CharField(label=_("What the panel is called"), max_length=120)
    field_order = ("name", "agreement")


class AgencyForm(Form):
    """Which agency."""

    agency = forms.ChoiceField(label=_("Agency"))

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        _choose(self, "agency", [(key, one.name) for key, one in self.agencies.items()])

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "agency": self.agencies[self.cleaned_data["agency"]]}


class AttendanceForm(AgencyForm):
    """Who came for which agency."""

    name = forms.CharField(
        label=_("Who came"), max_length=120, help_text=_("The name they gave, and what they do there.")
    )


class WorkerForm(Form):
    """Which colleague."""

    worker = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(one.pk): one for one in workers}
        _choose(self, "worker", [(key, one.name) for key, one in self.workers.items()])

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {"worker": self.workers[self.cleaned_data["worker"]]}


class MeetingForm(Form):
    """When it meets."""

    held_on = DateField(label=_("Day of the meeting"))


class ForwardForm(FactsForm):
    """What the person wants, then what may be told at most."""

    concern = forms.ChoiceField(label=_("From which worry"), required=False)
    wants = words(
        _("What they want from it"),
        required=True,
        help_text=_("Ask first. Wanting nothing said to somebody is an answer, too."),
    )
    field_order = ("concern", "wants", "facts", "health_words", "support_words", "safety_words")

    def __init__(self, *args: Any, concerns: list[tuple[Concern, str]], **kwargs: Any) -> None:
        # At a panel things are said or stand on a sheet: a file goes through a link only.
        super().__init__(*args, only=lists.codes("facts") - lists.about_files(), **kwargs)
        for name in FILE_FIELDS:
            del self.fields[name]
        self.concerns = {str(one.pk): one for one, _wants in concerns}
        self.fields["facts"].label = _("What the agencies may be told at most")
        self.fields["facts"].help_text = _(
            "As little as they need. Each of them hears of it only what the person agreed to, or what two of us "
            "decided. Nothing about papers to stay."
        )
        offered = [(one.pk, wants[:60]) for one, wants in concerns]
        self.fields["concern"].choices = [("", _("None")), *((str(key), said) for key, said in offered)]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["concern"]

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        told = {name: self.cleaned_data[name] for name in ("wants", "entry_id")}
        concern = self.concerns.get(self.cleaned_data.get("concern", ""))
        return {**told, "facts": self.chosen(), "concern": concern}


class MinutesForm(Form):
    """What was said about somebody: inside only."""

    words = words(
        pgettext_lazy("of a meeting", "Minutes"), rows=8, help_text=_("They stay inside and are on no sheet.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ActionForm(Form):
    """What somebody does, who, by when."""

    with_entry_id = True
    what = words(_("What is to be done"), rows=2, required=True)
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = DateField(label=_("By when"))

    def __init__(self, *args: Any, team: Named, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {f"a.{one.pk}": one for one in agencies}
        workers = [(f"w.{one.worker}", name) for one, name in team]
        _choose(self, "owner", [*workers, *((key, one.name) for key, one in self.agencies.items())])

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        told = {name: self.cleaned_data[name] for name in ("what", "due_on", "entry_id")}
        owner = self.cleaned_data["owner"]
        agency = self.agencies.get(owner)
        return {**told, "agency": agency, "worker": None if agency else UUID(owner.removeprefix("w."))}


class TellForm(Form):
    """One press of the button: the same twice is once."""

    with_entry_id = True


class SaidForm(TellForm):
    """About whom something was said."""

    items = ChipsField(label=_("About whom you told them what stands above"), choices=())

    def __init__(self, *args: Any, people: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]
