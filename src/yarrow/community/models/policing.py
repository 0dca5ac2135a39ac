"""Agreements on policing, point by point, who leads on each side, and what was reported as broken."""

from datetime import date
from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from yarrow.agencies.models import Agency
from yarrow.community import states
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class PolicingAgreement(SealedModel):
    """What the police and the project agreed.

    parties         who agreed, in public words; `agency`: the police as they stand in the directory
    operational, strategic  who leads on the street and who answers for it: names of officials, sealed
    answer_days     within how many days a breach that was raised is answered
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="policing_agreements")
    title = models.CharField(max_length=120)
    parties = models.CharField(max_length=300)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    operational = SealedField("identity")
    strategic = SealedField("identity")
    starts_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=14)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-starts_on", "id"]

    class Privacy:
        plain = (
            *("id", "project", "title", "parties", "agency", "starts_on", "review_on", "ended_on"),
            *("answer_days", "version", "added_by", "added_at"),
        )
        personal = ()
        sealed = ("operational", "strategic")
        retention = "project_life"
        subject = "self"

    def __str__(self) -> str:
        return self.title


class AgreementPoint(models.Model):
    """One thing that was agreed, in the project's words. Words never change: a point ends and another begins."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(PolicingAgreement, on_delete=models.PROTECT, related_name="points")
    n = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    is_ended = models.BooleanField(default=False)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "n"], name="one_point_per_number"),
        ]

    class Privacy:
        plain = ("id", "project", "agreement", "n", "words", "is_ended", "added_by", "added_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "agreement"

    def __str__(self) -> str:
        return self.words


class BreachSet(models.QuerySet["Breach"]):
    def of(self, project: Project) -> "BreachSet":
        return self.filter(project=project)

    def silent(self, day: date) -> "BreachSet":
        """Raised, and still without an answer on a day after the one by which it was due."""
        return self.filter(state=states.RAISED, due_on__lt=day)


class Breach(SealedModel):
    """Something that went against a point, or a complaint about policing. No field leads to a person.

    kind        breach (of `point`) or complaint
    told_by     who said so, by a code: somebody supported, a worker, a resident …
    words, where, answer   what happened, where exactly, what was answered: sealed
    state       reported → raised → answered → closed (`states.BREACH_MOVES`); `outcome` once closed
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="policing_breaches")
    agreement = models.ForeignKey(PolicingAgreement, on_delete=models.PROTECT, related_name="breaches")
    point = models.ForeignKey(
        AgreementPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches"
    )
    kind = models.CharField(max_length=20)
    happened_on = models.DateField()
    place = models.CharField(max_length=30)
    told_by = models.CharField(max_length=30)
    words = SealedField("identity")
    where = SealedField("identity")
    answer = SealedField("identity")
    state = models.CharField(max_length=20, default=states.REPORTED)
    raised_with = models.CharField(max_length=20, blank=True)
    raised_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    entry_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = BreachSet.as_manager()

    def is_silent(self, day: date) -> bool:
        """Whether `BreachSet.silent` has it."""
        return self.state == states.RAISED and self.due_on is not None and self.due_on < day

    class Meta:
        ordering: ClassVar = ["-happened_on", "-added_at", "id"]
        verbose_name_plural = "breaches"
        indexes: ClassVar = [
            models.Index(fields=["project", "happened_on"]),
            models.Index(fields=["project", "state", "due_on"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_breach_per_entry"),
        ]

    class Privacy:
        plain = (
            *("id", "project", "agreement", "point", "kind", "happened_on", "place", "told_by", "state"),
            *("raised_with", "raised_on", "due_on", "answered_on", "outcome", "closed_on", "entry_id"),
            *("version", "added_by", "added_at"),
        )
        personal = ()
        sealed = ("words", "where", "answer")
        retention = "project_life"
        subject = "self"

    agreement_id: UUID
