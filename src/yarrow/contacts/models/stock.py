"""The cupboard: what came in, was counted and was lost. What was given out is in the contacts and nowhere else."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.codes import label
from yarrow.methods.stock import COUNT, DELIVERY, LOSS
from yarrow.staff.models import Project

WHAT_CHOICES = [(DELIVERY, _("Came in")), (COUNT, _("Counted")), (LOSS, _("Lost or expired"))]


class MovementSet(models.QuerySet["Movement"]):
    def of(self, project: Project) -> "MovementSet":
        return self.filter(project=project)

    def standing(self) -> "MovementSet":
        """Movements that hold: neither taken back nor the taking back of another."""
        return self.filter(takes_back=None, taken_back=None)


class Movement(models.Model):
    """One line of the cupboard's book. Lines are only ever added; a mistake is taken back by a line of its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="movements")
    entry_id = models.UUIDField()
    supply = models.CharField(max_length=40)
    what = models.CharField(max_length=10, choices=WHAT_CHOICES)
    n = models.PositiveIntegerField()
    moved_on = models.DateField()
    # A count after everything else of its day, or before it.
    at_end = models.BooleanField(default=True)
    reason = models.CharField(max_length=20, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back", default=None
    )
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    objects = MovementSet.as_manager()

    class Meta:
        ordering = ["-moved_on", "-written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_movement_per_entry"),
        ]
        indexes = [models.Index(fields=["project", "supply", "moved_on"], name="movements_by_supply")]

    class Privacy:
        plain = (
            "id",
            "project",
            "entry_id",
            "supply",
            "what",
            "n",
            "moved_on",
            "at_end",
            "reason",
            "takes_back",
            "written_by",
            "written_at",
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    @property
    def reason_label(self) -> str:
        return label("stock_reasons", self.reason) if self.reason else ""


class Cupboard(models.Model):
    """Who keeps a project's cupboard, and how many weeks ahead they want to know that something runs low."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="cupboard")
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    weeks = models.PositiveSmallIntegerField(default=3)

    class Privacy:
        plain = ("id", "project", "weeks")
        personal = ("keeper",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class SupplyLevel(models.Model):
    """The project's own level of one supply: at so many, or fewer, it runs low."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="supply_levels")
    supply = models.CharField(max_length=40)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "supply"], name="one_level_per_supply")]

    class Privacy:
        plain = ("id", "project", "supply", "n")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
