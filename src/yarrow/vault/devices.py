"""Phones and tablets that may leave sealed entries: they sign and seal, and can read nothing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from yarrow.methods.refusals import Refusal
from yarrow.vault import intake, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import Device


@transaction.atomic
def add_device(project_id: UUID, *, name: str, public_key: bytes, by: Actor, at: datetime) -> Device:
    """Let a device leave entries in a project.

    `public_key` is the raw P-256 point (65 bytes) of the pair it signs with. Raises Refusal for anything else.
    """
    if not intake.is_point(public_key):
        raise Refusal("This device sent a key that can't be used. Load the page again on it.")
    if not name.strip():
        raise Refusal("Give the device a name, so that you know it again.", field="name")
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


def find(device_id: UUID) -> Device | None:
    """The device of this id while it may leave entries; None when unknown or revoked."""
    return Device.objects.filter(id=device_id, revoked_at=None).first()


def of_project(project_id: UUID) -> "QuerySet[Device]":
    """Every device of a project, revoked ones too, newest first."""
    return Device.objects.filter(project_id=project_id).order_by("-added_at", "id")
