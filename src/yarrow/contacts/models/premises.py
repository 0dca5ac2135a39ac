"""Premises: indoor places that the project visits. What they are called and where they are is sealed."""

from uuid import UUID

from django.db import models

from yarrow.contacts.models.kinds import Zone
from yarrow.contacts.models.sessions import Session
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class PremisesSet(models.QuerySet["Premises"]):
    def of(self, project: Project) -> "PremisesSet":
        return self.filter(project=project)

    def visited_still(self) -> "PremisesSet":
        """Places that the project still goes to."""
        return self.filter(ended_on=None)


class Premises(SealedModel):
    """One indoor place, a subject of its own: it belongs to no person's record, and erasing it touches nobody's."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="premises")
    entry_id = models.UUIDField()
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, related_name="premises")
    name = SealedField("identity")
    address = SealedField("identity")
    phone = SealedField("identity")
    way_in = SealedField("identity")
    next_due_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = PremisesSet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name_plural = "premises"
        constraints = [
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_premises_per_entry"),
        ]

    class Privacy:
        plain = (
            "id",
            "project",
            "entry_id",
            "zone",
            "next_due_on",
            "ended_on",
            "version",
            "added_by",
            "added_at",
        )
        personal = ()
        sealed = ("name", "address", "phone", "way_in")
        retention = "project_life"
        subject = "self"


class OfPremises(SealedModel):
    """A row that belongs to one place and is sealed with that place's key."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> UUID:
        return self.premises_id


class PremisesConcern(OfPremises):
    """How much care a visit takes, and why, from a moment on. Rows are only added; the latest holds."""

    level = SealedField("identity")
    reason = SealedField("identity")
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-set_at", "-id"]

    class Privacy:
        plain = ("id", "project", "premises", "set_by", "set_at")
        personal = ()
        sealed = ("level", "reason")
        retention = "project_life"
        subject = "premises"


class PremisesVisit(OfPremises):
    """The project was there on a day, perhaps as part of a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="premises_visits")
    visited_on = models.DateField()
    note = SealedField("identity")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-visited_on", "-written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["premises", "session"], name="visited_once_in_a_session"),
        ]

    class Privacy:
        plain = ("id", "project", "premises", "session", "visited_on", "written_by", "written_at")
        personal = ()
        sealed = ("note",)
        retention = "project_life"
        subject = "premises"
