"""Two records that became one, so that they can become two again; and two that are not the same person."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from yarrow.people.models.people import Person
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class Merge(SealedModel):
    """`came` became one with `into`.

    moved  {model: {row id: {column: what it held before}}} of every row that came over
    made   ids of the names written for `into` because `came` went by them
    kept   sealed: {field: [before, after]} of what was taken over into `into`'s own fields
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    came = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_away")
    moved = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    kept = SealedField("identity")
    merged_by = models.UUIDField()
    merged_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-merged_at", "id"]

    class Privacy:
        plain = ("id", "project", "into", "came", "moved", "made", "merged_at", "undone_at")
        personal = ("merged_by", "undone_by")
        sealed = ("kept",)
        retention = "with_subject"
        subject = "into"
        also = ("came",)

    @property
    def sealing_subject(self) -> UUID:
        """Whoever `into` is by now."""
        return self.into.sealing_subject


class Apart(SealedModel):
    """Somebody looked at two records and said that they are two people. `facts` is what that rested on."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="told_apart")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="told_apart_from")
    facts = SealedField("identity")
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["said_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "other", "said_at")
        personal = ("said_by",)
        sealed = ("facts",)
        retention = "with_subject"
        subject = "person"
        also = ("other",)

    @property
    def sealing_subject(self) -> UUID:
        return self.person_id
