"""Reports in two projects of one installation that name the same: a tag that both made, and that they have talked."""

from typing import ClassVar

from django.db import models

from yarrow.safety.models import OfReport


class Echo(OfReport):
    """One identifier of a report whose reporter lets advisers of other projects hear of a match.

    tag      of kind and spelling, made with the key of checks, which lies outside of the records (ADR 0143)
    key_id   of the key it was made with
    """

    tag = models.CharField(max_length=32)
    key_id = models.CharField(max_length=16)
    kind = models.CharField(max_length=10)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        verbose_name_plural = "echoes"
        indexes: ClassVar = [models.Index(fields=["tag"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "tag"], name="one_echo_per_report")
        ]

    class Privacy:
        plain = ("id", "project", "report", "tag", "key_id", "kind", "made_at")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "report"


class Talk(OfReport):
    """An adviser talked with another project about a report that both have something of."""

    other_id = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "other_id"], name="one_talk_per_report_and_project")
        ]

    class Privacy:
        plain = ("id", "project", "report", "other_id", "at")
        personal = ("by",)
        sealed = ()
        retention = "with_subject"
        subject = "report"
