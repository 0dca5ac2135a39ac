"""A plan that belongs to the person: goals in their words, steps, who does what by when, and looking back."""

from typing import ClassVar

from django.db import models

from yarrow.people.models import OfPerson
from yarrow.plans.states import GOING, TO_DO, WANTED
from yarrow.vault.fields import SealedField


class Plan(OfPerson):
    """One plan. It begins with its first goal; `review_on`: when it is to be looked at next.

    agreed_on   the day on which the person said that this is their plan
    signed_by   the colleague who signed it off, where the project wants that
    """

    state = models.CharField(max_length=20, default=GOING)
    review_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    signed_by = models.UUIDField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-begun_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "state", "review_on", "agreed_on", "signed_at", "begun_at")
        personal = ("signed_by", "begun_by")
        sealed = ()
        retention = "with_subject"
        subject = "person"


class Goal(OfPerson):
    """What the person wants, as they say it. What it is about is sealed too: it could name a child or an illness."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    words = SealedField("notes")
    domain = SealedField("notes")
    kind = SealedField("notes")
    state = models.CharField(max_length=20, default=WANTED)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "plan", "state", "version", "added_at", "moved_at")
        personal = ("added_by",)
        sealed = ("words", "domain", "kind")
        retention = "with_subject"
        subject = "person"


class Step(OfPerson):
    """Something to do towards a goal: by whom (`who`: person, worker, other) and by when.

    worker  which worker does it, where it is one; `other`: who else has a part in it, sealed
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    what = SealedField("notes")
    who = models.CharField(max_length=20)
    worker = models.UUIDField(null=True, blank=True)
    other = SealedField("notes")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, default=TO_DO)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "added_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "state", "due_on"])]

    class Privacy:
        plain = (
            "id",
            "project",
            "person",
            "goal",
            "who",
            "due_on",
            "state",
            "version",
            "added_at",
            "moved_at",
        )
        personal = ("worker", "added_by")
        sealed = ("what", "other")
        retention = "with_subject"
        subject = "person"


class Review(OfPerson):
    """The plan was looked at together: what helped, what else was going on, what nobody expected."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    held_on = models.DateField()
    helped = SealedField("notes")
    around = SealedField("notes")
    unexpected = SealedField("notes")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "-recorded_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "plan", "held_on", "recorded_at")
        personal = ("recorded_by",)
        sealed = ("helped", "around", "unexpected")
        retention = "with_subject"
        subject = "person"
        met_on = "held_on"
