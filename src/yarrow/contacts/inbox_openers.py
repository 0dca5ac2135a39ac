"""What waits in the inbox for this room, opened through the same forms and actions as if it had been typed.

contacts.contact       a shift sheet told while locked or without a signal: {session, form, written_by, noted};
                       session or written_by are "" where a tablet did not know them
contacts.entry_note    the note of such a sheet, for holders of notes alone: {entry, text}
contacts.note          a note to a contact, by a worker without the key to notes: {contact, text}
contacts.session_note  the same, to a session: {session, text}
contacts.link          who somebody was, where a note has to move as well: {contact, person}

A typed name becomes the one person it clearly means. When it means nobody or several, the entry stays as "needs
a look": `offers` says who it might be, `answered` puts the answer into the payload, and `inbox.settle(entry,
payload=answered(…))` takes it. Without its session it needs a look as well, and `placed` says which it was.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from yarrow.contacts import queries
from yarrow.contacts.actions import link_contact, note_session, record_contact
from yarrow.contacts.actions.changing import locked
from yarrow.contacts.errors import CannotBe, Conflict, NotYet
from yarrow.contacts.forms.shift import NOT_KNOWN, PERSON, ShiftForm
from yarrow.contacts.models import Contact, Session
from yarrow.contacts.resealing import add_to_note
from yarrow.contacts.told import Told, ToldFields
from yarrow.people.called import people_called
from yarrow.people.models import Person
from yarrow.people.queries import Found, find_people
from yarrow.staff.models import Project
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor

CONTACT, ENTRY_NOTE, NOTE, SESSION_NOTE, LINK = (
    "contacts.contact",
    "contacts.entry_note",
    "contacts.note",
    "contacts.session_note",
    "contacts.link",
)
NEW = "new"
Payload = dict[str, Any]


@transaction.atomic
def leave_sheet(form: ShiftForm, *, project: Project, by: Actor, at: datetime) -> None:
    """Keep what a locked sheet told, sealed: the contact for holders of identity, its note for holders of notes.

    Neither carries a time, so that the same sheet sent twice is the same.
    """
    entry_id, sent = form.cleaned_data["entry_id"], form.as_sent()
    sent.pop("note", None)
    text = form.cleaned_data["note"].strip()
    contact = {
        "session": str(form.session.id) if form.session else "",
        "form": sent,
        "written_by": str(by.id),
        "noted": bool(text),
    }
    inbox.leave(project.id, "identity", kind=CONTACT, payload=contact, by=by, at=at, entry_id=entry_id)
    if text:
        note = {"entry": str(entry_id), "text": text}
        note_id = uuid5(entry_id, "note")
        inbox.leave(project.id, "notes", kind=ENTRY_NOTE, payload=note, by=by, at=at, entry_id=note_id)


def offers(payload: Payload, *, project: Project, by: Actor) -> list[Found]:
    """Who the typed name of a `contacts.contact` might mean, best first."""
    typed = " ".join(payload.get("form", {}).get("name", []))
    return find_people(by, project, typed) if typed else []


def answered(payload: Payload, who: Person | str | None) -> Payload:
    """The payload with the question "who was it?" answered: a person, NEW, or None for somebody not known."""
    sent = {name: values for name, values in payload["form"].items() if name not in ("who", "is_new")}
    if who == NEW:
        return {**payload, "form": {**sent, "is_new": ["on"]}}
    sent.pop("name", None)
    chosen = f"{PERSON}{who.id}" if isinstance(who, Person) else f"{NOT_KNOWN}1"
    return {**payload, "form": {**sent, "who": [chosen]}}


def placed(payload: Payload, session: Session) -> Payload:
    """The payload with the question "which shift was it?" answered."""
    return {**payload, "session": str(session.id)}


def open_contact(payload: Payload, *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID) -> None:
    """A whole contact, through the shift sheet's form and `record_contact`."""
    project = Project.objects.get(id=project_id)
    if not payload["session"]:
        raise CannotBe(_("Say on which shift this was."))
    session = _row(Session.objects.of(project), payload["session"])
    form = ShiftForm(_as_data(payload["form"], entry_id), project=project, session=session)
    if not form.is_valid():
        raise CannotBe(" ".join(str(error) for errors in form.errors.values() for error in errors))
    standing = Contact.objects.filter(project=project, entry_id=entry_id).first()
    if standing is not None:
        # It arrived before, and only the answer was lost on the way: who it was is settled.
        _check_repeat(form.told(), standing, payload, project=project, by=by, at=at)
        return
    told = _with_person(form, project, by, at)
    told["written_by"] = queries.writer_in(project, payload["written_by"])
    record_contact(project=project, by=by, at=at, entry_id=entry_id, **told)


