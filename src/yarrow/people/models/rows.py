"""Rows of a person that nothing else leans on: names, ways to reach, why a record was opened, how it stood before."""

from typing import ClassVar

from django.db import models

from yarrow.people.models.people import OfPerson, Person
from yarrow.staff.models import Project, Worker
from yarrow.vault.fields import SealedField


class Alias(OfPerson):
    """Another name, or the person's number in another system."""

    kind = models.CharField(max_length=20)
    name = SealedField("identity")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "kind", "added_at", "ended_on")
        personal = ()
        sealed = ("name",)
        retention = "with_subject"
        subject = "person"


class WayToReach(OfPerson):
    """A way to reach someone, when it is safe, and how never."""

    kind = SealedField("identity")
    value = SealedField("identity")
    safe_times = SealedField("identity")
    cautions = SealedField("identity")
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "added_at", "ended_on", "version")
        personal = ()
        sealed = ("kind", "value", "safe_times", "cautions")
        retention = "with_subject"
        subject = "person"


class Opening(models.Model):
    """A worker outside the caseload said why they opened a record; shown to the key worker."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="openings")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["project", "at"])]
        ordering: ClassVar = ["-at", "-id"]

    class Privacy:
        plain = ("id", "project", "person", "reason", "at")
        personal = ("worker",)
        sealed = ()
        retention = "with_subject"
        subject = "person"


class PersonVersion(OfPerson):
    """What stood in a record before somebody changed it: only what became different, sealed like the record itself."""

    PERSON, WAY = "person", "way"

    about = models.CharField(max_length=10)
    row_id = models.UUIDField()
    n = models.PositiveIntegerField()
    stood = SealedField("identity")
    why = models.CharField(max_length=20, blank=True)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row_id", "n"], name="one_person_version_per_number")
        ]

    class Privacy:
        plain = ("id", "project", "person", "about", "row_id", "n", "why", "changed_at")
        personal = ("changed_by",)
        sealed = ("stood",)
        retention = "with_subject"
        subject = "person"
