"""What may be said now about those on an agenda to one agency: the rows read, `methods.speaking` asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from yarrow.agencies.models import Agency
from yarrow.methods.agreements import Terms
from yarrow.methods.sharing import Asked, Said
from yarrow.methods.speaking import Gateway, Verdict, verdict
from yarrow.people.models import Consent
from yarrow.sharing import ledger, lists, rules
from yarrow.sharing.models import Agreement, Proposal
from yarrow.sharing.states import APPROVED
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@dataclass(frozen=True)
class Hearing:
    """To whom something is to be said, under which agreement, by whom, at which instant."""

    agency: Agency
    agreement: Agreement
    project: Project
    by: Actor
    at: datetime

    @cached_property
    def terms(self) -> Terms:
        """The agreement as the decision reads it; its signatures are read once."""
        return self.agreement.terms

    @cached_property
    def purpose(self) -> str:
        """What this agency would hear it for: of the agreement's purposes the first that reaches its kind; "": none."""
        fitting = [one.code for one in rules.purposes_for(self.agency)]
        return next(
            (code for code in self.agreement.purposes if code in fitting), fitting[0] if fitting else ""
        )

    @property
    def asked(self) -> Asked:
        """As the decision reads it; categories come with each fact."""
        return Asked(
            purpose=self.purpose,
            recipient=self.agency.recipient,
            agency=self.agency.pk,
            categories=frozenset(),
            day=self.at.astimezone(self.project.zone).date(),
            is_by_name=self.agency.kind in lists.kinds_to_name(),
        )


def decided(
    hearing: Hearing,
    facts: Iterable[str],
    rows: Iterable[Consent],
    proposals: Mapping[Proposal, frozenset[str]],
) -> Verdict:
    """Fact by fact. `proposals`: those of one person that wait to be sent, each with the facts that two approved."""
    gateways = [Gateway(rules.approved_of(row), approved) for row, approved in proposals.items()]
    said: list[Said] = ledger.as_said(rows)
    return verdict(
        {code: lists.category_of(code) for code in facts},
        rows=said,
        terms=hearing.terms,
        gateways=gateways,
        asked=hearing.asked,
        at=hearing.at,
    )


def usable(hearing: Hearing, people: Iterable[UUID]) -> list[Proposal]:
    """Approved proposals for this agency about these people that wait to be sent by this worker, their author."""
    rows = Proposal.objects.filter(agency=hearing.agency, person__in=list(people), state=APPROVED)
    return list(rows.filter(until__gt=hearing.at, proposed_by=hearing.by.id))
