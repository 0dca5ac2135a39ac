"""Things to do by a day: noted, put off, handed over, closed with what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import rules
from yarrow.contacts.codes import codes_of
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.models import Contact, FollowUp, FollowUpStep, Lookout
from yarrow.people.models import Person
from yarrow.staff.models import Project, Worker
from yarrow.vault import trail
from yarrow.vault.actors import Actor

MOST_DAYS = 365


@transaction.atomic
def add_follow_up(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    due_on: date | None,
    what: str,
    person: Person | None = None,
    contact: Contact | None = None,
) -> FollowUp:
    """Note something to do by `due_on` for a person, or after a contact. `what` is sealed."""
    rules.check_may_record(by)
    rules.check_same_project(project, person, contact)
    if person is None and contact is None:
        raise CannotBe(_("Say for whom this is to be done."))
    if due_on is None:
        raise CannotBe(_("Say by which day."), field="due_on")
    line = FollowUp(
        project=project,
        contact=contact,
        person=person or (contact.person if contact else None),
        due_on=due_on,
        created_by=by.id,
        created_at=at,
    )
    line.sealed.put("identity.what", what.strip(), by.unlocked)
    line.save(force_insert=True)
    trail.note(project.id, by=by, act="contacts.add_follow_up", at=at, subject=line.sealing_subject)
    return line


@transaction.atomic
def complete_follow_up(
    *, project: Project, by: Actor, at: datetime, follow_up: FollowUp, result: str = "done"
) -> FollowUp:
    """It is closed, with what came of it. Said twice, the first one stands."""
    if result not in codes_of("follow_up_results"):
        raise CannotBe(_("Say what came of it."), field="result")
    line = _begun(project, by, follow_up)
    if line.done_at is None:
        _step(line, "complete", by, at)
        line.done_at, line.done_by, line.result = at, by.id, result
        line.save(update_fields=["done_at", "done_by", "result"])
        _note(project, by, at, line, "contacts.complete_follow_up", reason=result)
    return line


@transaction.atomic
def reschedule_follow_up(
    *, project: Project, by: Actor, at: datetime, follow_up: FollowUp, due_on: date
) -> FollowUp:
    """It is due on another day. Refused once it is closed."""
    line = _begun(project, by, follow_up)
    _check_open(line)
    if due_on < at.astimezone(project.zone).date():
        raise CannotBe(_("That day is over. Choose today or a later day."), field="due_on")
    if due_on != line.due_on:
        _step(line, "reschedule", by, at)
        line.due_on = due_on
        line.save(update_fields=["due_on"])
        _note(project, by, at, line, "contacts.reschedule_follow_up")
    return line


@transaction.atomic
def hand_over_follow_up(
    *, project: Project, by: Actor, at: datetime, follow_up: FollowUp, to: Worker
) -> FollowUp:
    """Somebody else does it. Refused once it is closed."""
    line = _begun(project, by, follow_up)
    _check_open(line)
    rules.check_meets_people(project, to)
    if line.worker_id != to.pk:
        _step(line, "hand_over", by, at)
        line.worker = to
        line.save(update_fields=["worker"])
        _note(project, by, at, line, "contacts.hand_over_follow_up")
    return line


@transaction.atomic
def keep_lookout(*, project: Project, by: Actor, at: datetime, days: int) -> Lookout:
    """After how many days to look for somebody whose habit is not known yet."""
    rules.check_may_arrange(by)
    if not 1 <= days <= MOST_DAYS:
        raise CannotBe(_("Write a number of days from 1 to 365."), field="days")
    lookout, _made = Lookout.objects.update_or_create(project=project, defaults={"days": days})
    trail.note(project.id, by=by, act="contacts.keep_lookout", at=at, subject=lookout.id)
    return lookout


def _begun(project: Project, by: Actor, follow_up: FollowUp) -> FollowUp:
    """The line as it stands now, held until the transaction ends."""
    rules.check_may_record(by)
    rules.check_same_project(project, follow_up)
    return FollowUp.objects.select_for_update().get(id=follow_up.id)


def _check_open(line: FollowUp) -> None:
    if line.done_at is not None:
        raise CannotBe(_("This is closed already. Note something new to do instead."))


def _step(line: FollowUp, act: str, by: Actor, at: datetime) -> None:
    FollowUpStep.objects.create(
        follow_up=line, act=act, due_on=line.due_on, worker=line.worker_id, by=by.id, at=at
    )


def _note(project: Project, by: Actor, at: datetime, line: FollowUp, act: str, reason: str = "") -> None:
    trail.note(project.id, by=by, act=act, at=at, subject=line.sealing_subject, reason=reason)
