"""The trail of each project and its end."""

from typing import ClassVar

from django.db import models


class TrailRow(models.Model):
    """One line of a project's trail: who did what, when, to which random id; never a value.

    No foreign keys, so that history neither blocks nor follows a deletion. Each row carries the hash of the one
    before it.
    """

    project_id = models.UUIDField()
    n = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    role = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    subject = models.UUIDField(null=True, db_index=True)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=80, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project_id", "n"], name="trail_has_no_gaps_or_doubles")
        ]

    class Privacy:
        plain = ("id", "project_id", "n", "at", "act", "subject", "fields", "reason", "previous", "hash")
        personal = ("by_id", "role")
        sealed = ()
        retention = "trail"
        subject = ""


class TrailHead(models.Model):
    """The last row of a project's chain; locked while a row is added."""

    project_id = models.UUIDField(primary_key=True)
    n = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Privacy:
        plain = ("project_id", "n", "hash")
        personal = ()
        sealed = ()
        retention = "trail"
        subject = ""
