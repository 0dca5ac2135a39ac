"""Agreements between agencies about which facts may be told, what for and until when. None stands in for consent."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from yarrow.agencies.models import Agency
from yarrow.methods.agreements import Signed, Terms
from yarrow.staff.models import Project


class Agreement(models.Model):
    """One agreement in the words in which it was signed: other words are another agreement.

    aim         what it is for
    purposes    codes of purposes of consent, `categories`: of categories of facts, that it covers
    expires_on  its last day
    ended_on    the day from which it covers nothing, where somebody ended it before its time
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="agreements")
    name = models.CharField(max_length=120)
    aim = models.TextField()
    purposes = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    starts_on = models.DateField()
    expires_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "-starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("starts_on")), name="an_agreement_ends_after_it_begins"
            ),
        ]

    class Privacy:
        plain = (
            *("id", "project", "name", "aim", "purposes", "categories", "starts_on", "expires_on"),
            *("review_on", "ended_on", "added_at"),
        )
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        """It as the decision reads it; reads the signatures unless they were read with it."""
        return Terms(
            id=self.pk,
            purposes=frozenset(self.purposes),
            categories=frozenset(self.categories),
            starts_on=self.starts_on,
            expires_on=self.expires_on,
            ended_on=self.ended_on,
            signed=tuple(Signed(one.agency_id, one.signed_on, one.left_on) for one in self.signatures.all()),
        )

    def is_to_review(self, day: date) -> bool:
        """Whether it holds and somebody should have looked at it again."""
        return self.terms.is_live(day) and self.review_on <= day


class Signature(models.Model):
    """An agency signed, by somebody whose name and office stand under it; `left_on`: from then on no more."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.CharField(max_length=120)
    signed_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["signed_on", "added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "agency"],
                condition=Q(left_on=None),
                name="an_agency_signs_once_at_a_time",
            ),
        ]

    class Privacy:
        plain = ("id", "project", "agreement", "agency", "signed_on", "left_on", "added_at")
        personal = ("signed_by", "added_by")
        sealed = ()
        retention = "project_life"
        subject = "project"
