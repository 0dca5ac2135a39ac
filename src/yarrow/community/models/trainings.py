"""Training that the project gave to others, and what those who came thought before and after. Nobody is named."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from yarrow.agencies.models import Agency
from yarrow.staff.models import Project


class Statement(models.Model):
    """A sentence in the project's words that people agree with more or less, 1 to 5. Its words never change."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="training_statements")
    words = models.CharField(max_length=200)
    is_ended = models.BooleanField(default=False)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "words", "is_ended", "added_by", "added_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return self.words


class Training(models.Model):
    """One training: for whom, about what, how many came.

    audience    a code; `agency`: where they are from, if it is in the directory
    n_trainers, with_peers  how many gave it, and whether somebody with lived experience did
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="trainings_given")
    held_on = models.DateField()
    audience = models.CharField(max_length=30)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    topics = models.JSONField(default=list)
    n_trainers = models.PositiveSmallIntegerField(default=1)
    with_peers = models.BooleanField(default=False)
    n_came = models.PositiveIntegerField()
    entry_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "-added_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "held_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_training_per_entry"),
        ]

    class Privacy:
        plain = (
            *("id", "project", "held_on", "audience", "agency", "topics", "n_trainers", "with_peers"),
            *("n_came", "entry_id", "version", "added_by", "added_at"),
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class TrainingAnswers(models.Model):
    """How many of a training chose a step for a statement, before or after it. Counts: no sheet is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="answers")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="answers")
    moment = models.CharField(max_length=6)
    step = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()

    statement_id: UUID

    class Meta:
        ordering: ClassVar = ["statement", "-moment", "step"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["training", "statement", "moment", "step"], name="one_count_per_step_of_a_training"
            ),
            models.CheckConstraint(
                condition=models.Q(step__gte=1, step__lte=5, moment__in=("before", "after")),
                name="steps_of_a_training_are_1_to_5",
            ),
        ]

    class Privacy:
        plain = ("id", "project", "training", "statement", "moment", "step", "n")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
