"""Complaints are taken, and what is done about them is added."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.community import lists, rules, states
from yarrow.community.errors import CannotBe
from yarrow.community.models import Complaint, ComplaintStep
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_complaint(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID,
    told_on: date,
    about: str,
    place: str,
    raised_by: str,
    received: str,
    words: str,
    where: str = "",
    contact: str = "",
    due_on: date | None = None,
) -> Complaint:
    """Write it down; sent twice is once. Raises NotAllowed, CannotBe, Locked."""
    rules.check_may_take(by, project)
    known = Complaint.objects.of(project).filter(entry_id=entry_id).first()
    if known is not None:
        return known
    today = at.astimezone(project.zone).date()
    rules.happened(told_on, today, "told_on")
    complaint = Complaint(
        project=project,
        entry_id=entry_id,
        told_on=told_on,
        since_on=told_on,
        about=rules.one_of("about", "about", about),
        place=rules.one_of("places", "place", place),
        raised_by=rules.one_of("raised_by", "raised_by", raised_by),
        received=rules.one_of("received", "received", received),
        due_on=rules.not_before(due_on, told_on, "due_on"),
        added_by=by.id,
        added_at=at,
    )
    if due_on is not None:
        rules.some_day(due_on, today, "due_on")
    sealed = {
        "words": rules.words(words, "words", rules.LONGEST_TEXT),
        "where": rules.words(where, "where", 300, may_be_empty=True),
        "contact": rules.words(contact, "contact", 300, may_be_empty=True),
    }
    for name, said in sealed.items():
        complaint.sealed.put(f"identity.{name}", said, by.unlocked)
    complaint.save(force_insert=True)
    trail.note(project.id, by=by, act="community.add_complaint", at=at, subject=complaint.id)
    return complaint


@transaction.atomic
def add_step(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    complaint: Complaint,
    version: int,
    done_on: date,
    what: str,
    state: str,
    words: str = "",
) -> ComplaintStep:
    """What was done, and how it stands now. Once it has ended, how to reach whoever complained is taken away."""
    rules.check_may_take(by, project)
    rules.check_here(project, complaint)
    row = Complaint.objects.select_for_update().get(pk=complaint.pk)
    rules.check_version(version, row.version)
    rules.happened(done_on, at.astimezone(project.zone).date(), "done_on")
    rules.not_before(done_on, row.since_on if state != row.state else row.told_on, "done_on")
    _check_state(row, what, state)
    step = ComplaintStep(
        project=project,
        complaint=row,
        n=row.version,
        done_on=done_on,
        what=rules.one_of("complaint_acts", "what", what),
        state=rules.one_of("complaint_states", "state", state),
        added_by=by.id,
        added_at=at,
    )
    said = rules.words(words, "words", rules.LONGEST_TEXT, may_be_empty=True)
    step.sealed.put("identity.words", said, by.unlocked)
    step.save(force_insert=True)
    _move(row, step)
    trail.note(project.id, by=by, act="community.add_step", at=at, subject=row.id)
    return step


def _check_state(row: Complaint, what: str, state: str) -> None:
    if row.state == states.ANSWERED and state == states.OPEN:
        raise CannotBe(_("It was answered. Say whether it is settled."), field="state")
    if state == states.ANSWERED and row.state != states.ANSWERED and what != lists.ANSWER:
        raise CannotBe(_("Say that you answered them, and when."), field="what")
    if what == lists.ANSWER and state == states.OPEN:
        raise CannotBe(_("You answered them: it is no longer open."), field="state")


def _move(row: Complaint, step: ComplaintStep) -> None:
    if step.state in states.REPLIED and row.answered_on is None and step.what == lists.ANSWER:
        row.answered_on = step.done_on
    if step.state != row.state:
        row.state, row.since_on = step.state, step.done_on
    if row.state in states.ENDED:
        row.contact = None
    row.version += 1
    row.save()
