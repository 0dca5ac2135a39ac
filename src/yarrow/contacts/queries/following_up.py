"""People: one of them, what is to be done for them, and who has not been seen."""

from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.shortcuts import get_object_or_404

from yarrow.contacts.models import FollowUp
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.prepared import Prepared, Rows


def person_or_404(project: Project, person_id: UUID) -> Person:
    """One person of this project; where the record was merged, the one that stands for it."""
    return get_object_or_404(Person, project=project, id=person_id).stands


def person_of(project: Project, person_id: UUID) -> Person | None:
    """One person of this project, if there; where the record was merged, the one that stands for it."""
    person = Person.objects.filter(project=project, id=person_id).first()
    return person.stands if person else None


def follow_up_or_404(project: Project, follow_up_id: UUID) -> FollowUp:
    """One follow-up of this project."""
    return get_object_or_404(FollowUp, project=project, id=follow_up_id)


def _follow_ups_of(project_id: UUID, person_id: UUID) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(project=project_id, person=person_id).exclude(contact__state="void")
    is_done = ExpressionWrapper(Q(done_at__isnull=False), BooleanField())
    return rows.order_by(is_done, "due_on", "created_at")


_prepared = Prepared(_follow_ups_of)


def follow_ups_of(project: Project, person: Person) -> Rows:
    """What is to be done for a person, the next first, then what was done; still to be read."""
    return _prepared(project.pk, person.pk)
