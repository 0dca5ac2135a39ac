"""What pages of this room show: everything that left about somebody, what waits for a second person, whom to tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.people import purposes
from yarrow.people.consents import Ledger, Standing
from yarrow.people.models import Person
from yarrow.sharing import gateways, lists, rules
from yarrow.sharing.models import Answer, Letter, Package, PackageFile, Proposal, Share
from yarrow.sharing.states import LABELS, OVER
from yarrow.staff.models import names_in
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading

PATHS = ("identity.facts", "identity.said", "notes.told")


@dataclass(frozen=True)
class ShareShown:
    """One share in words. `said`: (fact, what it says); `closed`: whether some of it needs another key."""

    share: Share
    agency: str
    purpose: str
    facts: str = field(repr=False)
    said: list[tuple[str, str]] = field(repr=False)
    closed: bool
    ground: str = field(repr=False)
    law: str = field(repr=False)
    how: str
    by: str
    approved_by: str
    is_to_recall: bool
    package: Package | None
    letter: Letter | None
    n_fetched: int | None
    answer: str

    @property
    def is_live(self) -> bool:
        """Whether its link may still be ended by hand."""
        return self.package is not None and self.package.ended_at is None


@dataclass(frozen=True)
class ProposalShown:
    """One proposal in words."""

    proposal: Proposal
    agency: str
    facts: str = field(repr=False)
    gateway: str = field(repr=False)
    law: str
    reason: str = field(repr=False)
    state: str
    by: str
    decided_by: str
    can_decide: bool
    can_send: bool
    can_take_back: bool


class _Left:
    """Everything that left, the latest first: `lists` are read with others of a page, then opened on it."""

    def __init__(self, person: Person) -> None:
        related = ("agency", "agreement", "proposal", "recall", "package", "letter")
        self.shares: Any = Share.objects.filter(person=person).select_related(*related)
        self.recalls: Any = Share.objects.to_recall().filter(person=person).values_list("pk", flat=True)
        self.answers = Answer.objects.filter(person=person)
        self.files: Any = PackageFile.objects.filter(person=person).values_list("package_id", "n_fetched")
        self.names = names_in(person.project)
        self.lists = [self.shares, self.recalls, self.answers, self.files, self.names]
        self.opened: dict[tuple[UUID, str], Opened] = {}
        self.grounds: dict[UUID, Opened] = {}

    def open(self, page: Page) -> None:
        """Open what is sealed, as far as the reader's keys go."""
        for one in self.shares:
            self.opened |= {(one.pk, path): page.open_if_held(one, path) for path in PATHS}
            if one.proposal:
                self.grounds[one.pk] = page.open_if_held(one.proposal, "identity.gateway")

    def shown(self) -> list[ShareShown]:
        """Each in words, once the page is on the trail."""
        names, recalls, answers = dict(self.names), set(self.recalls), _last(self.answers)
        files = dict(self.files)
        return [
            _shown(one, self.opened, self.grounds, names, one.pk in recalls, answers, files)
            for one in self.shares
        ]


def shares_of(by: Actor, person: Person, reason: str) -> list[ShareShown]:
    """Everything that left, opened on one page."""
    left = _Left(person)
    at_once.read(left)
    with reading(by, person.project_id, act="sharing.show_shares", reason=reason) as page:
        left.open(page)
    return left.shown()


def sheet_of(by: Actor, person: Person, at: datetime, reason: str) -> tuple[list[Standing], list[ShareShown]]:
    """(purposes that the person agreed to and that hold, everything that left): their sheet, opened on one page."""
    ledger, left = Ledger(person), _Left(person)
    at_once.read(ledger, left)
    with reading(by, person.project_id, act="sharing.print_shares", reason=reason) as page:
        ledger.open(page)
        left.open(page)
    return [one for one in ledger.standing(at) if one.holds], left.shown()


def proposals_of(by: Actor, person: Person, at: datetime, reason: str) -> list[ProposalShown]:
    """Every proposal about somebody, the latest first, on one page."""
    rows, named = Proposal.objects.filter(person=person).select_related("agency"), names_in(person.project)
    at_once.read(rows, named)
    with reading(by, person.project_id, act="sharing.show_proposal", reason=reason) as page:
        opened = {
            (one.pk, path): page.open_if_held(one, path)
            for one in rows
            for path in ("identity.facts", "identity.gateway", "notes.reason")
        }
    names = dict(named)
    return [_proposal(by, one, opened, names, at) for one in rows]


def _shown(
    share: Share,
    opened: dict[tuple[UUID, str], Opened],
    grounds: dict[UUID, Opened],
    names: dict[UUID, str],
    is_to_recall: bool,
    answers: dict[UUID, Answer],
    files: dict[UUID, int],
) -> ShareShown:
    facts, said, told = (opened[share.pk, path] for path in PATHS)
    texts = {**(said.value or {}), **(told.value or {})}
    gateway = grounds[share.pk].value or "" if share.pk in grounds else ""
    package: Package | None = getattr(share, "package", None)
    answer = answers.get(package.pk) if package else None
    return ShareShown(
        share=share,
        agency=share.agency.name,
        purpose=purposes.purpose_of(share.purpose).name if share.purpose else "",
        facts=_facts(facts.value["facts"] if facts.value else []),
        said=[(lists.label("facts", code), text) for code, text in texts.items()],
        closed=told.is_closed and share.told is not None,
        ground=gateways.label(gateway) if share.proposal_id else _("They agreed"),
        law=gateways.law(gateway),
        how=lists.label("hows", share.how),
        by=names.get(share.shared_by, ""),
        approved_by=names.get(share.approved_by, "") if share.approved_by else "",
        is_to_recall=is_to_recall,
        package=package,
        letter=getattr(share, "letter", None),
        n_fetched=files.get(package.pk) if package else None,
        answer=_answer(answer),
    )


def _proposal(
    by: Actor,
    row: Proposal,
    opened: dict[tuple[UUID, str], Opened],
    names: dict[UUID, str],
    at: datetime,
) -> ProposalShown:
    gateway = opened[row.pk, "identity.gateway"].value or ""
    is_open = row.state in ("waiting", "approved") and row.until > at
    is_mine = row.proposed_by == by.id
    is_over = row.state in ("waiting", "approved") and row.until <= at
    return ProposalShown(
        proposal=row,
        agency=row.agency.name,
        facts=_facts(opened[row.pk, "identity.facts"].value or []),
        gateway=gateways.label(gateway),
        law=gateways.law(gateway),
        reason=opened[row.pk, "notes.reason"].value or "",
        state=str(OVER if is_over else LABELS[row.state]),
        by=names.get(row.proposed_by, ""),
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        can_decide=rules.can_decide(row, by, at),
        can_send=is_open and is_mine and row.state == "approved",
        can_take_back=is_open and is_mine,
    )


def _facts(codes: Iterable[str]) -> str:
    return ", ".join(lists.label("facts", code) for code in codes)


def _answer(row: Answer | None) -> str:
    if row is None:
        return ""
    said = lists.label("answers", row.answer)
    return f"{said}: {lists.label('reasons', row.reason)}" if row.reason else said


def _last(answers: Iterable[Answer]) -> dict[UUID, Answer]:
    """Package → what its partner said last."""
    found: dict[UUID, Answer] = {}
    for row in answers:
        found.setdefault(row.package_id, row)
    return found
