"""A strategic forum: strategy, steps with their times and owners, seats. Nothing here can point at a person.

A test walks every field of these models and fails where a link could lead to somebody the project supports.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.agencies.models import Agency
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class Forum(models.Model):
    """A forum of agencies and sex workers about how things are done, never about anybody."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="forums")
    name = models.CharField(max_length=120)
    aim = models.TextField(blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]

    class Privacy:
        plain = ("id", "project", "name", "aim", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return self.name


class Seat(SealedModel):
    """A seat: an agency's, or a sex worker's under the name they chose, which is sealed and leads to nobody.

    kind   a code of the list `seats`
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chosen_name = SealedField("identity")
    left_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "forum", "kind", "agency", "left_on", "added_at")
        personal = ("added_by",)
        sealed = ("chosen_name",)
        retention = "project_life"
        subject = "self"


class SeatSupport(models.Model):
    """Payment or support offered to a seat, and what became of it. `pence`: money in pence; None: none is paid for it.

    kind    a code of the list `supports`; answer: of `support_answers`
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="supports")
    kind = models.CharField(max_length=20)
    pence = models.PositiveIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=20)
    on = models.DateField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "seat", "kind", "pence", "answer", "on", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class ForumLine(models.Model):
    """One line of strategy, or something the forum decided. Rows are only added. kind: a code of the list `lines`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=20)
    words = models.TextField()
    said_on = models.DateField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-said_on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "forum", "kind", "words", "said_on", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class ForumStep(models.Model):
    """Something that is to be done, from when to when, and which seat has it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="steps")
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="steps")
    words = models.TextField()
    starts_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["due_on", "added_at", "id"]

    class Privacy:
        plain = ("id", "project", "forum", "owner", "words", "starts_on", "due_on", "done_on", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"
