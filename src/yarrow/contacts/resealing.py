"""Moving what was sealed from one subject's key to another's, when it becomes known who somebody was.

The old key is destroyed once the move is committed: a copy of the old rows opens nothing from then on, and
erasing the person later reaches everything ever written about them.
"""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from yarrow.contacts.models import Contact, ContactVersion, FollowUp, Session
from yarrow.people.models import Person
from yarrow.vault import erasing
from yarrow.vault.actors import Actor
from yarrow.vault.sealing_model import SealedModel

MEETING = ("identity.met_at", "identity.language")
CONTACT = ("identity.text_digest", *MEETING, "notes.note")
VERSION = (*MEETING, "notes.note")
FOLLOW_UP = ("identity.what",)

Held = list[tuple[SealedModel, dict[str, Any]]]


def needs_notes(contact: Contact) -> bool:
    """Whether something of this contact lies in `notes`, so that only a holder of it can move it."""
    return contact.note is not None or contact.versions.exclude(note=None).exists()


def move(contact: Contact, person: Person | None, by: Actor) -> None:
    """Make `contact` one with `person` (None: nobody known), its sealed fields under the new subject; saves.

    Raises Locked or NoGrant before anything is changed; Erased when the person was erased.
    """
    former = contact.sealing_subject
    versions = list(contact.versions.select_related("contact").all())
    follow_ups = list(contact.follow_ups.all())
    held = [
        _open(contact, CONTACT, by),
        *(_open(version, VERSION, by) for version in versions),
        *(_open(line, FOLLOW_UP, by) for line in follow_ups),
    ]
    contact.person = person
    for version in versions:
        version.contact = contact
    for line in follow_ups:
        line.person = person
    for row, values in held:
        for path, value in values.items():
            row.sealed.put(path, value, by.unlocked)
    contact.save()
    ContactVersion.objects.bulk_update(versions, ["met_at", "language", "note"])
    FollowUp.objects.bulk_update(follow_ups, ["person", "what"])
    if former == contact.id:
        transaction.on_commit(partial(_destroy, contact.project_id, former, by))


def has_same_text(contact: Contact, text_digest: str, by: Actor) -> bool:
    """Whether the contact was first told with this typed text ("" for none)."""
    return (contact.sealed.open_unrecorded("identity.text_digest", by.unlocked) or "") == text_digest


def add_to_note(row: Contact | Session, text: str, by: Actor) -> None:
    """Put `text` under what the note says already; sent twice running it stands once. The caller saves."""
    standing = row.sealed.open_unrecorded("notes.note", by.unlocked)
    if standing and f"\n\n{standing}".endswith(f"\n\n{text}"):
        return
    row.sealed.put("notes.note", f"{standing}\n\n{text}" if standing else text, by.unlocked)


def copy_meeting(contact: Contact, part: Contact, by: Actor) -> None:
    """The exact moment and the language of a contact hold for the part taken out of it as well."""
    for path in MEETING:
        part.sealed.put(path, contact.sealed.open_unrecorded(path, by.unlocked), by.unlocked)


def keep_version(
    contact: Contact, stood: dict[str, Any], *, by: Actor, at: datetime, act: str
) -> ContactVersion:
    """A history row of how the contact stands now. Sealed fields are copied where `by` can open them.

    Where `by` holds no `notes`, the note stays in the contact untouched, so the copy can be left out.
    """
    row = ContactVersion(
        contact=contact, n=contact.version, stood=stood, changed_by=by.id, changed_at=at, act=act
    )
    for path in VERSION:
        if by.holds(contact.project_id, path.partition(".")[0]):
            row.sealed.put(path, contact.sealed.open_unrecorded(path, by.unlocked), by.unlocked)
    row.save(force_insert=True)
    return row


def _open(row: SealedModel, paths: tuple[str, ...], by: Actor) -> tuple[SealedModel, dict[str, Any]]:
    values = {path: row.sealed.open_unrecorded(path, by.unlocked) for path in paths}
    return row, {path: value for path, value in values.items() if value is not None}


def _destroy(project_id: UUID, subject: UUID, by: Actor) -> None:
    by.key.forget(project_id, subject)
    erasing.drop_keys(project_id, [subject])
