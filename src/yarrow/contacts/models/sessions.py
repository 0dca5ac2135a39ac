"""Sessions: an outreach shift, drop-in or clinic at which contacts happen."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from yarrow.contacts import states
from yarrow.contacts.codes import SESSION, label, lazy_choices
from yarrow.contacts.models.kinds import Zone
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel

KIND_CHOICES = lazy_choices("kinds", SESSION)
PART_CHOICES = lazy_choices("shift_parts")


class SessionSet(models.QuerySet["Session"]):
    def of(self, project: Project) -> "SessionSet":
        return self.filter(project=project)

    def open(self) -> "SessionSet":
        return self.filter(state=states.OPEN)


class Session(SealedModel):
    """One shift. `planned_on` is the day it belongs to, also past midnight; its contacts count on that day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    state = models.CharField(max_length=12, choices=list(states.LABELS.items()), default=states.PLANNED)
    planned_on = models.DateField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    zones = models.ManyToManyField(Zone, related_name="sessions", blank=True)
    languages = models.JSONField(default=list, blank=True)
    note = SealedField("notes")
    version = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField()
    batch_id = models.UUIDField(null=True, blank=True, db_index=True)

    objects = SessionSet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-starts_at", "id"]
        indexes = [
            models.Index(fields=["project", "planned_on"], name="sessions_by_day"),
            models.Index(fields=["project", "state"], name="sessions_by_state"),
        ]

    class Privacy:
        plain = (
            "id",
            "project",
            "kind",
            "state",
            "planned_on",
            "starts_at",
            "ends_at",
            "opened_at",
            "closed_at",
            "languages",
            "version",
            "created_by",
            "batch_id",
        )
        personal = ()
        sealed = ("note",)
        retention = "project_life"
        subject = "self"

    @property
    def kind_label(self) -> str:
        return label("kinds", self.kind)


class SessionVersion(models.Model):
    """How a session's plan stood before it was changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField()
    stood = models.JSONField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-n"]

    class Privacy:
        plain = ("id", "session", "n", "stood", "changed_by", "changed_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "session"


class SessionWorker(models.Model):
    """A worker on a session, and the part they play in it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="workers")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=PART_CHOICES, default="worker")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "worker"], name="once_on_a_session"),
        ]

    class Privacy:
        plain = ("id", "session", "worker", "part")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "session"


class Agency(models.Model):
    """A partner agency whose staff come along."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="one_agency_per_name")]

    class Privacy:
        plain = ("id", "project", "name")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class SessionAgency(models.Model):
    """An agency on a session, with how many of its people came."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sessions")
    n_people = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "agency"], name="agency_once_on_a_session"),
        ]

    class Privacy:
        plain = ("id", "session", "agency", "n_people")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "session"
