"""Fields that several rooms ask with."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yarrow.methods.dates import build_day, parse_day
from yarrow.ui import widgets

NO_DATE = _("We could not read that date. Write a day, a month and a year, like 27 3 2026.")


class DateField(forms.Field):
    """A day in three boxes; "3 Jan 2024", "3/1/24", "today" or "yesterday" in the first box also do.

    `latest` and `earliest` refuse days outside them; give functions of no argument for "today".
    """

    widget = widgets.DayInput
    default_error_messages = {"invalid": NO_DATE, "required": _("Say which day.")}

    def __init__(self, *, not_after_today: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.not_after_today = not_after_today

    def to_python(self, value: Any) -> date | None:
        """The day meant, or None when every box is empty."""
        if value is None or isinstance(value, date):
            return value
        texts = [str(part or "").strip() for part in ([value] if isinstance(value, str) else value)]
        if not any(texts):
            return None
        today = timezone.localdate()
        alone = texts[0] and not any(texts[1:])
        day = parse_day(texts[0], today=today) if alone else build_day(*texts)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def validate(self, value: date | None) -> None:
        """Required, and not later than today where that is asked."""
        super().validate(value)
        if value and self.not_after_today and value > timezone.localdate():
            raise ValidationError(
                _("That day has not come yet. Write today or an earlier day."), code="future"
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares days, not boxes."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class ChipsField(forms.MultipleChoiceField):
    """Several of a short list."""

    widget = widgets.Chips


class OneChipField(forms.ChoiceField):
    """One of a short list."""

    widget = widgets.OneChip


class CounterField(forms.IntegerField):
    """How many; nothing typed counts as `empty` (0 unless told)."""

    widget = widgets.Counter

    def __init__(
        self, *, empty: int | None = 0, min_value: int = 0, max_value: int = 999, **kwargs: Any
    ) -> None:
        kwargs.setdefault("required", False)
        self.empty = empty
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """An empty box that counts as nothing says so."""
        shown = {} if self.empty is None else {"placeholder": str(self.empty)}
        return {**super().widget_attrs(widget), **shown}

    def clean(self, value: Any) -> int | None:
        """The number, `empty` when nothing was typed."""
        number = super().clean(value)
        return self.empty if number is None else int(number)


class SuggestField(forms.CharField):
    """A short text with suggestions; anything else may be typed."""

    def __init__(self, *, suggestions: Iterable[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("widget", widgets.Suggest(suggestions))
        super().__init__(**kwargs)


class PassphraseField(forms.CharField):
    """A passphrase: kept to the letter, spaces at the ends included."""

    def __init__(self, *, fresh: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", widgets.Passphrase(fresh=fresh))
        super().__init__(strip=False, **kwargs)
