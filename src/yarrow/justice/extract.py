"""Mandated and voluntary contact as pseudonymous rows, for counting: random ids, days and kinds; no word.

Of adults supported for themselves whose record stands; people whose record was erased are counted nowhere, because
which of their contacts were mandated is gone with the record.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from yarrow.contacts import extract as contacts
from yarrow.justice import lists
from yarrow.justice.models import AppointmentContact, Order
from yarrow.justice.states import KEPT, OVER
from yarrow.methods.mandates import Ended, Met
from yarrow.people.lists import FOR_THEMSELVES
from yarrow.people.models import Person
from yarrow.staff.models import Project

AGREED = "agreed"


def met(project: Project, from_on: date, to_on: date) -> Iterator[Met]:
    """Every contact with a known person between two days, both included."""
    counted, mandated = set(_counted(project)), set(_mandated(project))
    for row in contacts.rows(project, from_on, to_on):
        if row.person_id is not None and row.person_id in counted:
            yield Met(row.person_id, row.on, row.id in mandated)


def ended(project: Project, from_on: date, to_on: date) -> list[Ended]:
    """Every mandated order that ended between two days, both included, in whatever way. One query."""
    rows = _orders(project).filter(state__in=OVER, since_on__range=(from_on, to_on))
    found = rows.order_by("since_on", "id").values_list("person_id", "since_on", "light")
    return [Ended(person_id, on, light == AGREED) for person_id, on, light in found]


def with_order(project: Project) -> set[UUID]:
    """People who ever had a mandated order. One query."""
    return set(_orders(project).values_list("person_id", flat=True))


def _orders(project: Project) -> Any:
    return Order.objects.of(project).filter(kind__in=lists.mandated_kinds(), person__in=_counted(project))


def _mandated(project: Project) -> Any:
    """Ids of contacts that were an appointment of a mandated order, while both are the same person's."""
    rows = AppointmentContact.objects.filter(
        project=project, appointment__state=KEPT, appointment__order__kind__in=lists.mandated_kinds()
    )
    return rows.filter(contact__person=F("person")).values_list("contact_id", flat=True)


def _counted(project: Project) -> Any:
    """Ids of those whom figures count."""
    people = Person.objects.in_project(project).once().adults()
    return people.filter(supported_as=FOR_THEMSELVES, erased_at=None).values_list("pk", flat=True)
