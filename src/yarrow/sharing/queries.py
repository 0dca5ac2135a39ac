"""Rows of this room by what an address names."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yarrow.agencies.models import Agency
from yarrow.agencies.spelling import fold
from yarrow.people.errors import NotHere
from yarrow.people.models import Consent, Person
from yarrow.people.queries import row_of
from yarrow.people.rules import refused, standing
from yarrow.sharing import hearing, lists, rules
from yarrow.sharing.models import Guest, Package, Parting, Proposal, Share
from yarrow.sharing.states import APPROVED
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared

MOST_FOUND, MOST_COUNTED = 30, 100


def agency_in(project: Project, agency_id: UUID) -> Agency:
    """One agency of the project's directory that has not closed; NotHere otherwise."""
    agency = Agency.objects.of(project).still_there().filter(pk=agency_id).first()
    if agency is None:
        raise NotHere()
    return agency


def agencies_named(project: Project, name: str) -> list[Agency]:
    """Agencies whose name has these words in it, however they are spelled: with or without accents."""
    there, words = Agency.objects.of(project).still_there(), fold(name).split()
    spelled = ((key, fold(said)) for key, said in there.values_list("pk", "name"))
    fitting = [key for key, said in spelled if words and all(word in said for word in words)]
    return list(there.filter(pk__in=fitting[:MOST_FOUND]))


def guests_of(agency: Agency, project: Project, at: datetime) -> QuerySet[Guest]:
    """Accounts to which something can be sent now for an agency of this project; a page reads them with other lists."""
    rows = Guest.objects.on(at.astimezone(project.zone).date()).filter(agency=agency)
    return rows.select_related("worker")


def proposal_of(person: Person, proposal_id: UUID) -> Proposal:
    """One proposal about this person, with its agency; NotHere otherwise."""
    row: Proposal = row_of(Proposal, person, proposal_id, "agency")
    return row


def approved_for(person: Person, agency: Agency, by: Actor, at: datetime) -> QuerySet[Proposal]:
    """What two people approved for this agency, that its author, who is `by`, may send now; the latest, to be read."""
    rows = Proposal.objects.filter(person=person, agency=agency, proposed_by=by.id, state=APPROVED)
    return rows.filter(until__gt=at).order_by("-decided_at")[:1]


def share_of(person: Person, share_id: UUID) -> Share:
    """One share about this person; NotHere otherwise."""
    return row_of(Share, person, share_id)


def package_of(person: Person, package_id: UUID) -> Package:
    """One package about this person; NotHere otherwise."""
    return row_of(Package, person, package_id)


def consents_of(person: Person) -> tuple[list[Consent], dict[str, list[str]]]:
    """(what stands of the ledger, purpose → agencies that were refused by their name), to take elsewhere."""
    rows = list(Consent.objects.filter(person=person))
    noes = refused(rows)
    agencies = Agency.objects.of(person.project).in_bulk([row.agency for row in noes])
    not_to: dict[str, list[str]] = {}
    for row in noes:
        if row.agency in agencies:
            not_to.setdefault(row.purpose, []).append(agencies[row.agency].name)
    return standing(rows), not_to


def partings_in(project: Project) -> list[tuple[Parting, str]]:
    """(agency to be told that somebody was erased, how it had reached them), the oldest first."""
    rows = Parting.objects.filter(project=project, told_at=None).select_related("agency")[:MOST_FOUND]
    return [(row, lists.label("hows", row.how)) for row in rows]


def parting_in(project: Project, parting_id: UUID) -> Parting:
    """One of them; NotHere otherwise."""
    row = Parting.objects.filter(project=project, pk=parting_id).first()
    if row is None:
        raise NotHere()
    return row


def _counted(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return rows.order_by("pk").values_list("pk", flat=True)[:MOST_COUNTED]


_recalls_in = Prepared(lambda project_id: _counted(Share.objects.to_recall_in(project_id)))
_partings_in = Prepared(lambda project_id: _counted(Parting.objects.filter(project=project_id, told_at=None)))
_proposals_in = Prepared(
    lambda project_id, worker_id, at: _counted(
        Proposal.objects.filter(project=project_id).waiting(at).exclude(proposed_by=worker_id)
    )
)
_answers_in = Prepared(
    lambda project_id, worker_id, before: _counted(hearing.unseen_answers(project_id, worker_id, before))
)
_decided_in = Prepared(lambda project_id, worker_id: _counted(hearing.decided(project_id, worker_id)))


class Due:
    """For Today: recipients to be told, and proposals that wait for this reader. Whoever composes the page reads it."""

    def __init__(self, by: Actor, project: Project, at: datetime) -> None:
        self.heard: list[Any] = [_answers_in(project.pk, by.id, hearing.unseen_since(by, at))]
        self.heard.append(_decided_in(project.pk, by.id))
        self.asked: list[Any] = [_recalls_in(project.pk), _partings_in(project.pk)]
        self.asked += [_proposals_in(project.pk, by.id, at)] if rules.can_propose(by) else []
        self.lists = [*self.asked, *self.heard]

    @property
    def n(self) -> int:
        """How many, up to a hundred of each."""
        return sum(len(rows) for rows in self.asked)

    @property
    def n_heard(self) -> int:
        """How many answers and decisions the reader has not seen, up to a hundred of each."""
        return sum(len(rows) for rows in self.heard)
