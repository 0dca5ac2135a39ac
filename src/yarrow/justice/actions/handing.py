"""Somebody else follows an order, keeps in touch with somebody inside, or goes to the gate."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.justice import rules
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Away, Order, PickUp
from yarrow.justice.states import INSIDE, PLANNED
from yarrow.people.rules import check_can_hold
from yarrow.referrals.actions.rows import held, note
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Membership, Project, Worker
from yarrow.vault.actors import Actor

Handed = Away | Order | PickUp


@transaction.atomic
def hand_over(*, row: Handed, to: Worker, project: Project, by: Actor, at: datetime) -> Handed:
    """What still runs goes to a colleague who does case work here; to the gate goes anybody who meets people.

    Raises WrongStep where it is over, CannotBe, Refusal.
    """
    now: Handed = held(row, project, by)
    if not _runs(now):
        raise WrongStep()
    check_can_hold(to, project)
    if not isinstance(now, PickUp):
        _check_case_work(to, project)
        now.version += 1
    now.worker = to.pk
    now.save(update_fields=["worker"] if isinstance(now, PickUp) else ["worker", "version"])
    note("justice.hand_over", now, by, at)
    return now


def _runs(row: Handed) -> bool:
    if isinstance(row, Order):
        return not rules.is_over(row.state)
    return row.state == (INSIDE if isinstance(row, Away) else PLANNED)


def _check_case_work(to: Worker, project: Project) -> None:
    if not Membership.objects.filter(project=project, worker=to, role__in=rules.KEEPERS).exists():
        raise CannotBe(_("%s does no case work here. Choose somebody else for that.") % to.name, field="to")
