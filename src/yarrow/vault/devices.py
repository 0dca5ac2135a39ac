"""Phones and tablets that may leave sealed entries: they sign and seal, and can read nothing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.vault import anchors, intake, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import Device, InboxEntry

ROLE = "device"
# Verified against when there is no such device, so that the time of an answer tells nothing.
_NOBODY = intake.new_points().public


@transaction.atomic
def add_device(project_id: UUID, *, name: str, public_key: bytes, by: Actor, at: datetime) -> Device:
    """Let a device leave entries in a project.

    `public_key` is the raw P-256 point (65 bytes) of the pair it signs with. Raises Refusal for anything else.
    """
    if not intake.is_point(public_key):
        raise Refusal(_("This device sent a key that can't be used. Load the page again on it."))
    if not name.strip():
        raise Refusal(_("Give the device a name, so that you know it again."), field="name")
    device = Device.objects.create(
        project_id=project_id, name=name.strip()[:60], public_key=public_key, added_by=by.id, added_at=at
    )
    trail.note(project_id, by=by, act="vault.add_device", at=at, subject=device.id)
    return device


@transaction.atomic
def revoke_device(device: Device, *, by: Actor, at: datetime) -> None:
    """From now on nothing this device signs is taken. Doing it twice changes nothing."""
    held = Device.objects.select_for_update().get(id=device.id)
    device.revoked_at = held.revoked_at or at
    if held.revoked_at is not None:
        return
    Device.objects.filter(id=held.id).update(revoked_at=at)
    trail.note(held.project_id, by=by, act="vault.revoke_device", at=at, subject=held.id)
    anchors.note_shut_out(held.project_id, held.id, at)


def find(device_id: UUID) -> Device | None:
    """The device of this id while it may leave entries; None when unknown or revoked."""
    return Device.objects.filter(id=device_id, revoked_at=None).first()


def of_project(project_id: UUID) -> "QuerySet[Device]":
    """Every device of a project, revoked ones too, newest first."""
    return Device.objects.filter(project_id=project_id).order_by("-added_at", "id")


def signer(device_id: UUID, signature: bytes, message: bytes) -> Device | None:
    """The device, if it is known, not revoked and signed `message`; None for every other reason alike."""
    device = find(device_id)
    public = bytes(device.public_key) if device else _NOBODY
    return device if intake.is_signed_by(public, signature, message) else None


def signed_message(entry_id: UUID, kind: str, envelope: bytes) -> bytes:
    """What a device signs: entry id and kind, each on its own line, then the envelope."""
    return f"{entry_id}\n{kind}\n".encode() + envelope


def acting(device: Device) -> Actor:
    """The device as the one who leaves an entry: it holds no key."""
    return Actor(id=device.id, role=ROLE)


def n_left(project_id: UUID) -> dict[UUID, int]:
    """How many entries each device of a project has left so far."""
    rows = InboxEntry.objects.filter(project_id=project_id, role=ROLE).values("left_by")
    return {row["left_by"]: row["n"] for row in rows.annotate(n=Count("id"))}
