"""What is left for a holder to open, and the devices that may leave it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.vault.models.keys import Compartment


class Device(models.Model):
    """A phone or tablet that may leave sealed entries: it can sign and seal, and read nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=60)
    public_key = models.BinaryField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Privacy:
        plain = ("id", "project_id", "name", "public_key", "added_by", "added_at", "revoked_at")
        personal = ()
        sealed = ()
        retention = "device"
        event = "revoked_at"
        subject = ""


class InboxEntry(models.Model):
    """A sealed entry waiting for a holder of its compartment. Kept once per (entry id, bytes)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        OPENED = "opened"
        NEEDS_A_LOOK = "needs_a_look"
        CONFLICT = "conflict"

    project_id = models.UUIDField()
    entry_id = models.UUIDField()
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=60)
    way = models.CharField(max_length=10)
    envelope = models.BinaryField()
    digest = models.CharField(max_length=64)
    # A keyed digest of what it says, once a holder opened it.
    said = models.CharField(max_length=64, blank=True)
    left_by = models.UUIDField()
    role = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    # Whether somebody waits to be spoken to, as far as the device could say; gone once it is opened (`bell`).
    rings = models.BooleanField(db_default=False, default=False)
    # Why it was not taken, sealed like the entry itself.
    look_reason = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project_id", "entry_id", "digest"], name="one_envelope_per_entry_and_bytes"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["project_id", "state", "received_at"])]

    class Privacy:
        plain = (
            "id",
            "project_id",
            "entry_id",
            "compartment",
            "kind",
            "way",
            "envelope",
            "digest",
            "said",
            "received_at",
            "state",
            "settled_at",
            "look_reason",
            "rings",
        )
        personal = ("left_by", "role")
        sealed = ()
        retention = "until_opened"
        subject = ""
