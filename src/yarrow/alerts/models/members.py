"""Members: whoever gets a project's alerts and may ask whether a number is known."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.contacts.models import Zone
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class Member(SealedModel):
    """Somebody whom a worker vouched for. A subject of its own: it names nobody's record.

    vouched_by  the worker who did, on vouched_at
    settings    codes; zones: the project's own; none of either: alerts of every one
    language    of what is sent
    mark        what finds the row by the member's phrase; public_key: what is sealed to them
    left_on     the day on which they left, or were put out; nothing reaches them since
    name        what they want to be called, for the worker who vouches
    ways        each: channel, address, and what is sent there: their own line, or the warning itself
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="members")
    settings = models.JSONField(default=list)
    zones = models.ManyToManyField(Zone, related_name="members", blank=True)
    language = models.CharField(max_length=35)
    mark = models.CharField(max_length=64, null=True, blank=True, unique=True)
    public_key = models.BinaryField(null=True, blank=True)
    vouched_by = models.UUIDField()
    vouched_at = models.DateTimeField()
    left_on = models.DateField(null=True, blank=True)
    name = SealedField("identity")
    ways = SealedField("identity")

    class Meta:
        ordering: ClassVar = ["-vouched_at", "id"]

    class Privacy:
        plain = (*("id", "project", "settings", "language", "mark", "public_key", "vouched_at", "left_on"),)
        personal = ("vouched_by",)
        sealed = ("name", "ways")
        retention = "member"
        event = "left_on"
        subject = "self"


class Stay(models.Model):
    """A member who gave their phrase: for some minutes their pages need it no more. Ended by the quick exit.

    digest     of a random token that the page carries in its form; goes_at: when it ends by itself
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="stays")
    digest = models.CharField(max_length=64, unique=True)
    goes_at = models.DateTimeField()

    class Privacy:
        plain = ("id", "project", "member", "digest", "goes_at")
        personal = ()
        sealed = ()
        retention = "session_end"
        event = "goes_at"
        subject = "member"
