"""What a project arranges with its peers: which needs come first, and whether plans are signed off."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.staff.models import Project


class FirstNeeds(models.Model):
    """Which needs come first here, since when, and who agreed. Rows are only added; the latest holds.

    domains  codes in their order; none: nothing comes first
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="first_needs")
    domains = models.JSONField(default=list)
    agreed_on = models.DateField()
    agreed_with = models.CharField(max_length=200)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-agreed_on", "-set_at"]

    class Privacy:
        plain = ("id", "project", "domains", "agreed_on", "set_by", "set_at")
        personal = ("agreed_with",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class Arrangement(models.Model):
    """How plans are kept here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="plan_arrangement")
    wants_sign_off = models.BooleanField(default=False)

    class Privacy:
        plain = ("id", "project", "wants_sign_off")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
