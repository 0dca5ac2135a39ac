"""How somebody stands in each domain, by whom it was said: side by side, never averaged."""

from datetime import date
from typing import ClassVar

from django.db import models

from yarrow.people.models import OfPerson
from yarrow.plans.lists import SELF
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField


class RatingSet(models.QuerySet["Rating"]):
    def in_project(self, project: Project) -> "RatingSet":
        return self.filter(project=project)

    def between(self, from_on: date, to_on: date) -> "RatingSet":
        """Said on one of these days, both included."""
        return self.filter(rated_on__range=(from_on, to_on))


class Rating(OfPerson):
    """One answer for one domain by one rater on one day. Rows are only added; the last one written of a day holds.

    answer  rated, or why there is no step: not_asked, rather_not, not_concerned
    step    1 to 5 where rated, else none
    """

    domain = models.CharField(max_length=40)
    rater = models.CharField(max_length=20)
    occasion = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    rated_on = models.DateField()
    words = SealedField("notes")
    wanted = SealedField("notes")
    list_version = models.CharField(max_length=20)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    objects = RatingSet.as_manager()

    class Meta:
        ordering: ClassVar = ["rated_on", "recorded_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "rated_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answer="rated", step__range=(1, 5))
                | (~models.Q(answer="rated") & models.Q(step=None)),
                name="a_step_where_rated_and_nowhere_else",
            )
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "domain", "rater", "occasion", "answer", "step"),
            *("rated_on", "list_version", "recorded_at"),
        )
        personal = ("recorded_by",)
        sealed = ("words", "wanted")
        retention = "with_subject"
        subject = "person"
        # Whoever says something themselves was met.
        met_on = "rated_on"
        met_if: ClassVar = {"rater": SELF}
