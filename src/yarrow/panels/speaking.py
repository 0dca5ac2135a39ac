"""What may be said now about those on an agenda to one agency: the rows read, `methods.speaking` asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yarrow.agencies.models import Agency
from yarrow.methods.agreements import Terms
from yarrow.methods.sharing import Asked, Said
from yarrow.methods.speaking import Gateway, Verdict, verdict
from yarrow.panels.models import Item
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


def facts_of(item: Item, by: Actor) -> dict[str, str]:
    """Code → what it says, in the order of the list; for the action that seals it again in a share."""
    named = item.sealed.open_unrecorded("identity.said", by.key) or {}
    told = item.sealed.open_unrecorded("notes.told", by.key) or {}
    both = {**named, **told}
    return {one.code: both[one.code] for one in lists.items("facts") if one.code in both}


def heard(item: Item, hearing: Hearing, facts: Iterable[str]) -> tuple[Verdict, dict[UUID, Proposal]]:
    """(what may be said about one person, the approvals it could rest on); for the action, their row being held."""
    proposals = {
        row: frozenset(row.sealed.open_unrecorded("identity.facts", hearing.by.key) or ())
        for row in usable([hearing.agency], [item.person_id], hearing.by, hearing.at)
    }
    found = decided(hearing, facts, ledger.rows_of(item.person), proposals)
    return found, {row.pk: row for row in proposals}


def usable(agencies: list[Agency], people: Any, by: Actor, at: datetime) -> QuerySet[Proposal]:
    """Approved proposals for these agencies about these people that wait to be sent by this worker, their author."""
    rows = Proposal.objects.filter(agency__in=agencies, person__in=people, state=APPROVED)
    return rows.filter(until__gt=at, proposed_by=by.id)
