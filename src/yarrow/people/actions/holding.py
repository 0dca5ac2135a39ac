"""Legal hold by two workers, keeping one record longer, and the project's own years."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import holds, rules
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Hold, Keeping, KeptLonger, Person
from yarrow.people.said import one_of, words
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

LONGEST_YEARS = 10


@transaction.atomic
def set_keeping(*, project: Project, by: Actor, at: datetime, years: int | None) -> Keeping:
    """Keep records for so many years after the last contact; None: until the person asks.

    Nobody's clock ends within the notice after this. Raises NotForYou, NotLive, Refusal.
    """
    rules.check_may_keep_lists(by, project)
    if years is not None and not 1 <= years <= LONGEST_YEARS:
        raise Refusal(_("Choose between 1 and 10 years."), field="years")
    kept, _made = Keeping.objects.update_or_create(project=project, defaults={"years": years, "set_at": at})
    said = f"years: {years}" if years is not None else "until_asked"
    trail.note(project.id, by=by, act="people.set_keeping", at=at, reason=said)
    return kept


@transaction.atomic
def keep_longer(
    *,
    person: Person,
    until_on: date,
    reason: str,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> KeptLonger:
    """Let the clock of one record wait until a day, for a reason that is sealed. They can still ask to be erased.

    Raises Refusal, NotHere, NotForYou, Locked, NoGrant.
    """
    rules.check_may_erase(by, project)
    begin(person, project, by)
    known = entered_before(KeptLonger, person, entry_id)
    if known is not None:
        return known
    holds.check_until(until_on, day_of(at, project))
    row = KeptLonger(
        id=new_id(entry_id), project=project, person=person, until_on=until_on, said_by=by.id, added_at=at
    )
    row.sealed.put("notes.reason", _needed(reason), by.unlocked)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="people.keep_longer", subject=person.id, at=at)
    return row


@transaction.atomic
def propose_hold(
    *,
    person: Person,
    ground: str,
    reason: str,
    until_on: date,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Hold:
    """Propose that a record is kept for something official until a day. It holds nothing until another agrees.

    `ground`: a code of list "hold_ground". Raises Refusal, NotHere, NotForYou, Locked, NoGrant.
    """
    holds.check_may_propose(by, project)
    begin(person, project, by)
    known = entered_before(Hold, person, entry_id)
    if known is not None:
        return known
    holds.check_until(until_on, day_of(at, project))
    hold = Hold(
        id=new_id(entry_id),
        project=project,
        person=person,
        until_on=until_on,
        proposed_by=by.id,
        proposed_at=at,
    )
    hold.sealed.put("identity.ground", one_of("hold_ground", "ground", ground), by.unlocked)
    hold.sealed.put("notes.reason", _needed(reason), by.unlocked)
    hold.save(force_insert=True)
    trail.note(project.id, by=by, act="people.propose_hold", subject=person.id, at=at)
    return hold


@transaction.atomic
def agree_hold(*, hold: Hold, project: Project, by: Actor, at: datetime) -> Hold:
    """Agree to another's proposal: from now on the record is held. Raises Refusal, NotHere, NotForYou, Erased."""
    begin(hold.person, project, by)
    hold = holds.hold_in(hold.person, hold.pk)
    holds.check_can_agree(hold, by, project, day_of(at, project))
    hold.agreed_by, hold.agreed_at = by.id, at
    hold.save(update_fields=["agreed_by", "agreed_at"])
    trail.note(project.id, by=by, act="people.agree_hold", subject=hold.person_id, at=at)
    return hold


@transaction.atomic
def lift_hold(*, hold: Hold, project: Project, by: Actor, at: datetime) -> Hold:
    """Lift a hold, or take a proposal back. Raises Refusal, NotHere, NotForYou, Erased."""
    begin(hold.person, project, by)
    hold = holds.hold_in(hold.person, hold.pk)
    holds.check_can_lift(hold, by, project)
    hold.lifted_by, hold.lifted_at = by.id, at
    hold.save(update_fields=["lifted_by", "lifted_at"])
    trail.note(project.id, by=by, act="people.lift_hold", subject=hold.person_id, at=at)
    return hold


@transaction.atomic
def tell_of_hold(*, hold: Hold, project: Project, by: Actor, at: datetime) -> Hold:
    """Write down that the person was told. Said twice, the first day stays. Raises NotHere, NotForYou, Erased."""
    begin(hold.person, project, by)
    hold = holds.hold_in(hold.person, hold.pk)
    if hold.told_on is None:
        hold.told_on = day_of(at, project)
        hold.save(update_fields=["told_on"])
        trail.note(project.id, by=by, act="people.tell_of_hold", subject=hold.person_id, at=at)
    return hold


def _needed(reason: str) -> str:
    said = words("reason", reason)
    if not said:
        raise Refusal(_("Write why, so that whoever looks at it later understands."), field="reason")
    return said
