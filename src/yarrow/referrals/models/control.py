"""Somebody may be controlled by others: what they want, what was seen, what was done; and, apart, papers to stay."""

from typing import ClassVar

from django.db import models

from yarrow.people.models import OfPerson
from yarrow.sharing.models import Share
from yarrow.vault.fields import SealedField


class Concern(OfPerson):
    """A worry that others control somebody. It begins with what the person wants; no reason is where they come from.

    signs   codes of what was seen or told, from a list that knows no nationality, language or papers
    """

    raised_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    wants = SealedField("notes")
    signs = SealedField("notes")
    words = SealedField("notes")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-raised_on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "raised_on", "ended_on", "added_at")
        personal = ("added_by",)
        sealed = ("wants", "signs", "words")
        retention = "with_subject"
        subject = "person"


class ConcernStep(OfPerson):
    """Something that was done about it. A report to an authority names the share by which it left."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="steps")
    done_on = models.DateField()
    kind = SealedField("notes")
    words = SealedField("notes")
    share = models.ForeignKey(Share, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["done_on", "added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "concern", "done_on", "share", "added_at")
        personal = ("added_by",)
        sealed = ("kind", "words")
        retention = "with_subject"
        subject = "person"


class StayStatus(OfPerson):
    """What somebody said about their papers to stay, kept only where they asked for help with them.

    It is told to nobody, stands in no file, and opens on no page but its own; the latest row holds.
    """

    status = SealedField("notes")
    words = SealedField("notes")
    noted_on = models.DateField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "noted_on", "added_at")
        personal = ("added_by",)
        sealed = ("status", "words")
        retention = "with_subject"
        subject = "person"
