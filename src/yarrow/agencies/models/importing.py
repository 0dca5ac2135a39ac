"""What came in from a feed: one row per time it was read, and one for each row of it that was not taken."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.agencies.models.agencies import Feed
from yarrow.staff.models import Project


class FeedRun(models.Model):
    """A feed was read. Of `n_read` services, each was new, changed, unchanged or not taken; nothing else.

    n_gone      services that the feed had before, and no longer has; they are not among those read
    failed      why nothing was read, or what was left undone (`failures`); "" when all went well
    is_whole    whether everything the feed has was read; only then is anything said to be gone
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="runs")
    is_whole = models.BooleanField(default=True)
    n_read = models.PositiveIntegerField(default=0)
    n_new = models.PositiveIntegerField(default=0)
    n_changed = models.PositiveIntegerField(default=0)
    n_unchanged = models.PositiveIntegerField(default=0)
    n_not_taken = models.PositiveIntegerField(default=0)
    n_gone = models.PositiveIntegerField(default=0)
    failed = models.CharField(max_length=30, blank=True)
    read_by = models.UUIDField(null=True, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-read_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    n_read=models.F("n_new")
                    + models.F("n_changed")
                    + models.F("n_unchanged")
                    + models.F("n_not_taken")
                ),
                name="every_row_of_a_feed_is_somewhere",
            )
        ]

    class Privacy:
        plain = (
            *("id", "project", "feed", "is_whole", "n_read", "n_new", "n_changed", "n_unchanged"),
            *("n_not_taken", "n_gone", "failed", "read_at"),
        )
        personal = ("read_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"

    @property
    def n_taken(self) -> int:
        """Services that changed the directory."""
        return self.n_new + self.n_changed


class NotTaken(models.Model):
    """A service of a feed that was not taken, by its number in what was read, and why (`reasons`)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="not_taken")
    number = models.PositiveIntegerField()
    source_id = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=30)
    field = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["number", "id"]

    class Privacy:
        plain = ("id", "project", "run", "number", "source_id", "reason", "field")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
