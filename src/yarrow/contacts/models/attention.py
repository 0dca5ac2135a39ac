"""What changed about follow-ups, and after how many days a project looks for somebody without a habit."""

from uuid import uuid4

from django.db import models

from yarrow.contacts.models.contacts import FollowUp
from yarrow.staff.models import Project


class FollowUpStep(models.Model):
    """A follow-up was put off, handed over or closed. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    # How it stood before.
    due_on = models.DateField()
    worker = models.UUIDField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]

    class Privacy:
        plain = ("id", "follow_up", "act", "due_on", "worker", "by", "at")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "follow_up.person"


class Lookout(models.Model):
    """After how many days the project looks for somebody whose habit is not known yet."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="lookout")
    days = models.PositiveSmallIntegerField(default=28)

    class Privacy:
        plain = ("id", "project", "days")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
