"""Change of role, and leaving."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.staff import rules
from yarrow.staff.actions.keys import settle
from yarrow.staff.errors import CantGrant, NotAllowed
from yarrow.staff.models import Membership, Project
from yarrow.staff.states import LEFT
from yarrow.vault import compartments, trail
from yarrow.vault.actors import Actor


@transaction.atomic
def change_role(
    *, project: Project, membership: Membership, role: str, by: Actor, at: datetime
) -> Membership:
    """Give a worker another role: what it does not hold is taken away, what it adds is granted at once.

    Raises NotAllowed (one's own role), TooFewHolders, CantGrant (who could make this change), Locked.
    """
    rules.check_keeps_workers(by)
    place = fresh(project, membership)
    if place.worker_id == by.id:
        raise NotAllowed(_("You can't change your own role. Ask another manager or co-ordinator."))
    place.state = rules.check_step(place, "role_changed")
    held, wanted = place.held, set(project.compartments_for(role))
    rules.check_enough_remain(place, held - wanted)
    place.role = role
    if place.is_active:
        _grant_missing(place, wanted - held, by=by, at=at)
    for name in sorted(held - wanted):
        compartments.revoke(project.id, name, holder_id=place.worker.holder, by=by, at=at)
    place.save(update_fields=["role", "state"])
    place.worker.end_sessions()
    trail.note(project.id, by=by, act="staff.change_role", subject=place.worker_id, fields=[role], at=at)
    return settle(place, at)


@transaction.atomic
def remove_worker(*, project: Project, membership: Membership, by: Actor, at: datetime) -> Membership:
    """A worker leaves: grants and sessions go at once; the name stays beside what they did.

    Raises NotAllowed, TooFewHolders, WrongStep.
    """
    rules.check_keeps_workers(by)
    place = fresh(project, membership)
    rules.check_step(place, "leaves")
    rules.check_enough_remain(place)
    compartments.advise_rekey(project.id, place.held, at)
    end_place(place, by=by, at=at)
    trail.note(project.id, by=by, act="staff.remove_worker", subject=place.worker_id, at=at)
    return place


def end_place(place: Membership, *, by: Actor, at: datetime) -> None:
    """Grants and sessions go, and the account with its last place; called inside an action's transaction."""
    place.state, place.left_at = rules.check_step(place, "leaves"), at
    place.save(update_fields=["state", "left_at"])
    compartments.revoke_all(place.project_id, holder_id=place.worker.holder, by=by, at=at)
    place.worker.end_sessions()
    if not Membership.objects.of(place.worker).exists():
        place.worker.is_active = False
        place.worker.save(update_fields=["is_active"])


def leave_again(project_id: UUID, holder_id: UUID, by: Actor, at: datetime) -> None:
    """End the place of a worker who left after the backup that is being put back."""
    places = Membership.objects.filter(project_id=project_id, worker__holder_id=holder_id)
    for place in places.exclude(state=LEFT).select_related("worker", "project"):
        end_place(place, by=by, at=at)


def _grant_missing(place: Membership, names: set[str], *, by: Actor, at: datetime) -> None:
    for name in sorted(names):
        if not by.holds(place.project_id, name):
            raise CantGrant(rules.who_could_grant(place.project_id, name), field="role")
        compartments.grant(place.project_id, name, to_holder_id=place.worker.holder, by=by, at=at)


def fresh(project: Project, membership: Membership) -> Membership:
    """The place as it is now. The project is locked: of two who remove each other, the second is counted anew."""
    Project.objects.select_for_update().get(id=project.id)
    places = Membership.objects.select_for_update(of=("self",)).select_related("worker", "project")
    return places.get(id=membership.id, project=project)
