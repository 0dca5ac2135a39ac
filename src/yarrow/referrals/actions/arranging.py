"""What a project arranges: which pathways are in use, and when it wants to hear of what is silent."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.errors import NotHere
from yarrow.referrals import lists, rules
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import Arrangement, PathwayVersion
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

MOST_DAYS = 365


@transaction.atomic
def take_up_pathway(*, code: str, project: Project, by: Actor, at: datetime) -> PathwayVersion:
    """Use a pathway of the packs as it stands today; what is in use in the same words stays."""
    rules.check_may_arrange(by, project)
    told = lists.pack_files().get(code)
    if told is None:
        raise NotHere()
    Project.objects.select_for_update().get(pk=project.pk)
    standing = PathwayVersion.objects.filter(project=project, code=code).first()
    if standing is not None and standing.told == told:
        return standing
    n = standing.n + 1 if standing is not None else 1
    row = PathwayVersion.objects.create(
        project=project, code=code, n=n, told=told, added_by=by.id, added_at=at
    )
    trail.note(project.pk, by=by, act="referrals.take_up_pathway", at=at)
    return row


@transaction.atomic
def set_reminders(
    *, days: Mapping[str, int], escalate_days: int, project: Project, by: Actor, at: datetime
) -> Arrangement:
    """After how many days of silence a worker is reminded, by state, and how much later a co-ordinator is.

    It holds for what moves from now on; what stands already keeps its day.
    """
    rules.check_may_arrange(by, project)
    known = {item.code for item in lists.items("states") if item.days is not None}
    for state, n in days.items():
        if state not in known or not 0 < n <= MOST_DAYS:
            raise CannotBe(_("Write a number of days from 1 to 365."), field=state)
    if not 0 <= escalate_days <= MOST_DAYS:
        raise CannotBe(_("Write a number of days from 0 to 365."), field="escalate_days")
    row, _made = Arrangement.objects.update_or_create(
        project=project, defaults={"days": dict(days), "escalate_days": escalate_days}
    )
    trail.note(project.pk, by=by, act="referrals.set_reminders", at=at)
    return row
