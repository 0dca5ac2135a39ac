"""A member, as a worker writes them down."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings as site
from django.utils.translation import gettext_lazy as _

from yarrow.alerts import lists, ways
from yarrow.alerts.ways import EMAIL, SMS, Way
from yarrow.contacts.models import Zone
from yarrow.people import lists as people_lists
from yarrow.ui.fields import ChipsField
from yarrow.ui.forms import Form
from yarrow.ui.versioned import VersionedForm

EVERYWHERE = _("None chosen: those of every zone.")
ITSELF = _("Send the warning itself, in the open")
_LINE = _("Anybody who sees their phone reads it. Ask them which words are safe.")


class MemberForm(VersionedForm):
    """Nothing has to be said but a way, or that they will use the page."""

    with_entry_id = True
    name = forms.CharField(label=_("What they want to be called"), required=False, max_length=120)
    phone = forms.CharField(label=_("Number for text messages"), required=False, max_length=40)
    phone_line = forms.CharField(
        label=_("What is texted to them"), required=False, max_length=160, help_text=_LINE
    )
    phone_itself = forms.BooleanField(label=ITSELF, required=False)
    email = forms.CharField(label=_("E-mail address"), required=False, max_length=254)
    email_line = forms.CharField(
        label=_("What is written to them"), required=False, max_length=160, help_text=_LINE
    )
    email_itself = forms.BooleanField(label=ITSELF, required=False)

    def __init__(self, *args: Any, zones: Collection[Zone], region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.places = {str(zone.pk): zone for zone in zones}
        self.fields["zones"] = ChipsField(
            label=_("Warnings of which zones"),
            choices=[(key, zone.label) for key, zone in self.places.items()],
            required=False,
            help_text=EVERYWHERE,
        )
        self.fields["settings"] = ChipsField(
            label=_("Warnings for which settings"),
            choices=people_lists.choices("setting"),
            required=False,
            help_text=_("None chosen: those for all."),
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of what is sent"), choices=list(site.LANGUAGES)
        )

    def said(self, standing: Collection[Way] = ()) -> dict[str, Any]:
        """The words of the action. Hours, and ways that a form does not ask for, stay as they were. Raises CannotBe."""
        told = self.cleaned_data
        hours = {way.channel: way.hours for way in standing}
        listed = [way for way in standing if way.channel not in (SMS, EMAIL)]
        if told["phone"]:
            line = self._line("phone")
            listed.append(ways.phone_way(told["phone"], line, hours.get(SMS), self.region))
        if told["email"]:
            line = self._line("email")
            listed.append(ways.email_way(told["email"], line, hours.get(EMAIL)))
        return {
            "name": told["name"],
            "ways": listed,
            "zones": [self.places[key] for key in told["zones"]],
            "settings": told["settings"],
            "language": told["language"],
        }

    def _line(self, channel: str) -> str:
        """Their words; where none are said, those that say nothing."""
        told = self.cleaned_data
        if told[f"{channel}_itself"]:
            return ""
        return str(told[f"{channel}_line"]).strip() or lists.lines()[0]


class VouchForm(MemberForm):
    """The first time: what a worker says with it."""

    knows = forms.BooleanField(
        label=_("I know them, warnings are safe with them, and they are eighteen or older"),
        error_messages={"required": _("Vouch only for somebody of whom you can say this.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["knows"] = self.fields.pop("knows")


class WhyForm(Form):
    """Why a member is put out."""

    why = forms.CharField(
        label=_("Why are they put out?"),
        max_length=500,
        help_text=_("It is sealed, and read when somebody vouches for them again."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def initial(name: str, standing: Collection[Way], member: Any) -> dict[str, Any]:
    """What the form shows of a member."""
    shown: dict[str, Any] = {"name": name, "language": member.language, "settings": member.settings}
    shown["zones"] = [str(zone.pk) for zone in member.zones.all()]
    for field, channel in (("phone", SMS), ("email", EMAIL)):
        way = next((each for each in standing if each.channel == channel), None)
        if way is not None:
            shown |= {field: way.address, f"{field}_line": way.line, f"{field}_itself": not way.line}
    return shown
