"""The public page of a project's reports, and the way back to one that was made there."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.safety.models.reports import OfReport
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField


class Door(models.Model):
    """Where anybody tells a project of an incident: what finds the project before anything else is known.

    token      what the link ends in, shown to workers for cards and posters; digest: its hash
    languages  in which the page is offered; closed_at: nobody reports there any more
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="report_door")
    token = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    languages = models.JSONField(default=list)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        plain = ("id", "project", "token", "digest", "languages", "opened_by", "opened_at", "closed_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class WayBack(models.Model):
    """What a return phrase opens: made of the phrase in one memory-hard run, and nothing here leads back to it.

    report_id    the number of the report (which may still be sealed)
    mark         what finds this row; public_key: what replies are sealed to, so that the phrase alone opens them
    n_back       on how many days somebody came back; first_on, last_on: the first and the latest of them
    visit        a hash of the visit that is going on, or of the last one and that it is over (safety.visits)
    began        when that visit began, sealed by the server: a form that was asked for before opens nothing any more
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    report_id = models.UUIDField(unique=True)
    mark = models.CharField(max_length=64, unique=True)
    public_key = models.BinaryField()
    made_at = models.DateTimeField()
    n_back = models.PositiveSmallIntegerField(default=0)
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    visit = models.CharField(max_length=64, blank=True)
    began = models.TextField(blank=True, default="", db_default="")

    class Privacy:
        plain = (
            "id",
            "project",
            "report_id",
            "mark",
            "public_key",
            "made_at",
            "n_back",
            "first_on",
            "last_on",
            "visit",
            "began",
        )
        personal = ()
        sealed = ()
        retention = "report"
        event = "made_at"
        subject = "project"


class Reply(OfReport):
    """What an adviser wrote to whoever reported.

    words         our copy; envelope: theirs, sealed to the key that their phrase makes
    read_on       the day on which they read it
    """

    words = SealedField("incident")
    envelope = models.BinaryField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["written_at", "id"]
        verbose_name_plural = "replies"

    class Privacy:
        plain = ("id", "project", "report", "envelope", "written_at", "read_on")
        personal = ("written_by",)
        sealed = ("words",)
        retention = "with_subject"
        subject = "report"


class Addition(OfReport):
    """What whoever reported told later, in their words."""

    words = SealedField("incident")
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["received_at", "id"]

    class Privacy:
        plain = ("id", "project", "report", "received_at")
        personal = ()
        sealed = ("words",)
        retention = "with_subject"
        subject = "report"
