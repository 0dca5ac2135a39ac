"""What the project arranges: which needs come first, as agreed with its peers, and whether plans are signed off."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import day_of
from yarrow.plans import rules
from yarrow.plans.errors import CannotBe
from yarrow.plans.models import Arrangement, FirstNeeds
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

MOST_PEERS = 999


@transaction.atomic
def set_first_needs(
    *,
    domains: Iterable[str],
    agreed_on: date | None,
    agreed_with: str,
    project: Project,
    by: Actor,
    at: datetime,
    n_peers: int | None = None,
) -> FirstNeeds:
    """Write down which needs come first, in their order, since when and with whom that was agreed."""
    rules.check_may_arrange(by, project)
    if n_peers is not None and not 0 <= n_peers <= MOST_PEERS:
        raise CannotBe(_("Write how many peers had a say, or leave it empty."), field="n_peers")
    rule = FirstNeeds.objects.create(
        project=project,
        domains=rules.some_of("domain", "domains", domains),
        agreed_on=rules.past_day("agreed_on", agreed_on, day_of(at, project)),
        agreed_with=rules.one_of("agreed_with", "agreed_with", agreed_with),
        n_peers=n_peers,
        set_by=by.id,
        set_at=at,
    )
    trail.note(project.id, by=by, act="plans.set_first_needs", at=at)
    return rule


@transaction.atomic
def set_sign_off(*, is_wanted: bool, project: Project, by: Actor, at: datetime) -> Arrangement:
    """Whether a co-ordinator signs plans off here."""
    rules.check_may_arrange(by, project)
    told = {"wants_sign_off": is_wanted}
    arrangement, _made = Arrangement.objects.update_or_create(project=project, defaults=told)
    trail.note(project.id, by=by, act="plans.set_sign_off", at=at)
    return arrangement
