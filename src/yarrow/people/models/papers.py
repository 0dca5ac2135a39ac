"""Pictures of papers: a letter, a prescription, a form that somebody signed, photographed."""

from typing import ClassVar

from django.db import models

from yarrow.people.models.people import OfPerson
from yarrow.vault.fields import SealedField, SealedFile


class Paper(OfPerson):
    """One picture of a paper. Removing it empties both files; what it was and that it is gone stays.

    original  the bytes as they came, with whatever the camera wrote into them
    picture   the JPEG that was made of it on arrival: what pages, copies and exports show
    """

    title = SealedField("notes")
    original = SealedFile("notes")
    picture = SealedFile("notes")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "added_at", "removed_at")
        personal = ("added_by",)
        sealed = ("title", "original", "picture")
        retention = "with_subject"
        subject = "person"
