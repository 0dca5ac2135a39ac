"""Which descriptions may be of one offender, and what advisers said of each such pair."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from yarrow.safety import lists
from yarrow.safety.models.reports import Offender
from yarrow.staff.models import Project


class Pair(models.Model):
    """Two descriptions of two reports, the lower id first. It says nothing of what they say."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    low = models.ForeignKey(Offender, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(Offender, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Suggestion(Pair):
    """The machine found them alike enough to be looked at. The reasons are worked out anew on the page.

    bits    how much spoke for one offender when they were compared
    """

    bits = models.FloatField()
    suggested_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["suggested_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "suggested_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high"], name="one_suggestion_per_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="suggestion_lower_first"),
        ]

    class Privacy:
        plain = ("id", "project", "low", "high", "bits", "suggested_at")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "low"
        also = ("high",)


class Decision(Pair):
    """What an adviser said of a pair. Rows are only added; the highest number holds.

    n       1 for the first about this pair: two who decide at once can't both
    said    same, different, unsure; undone: nothing is said any more
    """

    n = models.PositiveIntegerField()
    said = models.CharField(max_length=10, choices=[(code, code) for code in lists.DECISIONS])
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high", "n"], name="one_decision_per_number"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="decision_lower_first"),
        ]

    class Privacy:
        plain = ("id", "project", "low", "high", "n", "said", "decided_at")
        personal = ("decided_by",)
        sealed = ()
        retention = "with_subject"
        subject = "low"
        also = ("high",)
