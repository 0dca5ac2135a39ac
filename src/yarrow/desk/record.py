"""A person's record as the door shows it: who they are, what is to be done, and one timeline over every room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.contacts import queries as contacts
from yarrow.contacts.kinds import Words
from yarrow.contacts.lines import ContactLine, DueLine, worded, worded_due
from yarrow.contacts.models import Contact, FollowUp
from yarrow.measures.queries import answered
from yarrow.measures.rules import can_ask
from yarrow.people import birthdays, lists, pages, rules, sheets
from yarrow.people.models import KeyWorker, Person
from yarrow.people.queries import open_each
from yarrow.plans.rules import can_plan
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading

MOST = 100


@dataclass(frozen=True)
class Happened:
    """One thing on the timeline, newest first: `on` its day, `text` what was said about it."""

    on: date
    title: str
    by: str = ""
    href: str = ""
    text: str = field(default="", repr=False)
    at: datetime | None = None


def context_of(by: Actor, project: Project, person: Person, today: date, reason: str = "") -> dict[str, Any]:
    """Everything the person's page shows; opened together, with one trail row."""
    met, words = contacts.contacts_of_person(project, person, MOST + 1), Words(project)
    lines, rows = contacts.follow_ups_of(project, person), sheets.Rows(person)
    around = pages.Around(by, person)
    asked = [answered(person, MOST)] if can_ask(by, project) else []
    at_once.read(met, words, lines, rows, around, *asked)
    recent = met.rows()[:MOST]
    with reading(by, project.id, act="people.show_person", reason=reason) as page:
        sheet = sheets.open_sheet(page, person, rows)
        notes = _notes(page, by, project, recent)
        what = open_each(page, [line for line in lines if line.what is not None], "identity.what")
    birthdays.of_sheet(by, sheet)
    called: dict[UUID, Opened] = {person.id: sheet.identity["called"]}
    told = worded(words, recent, called, notes, marks_closed=not by.holds(project.id, "notes"))
    due = worded_due(_of(person, lines), called, what, today)
    context = sheet.context()
    return context | {
        "outside_reason": lists.label("open_reason", reason) if reason else "",
        "can_assign": rules.can_assign(by),
        **around.context(),
        "can_ask": can_ask(by, project),
        "can_copy": rules.can_copy(by),
        "can_erase": rules.can_erase(by),
        "can_plan": can_plan(by, project),
        "to_do": [line for line in due if line.follow_up.done_at is None],
        "timeline": _in_order(
            [
                *timeline(project, person, told, due, context, words.names, rows.key_workers),
                *_answered(project, person, asked),
            ]
        ),
        "has_more": len(met.contacts) > MOST,
    }


def timeline(
    project: Project,
    person: Person,
    met: Sequence[ContactLine],
    due: Sequence[DueLine],
    known: dict[str, Any],
    names: Mapping[UUID, str],
    key_workers: Iterable[KeyWorker],
) -> list[Happened]:
    """Contacts, things done, key workers and settings as one story, the latest first."""
    happened = [
        *(_contact(project, line) for line in met),
        *_done(project, due, names),
        *_key_workers(key_workers),
        *_settings(known),
        Happened(person.first_met_on, _("First met")),
    ]
    return _in_order(happened)


def _in_order(happened: Iterable[Happened]) -> list[Happened]:
    return sorted(happened, key=lambda one: one.on, reverse=True)


def _answered(project: Project, person: Person, asked: Iterable[Any]) -> list[Happened]:
    """Forms that were answered: only for those who may read the answers."""
    return [
        Happened(
            on, _("Answered: %s") % title, href=project.url("measures:show_filling", person.id, filling_id)
        )
        for rows in asked
        for filling_id, on, title in rows
    ]


def _of(person: Person, lines: Iterable[FollowUp]) -> list[FollowUp]:
    """The lines, each with the person whose record was read already."""
    listed = list(lines)
    for line in listed:
        line.person = person
    return listed


def _notes(page: Page, by: Actor, project: Project, met: Sequence[Contact]) -> dict[UUID, Opened]:
    if not by.holds(project.id, "notes"):
        return {}
    return open_each(page, [contact for contact in met if contact.note is not None], "notes.note")


def _contact(project: Project, line: ContactLine) -> Happened:
    said = [line.what, line.seemed, line.note]
    if line.is_note_closed:
        said.append(_("There is a note. It needs the key to case notes."))
    return Happened(
        on=line.contact.happened_on,
        title=_met(line.contact),
        by=line.by,
        href=project.url("contacts:show_contact", line.contact.id),
        text="\n".join(part for part in said if part),
    )


def _met(contact: Contact) -> str:
    where = contact.zone.label if contact.zone else ""
    return f"{contact.kind_label} · {where}" if where else contact.kind_label


def _done(project: Project, due: Sequence[DueLine], names: Mapping[UUID, str]) -> list[Happened]:
    done = [line.follow_up for line in due if line.follow_up.done_at is not None]
    said = {line.follow_up.id: line.what for line in due}
    return [
        Happened(
            on=_day(project, row),
            title=_("Done: %s") % said[row.id] if said[row.id] else _("Something promised was done"),
            by=names.get(row.done_by, "") if row.done_by else "",
        )
        for row in done
    ]


def _day(project: Project, row: FollowUp) -> date:
    done_at = row.done_at or datetime.combine(row.due_on, time(), project.zone)
    return done_at.astimezone(project.zone).date()


def _key_workers(held: Iterable[KeyWorker]) -> list[Happened]:
    began = [Happened(row.from_on, _("%s became the key worker") % row.worker.name) for row in held]
    ended = [
        Happened(row.until_on, _("%s is no longer the key worker") % row.worker.name)
        for row in held
        if row.until_on and row.end_reason
    ]
    return [*ended, *began]


def _settings(known: dict[str, Any]) -> list[Happened]:
    rows = [*known["settings"], *known["settings_before"]]
    began = [Happened(row.from_on, _("Setting: %s") % row.label) for row in rows if row.from_on]
    ended = [Happened(row.until_on, _("No longer: %s") % row.label) for row in rows if row.until_on]
    return [*ended, *began]
