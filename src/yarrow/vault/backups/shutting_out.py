"""Whoever was shut out after a backup was taken is shut out again when it is put back.

A leaver's place is of a higher room: that room says here how it ends (`ends_places`). So does one whose rows may have
been carried out since the backup was taken, and should not be once more (`settles`).
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.vault import anchors, compartments, devices
from yarrow.vault.actors import Actor
from yarrow.vault.models import Device, HolderKey

BY = Actor.system("restore")
# (project, holder): end the place that this holder has there, if any.
EndPlace = Callable[[UUID, UUID, Actor, datetime], None]
_ends: list[EndPlace] = []
# (project): settle what may have happened since, inside its fence and transaction.
Settle = Callable[[UUID, datetime], None]
_settles: list[Settle] = []


def ends_places(step: EndPlace) -> None:
    """Let a room end the places of holders who left."""
    if step not in _ends:
        _ends.append(step)


def settles(step: Settle) -> None:
    """Let a room settle what a backup holds as still to be done."""
    if step not in _settles:
        _settles.append(step)


def settle(project_id: UUID, at: datetime) -> None:
    """What may have been done since the backup was taken is not done again."""
    for step in _settles:
        step(project_id, at)


@transaction.atomic
def shut_out_again(since: datetime, at: datetime) -> int:
    """Shut out who was shut out in or after the second of `since`; how many holders and devices that changed."""
    return sum(_shut_out(*fact, at) for fact in sorted(anchors.shut_out_since(since)))


def _shut_out(project_id: UUID, who: UUID, compartment: str, at: datetime) -> bool:
    device = Device.objects.filter(project_id=project_id, id=who, revoked_at=None).first()
    if device is not None:
        devices.revoke_device(device, by=BY, at=at)
        return True
    held = compartments.held_by(project_id, who)
    if not HolderKey.objects.filter(id=who).exists() or (compartment and compartment not in held):
        return False
    if compartment:
        compartments.revoke(project_id, compartment, holder_id=who, by=BY, at=at)
        return True
    compartments.advise_rekey(project_id, held, at)
    compartments.revoke_all(project_id, holder_id=who, by=BY, at=at)
    for end in _ends:
        end(project_id, who, BY, at)
    return bool(held)
