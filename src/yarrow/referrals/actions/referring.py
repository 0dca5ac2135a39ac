"""Offering somewhere to go, being told where to go, and what was needed to get there."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies import lists as directory
from yarrow.agencies.models import Agency, Service
from yarrow.methods.pathways import AGREED, OFFERED
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.referrals import lists, rules
from yarrow.referrals.actions.rows import held_referral, note, put_words, stand, write_move
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import Preparation, Referral, Signpost, StepTaken
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@transaction.atomic
def offer(
    *,
    person: Person,
    agency: Agency,
    need: str,
    project: Project,
    by: Actor,
    at: datetime,
    service: Service | None = None,
    route: str = lists.PLAIN,
    taken: StepTaken | None = None,
    words: str = "",
    is_agreed: bool = False,
    offered_on: date | None = None,
    entry_id: UUID | None = None,
) -> Referral:
    """Offer a referral; `is_agreed`: they said yes there and then. Nothing leaves by this.

    Raises CannotBe, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    rules.check_may_refer(by, project)
    begin(person, project, by)
    known = entered_before(Referral, person, entry_id)
    if known is not None:
        return known
    rules.check_agency(agency, service, project)
    on = rules.past_day("offered_on", offered_on or day_of(at, project), day_of(at, project))
    row = Referral(id=new_id(entry_id), project=project, person=person, agency=agency, service=service)
    row.need, row.route = need_of(need), rules.one_of("routes", "route", route)
    row.taken = _step_of(taken, person)
    row.worker = row.added_by = by.id
    row.added_at, row.offered_on, row.since_on = at, on, on
    put_words(row, words, by)
    row.save(force_insert=True)
    write_move(row, "offer", OFFERED, on=on, by=by, at=at)
    if is_agreed:
        write_move(row, "agree", AGREED, on=on, by=by, at=at)
    stand(row, on)
    note("referrals.offer", row, by, at)
    return row


@transaction.atomic
def signpost(
    *,
    person: Person,
    agency: Agency,
    need: str,
    project: Project,
    by: Actor,
    at: datetime,
    service: Service | None = None,
    told_on: date | None = None,
    entry_id: UUID | None = None,
) -> Signpost:
    """Somebody was told where to go: counted apart, followed by nobody, nothing sent."""
    rules.check_may_refer(by, project)
    begin(person, project, by)
    known = entered_before(Signpost, person, entry_id)
    if known is not None:
        return known
    rules.check_agency(agency, service, project)
    row = Signpost(id=new_id(entry_id), project=project, person=person, agency=agency, service=service)
    row.need, row.added_by, row.added_at = need_of(need), by.id, at
    row.told_on = rules.past_day("told_on", told_on or day_of(at, project), day_of(at, project))
    row.save(force_insert=True)
    note("referrals.signpost", row, by, at)
    return row


@transaction.atomic
def add_preparation(
    *,
    referral: Referral,
    kind: str,
    project: Project,
    by: Actor,
    at: datetime,
    done_on: date | None = None,
    pence: int | None = None,
    words: str = "",
    entry_id: UUID | None = None,
) -> Preparation:
    """What was needed to get ready or to get there; what it cost where somebody knows."""
    referral = held_referral(referral, project, by)
    known = entered_before(Preparation, referral.person, entry_id)
    if known is not None:
        return known
    row = Preparation(id=new_id(entry_id), project=project, person=referral.person, referral=referral)
    row.kind = rules.one_of("preparations", "kind", kind)
    row.done_on = rules.past_day("done_on", done_on or day_of(at, project), day_of(at, project))
    row.pence, row.added_by, row.added_at = pence, by.id, at
    put_words(row, words, by)
    row.save(force_insert=True)
    note("referrals.add_preparation", row, by, at)
    return row


def need_of(code: str) -> str:
    """A need of the directory's list; refuses anything else."""
    if code not in directory.codes("needs"):
        raise CannotBe(_("Choose what it is for."), field="need")
    return code


def _step_of(taken: StepTaken | None, person: Person) -> StepTaken | None:
    if taken is not None and taken.person_id != person.pk:
        raise NotHere()
    return taken
