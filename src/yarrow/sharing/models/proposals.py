"""A share without consent, proposed by one worker and approved by another, on a ground that the law gives."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from yarrow.agencies.models import Agency
from yarrow.people.models import OfPerson
from yarrow.sharing.states import APPROVED, REFUSED, WAITING
from yarrow.vault.fields import SealedField


class ProposalSet(models.QuerySet["Proposal"]):
    def waiting(self, at: datetime) -> "ProposalSet":
        """Those that somebody else may still approve."""
        return self.filter(state=WAITING, until__gt=at)

    def open(self, at: datetime) -> "ProposalSet":
        """Those, and approved ones that nothing was sent on yet."""
        return self.filter(state__in=(WAITING, APPROVED), until__gt=at)

    def decided_for(self, author: UUID) -> "ProposalSet":
        """Those that somebody approved or refused, and whose author does not know yet."""
        return self.filter(proposed_by=author, state__in=(APPROVED, REFUSED), heard_at=None)


class Proposal(OfPerson):
    """One proposal: to whom, about what, on which gateway, and exactly which facts.

    gateway   a code of gateways.json; sealed, since that somebody has to do with a court is nobody's business
    facts     codes of the facts that may leave, and no others
    until     until when it waits for the second person; once approved, until when something may leave on it
    decided_by   who approved or refused it
    heard_at     when its author said that they know of it; None: not yet
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(default=list)
    gateway = SealedField("identity")
    facts = SealedField("identity")
    reason = SealedField("notes")
    state = models.CharField(max_length=20, default=WAITING)
    until = models.DateTimeField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-proposed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "used"))
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="a_proposal_is_approved_by_another",
            )
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "agency", "categories", "state", "until"),
            *("proposed_at", "decided_at", "heard_at"),
        )
        personal = ("proposed_by", "decided_by")
        sealed = ("gateway", "facts", "reason")
        retention = "with_subject"
        subject = "person"
