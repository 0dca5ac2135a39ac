"""What the forms of this room offer."""

from yarrow.agencies.models import Agency
from yarrow.contacts.models import Contact
from yarrow.justice.actions.appointments import NEAR
from yarrow.justice.models import Appointment, AppointmentContact
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.sharing.models import Proposal
from yarrow.staff.models import Project

MOST = 400


def agencies(project: Project, *kinds: str, kept: str = "") -> list[Agency]:
    """Agencies of these kinds that are still there, by name; and `kept`, which a form that puts right must not lose."""
    rows = Agency.objects.of(project).filter(kind__in=kinds)[:MOST]
    return [one for one in rows if not one.is_closed or str(one.pk) == kept]


def contacts_near(row: Appointment) -> list[Contact]:
    """Contacts with the person of about the day of an appointment, those of other appointments left out."""
    taken = AppointmentContact.objects.filter(person=row.person_id).exclude(appointment=row)
    rows = Contact.objects.of(row.project).standing().filter(person=row.person_id)
    around = (row.planned_on - NEAR, row.planned_on + NEAR)
    return list(rows.filter(happened_on__range=around).exclude(pk__in=taken.values("contact"))[:MOST])


def proposal_of(person: Person, key: str) -> Proposal | None:
    """The proposal that a form names; None for none. Raises NotHere."""
    if not key:
        return None
    found = next((one for one in Proposal.objects.filter(person=person) if str(one.pk) == key), None)
    if found is None:
        raise NotHere()
    return found
