"""What was learned about a service: really waiting, women only, takes people who use, has an interpreter."""

from datetime import datetime

from django.db import transaction

from yarrow.agencies import rules
from yarrow.agencies.models import Fact, Service
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

WAITING = "waiting_days"


@transaction.atomic
def note_fact(
    *, project: Project, by: Actor, at: datetime, service: Service, fact: str, said: str, known_from: str
) -> Fact:
    """Note it. `said`: days for waiting ("" takes it back), else yes, no, not_known. It holds until the next one."""
    rules.check_may_note(by, project)
    rules.check_here(project, service)
    rules.one_of("facts", "fact", fact)
    rules.one_of("known_from", "known_from", known_from)
    row = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    value = rules.waiting(said) if fact == WAITING else rules.one_of("answers", "answer", said)
    setattr(row, fact, value)
    row.save(update_fields=[fact])
    noted = Fact.objects.create(
        project=project,
        service=row,
        fact=fact,
        said="" if value is None else str(value),
        known_from=known_from,
        noted_by=by.id,
        noted_at=at,
    )
    trail.note(project.id, by=by, act="agencies.note_fact", at=at, subject=row.agency_id, fields=[fact])
    return noted
