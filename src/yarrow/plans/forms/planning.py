"""Goals, steps and looking back. The order of the fields says nothing about what a goal should be."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people.forms import WordsField
from yarrow.plans import lists
from yarrow.ui.forms import DateField, Form


def text(limit: str, label: Any, rows: int = 3, **kwargs: Any) -> WordsField:
    """Some lines of text."""
    return WordsField(limit, label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def one_of(name: str, label: Any, **kwargs: Any) -> forms.ChoiceField:
    """One of a code list, as radios."""
    return forms.ChoiceField(
        label=label, choices=partial(lists.choices, name), widget=forms.RadioSelect, **kwargs
    )


def domains() -> list[tuple[str, Any]]:
    """Every domain by its portion, nothing chosen first."""
    grouped = [
        (area.words, [(i.code, i.words) for i in lists.domains_of(area.code)]) for area in lists.items("area")
    ]
    return [("", _("Nothing on this list")), *grouped]


class VersionedForm(Form):
    """A form that knows which version of the row it was made from."""

    with_version = True

    def version_seen(self) -> int:
        """0 for one that says none."""
        typed = self.cleaned_data.get("version") or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


class GoalForm(VersionedForm):
    """A goal in the person's words."""

    with_entry_id = True
    words = text("note", _("What they want"), help_text=_("As they say it, in any language."), required=True)
    domain = forms.ChoiceField(label=_("What it is about"), choices=domains, required=False)
    kind = one_of("goal_kind", _("What kind of goal"), initial="own")

    def said(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ("words", "domain", "kind")}


class StepForm(VersionedForm):
    """Something to do, by whom and by when."""

    with_entry_id = True
    reveals = {"who": {"worker": "worker"}}
    what = text("note", _("What is to be done"), 2, required=True)
    who = one_of("who", _("Who does it"), initial="person")
    worker = forms.ChoiceField(label=_("Which worker"), required=False)
    other = WordsField("title", label=_("Who else has a part in it"))
    due_on = DateField(
        label=_("By when"), required=False, help_text=_("Leave it empty where there is no hurry.")
    )

    def __init__(self, *args: Any, workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(one.pk): one for one in workers}
        named = [(key, one.name) for key, one in self.workers.items()]
        self.fields["worker"].choices = [("", _("Whoever writes this down")), *named]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the actions take."""
        told = {name: self.cleaned_data[name] for name in ("what", "who", "other", "due_on")}
        return {**told, "worker": self.workers.get(self.cleaned_data["worker"])}

    @staticmethod
    def initial_of(worker: UUID | None) -> str:
        return str(worker) if worker else ""


class ReviewForm(Form):
    """Looking back together, and when to look again."""

    with_entry_id = True
    held_on = DateField(label=_("Day"), not_after_today=True)
    helped = text("note", _("What helped"))
    around = text(
        "note", _("What else was going on"), help_text=_("What happened around it that changed things.")
    )
    unexpected = text("note", _("What changed that nobody expected"), help_text=_("Good or bad."))
    next_on = DateField(
        label=_("Look again on"), required=False, help_text=_("Leave it empty if they would rather not.")
    )

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)
