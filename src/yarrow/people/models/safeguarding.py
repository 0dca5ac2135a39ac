"""What was done since somebody said that they are under 18: who was told, when, and what comes next."""

from typing import ClassVar

from django.db import models

from yarrow.people.models.people import OfPerson
from yarrow.vault.fields import SealedField


class SafeguardingStep(OfPerson):
    """One step on the safeguarding path. The first is made with the age itself, when nobody has been told yet."""

    told = SealedField("identity")
    told_on = models.DateField(null=True, blank=True)
    next_step = SealedField("identity")
    next_on = models.DateField(null=True, blank=True)
    note = SealedField("notes")
    said_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "told_on", "next_on", "added_at")
        personal = ("said_by",)
        sealed = ("told", "next_step", "note")
        retention = "with_subject"
        subject = "person"
