"""What residents and others complain about, what was done, and how it stands."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models

from yarrow.community import states
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class ComplaintSet(models.QuerySet["Complaint"]):
    def of(self, project: Project) -> "ComplaintSet":
        return self.filter(project=project)

    def silent(self, day: date) -> "ComplaintSet":
        """Still without an answer on a day after the one by which it was due; taken up again, it has had one."""
        return self.filter(state=states.OPEN, due_on__lt=day, answered_on=None)


class Complaint(SealedModel):
    """A complaint that reached the project. No field leads to a person who is supported.

    about, place, raised_by, received   codes of `lists.json`; `place` is a kind of place, never an address
    words, where, contact   what was said, exactly where, how to answer whoever said it: sealed
    due_on      by when an answer is owed; none: nobody waits for one
    state       open, answered, settled, not_settled (`states`); `since_on`: since when
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="residents_complaints")
    told_on = models.DateField()
    about = models.CharField(max_length=30)
    place = models.CharField(max_length=30)
    raised_by = models.CharField(max_length=30)
    received = models.CharField(max_length=30)
    words = SealedField("identity")
    where = SealedField("identity")
    contact = SealedField("identity")
    due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, default=states.OPEN)
    since_on = models.DateField()
    entry_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = ComplaintSet.as_manager()

    def is_silent(self, day: date) -> bool:
        """Whether `ComplaintSet.silent` has it."""
        owed = self.state == states.OPEN and self.answered_on is None
        return owed and self.due_on is not None and self.due_on < day

    class Meta:
        ordering: ClassVar = ["-told_on", "-added_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["project", "told_on"]),
            models.Index(fields=["project", "state", "due_on"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_complaint_per_entry"),
        ]

    class Privacy:
        plain = (
            *("id", "project", "told_on", "about", "place", "raised_by", "received", "due_on"),
            *("answered_on", "state", "since_on", "entry_id", "version", "added_by", "added_at"),
        )
        personal = ()
        sealed = ("words", "where", "contact")
        retention = "project_life"
        subject = "self"


class ComplaintStep(SealedModel):
    """Something that was done about a complaint, and how it stood afterwards. Rows are only added."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    n = models.PositiveIntegerField()
    done_on = models.DateField()
    what = models.CharField(max_length=30)
    state = models.CharField(max_length=20)
    words = SealedField("identity")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    complaint_id: UUID

    class Meta:
        ordering: ClassVar = ["n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "n"], name="one_step_of_a_complaint_per_number"),
        ]

    class Privacy:
        plain = (
            *("id", "project", "complaint", "n", "done_on", "what", "state"),
            *("added_by", "added_at"),
        )
        personal = ()
        sealed = ("words",)
        retention = "project_life"
        subject = "complaint"

    @property
    def sealing_subject(self) -> UUID:
        """Sealed with what it is about."""
        return self.complaint_id
