"""Controls: what a field looks like. Their markup is in templates/ui/widgets/."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.MultiWidget):
    """Day, month and year in three boxes. A whole date typed into one box is kept as it was typed."""

    template_name = "ui/widgets/date.html"
    labels = (_("Day"), _("Month"), _("Year"))
    widths = ("govuk-input--width-3", "govuk-input--width-4", "govuk-input--width-4")

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes = [
            forms.TextInput(attrs={"class": width, "inputmode": "numeric", "autocomplete": "off"})
            for width in self.widths
        ]
        # A month may be a word, and a whole date may be typed into the first box.
        del boxes[0].attrs["inputmode"], boxes[1].attrs["inputmode"]
        super().__init__(boxes, dict(attrs or {}))

    def decompress(self, value: date | str | None) -> list[Any]:
        """Three texts from a date; a text that is no date goes into the first box."""
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return [value or "", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The three boxes, or one text where a form or a test posts the bare name."""
        if name in data and f"{name}_0" not in data:
            return self._spread(data.get(name))
        return super().value_from_datadict(data, files, name)

    def _spread(self, text: str) -> list[Any]:
        try:
            return self.decompress(date.fromisoformat(text))
        except ValueError:
            return [text, "", ""]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """True when neither the boxes nor the bare name were sent."""
        return name not in data and bool(super().value_omitted_from_data(data, files, name))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Django's, with a label on each box."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            box["label"] = label
        return context


class Chips(forms.CheckboxSelectMultiple):
    """Several of a short list, as chips to tap."""

    template_name = "ui/widgets/chips.html"


class OneChip(forms.RadioSelect):
    """One of a short list, as chips to tap."""

    template_name = "ui/widgets/chips.html"


class Counter(forms.NumberInput):
    """A number with a big minus and plus; without JavaScript a number box."""

    template_name = "ui/widgets/counter.html"


class Suggest(forms.TextInput):
    """A text box that offers `suggestions` while typing; anything else may be typed."""

    template_name = "ui/widgets/suggest.html"

    def __init__(self, suggestions: Iterable[str] = (), attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.suggestions = list(suggestions)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Django's, with the list and the link to it."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["suggestions"] = self.suggestions
        widget["attrs"]["list"] = f"{widget['attrs'].get('id') or name}_list"
        return context


class Passphrase(forms.PasswordInput):
    """A secret with a button that shows it; never rendered back."""

    template_name = "ui/widgets/passphrase.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, fresh: bool = False) -> None:
        """`fresh`: a new secret is being chosen, so that a password keeper offers to make one."""
        filled = {"autocomplete": "new-password" if fresh else "current-password", **(attrs or {})}
        super().__init__(filled, render_value=False)
