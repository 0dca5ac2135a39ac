"""A project withholds a key from a role, or gives it back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.staff import rules
from yarrow.staff.actions.keys import settle
from yarrow.staff.errors import CantGrant
from yarrow.staff.models import Membership, Project
from yarrow.staff.roles import COMPARTMENTS, role_label
from yarrow.vault import compartments, trail
from yarrow.vault.actors import Actor


@transaction.atomic
def narrow_role(
    *, project: Project, role: str, withheld: Collection[str], by: Actor, at: datetime
) -> Project:
    """Say which of a role's keys this project withholds; whoever holds them in that role loses them at once.

    Giving one back grants nothing: a holder does that, worker by worker. Raises NotAllowed, CantGrant for a key
    that the role never holds, TooFewHolders.
    """
    rules.check_keeps_workers(by)
    beyond = set(withheld) - set(COMPARTMENTS[role])
    if beyond:
        keys = {"role": role_label(role), "keys": ", ".join(sorted(beyond))}
        raise CantGrant(_("The role %(role)s never holds: %(keys)s.") % keys, field="withheld")
    locked = Project.objects.select_for_update().get(id=project.id)
    locked.narrowed = {**locked.narrowed, role: sorted(withheld)}
    locked.save(update_fields=["narrowed"])
    for place in Membership.objects.present().filter(project=locked, role=role).select_related("project"):
        losing = place.held & set(withheld)
        rules.check_enough_remain(place, losing)
        for name in sorted(losing):
            compartments.revoke(locked.id, name, holder_id=place.worker.holder, by=by, at=at)
        settle(place, at)
    trail.note(locked.id, by=by, act="staff.narrow_role", fields=[role, *withheld], at=at)
    return locked
