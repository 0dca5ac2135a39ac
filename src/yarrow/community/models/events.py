"""What happened around the project, in public words, with its days: drawn on every chart over time."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.staff.models import Project


class OutsideEvent(models.Model):
    """An enforcement operation, a new law, a venue that closed … as a newspaper could say it.

    from_on, to_on  its days; no last day: it happened on one day, or nobody knows how long it goes on
    area            where, by a public word; "" where it is everywhere
    link            where it can be read
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="outside_events")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    area = models.CharField(max_length=80, blank=True)
    link = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["from_on", "added_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "from_on"])]

    class Privacy:
        plain = (
            *("id", "project", "kind", "title", "from_on", "to_on", "area", "link", "version"),
            *("added_by", "added_at"),
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return self.title
