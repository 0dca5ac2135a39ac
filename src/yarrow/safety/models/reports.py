"""Reports of incidents, whom each describes, and how far each may go."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from yarrow.contacts.models import Zone
from yarrow.safety import lists
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class Report(SealedModel):
    """One incident that was told to the project. A subject of its own: it names nobody's record.

    id           the number of the entry by which it came, so that the same report twice is one
    way          from their own phone, or with a worker
    received_at  when it reached the project; opened_at: when it was unsealed and written here
    reporter_id  random, and the same for every report of one reporter: one reporter counts once
    taken_by     the worker, where one was there
    kinds, setting, zone, month, language    for figures; each may be missing
    words        what happened, in their words
    facts        place in words, day, hours, methods
    reach        how they may be reached safely, if they said so
    compared_at  when it was compared with the others; None: it waits for that
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    way = models.CharField(max_length=10, choices=[(way, way) for way in lists.WAYS])
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    reporter_id = models.UUIDField(default=uuid4)
    taken_by = models.UUIDField(null=True, blank=True)
    kinds = models.JSONField(default=list)
    setting = models.CharField(max_length=40, blank=True)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    month = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=35, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)
    words = SealedField("incident")
    facts = SealedField("incident")
    reach = SealedField("incident")

    class Meta:
        ordering: ClassVar = ["-received_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["project", "received_at"]),
            models.Index(fields=["project", "reporter_id"]),
        ]

    class Privacy:
        plain = (
            *("id", "project", "way", "received_at", "opened_at", "reporter_id", "kinds", "setting", "zone"),
            *("month", "language", "compared_at"),
        )
        personal = ("taken_by",)
        sealed = ("words", "facts", "reach")
        retention = "report"
        event = "received_at"
        subject = "self"


class OfReport(SealedModel):
    """A row that belongs to one report and is sealed with its key."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> UUID:
        return self.report_id


class Offender(OfReport):
    """What is known of one perpetrator in one report.

    described    phones, plates, online, names, address (as typed), age, height, traits, marks, words
    """

    n = models.PositiveSmallIntegerField()
    described = SealedField("incident")

    class Meta:
        ordering: ClassVar = ["report", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "n"], name="one_offender_per_number")
        ]

    class Privacy:
        plain = ("id", "project", "report", "n")
        personal = ()
        sealed = ("described",)
        retention = "with_subject"
        subject = "report"


class Choice(models.Model):
    """How far a report may go, from a moment on. Rows are only added; the latest holds.

    It names the report by its number, as a choice can be changed before anybody has unsealed the report.

    level     kept, escrow, warn, intelligence, full
    tell      whose advisers may hear of it when it matches
    release   when a check may say that something it names is known
    how       who said so: the reporter on their phone, or a worker with them
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    report_id = models.UUIDField()
    level = models.CharField(max_length=20, choices=[(code, code) for code in lists.LEVELS])
    tell = models.CharField(max_length=20, choices=[(code, code) for code in lists.TELLS])
    release = models.CharField(max_length=20, choices=[(code, code) for code in lists.RELEASES])
    said_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=[(way, way) for way in lists.WAYS])
    said_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["said_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "report_id", "said_at"])]

    class Privacy:
        plain = ("id", "project", "report_id", "level", "tell", "release", "said_at", "how")
        personal = ("said_by",)
        sealed = ()
        retention = "report"
        event = "said_at"
        subject = "project"
