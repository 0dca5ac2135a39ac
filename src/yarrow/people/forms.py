"""Forms of this room. Nothing about a person has to be filled in."""

import json
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.methods.refusals import Refusal
from yarrow.people import lists, said
from yarrow.ui.forms import DateField, Form, OneChipField
from yarrow.ui.typed import listed


class WordsField(forms.CharField):
    """Text that passes the room's own checks (`said.words`), so that every way in says the same sentence."""

    def __init__(self, limit: str, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.limit = limit

    def clean(self, value: Any) -> str:
        """The tidied text, "" when empty."""
        text = self.to_python(value)
        self.validate(text)
        try:
            return said.words(self.limit, text) or ""
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None


def choice(label: Any, name: str, **kwargs: Any) -> OneChipField:
    """One of a code list; "not said" is an answer, so that any other can be taken back."""
    return OneChipField(label=label, choices=partial(lists.choices, name), required=False, **kwargs)


class PersonForm(Form):
    """What may be said about a person."""

    called = WordsField(
        "called", label=_("Name to be called by"), help_text=_("Any name they like, or none.")
    )
    gender = choice(_("Gender, for counting"), "gender")
    full_name = WordsField("full_name", label=_("Full name"))
    gender_said = WordsField("gender_said", label=_("Gender in their own words"))
    trans = choice(_("Trans"), "trans", help_text=_("Only if they said so. Sealed, and never counted."))
    born_on = DateField(label=_("Date of birth"), required=False)
    age_band = choice(
        _("Age band"), "age_band", help_text=_("Worked out from the date of birth where it is known.")
    )
    languages = forms.CharField(
        label=_("Languages"), required=False, help_text=_("With commas between them, the best one first.")
    )
    interpreter = choice(_("Interpreter"), "interpreter")
    nationality = WordsField("nationality", label=_("Nationality"), help_text=_("Only if they told you."))
    appearance = WordsField(
        "appearance", label=_("How to recognise them"), widget=forms.Textarea(attrs={"rows": 3})
    )
    first_met_on = DateField(label=_("First met"), required=False)
    gp = choice(_("Registered with a GP"), "registered")
    dentist = choice(_("Registered with a dentist"), "registered")
    woman_worker = choice(_("Prefers a woman worker"), "woman_worker")
    suits_place = WordsField("suits_place", label=_("A place that suits"))
    suits_hour = WordsField("suits_hour", label=_("An hour that suits"))
    pregnant = choice(_("Pregnant"), "pregnant")
    parenting = WordsField(
        "parenting",
        label=_("About being a parent"),
        help_text=_("What they want known, for support. Children have no records here."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    supported_as = choice(
        _("Supported"),
        "supported_as",
        help_text=_(
            "Partners and family are counted apart. Never write here whose partner or family they are."
        ),
    )

    def clean_languages(self) -> list[str]:
        """A list from a line of text."""
        try:
            return said.languages("languages", listed(self.cleaned_data["languages"]))
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None

    def person(self) -> dict[str, Any]:
        """What was said, as the actions take it."""
        fields = [*said.SEALED, *said.PLAIN]
        known = {field: self.cleaned_data[field] for field in fields if field in self.cleaned_data}
        for field in ("gender", "age_band"):
            known[field] = known.get(field) or lists.NOT_SAID
        known["supported_as"] = known.get("supported_as") or lists.FOR_THEMSELVES
        return known


class AddPersonForm(PersonForm):
    """The short form: two fields in sight, the rest behind one heading."""

    with_entry_id = True
    first = ("called", "gender")

    def person(self) -> dict[str, Any]:
        """As above; a day of first meeting left empty is today."""
        known = super().person()
        if known["first_met_on"] is None:
            del known["first_met_on"]
        return known


class ChangePersonForm(PersonForm):
    """Carries what the worker saw, so that only what they touched is written."""

    with_version = True
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    why = choice(_("Why you change it"), "change_reason", help_text=_("What stood before is kept."))

    @staticmethod
    def initial_of(values: dict[str, Any], version: int) -> dict[str, Any]:
        """Initial data for a page made from these values."""
        shown = {**values, "languages": ", ".join(values["languages"] or [])}
        return {**shown, "version": version, "seen": json.dumps(canonical(values))}

    def touched(self) -> dict[str, Any]:
        """The fields whose value is not the one the worker was shown."""
        seen = self.seen_values()
        known = self.person()
        as_text = canonical(known)
        return {field: value for field, value in known.items() if as_text[field] != seen.get(field, "?")}

    def seen_values(self) -> dict[str, Any]:
        """What the page showed; empty when the browser sent something else back."""
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def version_seen(self) -> int:
        """The version of the page; 0, which no record has, when it did not come back."""
        text = self.cleaned_data.get("version") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def canonical(values: dict[str, Any]) -> dict[str, str]:
    """Every value as one comparable text."""
    return {field: _as_text(values.get(field)) for field in (*said.SEALED, *said.PLAIN)}


def _as_text(value: Any) -> str:
    if value in (None, lists.NOT_SAID, lists.FOR_THEMSELVES):
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(value) if isinstance(value, list) else str(value)


class SearchForm(Form):
    """One box. Its text is posted, so that it stands in no address, log or history."""

    text = forms.CharField(
        label=_("Find someone"),
        required=False,
        max_length=200,
        help_text=_(
            "A name, another name, a code, or their number in another system. Spelling need not be right."
        ),
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class SafeguardingForm(Form):
    """Who was told, when, and what comes next. The note is only for those who hold the key to notes."""

    with_entry_id = True
    told = WordsField("told", label=_("Who was told"), help_text=_("Your project's safeguarding lead first."))
    told_on = DateField(label=_("When"), required=False, help_text=_("Leave empty for today."))
    next_step = WordsField("next_step", label=_("What comes next"))
    next_on = DateField(label=_("By when"), required=False)
    note = WordsField("note", label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))

    is_still_under_18 = forms.BooleanField(
        label=_("I asked how old they are: still under 18"), required=False
    )

    def __init__(self, *args: Any, takes_note: bool, takes_age: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_note:
            del self.fields["note"]
        if not takes_age:
            del self.fields["is_still_under_18"]


class ReasonForm(Form):
    """Why a record outside the caseload is opened."""

    reason = forms.ChoiceField(
        label=_("Why do you open it?"),
        choices=partial(lists.choices, "open_reason"),
        widget=forms.RadioSelect,
    )


class EraseForm(Form):
    """Why a record is erased, and a word that nobody types by accident."""

    reason = forms.ChoiceField(
        label=_("Why do you erase it?"),
        choices=partial(lists.choices, "erase_reason"),
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label=_("Type the word erase"), help_text=_("So that it does not happen by a slip."), max_length=20
    )

    def clean_word(self) -> str:
        """The word itself, in any case."""
        word: str = self.cleaned_data["word"]
        if word.strip().casefold() != gettext("erase"):
            raise ValidationError(_("Type the word erase to go on. Nothing is erased yet."))
        return word


class CopyForm(Form):
    """Why a copy is made, and in which shape."""

    reason = forms.ChoiceField(
        label=_("Why do you make it?"),
        choices=partial(lists.choices, "copy_reason"),
        widget=forms.RadioSelect,
    )
    shape = forms.ChoiceField(
        label=_("As what?"),
        choices=[
            ("page", _("A page to read together and print")),
            ("file", _("A file for other programs (JSON and CSV in one ZIP)")),
        ],
        initial="page",
        widget=forms.RadioSelect,
    )
