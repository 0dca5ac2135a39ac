"""Saying why a record outside one's caseload is opened."""

from datetime import datetime

from django.db import transaction

from yarrow.people import rules
from yarrow.people.models import Opening, Person
from yarrow.people.said import one_of
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def give_reason(*, person: Person, reason: str, project: Project, by: Actor, at: datetime) -> Opening:
    """Keep the reason (list "open_reason"); it holds for one shift and the key worker sees it.

    Raises Refusal, NotHere, NotForYou.
    """
    rules.check_may_read(by)
    rules.check_here(person, project)
    code = one_of("open_reason", "reason", reason)
    opening = Opening.objects.create(project=project, person=person, worker_id=by.id, reason=code, at=at)
    trail.note(project.id, by=by, act="people.give_reason", subject=person.id, reason=code, at=at)
    return opening
