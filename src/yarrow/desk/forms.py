"""Forms of the desk's own pages."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, RawPostDataException
from django.utils.translation import gettext_lazy as _

from yarrow.ui.forms import Form

DISMISS_REASONS = [
    ("recorded_already", _("It is recorded already")),
    ("left_by_mistake", _("It was left by mistake")),
    ("unreadable", _("It can't be read")),
    ("only_a_test", _("It was only a test")),
]


class DeviceForm(Form):
    """A device and the public half of its signing pair, as its browser sends them."""

    name = forms.CharField(
        label=_("Name of this device"),
        max_length=60,
        help_text=_("What your team calls it, for example “van tablet”. Not a person's name."),
    )
    public_key = forms.CharField(max_length=120, widget=forms.HiddenInput)

    @classmethod
    def from_json(cls, request: HttpRequest) -> "DeviceForm":
        """The form with what a JSON body says; an empty one when it says nothing readable."""
        try:
            said: Any = json.loads(request.body)
        except (ValueError, RawPostDataException):
            said = {}
        return cls(said if isinstance(said, dict) else {})


class DismissForm(Form):
    """Why nothing is to be done with an entry. A fixed list: the trail never carries typed words."""

    reason = forms.ChoiceField(
        label=_("Why is there nothing to record?"), choices=DISMISS_REASONS, widget=forms.RadioSelect
    )


class CorrectForm(Form):
    """What an entry says, line by line, to be put right: its texts and numbers; the rest stays as it is."""

    said: dict[str, Any]

    @classmethod
    def of(cls, payload: dict[str, Any], data: Any = None) -> "CorrectForm":
        """A form over one payload; bound when `data` is given."""
        form = cls(data)
        form.said = payload
        for name, value in payload.items():
            if not _is_line(value):
                continue
            form.fields[name] = _line(name, value)
        return form

    def payload(self) -> dict[str, Any]:
        """The payload with what was put right. An emptied line is None where nothing stood, else empty."""
        changed = {
            name: self.cleaned_data[name]
            if self.cleaned_data[name] not in ("", None)
            else _empty(self.said[name])
            for name in self.fields
        }
        return {**self.said, **changed}


def _line(name: str, value: str | int | None) -> forms.Field:
    kind, box = (
        (forms.IntegerField, forms.NumberInput)
        if isinstance(value, int)
        else (forms.CharField, forms.TextInput)
    )
    label = name.replace("_", " ").capitalize()
    return kind(label=label, required=False, initial=value, widget=box(attrs={"autocomplete": "off"}))


def _is_line(value: object) -> bool:
    """A text or a number that a person can put right; a random id is neither."""
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        return False
    try:
        UUID(str(value))
    except ValueError:
        return True
    return False


def _empty(before: object) -> object:
    return "" if isinstance(before, str) else None
