"""Contacts: of a session, of a person, with nobody known, and how one stood before."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yarrow.contacts.models import Contact, ContactDone, ContactSupply, Session
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.models import InboxEntry


def contact_or_404(project: Project, contact_id: UUID) -> Contact:
    """One contact of this project, removed ones included."""
    rows = Contact.objects.of(project).select_related("session", "zone", "person", "split_from")
    return get_object_or_404(rows, id=contact_id)


class WithGiven:
    """Contacts with what was given and done at them; its lists are read with others of a page (`at_once`)."""

    def __init__(self, rows: QuerySet[Contact]) -> None:
        self.contacts = rows
        ids = rows.values("pk") if rows.query.is_sliced else rows.order_by().values("pk")
        self.supplies = ContactSupply.objects.filter(contact__in=ids).order_by("id")
        self.done = ContactDone.objects.filter(contact__in=ids).order_by("id")

    @classmethod
    def of_one(cls, contact: Contact) -> "WithGiven":
        """The same of a contact that was read already."""
        rows = Contact.objects.filter(pk=contact.pk)
        rows._result_cache = [contact]
        return cls(rows)

    @property
    def lists(self) -> list[Any]:
        return [self.contacts, self.supplies, self.done]

    def rows(self) -> list[Contact]:
        """The contacts, in their order; `supplies` and `done` of each are at hand."""
        at_once.read(self)
        for name, found in (("supplies", self.supplies), ("done", self.done)):
            at_once.attach(self.contacts, name, at_once.grouped(found, "contact_id"))
        return list(self.contacts)


def contacts_of_session(session: Session) -> WithGiven:
    """A session's contacts, the latest first, removed ones included."""
    return WithGiven(Contact.objects.filter(session=session).select_related("person", "zone"))


def contacts_of_person(project: Project, person: Person, most: int) -> WithGiven:
    """A person's contacts that count, the latest first, and at most so many."""
    rows = Contact.objects.of(project).filter(person=person).standing()
    return WithGiven(rows.select_related("session", "zone", "person")[:most])


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


def parts_of(contact: Contact) -> QuerySet[Contact]:
    """Contacts that were taken out of this one when it became known who somebody was."""
    return Contact.objects.filter(split_from=contact).standing()
