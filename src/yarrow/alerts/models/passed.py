"""Alerts that a project lets the other projects of its installation send to their members."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.alerts.models.alerts import Alert
from yarrow.staff.models import Project


class Passed(models.Model):
    """A published alert as other projects see it: its words and until when, and whether it still holds.

    report_ids    of the reports it was drawn from, so that their reporters' choices are read as they are now
    published     the words by language, sealed with the board's key for this row
    recalled_at   when it was recalled; it stands, so that whoever sent it hears of it
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="passed")
    report_ids = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    month = models.DateField(null=True, blank=True)
    published = models.BinaryField()
    passed_by = models.UUIDField()
    passed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_on = models.DateField()
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-passed_at", "id"]
        verbose_name_plural = "passed"

    class Privacy:
        plain = (
            *("id", "project", "alert", "report_ids", "kinds", "month", "published", "passed_at"),
            *("changed_at", "expires_on", "recalled_at"),
        )
        personal = ("passed_by",)
        sealed = ()
        retention = "with_subject"
        subject = "alert"
