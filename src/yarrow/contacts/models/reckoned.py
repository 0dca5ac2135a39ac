"""What the database keeps reckoned from contacts as they stand (`contacts.reckoning`); nobody else writes here."""

from typing import ClassVar

from django.db import models

from yarrow.people.models import Person
from yarrow.staff.models import Project


class LastMet(models.Model):
    """When somebody was last met, how many days usually lie between (None: not known yet), and when that is late."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="last_met")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", db_index=False)
    last_met_on = models.DateField()
    usual = models.FloatField(null=True)
    late_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "-last_met_on", "person", "late_on"], name="last_met_by_day"),
        ]

    class Privacy:
        plain = ("person", "project", "last_met_on", "usual", "late_on")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "person"


class GivenOn(models.Model):
    """How many of one supply the contacts of one day gave out, or took back where that is what the supply says."""

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    happened_on = models.DateField()
    n = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "happened_on", "kind"], name="one_sum_per_day")
        ]

    class Privacy:
        plain = ("id", "project", "kind", "happened_on", "n")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
