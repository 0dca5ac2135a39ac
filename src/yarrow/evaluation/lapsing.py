"""Figures that were proposed and never published: the clock drops them (rule "proposal")."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from yarrow.evaluation import rules, states
from yarrow.evaluation.models import Release
from yarrow.vault import trail
from yarrow.vault.clock import BY, Step
from yarrow.vault.retention import period

RULE = "proposal"


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """One step for each proposal that is too old."""
    after = period(RULE)
    old = Release.objects.filter(project_id=project_id, state=states.PROPOSED, cut_at__lte=at - after)
    for release_id, cut_at in old.order_by("cut_at", "id").values_list("id", "cut_at"):
        yield Step(RULE, project_id, (cut_at + after).date(), 1, partial(let_go, release_id), release_id)


@transaction.atomic
def let_go(release_id: UUID, at: datetime) -> None:
    """Drop a proposal: it never leaves. Raises WrongStep when somebody was quicker."""
    release = Release.objects.select_for_update().get(id=release_id)
    release.state = rules.check_step(release, "drop_release")
    release.ended_at, release.ended_by = at, BY.id
    release.save()
    trail.note(release.project_id, by=BY, act="evaluation.drop_release", at=at, subject=release.id)
