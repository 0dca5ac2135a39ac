"""Members: whoever gets a project's alerts and may ask whether a number is known."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.contacts.models import Zone
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.models import Compartment
from yarrow.vault.sealing_model import SealedModel


class MemberDoor(models.Model):
    """Where a project's members sign in: what finds the project before anything else is known.

    token    what the address ends in, told to members; digest: its hash
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="member_door")
    token = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()

    class Privacy:
        plain = ("id", "project", "token", "digest", "opened_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class Member(SealedModel):
    """Somebody whom a worker vouched for. A subject of its own: it names nobody's record.

    vouched_by   the worker who did, on vouched_at
    settings     codes; zones: the project's own; none of either: alerts of every one
    language     of what is sent; quiet_days: weekdays (0: Monday) on which nothing is; quiet_until: nothing before it
    mark         what finds the row by the member's phrase; public_key: what is sealed to them
    own          their ways as they read them, sealed to that key
    envelope     their ways as they changed them last, sealed to the key of names; it counts instead of `ways`
                 until a worker's session has taken it in
    left_on      the day on which a worker put them out; nothing reaches them since. Whoever leaves is gone whole
    name         what they want to be called, for the workers
    ways         each: channel, address, what is sent there (their own line, or the warning itself), hours
    version      counts the changes, so that nobody writes over one they have not seen
    why          why they were put out
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="members")
    settings = models.JSONField(default=list)
    zones = models.ManyToManyField(Zone, related_name="members", blank=True)
    language = models.CharField(max_length=35)
    quiet_days = models.JSONField(default=list)
    quiet_until = models.DateField(null=True, blank=True)
    mark = models.CharField(max_length=64, null=True, blank=True, unique=True)
    public_key = models.BinaryField(null=True, blank=True)
    own = models.BinaryField(null=True, blank=True)
    key = models.ForeignKey(Compartment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    envelope = models.BinaryField(null=True, blank=True)
    vouched_by = models.UUIDField()
    vouched_at = models.DateTimeField()
    put_out_by = models.UUIDField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    name = SealedField("identity")
    ways = SealedField("identity")
    why = SealedField("identity")

    class Meta:
        ordering: ClassVar = ["-vouched_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "left_on"])]

    class Privacy:
        plain = (
            *("id", "project", "settings", "language", "quiet_days", "quiet_until", "mark", "public_key"),
            *("own", "key", "envelope", "vouched_at", "left_on", "version"),
        )
        personal = ("vouched_by", "put_out_by")
        sealed = ("name", "ways", "why")
        retention = "member"
        event = "left_on"
        subject = "self"


class MemberCode(models.Model):
    """A code that was handed to a member: with it they choose their phrase, once. Its hash only is kept.

    wrapped    the member's ways, sealed with the code, so that they can be sealed to the key that they make with it
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="code")
    digest = models.CharField(max_length=64, unique=True)
    wrapped = models.BinaryField(default=bytes)
    goes_at = models.DateTimeField()

    class Privacy:
        plain = ("id", "project", "member", "digest", "wrapped", "goes_at")
        personal = ()
        sealed = ()
        retention = "session_end"
        event = "goes_at"
        subject = "member"


class Stay(models.Model):
    """A member who gave their phrase: for some minutes their pages need it no more. Ended by the quick exit.

    digest     of a random token that the page carries in its form; goes_at: when it ends by itself
    wrapped    the private half of the member's key, sealed with that token
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="stays")
    digest = models.CharField(max_length=64, unique=True)
    wrapped = models.BinaryField(default=bytes)
    goes_at = models.DateTimeField()

    class Privacy:
        plain = ("id", "project", "member", "digest", "wrapped", "goes_at")
        personal = ()
        sealed = ()
        retention = "session_end"
        event = "goes_at"
        subject = "member"
