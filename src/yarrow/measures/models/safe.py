"""The safe response: where to turn, who is told, and what was done about it."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from yarrow.measures import states
from yarrow.measures.models.fillings import Filling
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel

STATE_CHOICES = list(states.SIGNAL_LABELS.items())
# What a signal came from: an answer, the one tap of "ask my worker to contact me", or a drill.
ANSWER, ASKED, DRILL = "answer", "asked", "drill"
WHAT_CHOICES = [(ANSWER, "An answer"), (ASKED, "They asked for it"), (DRILL, "A drill")]


class SafeRoute(models.Model):
    """One way to help that the project names on the calm page. None is ever invented."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="safe_routes")
    label = models.CharField(max_length=80)
    detail = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "label", "detail", "added_at", "retired_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class SafeResponse(models.Model):
    """Who is told of a dangerous answer, and within how many minutes they look and act, as the project says."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="safe_response")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    look_within = models.PositiveIntegerField(default=120)
    act_within = models.PositiveIntegerField(default=480)

    class Privacy:
        plain = ("id", "project", "look_within", "act_within")
        personal = ("lead", "deputy")
        sealed = ()
        retention = "project_life"
        subject = "project"


class Signal(SealedModel):
    """Something for the lead and the deputy to answer; a drill is about nobody and in no figure."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="signals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="signals")
    filling = models.ForeignKey(Filling, on_delete=models.CASCADE, null=True, related_name="signals")
    what = models.CharField(max_length=8, choices=WHAT_CHOICES)
    # Which questions it was; nothing of it is plain.
    about = SealedField("notes")
    raised_at = models.DateTimeField()
    look_by = models.DateTimeField()
    act_by = models.DateTimeField()
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=states.WAITING)
    # When a job first found that the project's own time was over and nobody had looked, or nothing was done.
    overdue_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["look_by", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "state", "look_by"], name="signals_due")]

    class Privacy:
        plain = (
            *("id", "project", "person", "filling", "what", "raised_at", "look_by", "act_by", "state"),
            "overdue_at",
        )
        personal = ()
        sealed = ("about",)
        retention = "with_subject"
        subject = "person"

    @property
    def sealing_subject(self) -> UUID:
        return self.person_id or self.id

    @property
    def is_drill(self) -> bool:
        return self.what == DRILL


class SignalStep(SealedModel):
    """What somebody did about a signal. Rows are only added."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True)
    words = SealedField("notes")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        plain = ("id", "signal", "act", "reason", "at")
        personal = ("by",)
        sealed = ("words",)
        retention = "with_subject"
        subject = "signal.person"

    @property
    def project_id(self) -> UUID:  # type: ignore[override]
        return self.signal.project_id

    @property
    def sealing_subject(self) -> UUID:
        return self.signal.sealing_subject
