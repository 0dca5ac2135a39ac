"""Something leaves: decided, written down and put on the trail in one transaction."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Person
from yarrow.people.said import words
from yarrow.sharing import covering, lists, rules
from yarrow.sharing.errors import CannotBe, WrongStep
from yarrow.sharing.models import Agreement, Proposal, Share
from yarrow.sharing.states import USED
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

# Categories whose words are sealed with names; all others are sealed like notes.
WITH_NAMES = ("identity", "ways")


@dataclass(frozen=True)
class Fact:
    """One fact that leaves: a code of the list `facts`, and what it says."""

    code: str
    says: str = field(repr=False)


@transaction.atomic
def record_share(
    *,
    person: Person,
    agency: Agency,
    purpose: str,
    facts: Sequence[Fact],
    how: str,
    project: Project,
    by: Actor,
    at: datetime,
    proposal: Proposal | None = None,
    is_by_name: bool = False,
    agreement: Agreement | None = None,
    entry_id: UUID | None = None,
) -> Share:
    """These facts leave to this agency: on what the person agreed to, or on a proposal that two people stand for.

    `is_by_name`: what they agreed to has to name the agency, whatever its kind. With an `agreement` between agencies,
    only what it covers besides; without one, the share says which covers it, if any does. Call it in the transaction of
    whatever sends them. The same `entry_id` twice is one share. Raises NotAgreed, NotCovered, CannotBe, WrongStep,
    NotHere, NotForYou, Erased, MergedAway, Locked, NoGrant.
    """
    check = rules.check_may_share if proposal is None else rules.check_may_propose
    check(by, project)
    begin(person, project, by)
    known = entered_before(Share, person, entry_id)
    if known is not None:
        return known
    said = _tidied(facts)
    _check_how(how, said)
    categories = lists.categories_of(said)
    asked: dict[str, Any] = {"purpose": purpose, "categories": categories, "is_by_name": is_by_name}
    found = rules.decided(person=person, agency=agency, at=at, proposal=proposal, **asked)
    wanted = covering.Wanted(found.agency, purpose, frozenset(categories), day_of(at, project))
    share = Share(id=new_id(entry_id), project=project, person=person, agency=found.agency, how=how)
    share.agreement = covering.held(agreement, wanted) if agreement else covering.found(wanted)
    share.purpose, share.recipient, share.categories = purpose, found.agency.recipient, categories
    share.consents, share.ledger_n = [str(one) for one in found.ground.consents], found.ledger_n
    share.shared_by, share.shared_at = by.id, at
    if proposal is not None:
        _use(share, proposal, said, by)
    _seal(share, said, by)
    share.save(force_insert=True)
    trail.note(project.id, by=by, act="sharing.record_share", subject=person.id, at=at, fields=_fields(said))
    return share


def _check_how(how: str, said: dict[str, str]) -> None:
    if how not in lists.codes("hows"):
        raise CannotBe(_("Choose how it reaches them."), field="how")
    if how not in ("package", "guest") and lists.about_files() & set(said):
        raise CannotBe(_("A file goes through a link. Choose that, or leave the file out."), field="how")


def digest_of(said: dict[str, str]) -> str:
    """What betrays any change of what was said: SHA-256 over it. It is sealed: short facts could be guessed from it."""
    content = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _tidied(facts: Sequence[Fact]) -> dict[str, str]:
    """Code → what it says, in the order of the list."""
    chosen = rules.check_facts(fact.code for fact in facts)
    if len(chosen) != len(facts):
        raise CannotBe(_("Choose what is shared."), field="facts")
    says = {fact.code: words("note", fact.says) for fact in facts}
    said = {code: text for code in chosen if (text := says[code])}
    if len(said) != len(chosen):
        raise CannotBe(_("One of these says nothing. Leave it out, or write what it says."), field="facts")
    return said


def _use(share: Share, proposal: Proposal, said: dict[str, str], by: Actor) -> None:
    """What was approved is sent, by its author, once and no more of it. The row is held since it was decided on."""
    now = Proposal.objects.get(pk=proposal.pk)
    if now.proposed_by != by.id:
        raise WrongStep(_("Whoever proposed this sends it."))
    if set(said) - set(now.sealed.open_unrecorded("identity.facts", by.key)):
        raise CannotBe(
            _("Only what was approved may leave. Propose anything else on its own."), field="facts"
        )
    # Whoever sends it knows that it was approved.
    now.state, now.heard_at = USED, now.heard_at or share.shared_at
    now.save(update_fields=["state", "heard_at"])
    share.proposal, share.approved_by, share.purpose = now, now.decided_by, ""


def _seal(share: Share, said: dict[str, str], by: Actor) -> None:
    named = {code: text for code, text in said.items() if lists.category_of(code) in WITH_NAMES}
    told = {code: text for code, text in said.items() if code not in named}
    share.sealed.put("identity.facts", {"facts": list(said), "digest": digest_of(said)}, by.unlocked)
    share.sealed.put("identity.said", named, by.unlocked)
    share.sealed.put("notes.told", told, by.unlocked)


def _fields(said: dict[str, str]) -> list[str]:
    """Which columns of the ledger hold something, as the trail names them."""
    is_named = any(lists.category_of(code) in WITH_NAMES for code in said)
    is_told = any(lists.category_of(code) not in WITH_NAMES for code in said)
    return [
        name
        for name, holds in (("sharing.share.identity.said", is_named), ("sharing.share.notes.told", is_told))
        if holds
    ]
