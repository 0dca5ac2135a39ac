"""What a button of a page carries."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404

from yarrow.contacts.models import Contact
from yarrow.contacts.queries.contacts import contact_or_404
from yarrow.contacts.queries.following_up import person_or_404
from yarrow.people.models import Person
from yarrow.staff.models import Project


def posted_contact(project: Project, posted: Mapping[str, str]) -> Contact:
    """The contact whose id a button carries."""
    return contact_or_404(project, _posted_id(posted, "contact"))


def posted_person(project: Project, posted: Mapping[str, str]) -> Person:
    """The person whose id a button carries."""
    return person_or_404(project, _posted_id(posted, "person"))


def posted_number(posted: Mapping[str, str], name: str) -> int:
    """A small whole number that a button carries; 0 when it is none."""
    text = posted.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _posted_id(posted: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(posted.get(name, ""))
    except ValueError:
        raise Http404 from None
