"""The shift sheet's form: who, what, done. The same form takes what a locked sheet or a tablet left behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.contacts import kinds, queries
from yarrow.contacts.codes import choices
from yarrow.contacts.forms.given import GivenForm
from yarrow.contacts.models import Session
from yarrow.contacts.rules import MOST_PEOPLE
from yarrow.contacts.told import ToldFields
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.ui.forms import OneChipField

PERSON, NOT_KNOWN, MORE = "person:", "not_known:", "not_known:more"
QUICK = (1, 2, 3, 4)


@dataclass(frozen=True)
class Face:
    """A person to tap on: by name if they have one, else by code."""

    person: Person = field(repr=False)
    called: str | None = field(repr=False)
    is_met: bool = False

    @property
    def value(self) -> str:
        return f"{PERSON}{self.person.id}"

    @property
    def name(self) -> str:
        known_by = self.called or self.person.code
        return gettext("%s (under 18)") % known_by if self.person.is_under_18 else known_by


class ShiftForm(GivenForm):
    """One tap on who, as many as needed on what, one on done.

    `faces`: whom to show, and `usual_given`: the usual supplies; set for the page. On a locked sheet there are none,
    and a typed name is matched when it is opened.
    `session`: None on a tablet without a signal, which asks in which zone of the project.
    """

    with_entry_id = True
    who = forms.CharField(label=_("Who"), required=False, max_length=60)
    find = forms.CharField(label=_("Find someone else"), required=False, max_length=80)
    name = forms.CharField(
        label=_("Someone new"),
        required=False,
        max_length=80,
        help_text=_("A name to be called by. It can be left out."),
    )
    is_new = forms.BooleanField(label=_("New to the project"), required=False)
    n_people = forms.IntegerField(
        label=_("How many, if more than four"), required=False, min_value=1, max_value=MOST_PEOPLE
    )
    usual = forms.CharField(required=False, max_length=500, widget=forms.CheckboxInput)

    def __init__(
        self,
        *args: Any,
        project: Project,
        session: Session | None,
        arranged: queries.Arranged | None = None,
        is_locked: bool = False,
        **kwargs: Any,
    ) -> None:
        arranged = arranged or queries.Arranged(project)
        super().__init__(*args, project=project, arranged=arranged, **kwargs)
        self.own_kinds = arranged.kinds
        self.session, self.is_locked = session, is_locked
        self.faces: Sequence[Face] = ()
        self.usual_given: Mapping[str, int] = {}
        self.person: Person | None = None
        here = list(session.zones.all()) if session else []
        self.places = here or self.places
        self.fields["zone"] = OneChipField(
            label=_("Where"),
            choices=[(str(z.id), z.label) for z in self.places],
            required=False,
            initial=str(self.places[0].id) if len(self.places) == 1 else "",
        )
        self.fields["gender_seen"] = OneChipField(
            label=_("As they looked"), choices=choices("seen_gender"), required=False
        )
        if is_locked:
            self.fields["name"].label = _("A name you know them by")
            self.fields["name"].help_text = _("It waits, sealed, until somebody unlocks.")

    @classmethod
    def tapped(cls, project: Project, data: Any) -> Person | None:
        """The person that was tapped on what was sent, so that they stay on the sheet."""
        who = data.get("who", "") if data else ""
        try:
            return (
                queries.person_of(project, UUID(who.removeprefix(PERSON))) if who.startswith(PERSON) else None
            )
        except ValueError:
            return None

    def unjudged(self) -> "ShiftForm":
        """Show what was typed as it is: a search is no answer yet, so nothing is missing."""
        self._errors = ErrorDict()
        return self

    @property
    def tapped_before(self) -> bool:
        """Whether somebody was tapped before the session locked: still chosen, and no longer named."""
        return self.is_locked and str(self["who"].value() or "").startswith(PERSON)

    @property
    def quick_numbers(self) -> list[tuple[str, int]]:
        """(value, how many) of the "not known" buttons."""
        return [(f"{NOT_KNOWN}{n}", n) for n in QUICK]

    @property
    def usual_value(self) -> str:
        """The usual supplies as the value of their one chip, so that a repeat sends the same."""
        return ",".join(f"{code}={n}" for code, n in sorted(self.usual_given.items()))

    @property
    def usual_words(self) -> str:
        """The usual supplies and how many of each."""
        return kinds.in_words(kinds.labels_with(self.own_kinds, "supplies"), self.usual_given)

    def clean_who(self) -> str:
        """Nobody, a person of this project, someone new, or how many not known."""
        who: str = self.cleaned_data["who"].strip()
        if who.startswith(PERSON):
            self.person = self.tapped(self.project, {"who": who})
            if self.person is None:
                raise forms.ValidationError(gettext("Choose who it was again."))
        elif who and who != MORE and who not in [value for value, _n in self.quick_numbers]:
            raise forms.ValidationError(gettext("Choose who it was again."))
        return who

    def clean_usual(self) -> dict[str, int]:
        """The usual supplies that the chip carries; anything else is no such chip."""
        offered, given = {code.code for code in self.supplies}, {}
        for part in filter(None, self.data.get(self.add_prefix("usual"), "").split(",")):
            code, _equals, n = part.partition("=")
            if code not in offered or not n.isdecimal() or int(n) > 9_999:
                raise forms.ValidationError(gettext("Count what was given once more."))
            given[code] = int(n)
        return given

    def clean(self) -> dict[str, Any]:
        """Exactly one answer to who; a number beside "more" and only there."""
        said = super().clean()
        who, name = said.get("who", ""), said.get("name", "").strip()
        if "who" in self.errors:
            return said
        if not who and said.get("n_people"):
            who = said["who"] = MORE
        if who and (name or said.get("is_new")):
            self.add_error("name", gettext("Choose one: somebody above, or someone new."))
        elif not who and not name and not said.get("is_new"):
            self.add_error("who", gettext("Say who it was: tap a name, how many not known, or write a name."))
        elif who == MORE and not said.get("n_people") and "n_people" not in self.errors:
            self.add_error("n_people", gettext("Say how many."))
        return said

    @property
    def typed_name(self) -> str:
        """The name that was typed, "" when somebody was tapped."""
        return str(self.cleaned_data.get("name", "")).strip()

    def told(self) -> ToldFields:
        """What was said, as arguments of `record_contact`."""
        said, who = self.cleaned_data, self.cleaned_data["who"]
        given = said["usual"] | self.counted()
        told: ToldFields = {**self.told_given(), "supplies": given, "session": self.session}
        if self.person is not None:
            return {**told, "person": self.person}
        if not who:
            return {**told, "new_person": self.typed_name}
        n_people = said["n_people"] if who == MORE else int(who.removeprefix(NOT_KNOWN))
        return {**told, "n_people": n_people, "gender_seen": said["gender_seen"]}

    def as_sent(self) -> dict[str, list[str]]:
        """What was sent, field by field, for the inbox: the same form takes it there."""
        names = [name for name in self.fields if name not in ("entry_id", "find")]
        names += [f"follow_up_on_{part}" for part in range(3)]
        every = {name: list(map(str, self.data.getlist(name))) for name in names}  # type: ignore[attr-defined]
        return {name: values for name, values in every.items() if any(values)}
