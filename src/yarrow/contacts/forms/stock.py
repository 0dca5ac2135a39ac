"""The cupboard: what came in, was counted or was lost; who keeps it and when it runs low."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts import stock
from yarrow.contacts.actions.stocking import MOST, MOST_WEEKS
from yarrow.contacts.codes import choices
from yarrow.contacts.queries import crew
from yarrow.methods.stock import COUNT, DELIVERY, LOSS
from yarrow.staff.models import Project
from yarrow.staff.roles import WORKERS
from yarrow.ui.forms import CounterField, DateField, Form, OneChipField

LEVEL = "level_"
HOW_MANY = {DELIVERY: _("How many came in"), COUNT: _("How many are there"), LOSS: _("How many are gone")}


class MovementForm(Form):
    """One line of the cupboard's book, of the kind that the page is for."""

    with_entry_id = True

    def __init__(self, *args: Any, project: Project, what: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what = what
        self.fields["supply"] = forms.ChoiceField(
            label=_("Which supply"),
            choices=[("", ""), *stock.keepable(project)],
            error_messages={"required": _("Say which supply.")},
        )
        self.fields["n"] = forms.IntegerField(
            label=HOW_MANY[what],
            min_value=0,
            max_value=MOST,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
            error_messages={"required": _("Say how many."), "invalid": _("Write a whole number, like 250.")},
        )
        self.fields["moved_on"] = DateField(label=_("Which day"), not_after_today=True)
        if what == COUNT:
            self._ask_about_count()
        if what == LOSS:
            self.fields["loss_reason"] = OneChipField(
                label=_("Why"), choices=choices("stock_reasons", "loss"), required=False
            )

    def _ask_about_count(self) -> None:
        self.fields["at_end"] = forms.ChoiceField(
            label=_("When you counted"),
            widget=forms.RadioSelect,
            choices=[
                ("end", _("After everything was given out that day")),
                ("beginning", _("Before anything was given out that day")),
            ],
            initial="end",
        )
        self.fields["count_reason"] = OneChipField(
            label=_("If it is not the number in the book: why"),
            choices=choices("stock_reasons", "count"),
            required=False,
        )

    def said(self) -> dict[str, Any]:
        """What was said, as arguments of `move_stock`."""
        typed = self.cleaned_data
        return {
            "entry_id": typed["entry_id"],
            "supply": typed["supply"],
            "what": self.what,
            "n": typed["n"],
            "moved_on": typed["moved_on"],
            "at_end": typed.get("at_end", "end") == "end",
            "reason": typed.get(f"{self.what}_reason", ""),
        }


class CupboardForm(Form):
    """Who keeps the cupboard, and when something runs low."""

    def __init__(self, *args: Any, project: Project, lines: list[stock.Stocked], **kwargs: Any) -> None:
        cupboard, levels = stock.cupboard_of(project), stock.levels_of(project)
        stands = {"keeper": str(cupboard.keeper_id or ""), "weeks": cupboard.weeks}
        stands |= {LEVEL + supply: n for supply, n in levels.items()}
        super().__init__(*args, initial=stands, **kwargs)
        self.workers = crew(project, WORKERS)
        self.supplies = [line.supply for line in lines]
        self.kept = {supply: n for supply, n in levels.items() if supply not in self.supplies}
        everybody = [
            ("", _("The co-ordinators and managers")),
            *((str(key), name) for key, name in self.workers),
        ]
        self.fields["keeper"] = forms.ChoiceField(
            label=_("Who keeps the cupboard"),
            choices=everybody,
            required=False,
            help_text=_("Their Today says what runs low."),
        )
        self.fields["weeks"] = CounterField(
            label=_("How many weeks ahead to say so"),
            min_value=1,
            max_value=MOST_WEEKS,
            empty=stock.USUAL_WEEKS,
        )
        for line in lines:
            self.fields[LEVEL + line.supply] = CounterField(label=line.label, empty=None, max_value=MOST)

    @property
    def level_fields(self) -> list[forms.BoundField]:
        return [self[LEVEL + supply] for supply in self.supplies]

    @property
    def keeper_id(self) -> UUID | None:
        """The worker chosen, None for nobody in particular."""
        return UUID(self.cleaned_data["keeper"]) if self.cleaned_data["keeper"] else None

    def levels(self) -> dict[str, int]:
        """The project's own levels by supply; those of supplies that the page does not show stay."""
        typed = {supply: self.cleaned_data[LEVEL + supply] for supply in self.supplies}
        return self.kept | {supply: n for supply, n in typed.items() if n is not None}
