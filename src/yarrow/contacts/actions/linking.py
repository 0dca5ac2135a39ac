"""Saying later who somebody was. Totals stay what they were: nobody is invented and nobody is lost."""

from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import rules
from yarrow.contacts.actions.changing import keep, locked
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.models import Contact, ContactDone
from yarrow.contacts.resealing import copy_meeting, move, needs_notes
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor


@transaction.atomic
def link_contact(
    *, project: Project, by: Actor, at: datetime, contact: Contact, person: Person
) -> Contact | None:
    """Say that one of those not known was `person`; the person's contact comes back.

    From "two women, not known" one is taken out: 2 becomes 1 + 1. Supplies, minutes and the note stay with the
    rest; what was done was done for both. A note that `by` can't move makes the link wait in the inbox for
    somebody who can: then None comes back.
    """
    rules.check_same_project(project, contact, person)
    contact = locked(contact)
    rules.check_may_link(by, contact)
    if contact.n_people == 1 and needs_notes(contact) and not by.holds(project.id, "notes"):
        _leave_link(project, by, at, contact, person)
        return None
    keep(contact, by=by, at=at, act="link_contact")
    linked = _take_out(contact, person, by, at) if contact.n_people > 1 else _whole(contact, person, by)
    trail.note(project.id, by=by, act="contacts.link_contact", at=at, subject=person.id)
    return linked


@transaction.atomic
def move_contact(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    contact: Contact,
    version: int,
    person: Person | None,
) -> Contact:
    """It was somebody else, or nobody known after all: the contact and all sealed in it move there."""
    rules.check_same_project(project, contact, person)
    contact = locked(contact)
    rules.check_may_change(by, contact)
    rules.check_version(version, contact.version)
    former = contact.person_id
    if former is None:
        raise CannotBe(_("Nobody was named here yet. Say who it was instead."))
    if needs_notes(contact) and not by.holds(project.id, "notes"):
        raise CannotBe(_("A note belongs to this contact. Ask a case worker to move it."))
    keep(contact, by=by, at=at, act="move_contact")
    move(contact, person, by)
    for subject in (former, contact.sealing_subject):
        trail.note(project.id, by=by, act="contacts.move_contact", at=at, subject=subject)
    return contact


def _whole(contact: Contact, person: Person, by: Actor) -> Contact:
    contact.gender_seen = ""
    move(contact, person, by)
    return contact


def _take_out(contact: Contact, person: Person, by: Actor, at: datetime) -> Contact:
    """One of several becomes a contact of its own."""
    part = Contact(
        project_id=contact.project_id,
        entry_id=uuid5(contact.entry_id, f"part {contact.version}"),
        session_id=contact.session_id,
        kind=contact.kind,
        person=person,
        happened_on=contact.happened_on,
        zone_id=contact.zone_id,
        language_how=contact.language_how,
        language_unmet=contact.language_unmet,
        seemed=contact.seemed,
        recorded_by=contact.recorded_by,
        recorded_at=at,
        split_from=contact,
        batch_id=contact.batch_id,
    )
    copy_meeting(contact, part, by)
    part.save(force_insert=True)
    ContactDone.objects.bulk_create(
        ContactDone(contact=part, kind=kind) for kind in contact.done.values_list("kind", flat=True)
    )
    contact.n_people -= 1
    contact.save(update_fields=["n_people", "version"])
    return part


def _leave_link(project: Project, by: Actor, at: datetime, contact: Contact, person: Person) -> None:
    inbox.leave(
        project.id,
        "notes",
        kind="contacts.link",
        payload={"contact": str(contact.id), "person": str(person.id)},
        by=by,
        at=at,
        entry_id=uuid5(contact.entry_id, f"link {person.id}"),
    )
