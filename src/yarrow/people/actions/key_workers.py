"""Key workers: who is a person's fixed point of contact, and hand-over."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import rules
from yarrow.people.actions.rows import begin, day_of
from yarrow.people.models import KeyWorker, Person
from yarrow.people.said import not_after, one_of
from yarrow.staff.models import Project, Worker
from yarrow.ui import days
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def assign_key_worker(
    *,
    person: Person,
    worker: Worker,
    project: Project,
    by: Actor,
    at: datetime,
    from_on: date | None = None,
    reason: str = "handed_over",
) -> KeyWorker:
    """Name the key worker from a day on; the one before ends on that day for `reason` (list "end_reason").

    Naming the present one again changes nothing. Raises Refusal, NotHere, NotForYou, NotLive.
    """
    rules.check_may_assign(by, project)
    begin(person, project, by)
    rules.check_works_here(worker, project)
    day = not_after("from_on", from_on, day_of(at, project)) or day_of(at, project)
    current = _current(person)
    if current is not None and current.worker_id == worker.pk:
        return current
    if current is not None:
        _end(current, day, one_of("end_reason", "reason", reason))
    made = KeyWorker.objects.create(project=project, person=person, worker=worker, from_on=day)
    _note("people.assign_key_worker", person, reason if current else "", project, by, at)
    return made


@transaction.atomic
def end_key_worker(
    *, person: Person, reason: str, project: Project, by: Actor, at: datetime, until_on: date | None = None
) -> None:
    """The person has no key worker from this day on. Nothing happens when there was none."""
    rules.check_may_assign(by, project)
    begin(person, project, by)
    code = one_of("end_reason", "reason", reason)
    day = not_after("until_on", until_on, day_of(at, project)) or day_of(at, project)
    current = _current(person)
    if current is not None:
        _end(current, day, code)
        _note("people.end_key_worker", person, code, project, by, at)


@transaction.atomic
def hand_over(
    *, people: Iterable[Person], to: Worker, reason: str, project: Project, by: Actor, at: datetime
) -> int:
    """Hand several people over to one worker, all or none; how many changed hands."""
    before = {}
    for person in people:
        before[person] = _current(person)
        assign_key_worker(person=person, worker=to, reason=reason, project=project, by=by, at=at)
    if not before:
        raise Refusal(_("Choose at least one person to hand over."), field="people")
    return sum(held is None or held.worker_id != to.pk for held in before.values())


def _current(person: Person) -> KeyWorker | None:
    return KeyWorker.objects.select_for_update().current().filter(person=person).first()


def _end(current: KeyWorker, day: date, reason: str) -> None:
    if day < current.from_on:
        raise Refusal(
            _("The key worker before began on %(day)s. Choose that day or a later one.")
            % {"day": days.day(current.from_on)},
            field="from_on",
        )
    current.until_on, current.end_reason = day, reason
    current.save(update_fields=["until_on", "end_reason"])


def _note(act: str, person: Person, reason: str, project: Project, by: Actor, at: datetime) -> None:
    trail.note(
        project.id,
        by=by,
        act=act,
        subject=person.id,
        fields=["people.keyworker.worker"],
        reason=reason,
        at=at,
    )
