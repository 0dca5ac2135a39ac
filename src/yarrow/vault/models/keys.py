"""Keys: of holders, of compartments, who holds which, and the one on paper."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from yarrow.vault.prepared import Prepared


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
        found: Compartment | None = _current(project_id, name).first()
        if found is None:
            raise cls.DoesNotExist
        return found


_current = Prepared(
    lambda project_id, name: Compartment.objects.filter(project_id=project_id, name=name, retired_at=None)
)


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
