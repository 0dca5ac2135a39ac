"""A training, and the answers of those who came: as counts, or one sheet after the other."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.community import lists
from yarrow.community.forms.policing import NONE
from yarrow.community.models import Statement
from yarrow.community.trained import Asked
from yarrow.ui.fields import ChipsField, CounterField, DateField, OneChipField
from yarrow.ui.forms import Form
from yarrow.ui.versioned import VersionedForm


class TrainingForm(VersionedForm):
    """For whom, about what, how many came."""

    with_entry_id = True
    held_on = DateField(label=_("On which day?"), not_after_today=True)
    audience = forms.ChoiceField(label=_("For whom?"), choices=partial(lists.choices, "audiences"))
    agency = forms.ChoiceField(label=_("Where from, as in the directory"), required=False)
    topics = ChipsField(label=_("What about?"), choices=partial(lists.choices, "topics"))
    n_came = forms.IntegerField(label=_("How many came?"), min_value=1, max_value=10_000)
    n_trainers = forms.IntegerField(
        label=_("How many of you gave it?"), min_value=1, max_value=100, initial=1
    )
    with_peers = forms.BooleanField(
        label=_("Somebody with lived experience was among those who gave it"), required=False
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [NONE, *agencies]  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["entry_id"]

    def said(self) -> dict[str, Any]:
        """The words of the action, `agency` as an id or None."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**said, "agency": said["agency"] or None}


class CountsForm(VersionedForm):
    """How many chose each answer, before and after, sentence by sentence."""

    def __init__(self, *args: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[UUID, str, int]] = {}
        self.asked = asked
        for one in asked:
            for moment in lists.MOMENTS:
                for item in lists.items("steps"):
                    self._ask(one, moment, item)

    def _ask(self, one: Asked, moment: str, item: lists.Item) -> None:
        name = f"n-{one.statement.pk}-{moment}-{item.code}"
        self.places[name] = (one.statement.pk, moment, int(item.code))
        when = lists.label("moments", moment)
        self.fields[name] = CounterField(
            label=f"{one.statement.words}, {when}, {item.code} {item.said}",
            initial=one.counts.get((moment, int(item.code))),
            max_value=10_000,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        )

    @property
    def moments(self) -> list[str]:
        """The headings over the boxes."""
        return [item.said for item in lists.items("moments")]

    def tables(self) -> list[tuple[str, list[tuple[str, list[Any]]]]]:
        """(sentence, [(answer, its boxes before and after)]), in the order of the page."""
        steps = lists.items("steps")
        return [
            (
                one.statement.words,
                [(f"{item.code} {item.said}", self._boxes(one, int(item.code))) for item in steps],
            )
            for one in self.asked
        ]

    def _boxes(self, one: Asked, step: int) -> list[Any]:
        wanted = {(one.statement.pk, moment, step) for moment in lists.MOMENTS}
        return [self[name] for name, place in self.places.items() if place in wanted]

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return {"counts": {place: self.cleaned_data[name] or 0 for name, place in self.places.items()}}


class SheetForm(VersionedForm):
    """One sheet, without a name: what somebody chose for each sentence, before or after."""

    moment = OneChipField(label=_("Before or after?"), choices=partial(lists.choices, "moments"))

    def __init__(self, *args: Any, statements: list[Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements = {f"s-{one.pk}": one for one in statements}
        offered = [(item.code, f"{item.code} {item.said}") for item in lists.items("steps")]
        for name, one in self.statements.items():
            self.fields[name] = OneChipField(label=one.words, choices=offered, required=False)

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        typed = {name: self.cleaned_data.get(name) for name in self.statements}
        steps = {self.statements[name].pk: int(step) for name, step in typed.items() if step}
        return {"moment": self.cleaned_data["moment"], "steps": steps}


class StatementForm(Form):
    """A sentence to ask about."""

    words = forms.CharField(
        label=_("A sentence of your own"),
        max_length=200,
        help_text=_("People say how far they agree, 1 to 5. Like: I know what to do when somebody tells me."),
    )

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return dict(self.cleaned_data)
