"""Opened lines for pages: contacts and follow-ups with names, each page leaving one trail row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.contacts import kinds, queries
from yarrow.contacts.codes import label
from yarrow.contacts.models import Contact, FollowUp
from yarrow.people.models import Person
from yarrow.people.queries import open_each
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading


@dataclass(frozen=True)
class ContactLine:
    """One contact as a line: who in words, what was given and done in words, the note if the reader holds it."""

    contact: Contact
    who: str = field(repr=False)
    given: str
    done: str
    seemed: str
    by: str = ""
    language: str = field(default="", repr=False)
    time: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    is_note_closed: bool = False

    @property
    def what(self) -> str:
        """Everything given and done, in one line."""
        return " · ".join(filter(None, [self.given, self.done]))


@dataclass(frozen=True)
class DueLine:
    """Something to do: for whom, what, and whether its day has passed."""

    follow_up: FollowUp
    who: str = field(repr=False)
    what: str = field(repr=False)
    n_days_late: int

    @property
    def is_late(self) -> bool:
        return self.n_days_late > 0

    @property
    def late(self) -> str:
        """ "3 days late"; nothing when it is not."""
        n = self.n_days_late
        return ngettext("%(n)s day late", "%(n)s days late", n) % {"n": n} if self.is_late else ""


def contact_lines(
    by: Actor,
    project: Project,
    met: queries.WithGiven,
    words: kinds.Words,
    *,
    act: str,
    most: int | None = None,
    with_notes: bool = False,
    also: Callable[[Page], None] = lambda page: None,
) -> list[ContactLine]:
    """Contacts as lines. `with_notes` opens the notes a reader holds and marks those they don't.

    most   how many are shown; a page reads one more to know whether there are more
    also   opens what else the page shows, so that it leaves one trail row
    """
    at_once.read(met, words)
    rows = met.rows()[:most]
    holds_notes = with_notes and by.holds(project.id, "notes")
    with reading(by, project.id, act=act) as page:
        called = open_each(page, people_of(rows), "identity.called")
        notes = open_each(page, [r for r in rows if r.note is not None], "notes.note") if holds_notes else {}
        spoken = [row for row in rows if with_notes and row.language is not None]
        languages = open_each(page, spoken, "identity.language")
        timed = [row for row in rows if with_notes and row.met_at is not None]
        moments = open_each(page, timed, "identity.met_at")
        also(page)
    lines = worded(words, rows, called, notes, marks_closed=with_notes and not holds_notes)
    return [
        replace(
            line,
            language=_said(languages, line.contact.id),
            time=_clock(_said(moments, line.contact.id), project),
        )
        for line in lines
    ]


def _said(opened: dict[UUID, Opened], key: UUID) -> str:
    return (opened[key].value or "") if key in opened else ""


def _clock(moment: str, project: Project) -> str:
    """Hour and minute of a kept moment, where the project is."""
    return datetime.fromisoformat(moment).astimezone(project.zone).strftime("%H:%M") if moment else ""


def people_of(rows: Iterable[Contact]) -> list[Person]:
    """The known people of these contacts, each once."""
    return list({row.person_id: row.person for row in rows if row.person is not None}.values())


def worded(
    words: kinds.Words,
    rows: Sequence[Contact],
    called: dict[UUID, Opened],
    notes: dict[UUID, Opened],
    *,
    marks_closed: bool = False,
) -> list[ContactLine]:
    """Lines from what the caller's page opened: `called` by person id, `notes` by contact id."""
    supplies, done, names = words.labels("supplies"), words.labels("done"), words.names
    return [
        ContactLine(
            contact=row,
            who=who_met(row, called),
            given=kinds.in_words(supplies, {line.kind: line.n for line in row.supplies.all()}),
            done=", ".join(done.get(line.kind, line.kind).lower() for line in row.done.all()),
            seemed=label("seemed", row.seemed) if row.seemed else "",
            by=names.get(row.recorded_by, ""),
            note=notes[row.id].value if row.id in notes else "",
            is_note_closed=marks_closed and row.note is not None,
        )
        for row in rows
    ]


def open_name(by: Actor, project: Project, person: Person, act: str) -> str:
    """The name somebody is called by, or their code."""
    return open_names(by, project, [person], act)[person.id]


def open_names(by: Actor, project: Project, people: Iterable[Person], act: str) -> dict[UUID, str]:
    """Names to be called by, or codes."""
    rows = list(people)
    with reading(by, project.id, act=act) as page:
        called = open_each(page, rows, "identity.called")
    return {row.id: _name(row, called) for row in rows}


def who_met(contact: Contact, called: dict[UUID, Opened]) -> str:
    """ "Kim", "7-KL3" or "2 women, not known"."""
    if contact.person is not None:
        return _name(contact.person, called)
    return not_known(contact)


def not_known(contact: Contact) -> str:
    """People not known, in words."""
    looked = label("seen_gender", contact.gender_seen).lower() if contact.gender_seen else ""
    n = contact.n_people
    if looked:
        return _("%(n)d not known (%(looked)s)") % {"n": n, "looked": looked}
    return ngettext("%(n)d not known", "%(n)d not known", n) % {"n": n}


def _name(person: Person, called: dict[UUID, Opened]) -> str:
    opened = called.get(person.id)
    return (opened.value if opened is not None else None) or person.code


def opened_due(by: Actor, project: Project, rows: list[FollowUp], today: date, act: str) -> list[DueLine]:
    """Follow-ups opened for one reader, in their order."""
    people = {row.person_id: row.person for row in rows if row.person is not None}
    with reading(by, project.id, act=act) as page:
        called = open_each(page, list(people.values()), "identity.called")
        what = open_each(page, [row for row in rows if row.what is not None], "identity.what")
    return worded_due(rows, called, what, today)


def worded_due(
    rows: Sequence[FollowUp], called: dict[UUID, Opened], what: dict[UUID, Opened], today: date
) -> list[DueLine]:
    """Lines from what the caller's page opened: `called` by person id, `what` by line id."""
    return [
        DueLine(
            follow_up=row,
            who=_name(row.person, called) if row.person else (not_known(row.contact) if row.contact else ""),
            what=(what[row.id].value or "") if row.id in what else "",
            n_days_late=max(0, (today - row.due_on).days),
        )
        for row in rows
    ]
