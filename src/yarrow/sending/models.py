"""The noun of the room: a message that is to leave by itself.

Plain are random ids, the channel, times and the state. Who it goes to, its words and its safe hours are in the
envelope, sealed to the reach key of the day on which it is over; it goes as soon as nothing more is to happen.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

SMS, EMAIL, PUSH = "sms", "email", "push"
CHANNELS = (SMS, EMAIL, PUSH)


class Message(models.Model):
    """One message.

    reference    the caller's own random id; one message each
    due_at       from when it may be begun; moved on by each failure
    until        after it nothing is sent; seven days after arming at most
    begun_by     the sender that has it, while it is begun
    begun_at     when it was begun last
    maybe_at     since when it may have arrived already, though nobody said so
    key_day      the day of the key that its envelope is sealed to
    """

    class State(models.TextChoices):
        ARMED = "armed"
        BEGUN = "begun"
        SENT = "sent"
        FAILED = "failed"
        UNCLEAR = "unclear"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    project = models.ForeignKey("staff.Project", on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField()
    channel = models.CharField(max_length=8, choices=[(name, name) for name in CHANNELS])
    envelope = models.BinaryField(default=bytes)
    key_day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARMED)
    armed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    maybe_at = models.DateTimeField(null=True)
    begun_by = models.UUIDField(null=True)
    n_tried = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "reference"], name="a_message_of_a_reference_once"),
            models.CheckConstraint(
                condition=Q(state__in=["armed", "begun"]) | Q(envelope=b""), name="what_is_over_holds_nothing"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "channel", "due_at", "id"],
                condition=Q(state__in=["armed", "begun"]),
                name="messages_that_wait",
            ),
            models.Index(fields=["project", "until"], name="messages_by_their_end"),
        ]

    class Privacy:
        plain = (
            *("id", "project", "reference", "channel", "envelope", "key_day", "state", "armed_at", "due_at"),
            *("until", "begun_at", "maybe_at", "begun_by", "n_tried", "code", "ended_at"),
        )
        personal = ()
        sealed = ()
        retention = "message"
        event = "until"
        subject = ""
