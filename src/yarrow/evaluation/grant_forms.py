"""What the pages of a grant ask."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.evaluation.activity import DIMENSION_WORDS, Words
from yarrow.evaluation.cuts import EVERY
from yarrow.evaluation.forms import ANY, FILTERS, LONGEST, UNSAID
from yarrow.evaluation.models import Grant, GrantLine
from yarrow.evaluation.showing import headings
from yarrow.methods.activity import NOT_RECORDED, Period
from yarrow.methods.populations import COUNTS, DONE, GIVEN
from yarrow.ui import days
from yarrow.ui.forms import CounterField, DateField, Form, OneChipField


class Versioned(Form):
    """A form that says which version its page was made from."""

    with_version = True

    @property
    def version_seen(self) -> int:
        """The version the page was made from; 0 when it does not say."""
        carried = str(self.cleaned_data.get("version") or "")
        return int(carried) if carried.isdecimal() and len(carried) < 10 else 0


class GrantForm(Versioned):
    """Who gives it, for which months, and when they ask for figures."""

    funder = forms.CharField(label=_("Who gives it"), max_length=120)
    from_on = DateField(label=_("First day"), help_text=_("The first day of a month."))
    to_on = DateField(label=_("Last day"), help_text=_("The last day of a month."))
    every = OneChipField(
        label=_("When they get figures"),
        choices=[(str(months), words) for months, words in EVERY.items()],
        error_messages={"required": _("Say when they get figures.")},
    )

    def clean(self) -> dict[str, Any]:
        """The right way round, and not for ever."""
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day is before the first. Check both."))
        if first and last and last - first > LONGEST:
            self.add_error("to_on", _("That is more than 20 years. Choose a shorter time."))
        return said

    def said(self) -> dict[str, Any]:
        """As arguments of the action."""
        said = self.cleaned_data
        return {
            "funder": said["funder"],
            "period": Period(said["from_on"], said["to_on"]),
            "every": int(said["every"]),
        }


class LineForm(Versioned):
    """One line of the funder's table."""

    wording = forms.CharField(
        label=_("The line, in the funder's words"),
        max_length=200,
        help_text=_("As it stands in their form, like “Women supported”."),
    )
    target = CounterField(label=_("How many were promised"), empty=None, max_value=10_000_000, required=False)
    unit = forms.CharField(label=_("Of what"), max_length=40, required=False, help_text=_("Like “women”."))
    measure = forms.ChoiceField(label=_("What we count for it"))
    kind = forms.ChoiceField(label=DIMENSION_WORDS["kind"], required=False)
    zone = forms.ChoiceField(label=DIMENSION_WORDS["zone"], required=False)
    gender = forms.ChoiceField(label=DIMENSION_WORDS["gender"], required=False)
    setting = forms.ChoiceField(label=DIMENSION_WORDS["setting"], required=False)

    def __init__(self, data: Any, words: Words, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        measures = measure_words(words)
        self.fields["measure"].choices = [("", _("Choose")), *measures.items()]  # type: ignore[attr-defined]
        for name in FILTERS:
            listed = words.by_dimension[name].items()
            unsaid = (UNSAID, words.value(name, NOT_RECORDED))
            self.fields[name].choices = [(ANY, _("Any")), *listed, unsaid]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As arguments of the action."""
        said = self.cleaned_data
        kept = {name: said[name] for name in FILTERS if said[name]}
        return {
            **{name: said[name] for name in ("wording", "measure", "target", "unit")},
            "where": [(name, NOT_RECORDED if code == UNSAID else code) for name, code in kept.items()],
        }


def as_typed(line: GrantLine) -> dict[str, Any]:
    """A line as its form shows it."""
    kept = {name: UNSAID if value == NOT_RECORDED else value for name, value in line.where}
    said = {name: getattr(line, name) for name in ("wording", "measure", "target", "unit", "version")}
    return {**said, **kept}


class CutForm(Form):
    """Up to which day a return counts."""

    def __init__(self, data: Any, grant: Grant) -> None:
        super().__init__(data)
        cuts = [(day, days.day(date.fromisoformat(day))) for day in grant.cuts_on]
        self.fields["cut_on"] = forms.ChoiceField(label=_("Figures up to"), choices=cuts)


def measure_words(words: Words) -> dict[str, str]:
    """Everything a line can count, in words."""
    heads = headings()
    given = {f"{GIVEN}{code}": f"{heads['given']}: {said}" for code, said in words.given.items()}
    done = {f"{DONE}{code}": f"{heads['done']}: {said}" for code, said in words.done.items()}
    return {**{name: heads[name] for name in COUNTS}, **given, **done}
