"""Contacts: of a session, of a person, with nobody known, and how one stood before."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yarrow.contacts.models import Contact, ContactDone, ContactSupply, Session
from yarrow.people.models import Person, but_a_name
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.models import InboxEntry
from yarrow.vault.prepared import PreparedLists


def contact_or_404(project: Project, contact_id: UUID) -> Contact:
    """One contact of this project, removed ones included."""
    rows = Contact.objects.of(project).select_related("session", "zone", "person", "split_from")
    return get_object_or_404(rows, id=contact_id)


def with_given(rows: QuerySet[Contact]) -> list[Any]:
    """Contacts, what was given at them, and what was done."""
    ids = rows.values("pk") if rows.query.is_sliced else rows.order_by().values("pk")
    beside = [
        rows_of.objects.filter(contact__in=ids).order_by("id") for rows_of in (ContactSupply, ContactDone)
    ]
    return [rows, *beside]


_of_session = PreparedLists(
    lambda session_id: with_given(
        Contact.objects.filter(session=session_id)
        .select_related("person", "zone")
        .defer(*but_a_name(of="person"))
    )
)
_of_person = PreparedLists(
    lambda project_id, person_id, most: with_given(
        Contact.objects.filter(project=project_id, person=person_id).standing().select_related("zone")[:most]
    )
)


class WithGiven:
    """Contacts with what was given and done at them; its lists are read with others of a page (`at_once`).

    person   whose they all are, where they are one person's
    """

    def __init__(self, lists: Sequence[Any], person: Person | None = None) -> None:
        self.lists, self.person = lists, person
        self.contacts, self.supplies, self.done = lists

    @classmethod
    def of_one(cls, contact: Contact) -> "WithGiven":
        """The same of a contact that was read already."""
        rows = Contact.objects.filter(pk=contact.pk)
        rows._result_cache = [contact]
        return cls(with_given(rows))

    def rows(self) -> list[Contact]:
        """The contacts, in their order; `supplies` and `done` of each are at hand."""
        at_once.read(self)
        for name, found in (("supplies", self.supplies), ("done", self.done)):
            at_once.attach(self.contacts, name, at_once.grouped(found, "contact_id"))
        # All of one person's: the record that the page has read already.
        for contact in self.contacts if self.person else ():
            contact.person = self.person
        return list(self.contacts)


def contacts_of_session(session: Session) -> WithGiven:
    """A session's contacts, the latest first, removed ones included."""
    return WithGiven(_of_session(session.pk))


def contacts_of_person(project: Project, person: Person, most: int) -> WithGiven:
    """A person's contacts that count, the latest first, and at most so many."""
    return WithGiven(_of_person(project.pk, person.pk, most), person)


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
