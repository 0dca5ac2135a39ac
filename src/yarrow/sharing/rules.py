"""Who may share, and whether something may leave now. `check_*` raises with a sentence, `can_*` answers.

`may_share` is the only way: whatever leaves asks it inside the transaction that writes down the share, and nothing
overrides it. Giving and taking back consent hold the same row of the person, so one waits for the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.methods import sharing
from yarrow.methods.refusals import Fault
from yarrow.methods.sharing import Approved, Asked, Ground, Said, WhyNot
from yarrow.people import purposes
from yarrow.people import rules as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.models import Consent, Person
from yarrow.sharing import gateways, ledger, lists
from yarrow.sharing.errors import CannotBe, GuestIsOver, NotAgreed, WrongStep
from yarrow.sharing.models import Guest, GuestKey, Package, Proposal
from yarrow.sharing.states import APPROVED, PROPOSAL_STATES, USED, WAITING
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, CASE, GUEST, WORKERS
from yarrow.vault.actors import Actor

SHARERS = WORKERS
# A share without consent is case work: the reason is sealed like notes, and whoever approves reads it.
PROPOSERS = CASE
LETTER_WRITERS = CASE


@dataclass(frozen=True)
class Decided:
    """A ground, the agency as it stands, and the number of the person's last row in the consent ledger."""

    ground: Ground
    agency: Agency
    ledger_n: int


def may_share(
    *,
    person: Person,
    agency: Agency,
    purpose: str,
    categories: Iterable[str],
    at: datetime,
    proposal: Proposal | None = None,
) -> Ground:
    """The ground on which facts of these categories may leave now. Call it in the transaction that sends them.

    Raises NotAgreed, CannotBe, NotHere, Erased, MergedAway; a Fault outside a transaction.
    """
    return decided(
        person=person, agency=agency, purpose=purpose, categories=categories, at=at, proposal=proposal
    ).ground


def decided(
    *,
    person: Person,
    agency: Agency,
    purpose: str,
    categories: Iterable[str],
    at: datetime,
    proposal: Proposal | None = None,
    is_by_name: bool = False,
) -> Decided:
    """What `may_share` says, with the place in the ledger for which it was said.

    `is_by_name`: only what was agreed to for this very agency counts, whatever its kind.
    """
    if not connection.in_atomic_block:
        raise Fault("whether something may leave is decided in the transaction in which it leaves")
    held(person)
    here = Agency.objects.of(person.project).filter(pk=agency.pk).first()
    if here is None:
        raise NotHere()
    rows = ledger.as_said(ledger.rows_of(person))
    asked = _asked(here, purpose, categories, at, person.project, is_by_name)
    found = _by(proposal, asked, person, at) if proposal else _by_consent(rows, asked)
    if isinstance(found, WhyNot):
        raise NotAgreed(found, here.name)
    return Decided(found, here, max((row.n for row in rows), default=0))


def would_share(
    *,
    rows: Iterable[Consent],
    project: Project,
    agency: Agency,
    purpose: str,
    categories: Iterable[str],
    at: datetime,
    is_by_name: bool = False,
) -> Ground | WhyNot:
    """What would be said now on these rows of one person, for a page; nothing is held, and nothing may leave on it."""
    return _by_consent(ledger.as_said(rows), _asked(agency, purpose, categories, at, project, is_by_name))


def held(person: Person) -> None:
    """Hold the person's row until the transaction ends, as giving and taking back consent do."""
    now = Person.objects.select_for_update().filter(pk=person.pk)
    row = now.only("project_id", "erased_at", "merged_into_id").first()
    if row is None:
        raise NotHere()
    people.check_here(row, person.project)
    people.check_stands(row)


def purposes_for(agency: Agency) -> list[purposes.Purpose]:
    """For what something may be shared with this agency at all."""
    fitting = [one for one in purposes.purposes() if agency.recipient in one.recipients]
    return [one for one in fitting if not one.kinds or agency.kind in one.kinds]


def _asked(
    agency: Agency,
    purpose: str,
    categories: Iterable[str],
    at: datetime,
    project: Project,
    is_by_name: bool = False,
) -> Asked:
    return Asked(
        purpose=purpose,
        recipient=agency.recipient,
        agency=agency.pk,
        categories=frozenset(categories),
        day=at.astimezone(project.zone).date(),
        is_by_name=is_by_name or agency.kind in lists.kinds_to_name(),
    )


def _by_consent(rows: Iterable[Said], asked: Asked) -> Ground | WhyNot:
    return sharing.decide(rows, asked)


