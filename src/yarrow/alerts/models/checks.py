"""What checks may find, and how often somebody has checked today. Nothing says what they asked."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.safety.models import OfReport
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField

KNOWN, WHAT = SAYS = ("known", "what")


class Released(OfReport):
    """One identifier of one report: the reporter released it, and an adviser accepted it.

    The one exception to "nothing about somebody is findable without a key": its tag is made with a key that lies
    outside of the records and of every backup (ADR 0143).

    tag           of kind and spelling; key_id: of the key it was made with
    reporter_id   random: one reporter counts once
    kinds, month  of the report: what a hit may say; says: whether it may, or only that something is known
    reported_at   from when two weeks are counted
    seconded_by   reports of others that carried the same when an adviser looked last, by their numbers, as long as
                  they stand (None: not written down yet); is_seconded: there is one
    is_hidden     restricted after a challenge: nobody finds it; is_disputed: kept against one, and a hit says so
    expires_at    from when it is found no more
    spelling      as it is compared, so that tags can be made anew with another key
    """

    tag = models.CharField(max_length=32)
    key_id = models.CharField(max_length=16)
    kind = models.CharField(max_length=10)
    reporter_id = models.UUIDField()
    kinds = models.JSONField(default=list)
    month = models.DateField()
    reported_at = models.DateTimeField()
    says = models.CharField(max_length=10, choices=[(code, code) for code in SAYS])
    seconded_by = models.JSONField(default=list, null=True)
    is_seconded = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    is_disputed = models.BooleanField(default=False)
    accepted_by = models.UUIDField()
    accepted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spelling = SealedField("incident")

    class Meta:
        ordering: ClassVar = ["-accepted_at", "id"]
        verbose_name_plural = "released"
        indexes: ClassVar = [
            models.Index(fields=["tag"]),
            models.Index(fields=["key_id"]),
            models.Index(fields=["project", "expires_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "tag"], name="released_once_per_report")
        ]

    class Privacy:
        plain = (
            *(
                "id",
                "project",
                "report",
                "tag",
                "key_id",
                "kind",
                "reporter_id",
                "kinds",
                "month",
                "reported_at",
            ),
            *("says", "seconded_by", "is_seconded", "is_hidden", "is_disputed", "accepted_at", "expires_at"),
        )
        personal = ("accepted_by",)
        sealed = ("spelling",)
        retention = "released"
        event = "expires_at"
        subject = "report"


class Asked(models.Model):
    """How many checks somebody made today; gone with the day.

    asker_id   a member, or a worker; goes_at: when their day ends
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    asker_id = models.UUIDField()
    n = models.PositiveIntegerField(default=0)
    goes_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "asked"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "asker_id"], name="one_counter_per_asker")
        ]

    class Privacy:
        plain = ("id", "project", "n", "goes_at")
        personal = ("asker_id",)
        sealed = ()
        retention = "session_end"
        event = "goes_at"
        subject = "project"
