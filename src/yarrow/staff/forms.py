"""What the pages of this room ask."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from yarrow.staff.models import Membership
from yarrow.staff.roles import COMPARTMENT_LABELS, COMPARTMENTS, ROLE_CHOICES
from yarrow.ui.forms import Form, PassphraseField
from yarrow.ui.typed import listed


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is nothing; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


class UnlockForm(Form):
    """The passphrase alone, within a session."""

    unlock_passphrase = PassphraseField(label=_("Your passphrase"))


class SetupCodeForm(Form):
    """Step 1: the code from the console."""

    code = forms.CharField(
        label=_("Code from the server's console"),
        help_text=_("Twelve signs in three groups, like abcd-efgh-jkmn."),
        max_length=40,
    )


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone]


class ProjectForm(Form):
    """Step 2: the project."""

    name = forms.CharField(label=_("Name of the project"), max_length=120)
    code = forms.SlugField(
        label=_("Short code"),
        help_text=_(
            "Small letters, digits and hyphens. It stands in every address, so choose something plain."
        ),
        max_length=40,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lazy(_zones, list), initial="Europe/London")
    languages = forms.CharField(
        label=_("Languages people speak here"),
        help_text=_("Two-letter codes with commas between, most frequent first: en, ro, pt"),
        initial="en",
        max_length=120,
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).lower()

    def clean_languages(self) -> list[str]:
        """Codes in the order given, each once."""
        typed = listed(str(self.cleaned_data["languages"]).replace(" ", ","))
        codes = list(dict.fromkeys(part.lower() for part in typed))
        wrong = [code for code in codes if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3)]
        if wrong or not codes:
            raise forms.ValidationError(_("Write codes of two or three letters, like en, ro, pt."))
        return codes


class NewPassphraseForm(Form):
    """A passphrase of one's own, or the six words that the page proposes."""

    passphrase = PassphraseField(
        fresh=True,
        label=_("Passphrase"),
        help_text=_("It opens everything you may read, and nobody can reset it. At least 20 characters."),
    )
    again = PassphraseField(fresh=True, label=_("The same passphrase again"))

    def clean(self) -> dict[str, Any]:
        """Both times the same; spaces between words don't count."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("passphrase"), cleaned.get("again")
        if first and second and first.split() != second.split():
            self.add_error("again", _("The two are not the same. Type it once more."))
        return cleaned


class HolderForm(NewPassphraseForm):
    """Step 3: the first key holder."""

    name = forms.CharField(label=_("Your name, as colleagues know you"), max_length=80)
    email = forms.EmailField(label=_("Your e-mail address"))
    field_order = ("name", "email", "passphrase", "again")


class AcceptForm(NewPassphraseForm):
    """An invited person makes their account."""

    name = forms.CharField(label=_("Your name, as colleagues know you"), max_length=80)
    field_order = ("name", "passphrase", "again")


class ChangePassphraseForm(NewPassphraseForm):
    """The owner changes it."""

    old = PassphraseField(label=_("Your present passphrase"))
    field_order = ("old", "passphrase", "again")


class InviteForm(Form):
    """Whom to invite, as what."""

    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("They sign in with it. We send nothing."))
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, widget=forms.RadioSelect)


class RoleForm(Form):
    """Another role for a worker."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, widget=forms.RadioSelect)


class NarrowForm(Form):
    """Which of a role's keys this project withholds."""

    def __init__(self, *args: Any, role: str, withheld: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["withheld"] = forms.MultipleChoiceField(
            label=_("Keys that this role does not get here"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(name, COMPARTMENT_LABELS[name]) for name in COMPARTMENTS[role]],
            initial=withheld,
            required=False,
        )


class GrantForm(Form):
    """Keys for a worker: those of the role that they lack."""

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compartments"] = forms.MultipleChoiceField(
            label=_("Keys to grant"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(name, COMPARTMENT_LABELS[name]) for name in names],
            initial=names,
        )


class WordsForm(Form):
    """The 24 words of a recovery envelope."""

    words = forms.CharField(
        label=_("The 24 words"),
        help_text=_("In the order of their numbers, with spaces between. Leave the numbers out."),
        widget=forms.Textarea(attrs={"rows": 4, "autocapitalize": "none", "spellcheck": "false"}),
        max_length=400,
    )


class LeaveForm(Form):
    """Removing someone takes a typed word."""

    typed = forms.CharField(label=_("Type their name to go on"), max_length=80)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = membership.worker.name

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if typed.strip().casefold() != self.name.casefold():
            raise forms.ValidationError(_("This is not the name. Nothing was changed."))
        return typed


class RekeyForm(Form):
    """Which key a new one replaces, as the page showed it; or going on with one that was interrupted."""

    instead_of = forms.UUIDField(label=_("The key you saw"), widget=forms.HiddenInput)
    goes_on = forms.BooleanField(required=False, widget=forms.HiddenInput)


EXPORT_REASONS = [
    ("moving", _("The project moves to another system")),
    ("own_analysis", _("We count something that Yarrow does not")),
    ("keeping", _("We keep a copy of our own")),
    ("ending", _("The project ends")),
]


class ExportForm(Form):
    """Why everything is taken along, and which sealed fields are opened in it."""

    reason = forms.ChoiceField(label=_("Why?"), choices=EXPORT_REASONS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, held: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compartments"] = forms.MultipleChoiceField(
            label=_("Open in clear"),
            help_text=_("Leave all empty unless the next system needs them. What stays closed is listed."),
            widget=forms.CheckboxSelectMultiple,
            choices=[(name, COMPARTMENT_LABELS[name]) for name in held],
            required=False,
        )
