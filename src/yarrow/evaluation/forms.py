"""What to count: the filters above the activity table."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.evaluation.activity import DIMENSION_WORDS, Asked, Words
from yarrow.methods.activity import NOT_RECORDED, Period
from yarrow.ui.fields import DateField
from yarrow.ui.forms import Form

SHOWS = [
    ("people", _("People and contacts")),
    ("given", _("Things given")),
    ("done", _("Things done")),
]
FILTERS = ("kind", "zone", "gender", "setting")
ANY, UNSAID = "", "not-recorded"
LONGEST = timedelta(days=366 * 20)


class ActivityForm(Form):
    """Period, rows, what to show, and one value to keep in each other dimension. Sent by GET, so it can be kept."""

    from_on = DateField(label=_("First day"))
    to_on = DateField(label=_("Last day"))
    by = forms.ChoiceField(label=_("Rows"), choices=list(DIMENSION_WORDS.items()))
    then = forms.ChoiceField(
        label=_("And within each"), choices=[(ANY, _("Nothing")), *DIMENSION_WORDS.items()], required=False
    )
    show = forms.ChoiceField(label=_("What to count"), choices=SHOWS)
    kind = forms.ChoiceField(label=DIMENSION_WORDS["kind"], required=False)
    zone = forms.ChoiceField(label=DIMENSION_WORDS["zone"], required=False)
    gender = forms.ChoiceField(label=DIMENSION_WORDS["gender"], required=False)
    setting = forms.ChoiceField(label=DIMENSION_WORDS["setting"], required=False)

    def __init__(self, data: Any, words: Words, today: date) -> None:
        super().__init__(with_defaults(data, today))
        for name in FILTERS:
            listed = words.by_dimension[name].items()
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (ANY, _("Any")),
                *listed,
                (UNSAID, words.value(name, NOT_RECORDED)),
            ]

    def clean(self) -> dict[str, Any]:
        """The period the right way round, and two different dimensions."""
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day is before the first. Check both."))
        if first and last and last - first > LONGEST:
            self.add_error("from_on", _("That is more than 20 years. Choose a shorter time."))
        if said.get("then") and said["then"] == said.get("by"):
            self.add_error("then", _("The rows are by this already. Choose another, or nothing."))
        return said

    def asked(self) -> Asked:
        """The question in the words of `activity`."""
        said = self.cleaned_data
        kept = {name: said[name] for name in FILTERS if said[name]}
        return Asked(
            period=Period(said["from_on"], said["to_on"]),
            by=tuple(name for name in (said["by"], said["then"]) if name),
            where={name: NOT_RECORDED if code == UNSAID else code for name, code in kept.items()},
        )


def with_defaults(data: Any, today: date) -> Any:
    """What was sent, with the last twelve months by month where nothing was."""
    filled = data.copy()
    first = (today.replace(day=1) - timedelta(days=330)).replace(day=1)
    defaults = {"from_on": first.isoformat(), "to_on": today.isoformat(), "by": "month", "show": "people"}
    for name, value in defaults.items():
        if name not in filled and f"{name}_0" not in filled:
            filled[name] = value
    return filled
