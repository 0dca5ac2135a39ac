"""Forms as every room writes them: Django forms whose fields render with label, hint, error and their links.

`FORM_RENDERER` names `Renderer`; rooms subclass `Form` and use the fields below beside Django's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundWidget
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorDict, pretty_name
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yarrow.methods.refusals import Refusal
from yarrow.ui.fields import (
    ChipsField,
    CounterField,
    DateField,
    OneChipField,
    PassphraseField,
    SuggestField,
)
from yarrow.ui.sentences import WORDING, translated
from yarrow.ui.widgets import Chips, Counter, DayInput, OneChip, Passphrase, Suggest

__all__ = [
    "BoundField",
    "Chips",
    "ChipsField",
    "ConfirmForm",
    "Counter",
    "CounterField",
    "DateField",
    "DayInput",
    "Form",
    "OneChip",
    "OneChipField",
    "Passphrase",
    "PassphraseField",
    "Renderer",
    "Suggest",
    "SuggestField",
]

_TEXT_BOXES = ("text", "number", "email", "url", "tel", "search", "date", "datetime", "time", "password")
_OURS = {
    **{f"django/forms/widgets/{kind}.html": "ui/widgets/input.html" for kind in _TEXT_BOXES},
    "django/forms/widgets/textarea.html": "ui/widgets/textarea.html",
    "django/forms/widgets/select.html": "ui/widgets/select.html",
    "django/forms/widgets/checkbox.html": "ui/widgets/tick.html",
    "django/forms/widgets/radio.html": "ui/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "ui/widgets/checkboxes.html",
    "django/forms/widgets/file.html": "ui/widgets/file.html",
    "django/forms/widgets/clearable_file_input.html": "ui/widgets/file.html",
}


class BoundField(forms.BoundField):
    """A field on a page: knows whether it is one tick box, and which fields its answers reveal."""

    @property
    def is_tick(self) -> bool:
        """A single tick box, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def option_part(self) -> str:
        """The name of the list its options stand in: radios or checkboxes."""
        return "checkboxes" if isinstance(self.field.widget, forms.CheckboxSelectMultiple) else "radios"

    @property
    def is_revealed(self) -> bool:
        """True when another field's answer shows this one."""
        shown = getattr(self.form, "reveals", {}).values()
        return any(self.name in by_answer.values() for by_answer in shown)

    @property
    def revealed(self) -> list[tuple[BoundWidget, "forms.BoundField | None"]]:
        """Every option with the field it shows, or [] when this field shows none."""
        by_answer = getattr(self.form, "reveals", {}).get(self.name, {})
        return list(self._pairs(by_answer)) if by_answer else []

    def _pairs(self, by_answer: dict[str, str]) -> Iterator[tuple[BoundWidget, "forms.BoundField | None"]]:
        for option in self.subwidgets:
            name = by_answer.get(str(option.data["value"]))
            yield option, (self.form[name] if name else None)


class Renderer(DjangoTemplates):
    """Renders forms and widgets with this room's templates, Django's where this room has none."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        """Our template in place of Django's of the same control."""
        return super().get_template(_OURS.get(template_name, template_name))


class Form(forms.Form):
    """Base of every form.

    `with_entry_id`: carries a fresh `entry_id`, the same on every sending, so that sent twice is once.
    `with_version`: carries the `version` the page was made from, so that nobody writes over another's change.
    `reveals`: {field: {answer: field it shows}}.
    """

    with_entry_id = False
    with_version = False
    reveals: dict[str, dict[str, str]] = {}
    # The browser's own bubbles vanish and can't be read at leisure: errors come from here.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.with_entry_id:
            self.fields["entry_id"] = forms.UUIDField(
                widget=forms.HiddenInput,
                initial=uuid4,
                error_messages={"invalid": _STALE, "required": _STALE},
            )
        if self.with_version:
            self.fields["version"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for name, field in self.fields.items():
            _quiet(field.widget)
            _say_what_is_missing(field, name)

    def add_refusal(self, refusal: Refusal) -> None:
        """Say `refusal` at its field, or over the whole form; everything typed stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, translated(refusal.message))

    def is_sent(self, request: Any) -> bool:
        """Whether it was sent and is whole. The button that turns the wording sends nothing: what was typed stands."""
        if request.method != "POST":
            return False
        if WORDING in request.POST:
            self._errors = ErrorDict()
            return False
        return self.is_valid()

    @contextmanager
    def saying_refusals(self) -> Iterator[None]:
        """Do something with what was typed; when it is refused, the form says so and the page goes on from there."""
        try:
            yield
        except Refusal as refusal:
            self.add_refusal(refusal)


class ConfirmForm(Form):
    """Asks for a typed `word` before something is lost for good."""

    word = forms.CharField(required=False)

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = word
        self.fields["word"].label = format_lazy(_("Write “{word}” to go on"), word=word)

    def clean_word(self) -> str:
        """The word, whatever its case."""
        typed = str(self.cleaned_data["word"]).strip()
        if typed.casefold() != self.wanted.casefold():
            raise forms.ValidationError(format_lazy(_("Write “{word}” to go on."), word=self.wanted))
        return typed


_STALE = _("This page was open for too long. Check what you typed and send it again.")


def _quiet(widget: forms.Widget) -> None:
    """No browser keeps or offers what was typed here, unless the field itself asks for it."""
    boxes = (forms.TextInput, forms.Textarea, forms.NumberInput, forms.PasswordInput)
    if isinstance(widget, boxes) and not isinstance(widget, forms.HiddenInput):
        widget.attrs.setdefault("autocomplete", "off")


_WRITE = _("Fill in “{label}”.")
_CHOOSE = _("Choose an answer for “{label}”.")


def _say_what_is_missing(field: forms.Field, name: str) -> None:
    """Name the field where Django would only say that some field is required."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        words = _CHOOSE if isinstance(field, forms.ChoiceField) else _WRITE
        field.error_messages["required"] = format_lazy(words, label=field.label or pretty_name(name))
