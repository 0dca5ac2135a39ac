"""The page of a compliance note: exactly what would leave, what is missing for it, and what two people approved."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from yarrow.agencies.models import Agency
from yarrow.justice import compliance, rules
from yarrow.justice.models import ComplianceNote, Order
from yarrow.justice.states import MISSED
from yarrow.methods.sharing import WhyNot
from yarrow.people.models import Person
from yarrow.people.queries import row_of
from yarrow.sharing import ledger, lists
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact
from yarrow.sharing.errors import in_words
from yarrow.sharing.models import Proposal
from yarrow.sharing.states import APPROVED
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


@dataclass(frozen=True)
class Preview:
    """One way in which the note could leave, under an `entry_id` of its own: two ways are two notes.

    missing   why it could not leave on what they agreed to, "" where it could
    """

    with_reasons: bool
    seen: str
    said: list[tuple[str, str]] = field(repr=False)
    missing: str = ""
    entry_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class NotePage:
    """What the page shows. `agency`: None until the order names one of the directory."""

    agency: Agency | None
    has_reference: bool
    previews: list[Preview]
    proposals: list[Proposal]


def page_of(by: Actor, order: Order, at: datetime, reason: str) -> NotePage:
    """The previews, made by what the action makes them of. Raises Locked, NoGrant."""
    rows, consents = order.appointments.all(), ledger.rows_of(order.person)
    agencies, proposals = _agencies(order), _proposals(by, order, at)
    at_once.read(rows, consents, agencies, proposals)
    missed = [row for row in rows if row.state == MISSED]
    with reading(by, order.project_id, act="justice.show_note", reason=reason) as page:
        reference, place = page.open(order, "notes.reference"), page.open(order, "notes.ordered_by")
        why = [(row, page.open(row, "notes.reason"), page.open(row, "notes.words")) for row in missed]
    key = rules.agency_key(place.value)
    agency = next((one for one in agencies if str(one.pk) == key), None)
    number, lines = reference.value or "", [compliance.Line(row.planned_on, row.state) for row in rows]
    told = [
        (row.planned_on, (said.value or {}).get("code", ""), words.value or "") for row, said, words in why
    ]
    today = at.astimezone(order.person.project.zone).date()
    ways = [compliance.facts(number, lines, today)]
    ways += [compliance.facts(number, lines, today, compliance.reasons(told))] if told else []
    return NotePage(
        agency=agency,
        has_reference=bool(number),
        previews=[_preview(order, way, agency, at, consents) for way in ways] if number and rows else [],
        proposals=[one for one in proposals if agency and _is_for(one, agency)],
    )


def note_in(person: Person, note_id: UUID) -> ComplianceNote:
    """A note about this person that left; NotHere otherwise."""
    found: ComplianceNote = row_of(ComplianceNote, person, note_id, "person__project", "share")
    return found


def said_on(by: Actor, row: ComplianceNote, reason: str) -> list[tuple[str, str]]:
    """(fact, what it says) of a note that left, as the ledger has it. Raises Locked, NoGrant."""
    with reading(by, row.project_id, act="justice.print_note", reason=reason) as page:
        told = page.open(row.share, "notes.told")
    return _in_words([Fact(code, says) for code, says in (told.value or {}).items()])


def _in_words(told: list[Fact]) -> list[tuple[str, str]]:
    return [(lists.label("facts", fact.code), fact.says) for fact in told]


def _agencies(order: Order) -> Any:
    """Courts and police of the directory; still to be read."""
    return Agency.objects.of(order.person.project).still_there().filter(kind__in=rules.ORDERING)


def _preview(order: Order, told: list[Fact], agency: Agency | None, at: datetime, consents: Any) -> Preview:
    missing = _missing(order.person, told, agency, at, consents) if agency else ""
    with_reasons = any(fact.code == compliance.REASONS for fact in told)
    return Preview(
        with_reasons, compliance.mark_of(told, agency.pk if agency else None), _in_words(told), missing
    )


def _missing(person: Person, told: list[Fact], agency: Agency, at: datetime, consents: Any) -> str:
    found: Any = sharing.would_share(
        rows=consents,
        project=person.project,
        agency=agency,
        purpose=compliance.PURPOSE,
        categories=lists.categories_of(fact.code for fact in told),
        at=at,
    )
    return in_words(found, agency.name) if isinstance(found, WhyNot) else ""


def _proposals(by: Actor, order: Order, at: datetime) -> Any:
    """What this worker proposed, a second person approved, and was not sent yet; still to be read."""
    rows = Proposal.objects.filter(person=order.person_id, state=APPROVED, until__gt=at)
    return rows.filter(proposed_by=by.id)


def _is_for(proposal: Proposal, agency: Agency) -> bool:
    """Whether it lets the note leave to whoever gave the order."""
    wanted = set(lists.categories_of([compliance.ATTENDANCE]))
    return proposal.agency_id == agency.pk and set(proposal.categories) >= wanted
