"""How far a report may go, said anew."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.safety import lists
from yarrow.safety.models import Choice
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def choose(
    *,
    report_id: UUID,
    chosen: Chosen,
    how: str,
    project: Project,
    by: Actor,
    at: datetime,
    said_by: UUID | None = None,
) -> Choice | None:
    """Write down what the reporter wants from now on; None where just that holds already.

    `said_by`: the worker with whom it was said, where that is not who writes it down. It waits for whoever uses what
    held before (`trail.hold`), so that nothing leaves on a choice taken back.
    """
    trail.hold(project.id)
    last = Choice.objects.filter(project=project, report_id=report_id).order_by("said_at", "id").last()
    if last is not None and Chosen(last.level, last.tell, last.release) == chosen:
        return None
    row = Choice(project=project, report_id=report_id, said_at=at, how=how)
    row.level, row.tell, row.release = chosen.level, chosen.tell, chosen.release
    row.said_by = (said_by or by.id) if how == lists.WORKER else None
    row.save(force_insert=True)
    trail.note(
        project.id, by=by, act="safety.choose", at=at, subject=report_id, fields=["level", "tell", "release"]
    )
    return row
