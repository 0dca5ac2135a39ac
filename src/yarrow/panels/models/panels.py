"""A panel of agencies under an agreement, its team here, its meetings and who came."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from yarrow.agencies.models import Agency
from yarrow.sharing.models import Agreement
from yarrow.staff.models import Project


class Panel(models.Model):
    """Agencies that talk about people under one agreement. `coordinator`: the worker here who looks after it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="panels")
    name = models.CharField(max_length=120)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="panels")
    coordinator = models.UUIDField()
    ended_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]

    class Privacy:
        plain = ("id", "project", "name", "agreement", "ended_on", "added_at")
        personal = ("coordinator", "added_by")
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return self.name


class PanelAgency(models.Model):
    """An agency that sits on the panel; `left_on`: from then on no more."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="places")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["agency__name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "agency"], condition=Q(left_on=None), name="an_agency_sits_once_on_a_panel"
            ),
        ]

    class Privacy:
        plain = ("id", "project", "panel", "agency", "left_on", "added_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class PanelWorker(models.Model):
    """A worker of this project on the panel's team: only they see whom it talks about."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="team")
    worker = models.UUIDField()
    left_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "worker"], condition=Q(left_on=None), name="a_worker_is_once_on_a_team"
            ),
        ]

    class Privacy:
        plain = ("id", "project", "panel", "left_on", "added_at")
        personal = ("worker", "added_by")
        sealed = ()
        retention = "project_life"
        subject = "project"


class Meeting(models.Model):
    """One meeting of a panel, on one day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "held_on"], name="one_meeting_of_a_panel_a_day"),
        ]

    class Privacy:
        plain = ("id", "project", "panel", "held_on", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class Attendance(models.Model):
    """Somebody who sat at a meeting for an agency, by the name they gave there."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["agency__name", "added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "agency", "name"], name="somebody_comes_once_to_a_meeting"
            ),
        ]

    class Privacy:
        plain = ("id", "project", "meeting", "agency", "added_at")
        personal = ("name", "added_by")
        sealed = ()
        retention = "project_life"
        subject = "project"
