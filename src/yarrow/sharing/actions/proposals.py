"""A share without consent: proposed by one worker, approved or refused by another."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people.actions.rows import begin, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.people.said import words
from yarrow.sharing import lists, rules
from yarrow.sharing.errors import CannotBe
from yarrow.sharing.models import Proposal
from yarrow.sharing.states import LEAVES_WITHIN, WAITS_FOR
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def propose_share(
    *,
    person: Person,
    agency: Agency,
    gateway: str,
    facts: Iterable[str],
    reason: str,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Proposal:
    """Propose that exactly these facts leave without consent. Nothing leaves until somebody else approves.

    Raises CannotBe, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    rules.check_may_propose(by, project)
    begin(person, project, by)
    known = entered_before(Proposal, person, entry_id)
    if known is not None:
        return known
    if agency.project_id != project.id:
        raise NotHere()
    chosen, why = rules.check_facts(facts), words("note", reason)
    if not why:
        raise CannotBe(_("Write why: whoever decides with you needs to know."), field="reason")
    row = Proposal(id=new_id(entry_id), project=project, person=person, agency=agency)
    row.categories = lists.categories_of(chosen)
    row.until, row.proposed_by, row.proposed_at = at + WAITS_FOR, by.id, at
    row.sealed.put("identity.gateway", rules.check_gateway(gateway), by.unlocked)
    row.sealed.put("identity.facts", chosen, by.unlocked)
    row.sealed.put("notes.reason", why, by.unlocked)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="sharing.propose_share", subject=person.id, at=at)
    return row


@transaction.atomic
def decide_proposal(*, proposal: Proposal, act: str, project: Project, by: Actor, at: datetime) -> Proposal:
    """approve, refuse or take_back. What is approved leaves within a day, or is proposed again.

    Raises WrongStep, NotHere, NotForYou, Erased.
    """
    rules.check_may_propose(by, project)
    begin(proposal.person, project, by)
    now = Proposal.objects.select_for_update().get(pk=proposal.pk)
    now.state = rules.check_can_decide(now, act, by, at)
    if act != "take_back":
        now.decided_by, now.decided_at = by.id, at
    if act == "approve":
        # Whoever approves can read why.
        by.key.secret(project.id, "notes")
        now.until = at + LEAVES_WITHIN
    now.save(update_fields=["state", "decided_by", "decided_at", "until"])
    trail.note(project.id, by=by, act=f"sharing.{act}_proposal", subject=now.person_id, at=at)
    return now
