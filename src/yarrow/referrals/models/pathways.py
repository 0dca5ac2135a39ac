"""Pathways as a project uses them, how people walk along them, and when the project wants to be reminded."""

from functools import cached_property
from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.methods import pathways as methods
from yarrow.methods.funnels import GOING
from yarrow.people.models import OfPerson
from yarrow.staff.models import Project


class PathwayVersion(models.Model):
    """A pathway in the words of one version. Rows are only added; the highest `n` of a code is in use.

    told    the pathway as data (`methods.pathways.read`)
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="pathways")
    code = models.SlugField(max_length=40)
    n = models.PositiveSmallIntegerField()
    told = models.JSONField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code", "-n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code", "n"], name="one_pathway_per_version")
        ]

    class Privacy:
        plain = ("id", "project", "code", "n", "told", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"

    @property
    def is_ours(self) -> bool:
        """Whether the project wrote these words, and not the file of a pack."""
        return bool(self.told.get("is_ours"))

    @cached_property
    def pathway(self) -> methods.Pathway:
        """Its steps."""
        return methods.read(self.told)


class Arrangement(models.Model):
    """When the project wants to hear of what is silent.

    days          state → days after which the worker is reminded, where it differs from the list's
    keeps_stay_status   whether papers to stay may be written down at all, for those who ask for help with them
    escalate_days how many days later a co-ordinator sees it too
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="referral_arrangement")
    days = models.JSONField(default=dict)
    keeps_stay_status = models.BooleanField(default=False)
    escalate_days = models.PositiveSmallIntegerField(default=7)

    class Privacy:
        plain = ("id", "project", "days", "escalate_days", "keeps_stay_status")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class Journey(OfPerson):
    """One person's way along a pathway; `ended_on`: None while it goes on."""

    pathway = models.ForeignKey(PathwayVersion, on_delete=models.PROTECT, related_name="journeys")
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-began_on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "pathway", "began_on", "ended_on", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "with_subject"
        subject = "person"


class StepTaken(OfPerson):
    """A step of a pathway, taken once; steps may be taken again. `result`: going, or what came of it."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="steps")
    step = models.SlugField(max_length=40)
    result = models.CharField(max_length=20, default=GOING)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["began_on", "added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "journey", "step", "result", "began_on", "ended_on", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "with_subject"
        subject = "person"
