"""What a project arranges with its peers: which needs come first, and whether plans are signed off."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.plans import lists
from yarrow.staff.models import Project


class FirstNeeds(models.Model):
    """Which needs come first here, since when, and who agreed. Rows are only added; the latest holds.

    domains      codes in their order; none: nothing comes first
    agreed_with  a code, never a name; `n_peers`: how many peers had a say, None where nobody counted
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="first_needs")
    domains = models.JSONField(default=list)
    agreed_on = models.DateField()
    agreed_with = models.CharField(max_length=20)
    n_peers = models.PositiveSmallIntegerField(null=True, blank=True)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-agreed_on", "-set_at"]

    class Privacy:
        plain = ("id", "project", "domains", "agreed_on", "agreed_with", "n_peers", "set_by", "set_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    @property
    def whom(self) -> str:
        """With whom this was agreed, in words."""
        words = lists.label("agreed_with", self.agreed_with)
        return f"{words} ({self.n_peers})" if self.n_peers is not None else words


class Arrangement(models.Model):
    """How plans are kept here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="plan_arrangement")
    wants_sign_off = models.BooleanField(default=False)

    class Privacy:
        plain = ("id", "project", "wants_sign_off")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
