"""The ledger of what left: to whom, on which ground, and whether they know that it was taken back."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from yarrow.agencies.models import Agency
from yarrow.people.models import Consent, OfPerson
from yarrow.people.models.consent import WITHDRAWN
from yarrow.sharing.models.agreements import Agreement
from yarrow.sharing.models.proposals import Proposal
from yarrow.vault.fields import SealedField


class ShareSet(models.QuerySet["Share"]):
    def taken_back(self) -> "ShareSet":
        """What left on a consent that was taken back since.

        What left on a gateway has no purpose, and no consent of that purpose is taken back. No to an agency is no to
        it, whatever kind it was when something left.
        """
        taken_back = Consent.objects.filter(
            Q(agency=None, recipient=OuterRef("recipient")) | Q(agency=OuterRef("agency_id")),
            person=OuterRef("person_id"),
            purpose=OuterRef("purpose"),
            act=WITHDRAWN,
            n__gt=OuterRef("ledger_n"),
        )
        return self.filter(Exists(taken_back))

    def to_recall(self) -> "ShareSet":
        """Those whose recipient was not told yet."""
        return self.taken_back().filter(recall=None)

    def to_recall_in(self, project_id: UUID) -> "ShareSet":
        """The same in a whole project, found from the few who took something back: there may be very many shares."""
        some = Consent.objects.filter(project=project_id, act=WITHDRAWN)
        return self.to_recall().filter(person__in=some.values("person"))


class Share(OfPerson):
    """A set of facts that left. No row is ever changed; only whom it is about and its sealed bytes move, with a merge.

    consents   ids of the rows of the consent ledger that it rests on; empty where it rests on `proposal`
    ledger_n   the number of the person's last row in that ledger as it left: rows after it came later
    facts      {"facts": codes of what left, in order, "digest": of what each said}; what they said is sealed apart:
    said       names and ways to reach; `told`: health, support, safety
    approved_by   the second worker, where there was no consent
    agreement     the agreement between agencies that covered it as it left, beside what it rests on; None: none did
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="shares")
    purpose = models.CharField(max_length=30, blank=True)
    recipient = models.CharField(max_length=30)
    categories = models.JSONField(default=list)
    consents = models.JSONField(default=list)
    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, null=True, blank=True, related_name="share"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="shares"
    )
    ledger_n = models.PositiveBigIntegerField()
    how = models.CharField(max_length=20)
    facts = SealedField("identity")
    said = SealedField("identity")
    told = SealedField("notes")
    shared_by = models.UUIDField()
    shared_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True, blank=True)

    objects = ShareSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-shared_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "shared_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(proposal=None) & ~Q(consents=[]) & Q(approved_by=None))
                | (Q(proposal__isnull=False) & Q(consents=[]) & Q(approved_by__isnull=False)),
                name="a_share_has_one_ground",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("shared_by")),
                name="a_share_is_approved_by_another",
            ),
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "agency", "purpose", "recipient", "categories", "consents"),
            *("proposal", "agreement", "ledger_n", "how", "shared_at"),
        )
        personal = ("shared_by", "approved_by")
        sealed = ("facts", "said", "told")
        retention = "with_subject"
        subject = "person"


class Recall(OfPerson):
    """A recipient was told that what they got was taken back; how: a code of the list `tellings`."""

    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="recall")
    told_on = models.DateField()
    how = models.CharField(max_length=20)
    answer = SealedField("notes")
    told_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "share", "told_on", "how", "added_at")
        personal = ("told_by",)
        sealed = ("answer",)
        retention = "with_subject"
        subject = "person"
