"""Alerts: warnings drawn from reports, each of their texts, who decided what, and whom each text reached."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from yarrow.alerts.states import ALERT_STATES, DRAFT, KINDS, PROPOSED, TEXT_STATES
from yarrow.alerts.ways import CHANNELS
from yarrow.contacts.models import Zone
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel

PLANNED, ARMED, LOST, CANCELLED = "planned", "armed", "lost", "cancelled"
ENDED = ("sent", "failed", "unclear", CANCELLED, "expired")
DELIVERY_STATES = (PLANNED, ARMED, LOST, *ENDED)


class Alert(SealedModel):
    """One warning. A subject of its own; it names no report but by number, and nobody at all.

    facts       what the allow-list took from the reports, in codes
    kinds       what happened, month: when; zones and settings: whom it concerns (none: everybody)
    review_on   when somebody looks whether it still holds; expires_on: the day from which it reaches nobody
    passed_id   of the warning of another project that this one is; None: it is our own
    goes_on     the day on which it is deleted: two years after it was over, ninety days after a draft was begun
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="alerts")
    state = models.CharField(max_length=10, choices=[(name, name) for name in ALERT_STATES], default=DRAFT)
    kinds = models.JSONField(default=list)
    month = models.DateField(null=True, blank=True)
    zones = models.ManyToManyField(Zone, related_name="alerts", blank=True)
    settings = models.JSONField(default=list)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    over_on = models.DateField(null=True, blank=True)
    goes_on = models.DateField()
    passed_id = models.UUIDField(null=True, blank=True)
    facts = SealedField("incident")

    class Meta:
        ordering: ClassVar = ["-drafted_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "state", "expires_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "passed_id"], name="one_alert_per_passed_one")
        ]

    class Privacy:
        plain = (
            *("id", "project", "state", "kinds", "month", "settings", "drafted_at", "published_at"),
            *("review_on", "expires_on", "over_on", "goes_on", "passed_id"),
        )
        personal = ("drafted_by",)
        sealed = ("facts",)
        retention = "alert"
        event = "goes_on"
        subject = "self"


class AlertSource(models.Model):
    """A report from which an alert was drawn, by number: it may be gone since. One reporter counts once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="sources")
    report_id = models.UUIDField()
    reporter_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "report_id"], name="a_report_once_in_an_alert")
        ]
        indexes: ClassVar = [models.Index(fields=["project", "report_id"])]

    class Privacy:
        plain = ("id", "project", "alert", "report_id", "reporter_id")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "alert"


class OfAlert(SealedModel):
    """A row that belongs to one alert and is sealed with its key."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> UUID:
        return self.alert_id


class AlertText(OfAlert):
    """One text of an alert: what reaches members, in each of its languages.

    n            1 the warning, then corrections and the recall
    draft        words by language, and what was kept with which reason; workers with the key read it
    published    the words by language, sealed with the board's key: read without a worker, and in no stolen database
    written_by   whoever began it or changed its words last: they propose it, and somebody else publishes it
    armed_at     when every message was handed to the sender; None: it goes on where it was
    version      of the draft, so that what is published is what was looked at
    """

    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(name, name) for name in KINDS])
    state = models.CharField(max_length=10, choices=[(name, name) for name in TEXT_STATES], default=DRAFT)
    languages = models.JSONField(default=list)
    draft = SealedField("incident")
    published = models.BinaryField(null=True, blank=True)
    written_by = models.UUIDField(null=True, blank=True)
    proposed_by = models.UUIDField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    armed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["alert", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "n"], name="one_text_per_number"),
            models.UniqueConstraint(
                fields=["alert"],
                condition=models.Q(state__in=[DRAFT, PROPOSED]),
                name="one_open_text_of_an_alert",
            ),
        ]

    class Privacy:
        plain = (
            *("id", "project", "alert", "n", "kind", "state", "languages", "published", "published_at"),
            *("armed_at", "version"),
        )
        personal = ("written_by", "proposed_by")
        sealed = ("draft",)
        retention = "with_subject"
        subject = "alert"


class Approval(OfAlert):
    """Who did what with an alert, and why. Rows are only added."""

    text = models.ForeignKey(AlertText, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=12)
    by = models.UUIDField()
    at = models.DateTimeField()
    why = SealedField("incident")

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        plain = ("id", "project", "alert", "text", "act", "at")
        personal = ("by",)
        sealed = ("why",)
        retention = "with_subject"
        subject = "alert"


class Delivery(models.Model):
    """One text to one way of one member. No address: that is in what the member sealed. Its id is the sender's.

    member_id    a number alone: it stands after the member is gone
    n            which of their ways of that channel
    state        planned, armed, what the sender says came of it; lost: they left or closed that way in between
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="deliveries")
    text = models.ForeignKey(AlertText, on_delete=models.CASCADE, related_name="deliveries")
    member_id = models.UUIDField()
    channel = models.CharField(max_length=8, choices=[(name, name) for name in CHANNELS])
    n = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(name, name) for name in DELIVERY_STATES])
    not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["text", "id"]
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["text", "member_id", "channel", "n"], name="one_delivery_per_way_and_text"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["text", "state"]),
            models.Index(fields=["project", "member_id"]),
        ]

    class Privacy:
        plain = ("id", "project", "alert", "text", "member_id", "channel", "n", "state", "not_before")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "alert"
