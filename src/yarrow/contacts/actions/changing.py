"""Correcting and removing contacts. How a contact stood before is kept; nothing is written over unseen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Unpack
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import kinds, rules
from yarrow.contacts.actions.recording import leave_note
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.models import Contact, ContactDone, ContactSupply
from yarrow.contacts.models.contacts import VOID
from yarrow.contacts.resealing import keep_version
from yarrow.contacts.told import Told, ToldFields
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

PLAIN = (
    "kind",
    "n_people",
    "gender_seen",
    "happened_on",
    "zone",
    "minutes",
    "language_how",
    "language_unmet",
    "seemed",
)
CHANGEABLE = frozenset({*PLAIN, "supplies", "done", "note", "met_at", "language"})


@transaction.atomic
def correct_contact(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    contact: Contact,
    version: int,
    **changes: Unpack[ToldFields],
) -> Contact:
    """Put right what was written down; what is not named in `changes` stays. `version` is the one that was seen.

    A note by somebody who holds no key to notes is added through the inbox; it can't replace what they
    could not read. Raises Conflict when somebody changed the contact in between.
    """
    rules.check_same_project(project, contact)
    contact = locked(contact)
    rules.check_may_change(by, contact)
    rules.check_version(version, contact.version)
    if not set(changes) <= CHANGEABLE:
        raise CannotBe(_("Who it was and in which session can't be corrected here."))
    told = replace(told_of(contact), **changes)
    counted, today = kinds.counted(project), at.astimezone(project.zone).date()
    rules.check_told(told, project=project, today=today, supplies=counted.supplies, done=counted.done)
    keep(contact, by=by, at=at, act="correct_contact")
    _apply(contact, told, changes, by)
    if changes.get("note") and not by.holds(project.id, "notes"):
        entry_id = uuid5(contact.entry_id, f"note {contact.version}")
        leave_note(project, by, at, contact, changes["note"], entry_id)
    subject = contact.sealing_subject
    trail.note(project.id, by=by, act="contacts.correct_contact", at=at, subject=subject, fields=changes)
    return contact


@transaction.atomic
def void_contact(
    *, project: Project, by: Actor, at: datetime, contact: Contact, version: int, reason: str
) -> Contact:
    """Remove a mistaken contact: it stays readable as removed and never counts again."""
    rules.check_same_project(project, contact)
    contact = locked(contact)
    rules.check_may_change(by, contact)
    rules.check_version(version, contact.version)
    if reason not in rules.MISTAKES:
        raise CannotBe(_("Say why it is removed."), field="reason")
    return _void(project, by, at, contact, reason)


@transaction.atomic
def undo_contact(*, project: Project, by: Actor, at: datetime, contact: Contact) -> Contact:
    """The one who has just written it down takes it back."""
    rules.check_same_project(project, contact)
    contact = locked(contact)
    rules.check_may_undo(by, contact, at)
    return _void(project, by, at, contact, "undone")


def _void(project: Project, by: Actor, at: datetime, contact: Contact, reason: str) -> Contact:
    keep(contact, by=by, at=at, act="void_contact")
    contact.state, contact.void_reason = VOID, reason
    contact.save(update_fields=["state", "void_reason", "version"])
    subject = contact.sealing_subject
    trail.note(project.id, by=by, act="contacts.void_contact", at=at, subject=subject, reason=reason)
    return contact


def locked(contact: Contact) -> Contact:
    """The contact as it stands now, held until the transaction ends."""
    rows = Contact.objects.select_for_update(of=("self",)).select_related("session", "zone", "person")
    return rows.get(id=contact.id)


def keep(contact: Contact, *, by: Actor, at: datetime, act: str) -> None:
    """Keep how the contact stands as a history row and count its version up; the caller saves."""
    keep_version(contact, stood(contact), by=by, at=at, act=act)
    contact.version += 1


def stood(contact: Contact) -> dict[str, Any]:
    """The plain facts of a contact as JSON."""
    facts: dict[str, Any] = {name: getattr(contact, name) for name in PLAIN}
    return facts | {
        "happened_on": contact.happened_on.isoformat(),
        "zone": str(contact.zone_id or ""),
        "person": str(contact.person_id or ""),
        "supplies": {line.kind: line.n for line in contact.supplies.all()},
        "done": sorted(line.kind for line in contact.done.all()),
    }


def told_of(contact: Contact) -> Told:
    """A contact's plain facts in the form in which they were told."""
    facts = {name: getattr(contact, name) for name in PLAIN}
    return Told(
        **facts,
        session=contact.session,
        person=contact.person,
        supplies=dict(contact.supplies.values_list("kind", "n")),
        done=tuple(contact.done.values_list("kind", flat=True)),
    )


def _apply(contact: Contact, told: Told, changes: Mapping[str, Any], by: Actor) -> None:
    for name in PLAIN:
        setattr(contact, name, getattr(told, name))
    if "met_at" in changes:
        moment = told.met_at.isoformat() if told.met_at else None
        contact.sealed.put("identity.met_at", moment, by.unlocked)
    if "language" in changes:
        contact.sealed.put("identity.language", told.language.strip(), by.unlocked)
    if "note" in changes and by.holds(contact.project_id, "notes"):
        contact.sealed.put("notes.note", told.note, by.unlocked)
    contact.save()
    if "supplies" in changes:
        contact.supplies.all().delete()
        given = told.given().items()
        ContactSupply.objects.bulk_create(ContactSupply(contact=contact, kind=c, n=n) for c, n in given)
    if "done" in changes:
        contact.done.all().delete()
        done = sorted(set(told.done))
        ContactDone.objects.bulk_create(ContactDone(contact=contact, kind=code) for code in done)
