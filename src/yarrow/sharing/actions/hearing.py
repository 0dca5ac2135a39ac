"""What came back is seen: a partner's answer by whoever shared, or arranges; a decision by who proposed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.people.actions.rows import begin
from yarrow.sharing import rules
from yarrow.sharing.models import Package, Proposal
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def see_answers(
    *, package: Package, project: Project, by: Actor, at: datetime, answer_id: UUID | None = None
) -> int:
    """Every answer up to the one that was shown is seen (None: every one); how many were not before.

    Raises NotForYou, NotHere, Erased.
    """
    rules.check_may_share(by, project)
    begin(package.person, project, by)
    rules.check_may_see_answers(package, by)
    rows = package.answers.filter(seen_at=None)
    if answer_id is not None:
        rows = rows.filter(said_at__lte=package.answers.filter(pk=answer_id).values("said_at"))
    n = rows.update(seen_at=at, seen_by=by.id)
    if n:
        trail.note(project.id, by=by, act="sharing.see_answers", subject=package.person_id, at=at)
    return n


@transaction.atomic
def hear_decision(*, proposal: Proposal, project: Project, by: Actor, at: datetime) -> Proposal:
    """Its author knows what was decided. Twice is once. Raises NotForYou, WrongStep, NotHere, Erased."""
    rules.check_may_propose(by, project)
    begin(proposal.person, project, by)
    now = Proposal.objects.select_for_update().get(pk=proposal.pk)
    rules.check_may_hear(now, by)
    if now.heard_at is None:
        now.heard_at = at
        now.save(update_fields=["heard_at"])
        trail.note(project.id, by=by, act="sharing.hear_decision", subject=now.person_id, at=at)
    return now
