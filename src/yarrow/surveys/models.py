"""The nouns of the room: surveys, their links, the anonymous answer sheets, and receipts that count a sheet once.

No row here says who answered or at what time, and no action that takes an answer writes to the trail: a row of the
trail carries an instant.
"""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.measures.models import FormVersion
from yarrow.staff.models import Project
from yarrow.vault.models import Compartment

LINK, TABLET, PAPER = "link", "tablet", "paper"
HOWS = (LINK, TABLET, PAPER)


class Survey(models.Model):
    """One survey: a version of a form, the days on which it is open, and what is said to those who answer.

    about        language → who runs it, and what happens with the answers, in the project's words
    groups       link ids of the questions by which figures are shown
    token        what the link ends in; a new one makes the old link lead nowhere
    says_name    whether the pages name the project
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="surveys")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="surveys")
    opens_on = models.DateField()
    closes_on = models.DateField()
    languages = models.JSONField(default=list)
    about = models.JSONField(default=dict)
    groups = models.JSONField(default=list)
    says_name = models.BooleanField(default=False)
    token = models.CharField(max_length=20)
    opened_by = models.UUIDField()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-closes_on", "-made_at", "id"]

    class Privacy:
        plain = (
            *("id", "project", "form_version", "opens_on", "closes_on", "languages", "about", "groups"),
            *("says_name", "token", "opened_by", "made_at", "closed_at"),
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    def is_open(self, on: date) -> bool:
        """Whether answers are taken on this day."""
        return self.closed_at is None and self.opens_on <= on <= self.closes_on

    def is_over(self, on: date) -> bool:
        """Whether nobody answers it any more."""
        return self.closed_at is not None or on > self.closes_on


class SurveyLink(models.Model):
    """What finds a survey before its project is known: the hash of its token, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="link")
    digest = models.CharField(max_length=64, unique=True)

    class Privacy:
        plain = ("id", "project", "survey", "digest")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class Response(models.Model):
    """One answer sheet. Nobody's: no name, no address, no browser, no time, and nothing that another row has, too.

    choices      link id → codes of the answer; [] for a question that was passed over; a question that is not
                 here was not asked. "~words" stands for what was written.
    envelope     what was written in their own words, sealed to the project's key to case notes (`words.py`)
    key          which pair it is sealed to
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    received_on = models.DateField()
    how = models.CharField(max_length=6, choices=[(how, how) for how in HOWS])
    language = models.CharField(max_length=35)
    choices = models.JSONField(default=dict)
    envelope = models.BinaryField(null=True, blank=True)
    key = models.ForeignKey(Compartment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        # By random id: the order in which answers came is nobody's business.
        ordering: ClassVar = ["id"]

    class Privacy:
        plain = (
            *("id", "project", "survey", "received_on", "how", "language", "choices", "envelope", "key"),
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class Spent(models.Model):
    """That a page's own number was used, so that a sheet sent twice counts once. Names no sheet; gone in two days."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    goes_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "digest"], name="an_entry_counts_once")
        ]

    class Privacy:
        plain = ("id", "project", "survey", "digest", "goes_at")
        personal = ()
        sealed = ()
        retention = "survey_receipt"
        event = "goes_at"
        subject = "project"
