"""Fillings: one time that a form is filled in for a person; the scores that came of it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.measures import states
from yarrow.measures.codes import lazy_choices
from yarrow.measures.models.forms import FormVersion
from yarrow.people.models import OfPerson
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField

STATE_CHOICES = list(states.FILLING_LABELS.items())
# Whether the person agreed that a dangerous answer is told to the lead; "" where it was not asked.
NOT_ASKED, AGREED, DECLINED = "", "yes", "no"


class FillingSet(models.QuerySet["Filling"]):
    def in_project(self, project: Project) -> "FillingSet":
        return self.filter(project=project)


class Filling(OfPerson):
    """One time that a version of a form is filled in for a person.

    answers    sealed: {"answers": link id → values, "dropped": [...], "before": ...} (`answers.py`)
    version    how often it was saved, so that nobody writes over another's answer
    received_at  when it reached the server, where it was answered without a signal
    """

    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="fillings")
    entry_id = models.UUIDField()
    occasion = models.CharField(max_length=12, choices=lazy_choices("occasions"))
    answered_by = models.CharField(max_length=12, choices=lazy_choices("answerers"))
    how = models.CharField(max_length=12, choices=lazy_choices("hows"))
    language = models.CharField(max_length=35)
    answers = SealedField("notes")
    asked_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    answered_on = models.DateField()
    finished_at = models.DateTimeField(null=True, blank=True)
    n_asked = models.PositiveIntegerField(default=0)
    n_answered = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=states.DRAFT)
    void_reason = models.CharField(max_length=20, blank=True)
    agreed = models.CharField(max_length=3, blank=True, default=NOT_ASKED)
    received_at = models.DateTimeField(null=True, blank=True)

    objects = FillingSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-answered_on", "-begun_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_filling_per_entry")
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-answered_on"], name="fillings_of_person")]

    class Privacy:
        plain = (
            *("id", "project", "person", "form_version", "entry_id", "occasion", "answered_by", "how"),
            *("language", "begun_at", "changed_at", "answered_on", "finished_at", "n_asked", "n_answered"),
            *("version", "state", "void_reason", "agreed", "received_at"),
        )
        personal = ("asked_by", "changed_by")
        sealed = ("answers",)
        retention = "with_subject"
        subject = "person"
        met_on = "answered_on"
        met_if: ClassVar = {"state": states.FINISHED}
        counted = True
        cleared = ("entry_id", "agreed")

    @property
    def is_draft(self) -> bool:
        return self.state == states.DRAFT

    @property
    def is_finished(self) -> bool:
        return self.state == states.FINISHED


class Amendment(OfPerson):
    """How the answers stood before they were put right, and why. Rows are only added."""

    filling = models.ForeignKey(Filling, on_delete=models.CASCADE, related_name="amendments")
    n = models.PositiveIntegerField()
    answers = SealedField("notes")
    reason = models.CharField(max_length=20)
    amended_by = models.UUIDField()
    amended_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filling", "n"], name="amendments_are_numbered")
        ]

    class Privacy:
        plain = ("id", "project", "person", "filling", "n", "reason", "amended_by", "amended_at")
        personal = ()
        sealed = ("answers",)
        retention = "with_subject"
        subject = "person"


class Score(models.Model):
    """One scale of one filling, by the rule of one version of a pack. `value` None: not scorable, `why` says it.

    said   the bands of that day in full: [{"label", "population", "citation"}]
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    filling = models.ForeignKey(Filling, on_delete=models.CASCADE, related_name="scores")
    # 1 for the answers as first given; an amendment scores anew.
    n = models.PositiveIntegerField(default=1)
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=40)
    pack_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=35)
    scale = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    n_items = models.PositiveIntegerField()
    n_answered = models.PositiveIntegerField()
    branch = models.CharField(max_length=60, blank=True)
    straight = models.BooleanField(default=False)
    said = models.JSONField(default=list)
    scored_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["filling", "-n", "scale"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filling", "n", "scale"], name="one_score_per_scale")
        ]

    class Privacy:
        plain = (
            *("id", "filling", "n", "pack", "pack_version", "pack_hash", "language", "scale", "value", "why"),
            *("n_items", "n_answered", "branch", "straight", "said", "scored_at"),
        )
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "filling.person"
        counted = True
