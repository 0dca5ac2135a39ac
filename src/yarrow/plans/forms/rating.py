"""A portion of domains as radio rows; what is left alone is not written down."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people.forms import WordsField
from yarrow.plans import lists
from yarrow.plans.actions import Answer
from yarrow.ui.forms import BoundField, DateField, Form, OneChipField

TEXTS = (
    ("words", _("What is hard, and what already helps")),
    ("wanted", _("What they want")),
)


def answers() -> list[tuple[str, str]]:
    """The steps, the best last, then the answers without one."""
    return [*lists.choices("ladder"), *lists.choices("unrated")]


class RatingForm(Form):
    """Who says it, on which day, and an answer for each domain of `area`."""

    with_entry_id = True
    rater = forms.ChoiceField(
        label=_("Who says it"), choices=partial(lists.choices, "rater"), widget=forms.RadioSelect
    )
    occasion = forms.ChoiceField(
        label=_("When"),
        choices=partial(lists.choices, "occasion"),
        widget=forms.RadioSelect,
        initial="intake",
    )
    rated_on = DateField(label=_("Day"), not_after_today=True)

    def __init__(self, *args: Any, area: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = lists.domains_of(area)
        self.fields["rated_on"].initial = today
        for item in self.domains:
            self.fields[item.code] = OneChipField(
                label=item.words,
                help_text=item.more,
                choices=answers,
                required=False,
            )
            for name, label in TEXTS:
                self.fields[f"{item.code}_{name}"] = WordsField(
                    "note", label=label, widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
                )

    def groups(self) -> list[tuple[BoundField, list[BoundField]]]:
        """Each domain's radio row with its two texts."""
        return [
            (self[item.code], [self[f"{item.code}_{name}"] for name, _label in TEXTS])  # type: ignore[misc]
            for item in self.domains
        ]

    def clean(self) -> dict[str, Any]:
        """Words need an answer beside them: without one nobody could say where they belong."""
        said = super().clean() or {}
        for item in self.domains:
            texts = [said.get(f"{item.code}_{name}") for name, _label in TEXTS]
            if any(texts) and not said.get(item.code) and item.code not in self.errors:
                self.add_error(
                    item.code, _("Choose an answer to go with what you wrote, “Not asked” if need be.")
                )
        return said

    def answers(self) -> dict[str, Answer]:
        """What was answered, by domain, as the action takes it."""
        said = self.cleaned_data
        return {item.code: self._answer(item.code) for item in self.domains if said.get(item.code)}

    def _answer(self, code: str) -> Answer:
        chosen = self.cleaned_data[code]
        texts: dict[str, Any] = {name: self.cleaned_data.get(f"{code}_{name}") for name, _label in TEXTS}
        if chosen in lists.codes("ladder"):
            return Answer(step=int(chosen), **texts)
        return Answer(answer=chosen, **texts)
