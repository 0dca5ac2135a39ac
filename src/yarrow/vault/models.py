"""The vault's own rows. It knows projects and subjects only as random ids."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models


class HolderKey(models.Model):
    """A holder's key pair; the private half is wrapped by a key from the passphrase."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    public_key = models.BinaryField()
    wrapped_private = models.BinaryField()
    salt = models.BinaryField()
    cost = models.JSONField()
    verifier = models.BinaryField()
    made_at = models.DateTimeField()

    class Privacy:
        plain = ("id", "public_key", "wrapped_private", "salt", "cost", "verifier", "made_at")
        personal = ()
        sealed = ()
        retention = "installation"
        subject = ""


class Compartment(models.Model):
    """One key of one compartment of one project; a re-key makes a new row and retires the old one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project_id = models.UUIDField()
    name = models.CharField(max_length=40)
    public_key = models.BinaryField()
    # P-256, for what browsers seal: the public point, and the private half sealed to `public_key`.
    intake_public = models.BinaryField()
    intake_private = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    # Since when somebody who held it has left.
    rekey_advised_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project_id", "name"],
                condition=models.Q(retired_at=None),
                name="one_current_key_per_compartment",
            )
        ]

    class Privacy:
        plain = (
            "id",
            "project_id",
            "name",
            "public_key",
            "intake_public",
            "intake_private",
            "made_at",
            "retired_at",
            "rekey_advised_at",
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = ""

    @classmethod
    def current(cls, project_id: UUID, name: str) -> "Compartment":
        """The key that new things are sealed under."""
        return cls.objects.get(project_id=project_id, name=name, retired_at=None)


class Grant(models.Model):
    """A compartment's private key sealed to one holder (a worker's key, or the recovery key)."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="grants")
    holder_id = models.UUIDField(db_index=True)
    sealed_key = models.BinaryField()
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compartment", "holder_id"], name="one_grant_per_holder")
        ]

    class Privacy:
        plain = ("id", "compartment", "holder_id", "sealed_key", "granted_by", "granted_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = ""


class RecoveryKey(models.Model):
    """The public half of a project's recovery key; the private half exists on paper only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project_id = models.UUIDField(db_index=True)
    public_key = models.BinaryField()
    made_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Privacy:
        plain = ("id", "project_id", "public_key", "made_at", "proven_at", "retired_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = ""


class TrailRow(models.Model):
    """One line of a project's trail: who did what, when, to which random id; never a value.

    No foreign keys, so that history neither blocks nor follows a deletion. Each row carries the hash of the one
    before it.
    """

    project_id = models.UUIDField()
    n = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    role = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    subject = models.UUIDField(null=True, db_index=True)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=80, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project_id", "n"], name="trail_has_no_gaps_or_doubles")
        ]

    class Privacy:
        plain = ("id", "project_id", "n", "at", "act", "subject", "fields", "reason", "previous", "hash")
        personal = ("by_id", "role")
        sealed = ()
        retention = "trail"
        subject = ""


class TrailHead(models.Model):
    """The last row of a project's chain; locked while a row is added."""

    project_id = models.UUIDField(primary_key=True)
    n = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Privacy:
        plain = ("project_id", "n", "hash")
        personal = ()
        sealed = ()
        retention = "trail"
        subject = ""


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
        )
        personal = ("left_by", "role")
        sealed = ()
        retention = "until_opened"
        subject = ""


class SealedSession(models.Model):
    """A browser session, stored under the hash of its id; the key material is wrapped by the seal cookie."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    contents = models.TextField()
    worker_id = models.UUIDField(null=True, db_index=True)
    holder_id = models.UUIDField(null=True)
    wrapped_key = models.BinaryField(null=True)
    pending_key = models.BinaryField(null=True)
    pending_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Privacy:
        plain = (
            "key_hash",
            "contents",
            "worker_id",
            "holder_id",
            "wrapped_key",
            "pending_key",
            "pending_until",
            "started_at",
            "seen_at",
            "expires_at",
        )
        personal = ()
        sealed = ()
        retention = "session_end"
        event = "expires_at"
        subject = ""


class DueJob(models.Model):
    """One thing to be done by itself once its time has come (see `vault.due`).

    `key` says which of its kind it is (a day, a random id), never anything about a person. `due_at`: from when it may
    be taken up; while somebody has it, the end of their lease. `fault`: the class of what went wrong last.
    """

    name = models.CharField(max_length=80)
    # None: it belongs to the installation.
    project_id = models.UUIDField(null=True)
    key = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    n_tried = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "project_id", "key"], name="a_job_of_a_project_once"),
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=models.Q(project_id=None),
                name="a_job_of_the_installation_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=models.Q(done_at=None), name="jobs_that_are_due")
        ]

    class Privacy:
        plain = ("id", "name", "project_id", "key", "due_at", "claimed_by", "n_tried", "fault", "done_at")
        personal = ()
        sealed = ()
        retention = "job"
        subject = ""
