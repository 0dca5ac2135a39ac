"""How a contact or a session was changed: what, by whom, when, in words; sealed fields only for who may open them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.contacts import kinds
from yarrow.contacts.actions.changing import stood
from yarrow.contacts.actions.planning import session_stood
from yarrow.contacts.codes import label
from yarrow.contacts.models import Contact, ContactVersion, Session, SessionVersion, Zone
from yarrow.people.models import Person
from yarrow.people.queries import open_each
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.vault.opening import Opened, Page
from yarrow.vault.prepared import PreparedLists

NOTHING = "–"
Words = Mapping[str, Callable[[Any], str]]


@dataclass(frozen=True)
class Change:
    """One fact that became another."""

    what: str
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True)
class Changed:
    """One change: the version before it, what was done, by whom, and fact by fact what became what."""

    n: int
    did: str
    by: str
    at: datetime
    changes: list[Change]


class OfContact:
    """How a contact was changed, the latest first; its lists are read with others of a page (`at_once`).

    `open` is called on the page that shows it: notes before a change are for holders of notes only.
    """

    def __init__(self, project: Project, contact: Contact, words: kinds.Words) -> None:
        self.project, self.contact, self.words = project, contact, words
        self.versions = ContactVersion.objects.filter(contact=contact).order_by("-n")
        self.zones = Zone.objects.filter(project=project)
        self.notes: dict[UUID, Opened] = {}

    @property
    def lists(self) -> list[Any]:
        return [self.versions, self.zones]

    @cached_property
    def rows(self) -> list[ContactVersion]:
        """The versions before, sealed with the key of the contact."""
        for row in self.versions:
            row.contact = self.contact
        return list(self.versions)

    def open(self, page: Page) -> None:
        """Open the notes as they stood."""
        told: list[Contact | ContactVersion] = [self.contact, *self.rows]
        if self.rows and page.by.holds(self.project.id, "notes"):
            self.notes = open_each(page, [row for row in told if row.note is not None], "notes.note")

    def told(self) -> list[Changed]:
        """What was changed, in words."""
        if not self.rows:
            return []
        states = [stood(self.contact), *(row.stood for row in self.rows)]
        words, notes = _contact_words(self.words, self.zones, states), self._notes()
        return [
            Changed(
                n=row.n,
                did=_acts().get(row.act, row.act),
                by=self.words.names.get(row.changed_by, ""),
                at=row.changed_at,
                changes=[*_differences(row.stood, after, words), *notes.get(row.id, [])],
            )
            for row, after in zip(self.rows, states, strict=False)
        ]

    def _notes(self) -> dict[UUID, list[Change]]:
        """The note as it stood before, by version, where it became another one."""
        texts = [_said(self.notes, key) for key in (self.contact.id, *(row.id for row in self.rows))]
        pairs = zip(self.rows, texts[1:], texts, strict=False)
        # A version kept by somebody without the key has no copy of the note: that is no change.
        return {row.id: [Change(_("Note"), was, now)] for row, was, now in pairs if was and was != now}


_of_session = PreparedLists(
    lambda project_id, session_id: [
        SessionVersion.objects.filter(session=session_id),
        Zone.objects.filter(project=project_id),
    ]
)


class OfSession:
    """How a session's plan was changed, the latest first; its lists are read with others of a page (`at_once`)."""

    def __init__(self, project: Project, session: Session, words: kinds.Words) -> None:
        self.project, self.session, self.words = project, session, words
        self.lists = _of_session(project.pk, session.pk)
        self.versions, self.zones = self.lists

    def told(self) -> list[Changed]:
        """What was changed, in words."""
        rows = list(self.versions)
        if not rows:
            return []
        states = [session_stood(self.session), *(row.stood for row in rows)]
        words = _session_words(self.project, self.zones, self.words.names)
        return [
            Changed(
                n=row.n,
                did=_("changed the plan"),
                by=self.words.names.get(row.changed_by, ""),
                at=row.changed_at,
                changes=_differences(row.stood, after, words),
            )
            for row, after in zip(rows, states, strict=False)
        ]


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], words: Words) -> list[Change]:
    return [
        Change(_labels()[name], say(before.get(name)) or NOTHING, say(after.get(name)) or NOTHING)
        for name, say in words.items()
        if before.get(name) != after.get(name)
    ]


def _said(opened: dict[UUID, Opened], key: UUID) -> str:
    return (opened[key].value or "") if key in opened else ""


def _contact_words(
    theirs: kinds.Words, listed_zones: Iterable[Zone], states: list[Mapping[str, Any]]
) -> Words:
    supplies, done = theirs.labels("supplies"), theirs.labels("done")
    zones = {str(zone.id): zone.label for zone in listed_zones}
    ids = {str(state["person"]) for state in states if state.get("person")}
    codes = {str(key): code for key, code in Person.objects.filter(id__in=ids).values_list("id", "code")}
    return {
        "person": lambda key: codes.get(key, ""),
        "n_people": str,
        "kind": lambda code: label("kinds", code),
        "happened_on": _day,
        "zone": lambda key: zones.get(key, ""),
        "supplies": lambda given: kinds.in_words(supplies, dict(sorted(given.items()))),
        "done": lambda codes: ", ".join(done.get(code, code).lower() for code in codes),
        "minutes": lambda n: "" if n is None else str(n),
        "seemed": lambda code: label("seemed", code) if code else "",
        "gender_seen": lambda code: label("seen_gender", code) if code else "",
        "language_how": lambda code: label("language_how", code) if code else "",
        "language_unmet": lambda unmet: _("yes") if unmet else _("no"),
    }


def _session_words(project: Project, listed_zones: Iterable[Zone], names: Mapping[UUID, str]) -> Words:
    zones = {str(zone.id): zone.label for zone in listed_zones}
    return {
        "kind": lambda code: label("kinds", code),
        "planned_on": _day,
        "starts_at": lambda at: _clock(at, project),
        "ends_at": lambda at: _clock(at, project),
        "zones": lambda keys: ", ".join(zones.get(key, "") for key in keys),
        "languages": ", ".join,
        "workers": lambda parts: ", ".join(
            f"{names.get(UUID(key), '')} ({label('shift_parts', part).lower()})"
            for key, part in parts.items()
        ),
    }


def _day(iso: str) -> str:
    return days.day(date.fromisoformat(iso))


def _clock(iso: str, project: Project) -> str:
    return datetime.fromisoformat(iso).astimezone(project.zone).strftime("%H:%M") if iso else ""


def _acts() -> dict[str, str]:
    return {
        "correct_contact": _("put right"),
        "void_contact": _("removed"),
        "link_contact": _("said who it was"),
        "move_contact": _("said it was somebody else"),
    }


def _labels() -> dict[str, str]:
    return {
        "person": _("Who"),
        "n_people": _("How many people"),
        "kind": _("Kind"),
        "happened_on": _("Day"),
        "zone": _("Where"),
        "supplies": _("Given"),
        "done": _("Done"),
        "minutes": _("Minutes"),
        "seemed": _("Seemed"),
        "gender_seen": _("As they looked"),
        "language_how": _("How you talked"),
        "language_unmet": _("A language was missing"),
        "planned_on": _("Day"),
        "starts_at": _("From"),
        "ends_at": _("Until"),
        "zones": _("Where"),
        "languages": _("Languages on the shift"),
        "workers": _("Who works"),
    }
