"""What a project names itself: its zones, and kinds of supplies and things done beyond the common list."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from yarrow.staff.models import Project


class ZoneSet(models.QuerySet["Zone"]):
    def of(self, project: Project) -> "ZoneSet":
        """The project's zones in use."""
        return self.filter(project=project, is_active=True)


class Zone(models.Model):
    """An area the project draws itself, coarse enough that it shows nobody's corner: never a street."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="zones")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    objects = ZoneSet.as_manager()

    class Meta:
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="one_zone_per_code")]

    class Privacy:
        plain = ("id", "project", "code", "label", "is_active")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return self.label


class OwnKind(models.Model):
    """A supply or a thing done that this project counts and the common list does not name."""

    SORTS = [("supplies", _("Supply")), ("done", _("Done"))]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="own_kinds")
    sort = models.CharField(max_length=10, choices=SORTS)
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    on_sheet = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["project", "sort", "code"], name="one_own_kind_per_code"),
        ]

    class Privacy:
        plain = ("id", "project", "sort", "code", "label", "on_sheet", "added_at", "retired_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
