"""Whoever reported comes back with their words: reads what was replied, tells more, and goes again."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.safety import lists, rules, visits
from yarrow.safety.actions.choosing import choose
from yarrow.safety.actions.coming import keep_envelope, seal_here
from yarrow.safety.becoming import addition_ids, free_addition
from yarrow.safety.errors import CannotBe, NotHere, VisitOver
from yarrow.safety.models import Addition, Choice, Reply, Report, WayBack
from yarrow.safety.told import check_somebody_is_told, read_choice, read_words
from yarrow.safety.visits import Visit
from yarrow.safety.wayback import key_from, open_reply
from yarrow.staff.models import Project
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor

ADDITION = "safety.addition"


def enter(*, phrase: str, ticket: str, project: Project, by: Actor, at: datetime) -> Visit | None:
    """A visit; None for words that lead nowhere, after just the same work, and for a page that was sent before."""
    key = key_from(phrase, project.id)
    read = visits.read_ticket(project.id, ticket, at)
    today = at.astimezone(project.zone).date()
    with transaction.atomic():
        trail.hold(project.id)
        row = WayBack.objects.filter(project=project, mark=key.mark).first()
        if row is None or read is None or visits.is_used(row, read, at):
            return None
        if today not in (row.made_at.astimezone(project.zone).date(), row.last_on):
            # The day of the report itself is no return: many try the words at once.
            row.n_back, row.last_on = row.n_back + 1, today
            row.first_on = row.first_on or today
        visits.begin(row, read, at)
        row.save(update_fields=["n_back", "first_on", "last_on", "visit", "began"])
    return Visit(row.report_id, read.number, key.private)


@transaction.atomic
def leave_visit(*, visit: Visit, project: Project, by: Actor, at: datetime) -> None:
    """The quick exit: pages of this visit open nothing from now on, however they are sent again."""
    trail.hold(project.id)
    row = WayBack.objects.filter(project=project, report_id=visit.report_id).first()
    if row is not None and (not row.visit or visits.is_on(row, visit.number)):
        row.visit = visits.ended(visit.number)
        row.save(update_fields=["visit"])


def check_on(visit: Visit, project: Project) -> WayBack:
    """The way back that this visit goes by. Raises VisitOver for one that was ended, or is another's by now."""
    row = WayBack.objects.filter(project=project, report_id=visit.report_id).first()
    if row is None or not visits.is_on(row, visit.number):
        raise VisitOver()
    return row


@transaction.atomic
def read_replies(*, visit: Visit, project: Project, by: Actor, at: datetime) -> list[tuple[date, str]]:
    """(day, words) of every reply, oldest first, opened with the key that the words make; they are read from today."""
    check_on(visit, project)
    rows = list(Reply.objects.filter(project=project, report_id=visit.report_id))
    today = at.astimezone(project.zone).date()
    Reply.objects.filter(pk__in=[row.pk for row in rows], read_on=None).update(read_on=today)
    return [
        (row.written_at.astimezone(project.zone).date(), open_reply(visit.private, bytes(row.envelope)))
        for row in rows
    ]


@transaction.atomic
def choose_anew(
    *, visit: Visit, said: Mapping[str, str], project: Project, by: Actor, at: datetime
) -> Choice | None:
    """How far the report may go from this moment on, also where nobody has read it yet. `said`: level, tell, release.

    Raises VisitOver, and CannotBe where no level was chosen (what holds may be sealed still, and nothing replaces it)
    or nobody could be told.
    """
    check_on(visit, project)
    if said.get("level") not in lists.LEVELS:
        raise CannotBe(_("Choose how far it may go."), field="level")
    check_somebody_is_told(said)
    return choose(
        report_id=visit.report_id,
        chosen=read_choice(said),
        how=lists.PHONE,
        project=project,
        by=by,
        at=at,
    )


@transaction.atomic
def add_words(
    *,
    visit: Visit,
    entry_id: UUID,
    envelope: bytes = b"",
    words: str = "",
    project: Project,
    by: Actor,
    at: datetime,
) -> None:
    """Something more about the same report: it waits, sealed, like the report did. Raises VisitOver, CannotBe."""
    check_on(visit, project)
    trail.hold(project.id)
    if entry_id not in addition_ids(visit.report_id):
        raise NotHere()
    if free_addition(project, visit.report_id) is None:
        raise CannotBe(_("You have added a lot already. Tell it as another report."), field="words")
    if envelope:
        keep_envelope(project, ADDITION, envelope, by, at, entry_id)
        return
    said = read_words(words)
    if not said:
        raise CannotBe(_("Write something first."), field="words")
    payload = {"report": str(visit.report_id), "words": said}
    seal_here(project, ADDITION, payload, by, at, entry_id)


@transaction.atomic
def take_addition(
    *,
    report_id: UUID,
    words: str,
    received_at: datetime,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID,
) -> Addition:
    """Write down what was told later, once, however long; its number says whose report it is. Raises NotHere."""
    rules.check_may_read(by, project)
    trail.hold(project.id)
    known = Addition.objects.filter(project=project, pk=entry_id).first()
    report = Report.objects.filter(project=project, pk=report_id).first()
    if report is None or entry_id not in addition_ids(report_id):
        raise NotHere()
    if known is not None:
        return known
    row = Addition(id=entry_id, project=project, report=report, received_at=received_at)
    row.sealed.put("incident.words", read_words(words, longest=inbox.LARGEST), by.unlocked)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="safety.take_addition", at=at, subject=report_id)
    return row
