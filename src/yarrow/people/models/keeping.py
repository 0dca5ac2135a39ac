"""How long records are kept: the project's own years, longer for one person, and legal hold by two workers."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from yarrow.people.models.people import OfPerson
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField

# What a project keeps to before it has said anything.
DEFAULT_YEARS = 3


class Keeping(models.Model):
    """How many years after the last contact a project keeps somebody's record; none: until they ask.

    `set_at`: the clock ends for nobody earlier than the notice after it.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="keeping")
    years = models.PositiveSmallIntegerField(null=True, blank=True, default=DEFAULT_YEARS)
    set_at = models.DateTimeField()

    class Privacy:
        plain = ("id", "project", "years", "set_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class KeptLonger(OfPerson):
    """The clock waits for one person until a day. What it is good for is sealed."""

    until_on = models.DateField()
    reason = SealedField("notes")
    said_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "until_on", "added_at")
        personal = ("said_by",)
        sealed = ("reason",)
        retention = "with_subject"
        subject = "person"


class HoldSet(models.QuerySet["Hold"]):
    def agreed(self) -> "HoldSet":
        """Holds that two agreed on and nobody lifted, whether or not their day has passed."""
        return self.exclude(agreed_at=None).filter(lifted_at=None)

    def standing_on(self, day: date) -> "HoldSet":
        """Those of them whose day has not passed."""
        return self.agreed().filter(until_on__gte=day)

    def open_on(self, day: date) -> "HoldSet":
        """Those that stand, and proposals that wait for a second worker."""
        return self.filter(lifted_at=None, until_on__gte=day)


class Hold(OfPerson):
    """A legal hold: proposed by one worker and agreed by another, it keeps a record from being erased until a day.

    The ground, in general words of a list, and the reason are sealed: that somebody has to do with a court is
    nobody's business.
    """

    ground = SealedField("identity")
    reason = SealedField("notes")
    until_on = models.DateField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    # When the person was told of it.
    told_on = models.DateField(null=True, blank=True)
    lifted_by = models.UUIDField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = HoldSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-proposed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=models.F("proposed_by")),
                name="a_hold_is_agreed_by_another",
            )
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "until_on", "proposed_at", "agreed_at", "told_on", "lifted_at"),
        )
        personal = ("proposed_by", "agreed_by", "lifted_by")
        sealed = ("ground", "reason")
        retention = "with_subject"
        subject = "person"

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None
