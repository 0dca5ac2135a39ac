"""Contacts: of a session, of a person, with nobody known, and how one stood before."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yarrow.contacts.models import Contact, Session
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.models import InboxEntry


def contact_or_404(project: Project, contact_id: UUID) -> Contact:
    """One contact of this project, removed ones included."""
    rows = Contact.objects.of(project).select_related("session", "zone", "person", "split_from")
    return get_object_or_404(rows, id=contact_id)


def contacts_of_session(project: Project, session: Session) -> list[Contact]:
    """A session's contacts, the latest first, removed ones included."""
    rows = Contact.objects.of(project).filter(session=session)
    return list(rows.select_related("person", "zone").prefetch_related("supplies", "done"))


def contacts_of_person(project: Project, person: Person) -> QuerySet[Contact]:
    """A person's contacts that count, the latest first."""
    rows = Contact.objects.of(project).filter(person=person).standing()
    return rows.select_related("session", "zone", "person").prefetch_related("supplies", "done")


def unnamed(project: Project, since: date | None = None) -> QuerySet[Contact]:
    """Contacts with people not known, the latest first."""
    rows = Contact.objects.of(project).standing().unnamed().select_related("session", "zone")
    return rows.filter(happened_on__gte=since) if since else rows


def is_entered(project: Project, entry_id: UUID) -> bool:
    """Whether a contact stands under this entry already."""
    return Contact.objects.of(project).filter(entry_id=entry_id).exists()


def contact_under(project: Project, entry_id: UUID) -> Contact | None:
    """The contact that was written down under an entry id."""
    return Contact.objects.of(project).filter(entry_id=entry_id).first()


def is_waiting(project_id: UUID, entry_id: UUID) -> bool:
    """Whether an inbox entry under this id has not been settled."""
    left = InboxEntry.objects.filter(project_id=project_id, entry_id=entry_id)
    return left.exclude(state=InboxEntry.State.OPENED).exists()


def parts_of(contact: Contact) -> list[Contact]:
    """Contacts that were taken out of this one when it became known who somebody was."""
    return list(contact.parts.standing())