def open_entry_note(payload: Payload, *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID) -> None:
    """The note of a locked sheet, once its contact is written down; until then it stays."""
    contact = Contact.objects.filter(project_id=project_id, entry_id=payload["entry"]).first()
    if contact is None and queries.is_waiting(project_id, UUID(payload["entry"])):
        raise NotYet()
    if contact is None:
        raise CannotBe(_("What this belongs to is not here any more."))
    open_note(
        {"contact": str(contact.id), "text": payload["text"]},
        project_id=project_id,
        by=by,
        at=at,
        entry_id=entry_id,
    )


@transaction.atomic
def open_note(payload: Payload, *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID) -> None:
    """A note reaches its contact, wherever that has moved to by now."""
    project = Project.objects.get(id=project_id)
    contact = locked(_row(Contact.objects.of(project), payload["contact"]))
    add_to_note(contact, payload["text"], by)
    contact.save(update_fields=["note"])
    subject = contact.sealing_subject
    trail.note(project_id, by=by, act="contacts.open_note", at=at, subject=subject, fields=["notes.note"])


def open_session_note(payload: Payload, *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID) -> None:
    """A note reaches its session."""
    project = Project.objects.get(id=project_id)
    by.key.secret(project_id, "notes")
    session = _row(Session.objects.of(project), payload["session"])
    note_session(project=project, by=by, at=at, session=session, text=payload["text"])


def open_link(payload: Payload, *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID) -> None:
    """Who somebody was, with the note moving along. Said before, it stands."""
    project = Project.objects.get(id=project_id)
    by.key.secret(project_id, "notes")
    contact = _row(Contact.objects.of(project), payload["contact"])
    person = _row(Person.objects.filter(project=project), payload["person"]).stands
    if contact.person_id != person.id:
        link_contact(project=project, by=by, at=at, contact=contact, person=person)


def ready() -> None:
    """Declare the openers; called once, when the room starts."""
    inbox.opens(CONTACT, open_contact)
    inbox.opens(ENTRY_NOTE, open_entry_note)
    inbox.opens(NOTE, open_note)
    inbox.opens(SESSION_NOTE, open_session_note)
    inbox.opens(LINK, open_link)


def _check_repeat(
    told: ToldFields, standing: Contact, payload: Payload, *, project: Project, by: Actor, at: datetime
) -> None:
    """Raises Conflict when other facts stand. A note lies elsewhere, so with one only the plain facts are compared."""
    if not payload.get("noted"):
        record_contact(project=project, by=by, at=at, entry_id=standing.entry_id, **told)
    elif standing.digest != Told(**told).digest():
        raise Conflict(_("This was written down already, with other facts. Open that contact to correct it."))


def _with_person(form: ShiftForm, project: Project, by: Actor, at: datetime) -> ToldFields:
    told = form.told()
    if form.typed_name and not form.cleaned_data["is_new"]:
        same = people_called(form.typed_name, project=project, by=by, at=at)
        if len(same) != 1:
            raise CannotBe(
                _("Several people go by this name. Say who it was.")
                if same
                else _("Nobody goes by this name yet. Say who it was.")
            )
        told.pop("new_person")
        told["person"] = same[0]
    return told


def _as_data(sent: dict[str, list[str]], entry_id: UUID) -> MultiValueDict[str, str]:
    return MultiValueDict({**sent, "entry_id": [str(entry_id)]})


def _row(rows: Any, row_id: str) -> Any:
    found = rows.filter(id=UUID(row_id)).first()
    if found is None:
        raise CannotBe(_("What this belongs to is not here any more."))
    return found
