"""The retention clock takes released identifiers away: after their twelve months, or once their reporter took it back.

No check finds them from that very moment (`checking` reads the choice itself); by the next day they are gone as well.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from yarrow.alerts.models import Released
from yarrow.safety import choices, lists
from yarrow.safety.rules import may_warn
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.clock import Step

RULE = "released"
BY = Actor.system("retention")


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """One step for all of a project."""
    n = len(_gone(project_id, at))
    if n:
        yield Step(RULE, project_id, at.date(), n, partial(_let_go, project_id))


def _gone(project_id: UUID, at: datetime) -> list[UUID]:
    project = Project.objects.get(pk=project_id)
    rows = Released.objects.filter(project=project).order_by()
    found = list(rows.values_list("id", "report_id", "kinds", "expires_at"))
    chosen = choices.of(project, (report_id for _id, report_id, *_rest in found))
    return [
        row_id
        for row_id, report_id, kinds, expires_at in found
        if expires_at <= at
        or chosen[report_id].release == lists.NEVER
        or not may_warn(chosen[report_id], kinds)
    ]


@transaction.atomic
def _let_go(project_id: UUID, at: datetime) -> None:
    trail.hold(project_id)
    ids = _gone(project_id, at)
    for start in range(0, len(ids), 500):
        Released.objects.filter(pk__in=ids[start : start + 500]).delete()
    trail.note(
        project_id, by=BY, act="vault.let_go", at=at, fields=["alerts.released"], reason=f"{RULE}: {len(ids)}"
    )
