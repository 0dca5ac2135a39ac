"""Grants: what a funder pays for, in the funder's words, and what the project counts for each line."""

from uuid import uuid4

from django.db import models

from yarrow.methods.activity import Period
from yarrow.staff.models import Project


class GrantSet(models.QuerySet["Grant"]):
    def of(self, project: Project) -> "GrantSet":
        return self.filter(project=project)


class Grant(models.Model):
    """Money for a while. `cuts_on`: the last days of the months after which the funder gets a return."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="grants")
    funder = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()
    cuts_on = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = GrantSet.as_manager()

    class Meta:
        ordering = ["-to_on", "funder"]

    class Privacy:
        plain = (
            "id",
            "project",
            "funder",
            "from_on",
            "to_on",
            "cuts_on",
            "version",
            "added_by",
            "added_at",
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return f"grant {self.id}"

    @property
    def period(self) -> Period:
        return Period(self.from_on, self.to_on)


class GrantLine(models.Model):
    """One line of the funder's table: their wording, our measure, the values to keep, and what was promised.

    Lines that left in a return are not changed: such a line is retired and a new one takes its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    wording = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    where = models.JSONField(default=list)
    target = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    class Privacy:
        plain = (
            *("id", "grant", "position", "wording", "measure", "where", "target", "unit"),
            *("version", "added_at", "retired_at"),
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "grant.project"
