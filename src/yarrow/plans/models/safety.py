"""A safety plan on a card. Each saving is a row, so that an earlier card is not lost."""

from typing import ClassVar

from django.db import models

from yarrow.people.models import OfPerson
from yarrow.vault.fields import SealedField


class SafetyCard(OfPerson):
    """What the card says, by our own headings; `n` counts up, and the highest is the card that holds.

    said          heading's code -> text, all of it sealed
    heading       what stands over it on paper; neutral
    is_named      whether the project's name stands on it
    """

    n = models.PositiveIntegerField()
    said = SealedField("notes")
    heading = models.CharField(max_length=20)
    is_named = models.BooleanField(default=False)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-n", "id"]

    class Privacy:
        plain = ("id", "project", "person", "n", "heading", "is_named", "made_at")
        personal = ("made_by",)
        sealed = ("said",)
        retention = "with_subject"
        subject = "person"
