"""What has a day in somebody's life: where they live, family matters, circumstances, and a change they have chosen."""

from typing import ClassVar

from django.db import models

from yarrow.people.models import OfPerson
from yarrow.vault.fields import SealedField


class Noted(OfPerson):
    """Something a worker wrote down about one person."""

    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        abstract = True


class Housing(Noted):
    """Where somebody lives, over a time. `known_on`: the last day on which it was known still to be so."""

    kind = models.CharField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    known_on = models.DateField()
    words = SealedField("notes")

    class Meta:
        ordering: ClassVar = ["-from_on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "kind", "from_on", "until_on", "known_on", "added_at")
        personal = ("added_by",)
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"


class FamilyEvent(Noted):
    """A day that matters for somebody as a parent. It is the parent's; children are never records."""

    on = models.DateField()
    kind = SealedField("notes")
    words = SealedField("notes")

    class Meta:
        ordering: ClassVar = ["-on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "on", "added_at")
        personal = ("added_by",)
        sealed = ("kind", "words")
        retention = "with_subject"
        subject = "person"


class Movement(Noted):
    """Where somebody is in a change that they have chosen, on a day; only as they want it written down."""

    on = models.DateField()
    stage = SealedField("notes")
    words = SealedField("notes")

    class Meta:
        ordering: ClassVar = ["-on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "on", "added_at")
        personal = ("added_by",)
        sealed = ("stage", "words")
        retention = "with_subject"
        subject = "person"


class Circumstances(Noted):
    """What presses on somebody from outside, noted as circumstances and never as faults; the latest row holds."""

    on = models.DateField()
    kinds = SealedField("notes")
    words = SealedField("notes")

    class Meta:
        ordering: ClassVar = ["-on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "on", "added_at")
        personal = ("added_by",)
        sealed = ("kinds", "words")
        retention = "with_subject"
        subject = "person"
