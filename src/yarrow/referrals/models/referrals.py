"""A referral, how it moved, what was needed to get there; and signposting, which is its own, weaker kind."""

from datetime import date
from typing import ClassVar

from django.db import models

from yarrow.agencies.models import Agency, Service
from yarrow.methods.pathways import OFFERED
from yarrow.people.models import OfPerson
from yarrow.referrals.models.pathways import StepTaken
from yarrow.sharing.models import Share
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField


class ReferralSet(models.QuerySet["Referral"]):
    def of(self, project: Project) -> "ReferralSet":
        return self.filter(project=project)

    def silent(self, today: date) -> "ReferralSet":
        """Those of which something should have been heard before today, the longest silent first."""
        return self.filter(expected_on__lt=today).order_by("expected_on", "id")


class Referral(OfPerson):
    """An onward link followed to its end (`methods.pathways.MOVES`).

    route         how it goes: plain, fast (a fast track), warm (somebody goes along or calls together with them)
    taken         the step of a pathway that it serves, if it serves one
    worker        who follows it
    expected_on   the day by which something should be heard; None once it has ended
    share         the share by which it was sent; None before
    words         what it is for, in the person's words
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    need = models.CharField(max_length=40)
    route = models.CharField(max_length=10)
    taken = models.ForeignKey(
        StepTaken, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals"
    )
    worker = models.UUIDField()
    state = models.CharField(max_length=20, default=OFFERED)
    offered_on = models.DateField()
    since_on = models.DateField()
    expected_on = models.DateField(null=True, blank=True)
    share = models.ForeignKey(
        Share, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals"
    )
    words = SealedField("notes")
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = ReferralSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-offered_on", "-added_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["project", "expected_on", "id"], name="silent_referrals"),
            models.Index(fields=["project", "worker", "expected_on", "id"], name="silent_of_a_worker"),
            models.Index(fields=["project", "offered_on"], name="referrals_by_day"),
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "agency", "service", "need", "route"),
            *("taken", "state", "offered_on", "since_on", "expected_on", "share", "version", "added_at"),
        )
        personal = ("worker", "added_by")
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"
        # Whoever is offered something was met.
        met_on = "offered_on"


class Move(OfPerson):
    """One step in the life of a referral; rows are only added, and a trigger keeps them.

    act           of `methods.pathways`; `ask`: somebody asked how it stands; `put_back`: the last one was a slip
    n             its place in the life of the referral
    was, state    before and after; the same where nothing changed
    booked_on     the day of the appointment that was booked, so that a slip after it brings it back
    reason        a code of the reasons, in the version `list_version`, where it ended short
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="moves")
    n = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=20)
    was = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    happened_on = models.DateField()
    booked_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    list_version = models.CharField(max_length=20, blank=True)
    words = SealedField("notes")
    moved_by = models.UUIDField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["referral", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "n"], name="moves_are_written_in_order")
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "act", "happened_on"], name="moves_by_act_and_day")
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "referral", "n", "act", "was", "state"),
            *("happened_on", "booked_on", "reason", "list_version", "moved_at"),
        )
        personal = ("moved_by",)
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"


class Preparation(OfPerson):
    """Something that was needed to get ready or to get there. `pence`: what it cost, None where nobody said."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="preparations")
    kind = models.CharField(max_length=30)
    done_on = models.DateField()
    pence = models.PositiveIntegerField(null=True, blank=True)
    words = SealedField("notes")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["done_on", "added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "referral", "kind", "done_on", "pence", "added_at")
        personal = ("added_by",)
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"


class Signpost(OfPerson):
    """Somebody was told where to go. Nothing is sent, nothing is followed, and no figure of referrals counts it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="signposts")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="signposts"
    )
    need = models.CharField(max_length=40)
    told_on = models.DateField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-told_on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "agency", "service", "need", "told_on", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "with_subject"
        subject = "person"
        met_on = "told_on"
