"""Challenges: somebody says that what is kept about a number, a vehicle or them is wrong."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from yarrow.safety import lists
from yarrow.safety.models.reports import Report
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class ChallengeDoor(models.Model):
    """Where anybody may challenge what a project keeps; known to whoever asks the project. It finds the project."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="challenge_door")
    token = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        plain = ("id", "project", "token", "digest", "opened_by", "opened_at", "closed_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class Challenge(SealedModel):
    """One challenge, a subject of its own. It says nothing of whether anything is listed.

    received_at  when it came; answered_at: when it was reviewed and they were answered (the same words to everybody)
    reviewed_by  who did: nobody who had a hand in the reports that it is about
    which        what it is about (numbers, plates, names on the net), line by line; words: what is wrong; reach: how
                 to answer them
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="challenges")
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)
    which = SealedField("incident")
    words = SealedField("incident")
    reach = SealedField("incident")

    class Meta:
        ordering: ClassVar = ["received_at", "id"]

    class Privacy:
        plain = ("id", "project", "received_at", "answered_at")
        personal = ("reviewed_by",)
        sealed = ("which", "words", "reach")
        retention = "report"
        event = "received_at"
        subject = "self"


class Outcome(SealedModel):
    """What a review decided about one report; it stands with the report from then on. Rows are only added.

    outcome  keep, correct (its codes were put right), restrict (in no alert and no check), delete (the report went)
    report   None once the report is gone
    reason   why, for whoever reads the report
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="outcomes")
    report = models.ForeignKey(
        Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    outcome = models.CharField(max_length=10)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    reason = SealedField("incident")

    class Meta:
        ordering: ClassVar = ["decided_at", "id"]

    class Privacy:
        plain = ("id", "project", "challenge", "report", "outcome", "decided_at")
        personal = ("decided_by",)
        sealed = ("reason",)
        retention = "with_subject"
        subject = "challenge"

    @property
    def sealing_subject(self) -> UUID:
        return self.challenge_id

    @property
    def label(self) -> str:
        """What was decided, in the reader's language."""
        return lists.label("outcomes", self.outcome)
