"""Rows for counting: plain fields alone, nothing sealed, nobody named."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from yarrow.community.models import Breach, Complaint
from yarrow.methods.changes import Told
from yarrow.staff.models import Project


def complaints(project: Project, from_on: date, to_on: date) -> Iterator[Told]:
    """Complaints told in a period, by what they are about. One query."""
    rows = Complaint.objects.of(project).filter(told_on__range=(from_on, to_on))
    for row in rows.values_list("told_on", "about", "answered_on", "due_on").order_by("told_on"):
        yield Told(*row)


def breaches(project: Project, from_on: date, to_on: date, agreement: UUID | None = None) -> Iterator[Told]:
    """What was reported about policing, by its kind. One query."""
    rows = Breach.objects.of(project).filter(happened_on__range=(from_on, to_on))
    if agreement is not None:
        rows = rows.filter(agreement=agreement)
    for row in rows.values_list("happened_on", "kind", "answered_on", "due_on").order_by("happened_on"):
        yield Told(*row)
