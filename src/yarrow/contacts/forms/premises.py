"""Indoor places: what they are called, how much care a visit takes, having been there."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts import queries
from yarrow.contacts.codes import choices
from yarrow.contacts.models import Zone
from yarrow.staff.models import Project
from yarrow.ui.forms import ChipsField, DateField, Form, OneChipField
from yarrow.ui.versioned import VersionedForm


class PremisesForm(VersionedForm):
    """One place. Everything but its zone is sealed."""

    with_entry_id = True
    name = forms.CharField(
        label=_("What your team calls it"),
        max_length=80,
        error_messages={"required": _("Give it a name by which your team knows it.")},
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    way_in = forms.CharField(
        label=_("How to get in"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which bell, whom to ask for, at which hour."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = queries.zones(project)
        self.fields["zone"] = OneChipField(
            label=_("Zone"), choices=[(str(z.id), z.label) for z in self.places], required=False
        )

    def said(self) -> dict[str, Any]:
        """What was said, as arguments of the actions."""
        typed = self.cleaned_data
        texts = {name: typed[name] for name in ("name", "address", "phone", "way_in")}
        return {**texts, "zone": self._zone()}

    def _zone(self) -> Zone | None:
        return next((zone for zone in self.places if str(zone.id) == self.cleaned_data["zone"]), None)


class ConcernForm(Form):
    """How much care a visit takes, and why."""

    level = OneChipField(
        label=_("How much care a visit takes"),
        choices=partial(choices, "concern"),
        error_messages={"required": _("Choose green, amber or red.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays sealed inside this project and is never part of any figure."),
    )


class VisitForm(Form):
    """Having been there, outside a session."""

    visited_on = DateField(label=_("Which day"), not_after_today=True)
    note = forms.CharField(
        label=_("Worth knowing for the next visit"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_due_on = DateField(label=_("Go again by"), required=False)


class VisitedForm(Form):
    """The places that a session went to."""

    def __init__(self, *args: Any, places: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["premises"] = ChipsField(
            label=_("Which places you visited"),
            choices=[(str(key), name) for key, name in places],
            error_messages={"required": _("Choose at least one place.")},
        )

    def chosen(self) -> list[UUID]:
        """The ids of the places."""
        return [UUID(key) for key in self.cleaned_data["premises"]]
