"""Keys handed on: by a holder, or from a recovery envelope."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.staff import rules
from yarrow.staff.errors import CantGrant
from yarrow.staff.models import Membership, Project
from yarrow.vault import compartments, recovery, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import HolderKey


@transaction.atomic
def grant_keys(
    *, project: Project, membership: Membership, names: Collection[str], by: Actor, at: datetime
) -> Membership:
    """Seal keys to a worker's public key. The worker starts once they hold all that the role comes with.

    Raises NotAllowed, CantGrant (with who could), Locked.
    """
    rules.check_hands_on(by, names)
    place = _fresh(project, membership)
    if not place.worker.has_second_factor:
        raise CantGrant(
            _("%(name)s has no second factor yet. Ask them to sign in and set one up.")
            % {"name": place.worker.name}
        )
    rules.check_may_grant(place, names, by)
    for name in sorted(names):
        compartments.grant(project.id, name, to_holder_id=place.worker.holder, by=by, at=at)
    trail.note(project.id, by=by, act="staff.grant_keys", subject=place.worker_id, fields=names, at=at)
    return settle(place, at)


@transaction.atomic
def use_envelope(
    *, project: Project, membership: Membership, words: str, by: Actor, at: datetime
) -> Membership:
    """Give a worker the keys of their role with the words from paper: the way in when no holder is left,
    and for keys nobody has taken up yet. What the role does not hold stays on paper. Raises WrongWords.
    """
    place = _fresh(project, membership)
    if not place.worker.has_second_factor:
        raise CantGrant(_("Set up a second factor first."))
    holder = HolderKey.objects.get(id=place.worker.holder)
    keep = place.held | set(project.compartments_for(place.role, named=True))
    recovery.recover(project.id, words, to=holder, by=by, at=at)
    for name in sorted(place.held - keep):
        compartments.revoke(project.id, name, holder_id=holder.id, by=by, at=at)
    trail.note(project.id, by=by, act="staff.use_envelope", subject=place.worker_id, fields=keep, at=at)
    return settle(place, at)


def settle(place: Membership, at: datetime) -> Membership:
    """A waiting place becomes active once nothing of its role is missing; called inside an action."""
    if place.is_waiting and not set(place.compartments) - place.held:
        place.state, place.keys_at = rules.check_step(place, "granted"), at
        place.save(update_fields=["state", "keys_at"])
    return place


def _fresh(project: Project, membership: Membership) -> Membership:
    """The place as it is now, locked against a second action on it."""
    places = Membership.objects.select_for_update(of=("self",)).select_related("worker", "project")
    place = places.get(id=membership.id, project=project)
    rules.check_step(place, "role_changed")
    return place
