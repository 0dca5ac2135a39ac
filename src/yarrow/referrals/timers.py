"""By which day something should be heard of a referral: what the pathway or the project says is usual."""

from datetime import date, timedelta

from yarrow.methods.pathways import ACCEPTED, BOOKED, ENDED, RECEIVED, SENT, WAITING, Step
from yarrow.referrals import lists
from yarrow.referrals.models import Arrangement, Referral
from yarrow.staff.models import Project

# Before somebody answered, a reminder comes no later than usual; afterwards the pathway's own time holds.
_UNANSWERED, _ANSWERED = (SENT, RECEIVED), (ACCEPTED, WAITING)
ESCALATE_DAYS = 7


def expected_on(referral: Referral, booked_on: date | None = None) -> date | None:
    """The day for the state in which it stands; None once it has ended."""
    if referral.state in ENDED:
        return None
    if referral.state == BOOKED and booked_on is not None:
        return booked_on
    return referral.since_on + timedelta(days=_days(referral))


def arrangement_of(project: Project) -> Arrangement:
    """What the project arranged; the list's own days where it arranged nothing."""
    return Arrangement.objects.filter(project=project).first() or Arrangement(
        project=project, escalate_days=ESCALATE_DAYS
    )


def _days(referral: Referral) -> int:
    usual: int = (
        arrangement_of(referral.project).days.get(referral.state) or lists.usual_days(referral.state) or 0
    )
    step = step_of(referral)
    if step is None:
        return usual
    agreed = step.days(is_fast=referral.route == lists.FAST)
    if referral.state in _ANSWERED:
        return agreed
    return min(usual, agreed) if referral.state in _UNANSWERED else usual


def step_of(referral: Referral) -> Step | None:
    """The step of a pathway that it serves."""
    if referral.taken is None:
        return None
    return referral.taken.journey.pathway.pathway.step(referral.taken.step)
