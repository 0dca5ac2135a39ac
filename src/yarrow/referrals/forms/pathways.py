"""Writing a pathway: its words, and one block of questions for each step, with an empty one at the end."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.agencies import lists as directory
from yarrow.agencies.models import Agency
from yarrow.agencies.spelling import fold
from yarrow.methods.pathways import MOST_DAYS, Pathway, Step
from yarrow.people.forms import WordsField
from yarrow.referrals import lists
from yarrow.ui.forms import ChipsField, Form

EMPTY_STEPS = 2
PARTS = (
    *("label", "kind", "needs", "agencies", "expected_days", "fast_days", "criteria"),
    *("warm", "repeatable", "position", "is_out"),
)


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PathwayForm(Form):
    """`pathway`: the one that is changed, None for a new one. Steps without a name are left out."""

    with_entry_id = True
    label = forms.CharField(label=_("Name of the pathway"), max_length=120)
    about = WordsField("note", label=_("What it is for"), widget=_lines(3))
    source = WordsField("note", label=_("Where it comes from, or who agreed it"), widget=_lines(2))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=30_000)

    def __init__(
        self, data: Any, *, pathway: Pathway | None, n: int, agencies: list[Agency], **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"seen": n}
        if pathway:
            initial |= {"label": pathway.name, "about": pathway.about, "source": pathway.source}
        super().__init__(data, initial=initial, **kwargs)
        self.by_name = {fold(one.name): str(one.pk) for one in agencies}
        self.names = {str(one.pk): one.name for one in agencies}
        self.steps: list[Step | None] = [*(pathway.steps if pathway else ()), *[None] * EMPTY_STEPS]
        for place, step in enumerate(self.steps):
            for name, field in self._fields(step, place).items():
                field.required = False
                self.fields[f"s{place}_{name}"] = field

    def _fields(self, step: Step | None, place: int) -> dict[str, forms.Field]:
        days = partial(forms.IntegerField, min_value=1, max_value=MOST_DAYS)
        names = "\n".join(self.names[one] for one in step.agencies if one in self.names) if step else ""
        return {
            "label": forms.CharField(
                label=_("Name of the step"), max_length=120, initial=step and step.label
            ),
            "kind": forms.ChoiceField(
                label=_("What kind"),
                choices=lists.choices("step_kinds"),
                initial=step.kind if step else "meeting",
            ),
            "needs": ChipsField(
                label=_("Whom to look for in the directory"),
                choices=directory.choices("needs"),
                initial=list(step.needs) if step else [],
            ),
            "agencies": forms.CharField(
                label=_("Agencies that agreed to it"),
                widget=_lines(2),
                max_length=4000,
                initial=names,
                help_text=_("One name on each line, as it stands in the directory."),
            ),
            "expected_days": days(
                label=_("Usual days from being sent to being seen"),
                initial=step.expected_days if step else 28,
            ),
            "fast_days": days(
                label=_("Days on the fast track"),
                initial=step and step.fast_days,
                help_text=_("Leave it empty where there is none."),
            ),
            "criteria": forms.CharField(
                label=_("Questions to look at together before it"),
                widget=_lines(2),
                max_length=2000,
                initial="\n".join(step.criteria) if step else "",
                help_text=_("One on each line. They are no gate."),
            ),
            "warm": forms.BooleanField(label=_("Handed over in person"), initial=bool(step and step.warm)),
            "repeatable": forms.BooleanField(
                label=_("May be taken again"), initial=step.repeatable if step else True
            ),
            "position": forms.IntegerField(
                label=_("Its place in the order"), min_value=1, max_value=99, initial=place + 1
            ),
            "is_out": forms.BooleanField(label=_("Leave this step out from now on")),
        }

    def blocks(self) -> list[tuple[int, bool, list[Any]]]:
        """(number, whether it is new, bound fields) of each step, as the page shows them."""
        return [
            (
                place + 1,
                step is None,
                [self[f"s{place}_{name}"] for name in PARTS if step or name != "is_out"],
            )
            for place, step in enumerate(self.steps)
        ]

    def clean(self) -> dict[str, Any]:
        """Agencies by their names; a step that was there needs its name."""
        said = super().clean() or {}
        for place, step in enumerate(self.steps):
            key = f"s{place}_agencies"
            typed = [line.strip() for line in (said.get(key) or "").splitlines() if line.strip()]
            missing = [name for name in typed if fold(name) not in self.by_name]
            if missing:
                self.add_error(key, gettext("No agency in the directory is called “%s”.") % missing[0])
            if step and not said.get(f"s{place}_label") and not said.get(f"s{place}_is_out"):
                self.add_error(f"s{place}_label", gettext("Name it, or leave the step out."))
        return said

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        kept = [place for place, _step in enumerate(self.steps) if self._is_kept(place)]
        kept.sort(key=lambda place: (said[f"s{place}_position"] or place + 1, place))
        words = {name: said[name] for name in ("label", "about", "source", "seen", "entry_id")}
        return {**words, "steps": [self._step(place) for place in kept]}

    def _is_kept(self, place: int) -> bool:
        return bool(self.cleaned_data[f"s{place}_label"]) and not self.cleaned_data[f"s{place}_is_out"]

    def _step(self, place: int) -> dict[str, Any]:
        step, names = (
            self.steps[place],
            ("label", "kind", "needs", "expected_days", "fast_days", "warm", "repeatable"),
        )
        told = {name: self.cleaned_data[f"s{place}_{name}"] for name in names}
        typed = self.cleaned_data[f"s{place}_agencies"].splitlines()
        # Of two of one name it stays with the one that agreed.
        theirs = {fold(self.names[one]): one for one in (step.agencies if step else ()) if one in self.names}
        by_name = {**self.by_name, **theirs}
        told["agencies"] = list(dict.fromkeys(by_name[fold(line)] for line in typed if line.strip()))
        told["criteria"] = self.cleaned_data[f"s{place}_criteria"].splitlines()
        return {**told, "place": place, "code": step.code if step else ""}
