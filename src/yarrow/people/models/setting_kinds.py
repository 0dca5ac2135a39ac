"""Settings that a project added to the shared list."""

from typing import ClassVar

from django.db import models

from yarrow.staff.models import Project


class SettingKind(models.Model):
    """A setting this project added to the shared list."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="setting_kinds")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code"], name="one_setting_kind_per_code")
        ]
        ordering: ClassVar = ["label"]

    class Privacy:
        plain = ("id", "project", "code", "label", "added_at", "retired_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return self.code