def _by(proposal: Proposal, asked: Asked, person: Person, at: datetime) -> Ground | WhyNot:
    """What two people approved, as it stands now."""
    now = Proposal.objects.select_for_update().filter(pk=proposal.pk, person=person).first()
    if now is None:
        raise NotHere()
    return sharing.decide_by_gateway(approved_of(now), asked, at)


def approved_of(row: Proposal) -> Approved:
    """A proposal as the decision reads it. Its gateway is sealed: the decision needs no more than that there is one."""
    return Approved(
        id=row.pk,
        code="",
        agency=row.agency_id,
        categories=frozenset(row.categories),
        author=row.proposed_by,
        approver=row.decided_by if row.state in (APPROVED, USED) else None,
        until=row.until,
        is_used=row.state == USED,
    )


def check_may_share(by: Actor, project: Project) -> None:
    """Shared by those who meet people. What is sealed like notes needs the key to notes, whoever shares it."""
    people.check_may_write(by, project)


def check_may_propose(by: Actor, project: Project) -> None:
    """A share without consent is proposed and approved by those who do case work, never by an administrator."""
    people.check_may_write(by, project)
    if by.role not in PROPOSERS:
        raise NotForYou()


def check_may_write_letters(by: Actor, project: Project) -> None:
    """A letter is sealed like notes, and written by those who do case work."""
    people.check_may_write(by, project)
    if by.role not in LETTER_WRITERS:
        raise NotForYou()


def check_may_arrange(by: Actor, project: Project) -> None:
    """Templates of letters are looked after by those who arrange the work."""
    people.check_may_write(by, project)
    if by.role not in ARRANGERS:
        raise NotForYou()


def can_arrange(by: Actor) -> bool:
    return by.role in ARRANGERS


def can_write_letters(by: Actor) -> bool:
    return by.role in LETTER_WRITERS


def can_propose(by: Actor) -> bool:
    return by.role in PROPOSERS


def check_may_see_answers(package: Package, by: Actor) -> None:
    """Whoever shared it, and those who arrange the work."""
    if package.made_by != by.id and by.role not in ARRANGERS:
        raise NotForYou()


def check_may_hear(proposal: Proposal, by: Actor) -> None:
    """Its author, once somebody decided."""
    if proposal.proposed_by != by.id:
        raise NotForYou()
    if proposal.decided_at is None:
        raise WrongStep()


def guest_of(by: Actor, project: Project, at: datetime) -> Guest:
    """Whose guest this account is. Raises NotForYou where it is nobody's, or its time is over."""
    rows = Guest.objects.on(at.astimezone(project.zone).date()).filter(project=project, worker=by.id)
    guest = rows.select_related("agency").first()
    if by.role != GUEST or guest is None:
        raise GuestIsOver()
    return guest


def sent_to(by: Actor, project: Project, package_id: str, at: datetime) -> GuestKey:
    """What opens a package that was sent to this guest, for the agency they are here for. Raises NotHere, NotForYou."""
    guest = guest_of(by, project, at)
    sent = GuestKey.objects.filter(project=project, package__pk=package_id, guest=guest)
    row = sent.filter(package__share__agency=guest.agency_id).first()
    if row is None:
        raise NotHere()
    return row


def check_gateway(code: str) -> str:
    """A code of the list."""
    if code not in gateways.codes():
        raise CannotBe(_("Choose the ground."), field="gateway")
    return code


def check_facts(facts: Iterable[str]) -> list[str]:
    """Codes of facts, in the order of the list, each once."""
    chosen = set(facts)
    if not chosen or chosen - lists.codes("facts"):
        raise CannotBe(_("Choose what is shared."), field="facts")
    return [item.code for item in lists.items("facts") if item.code in chosen]


def check_can_decide(proposal: Proposal, act: str, by: Actor, at: datetime) -> str:
    """The state that follows. Approved by somebody else than the author; refused by anybody else, too; taken back by
    the author.
    """
    if act not in PROPOSAL_STATES[proposal.state] or proposal.until <= at:
        raise WrongStep()
    is_author = proposal.proposed_by == by.id
    if act == "approve" and is_author:
        raise WrongStep(_("You proposed this. Somebody else has to look at it."))
    if act == "take_back" and not is_author:
        raise WrongStep(_("Whoever proposed this takes it back. You can refuse it."))
    if act == "refuse" and is_author:
        raise WrongStep(_("You proposed this. You can take it back."))
    return PROPOSAL_STATES[proposal.state][act]


def can_decide(proposal: Proposal, by: Actor, at: datetime) -> bool:
    """Whether this worker is a second person for it, and it waits."""
    waits = proposal.state == WAITING and proposal.until > at
    return waits and can_propose(by) and proposal.proposed_by != by.id
