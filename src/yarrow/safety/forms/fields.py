"""Fields that ask about an incident: one of a list or nothing, a line for each, a day or only its month."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yarrow.safety import lists
from yarrow.safety.told import FIRST_DAY, LONGEST_LINE, LONGEST_TEXT, MOST_LINES
from yarrow.ui.fields import DateField
from yarrow.ui.forms import ChipsField

NOT_SAID = gettext_lazy("Not said")


class OneOrNoneField(forms.ChoiceField):
    """One of a list, or "Not said"."""

    def __init__(self, *, offered: Callable[[], list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(choices=partial(_or_nothing, offered), required=False, **kwargs)


def one_of(name: str, label: Any, **kwargs: Any) -> OneOrNoneField:
    """One code of a list of `lists.json`."""
    return OneOrNoneField(label=label, offered=partial(lists.choices, name), **kwargs)


def several_of(name: str, label: Any, **kwargs: Any) -> ChipsField:
    """Codes of a list of `lists.json`."""
    return ChipsField(label=label, choices=partial(lists.choices, name), required=False, **kwargs)


def text_box(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """A long text that may be left out."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=box, **kwargs)


def line_box(label: Any, **kwargs: Any) -> forms.CharField:
    """A short text that may be left out."""
    return forms.CharField(label=label, required=False, max_length=LONGEST_LINE, **kwargs)


class LinesField(forms.CharField):
    """Several short texts, each on a line of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Write down up to %(n)d of these.") % {"n": MOST_LINES})
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(_("Use at most %(n)d letters on a line.") % {"n": LONGEST_LINE})
        return lines


class DayOrMonthField(DateField):
    """A day, or only a month and a year: "2026-11-20", "2026-11", or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, not_after_today=True, **kwargs)

    def clean(self, value: Any) -> Any:
        """The day or month as the room writes it."""
        parts = [str(part or "").strip() for part in value] if isinstance(value, list | tuple) else []
        only_month = len(parts) == 3 and not parts[0] and all(parts[1:])
        day: date | None = super().clean(["1", *parts[1:]] if only_month else value)
        if day is None:
            return ""
        if day < FIRST_DAY:
            raise ValidationError(_("That is very long ago. Check the year."))
        return day.isoformat()[:7] if only_month else day.isoformat()


def _or_nothing(offered: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, Any]]:
    return [("", NOT_SAID), *offered()]
