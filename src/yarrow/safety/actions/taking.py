"""A report is written down: by a holder of its key at once, by everybody else through the inbox."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yarrow.contacts.models import Zone
from yarrow.safety import counted, lists, queries, rules
from yarrow.safety.actions.choosing import choose
from yarrow.safety.errors import CannotBe, Conflict, NotHere
from yarrow.safety.models import Choice, Offender, Report
from yarrow.safety.told import Told, read
from yarrow.staff.models import Project
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry

KIND = queries.KIND


@transaction.atomic
def take_report(
    *,
    told: Told,
    way: str,
    received_at: datetime,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID,
    taken_by: UUID | None = None,
) -> Report:
    """Seal it and write it down; the same entry twice is one report. `taken_by`: the worker who was there.

    Raises CannotBe, NotAllowed, Locked, NoGrant.
    """
    rules.check_may_read(by, project)
    trail.hold(project.id)
    known = Report.objects.filter(pk=entry_id).first()
    if known is not None:
        rules.check_here(project, known)
        return known
    if told.is_empty:
        raise CannotBe(_("Say what happened or who it was. Anything may be left out, but not everything."))
    row = Report(id=entry_id, project=project, way=way, received_at=received_at, opened_at=at)
    row.kinds, row.setting, row.month, row.language = told.kinds, told.setting, told.month, told.language
    row.zone = Zone.objects.filter(project=project, code=told.zone).first() if told.zone else None
    row.reporter_id = _reporter(told, project)
    row.taken_by = taken_by
    for name, says in (("words", told.words), ("facts", told.facts), ("reach", told.reach)):
        row.sealed.put(f"incident.{name}", says, by.unlocked)
    row.save(force_insert=True)
    for n, described in enumerate(told.described, start=1):
        offender = Offender(project=project, report=row, n=n)
        offender.sealed.put("incident.described", described, by.unlocked)
        offender.save(force_insert=True)
    if not Choice.objects.filter(project=project, report_id=row.pk).exists():
        choose(
            report_id=row.pk,
            chosen=told.chosen,
            how=way,
            said_by=taken_by,
            project=project,
            by=by,
            at=received_at,
        )
    _join_those_before(row, project, by, at)
    trail.note(project.id, by=by, act="safety.take_report", at=at, subject=row.pk)
    return row


@transaction.atomic
def leave_report(*, sent: dict[str, Any], project: Project, by: Actor, at: datetime, entry_id: UUID) -> None:
    """Keep a report that a worker without the key took with somebody, sealed for whoever has it.

    Sent twice is once. Raises CannotBe, NotAllowed; Conflict for a number under which somebody else sent something.
    """
    rules.check_may_take(by, project)
    if read(sent, at.astimezone(project.zone).date()).is_empty:
        raise CannotBe(_("Say what happened or who it was. Anything may be left out, but not everything."))
    trail.hold(project.id)
    if _is_anothers(entry_id, project, by):
        raise Conflict()
    payload = {"sent": sent, "way": lists.WORKER, "taken_by": str(by.id), "at": at.isoformat()}
    inbox.leave(project.id, "incident", kind=KIND, payload=payload, by=by, at=at, entry_id=entry_id)


def _is_anothers(entry_id: UUID, project: Project, by: Actor) -> bool:
    """Whether there is a report of this number that they did not take, or something that somebody else left."""
    left = InboxEntry.objects.filter(project_id=project.id, entry_id=entry_id).exclude(left_by=by.id)
    taken = Report.objects.filter(pk=entry_id).exclude(project=project, taken_by=by.id)
    return left.exists() or taken.exists()


def is_known(project: Project, report_id: UUID) -> bool:
    """Whether a later report may name this one as its reporter's: it is here, or somebody has to look at it first."""
    named = Q(pk=report_id) | Q(reporter_id=_stand_in(report_id))
    left = InboxEntry.objects.filter(project_id=project.id, entry_id=report_id, kind=KIND)
    is_left = left.exclude(state=InboxEntry.State.OPENED).exists()
    return is_left or Report.objects.filter(named, project=project).exists()


def _reporter(told: Told, project: Project) -> UUID:
    """The reporter's number: that of the earlier report they named, or a new one.

    While the earlier one waits the number is made of its own; as it is opened both get one (`_join_those_before`).
    """
    if told.reporter is None:
        return uuid4()
    earlier = Report.objects.filter(project=project, pk=told.reporter).values_list("reporter_id", flat=True)
    found = earlier.first()
    if found is not None:
        return found
    if not is_known(project, told.reporter):
        raise NotHere()
    return _stand_in(told.reporter)


def _join_those_before(row: Report, project: Project, by: Actor, at: datetime) -> None:
    """Later reports of the same reporter that were opened before this one are counted with it."""
    stand_in = _stand_in(row.pk)
    if stand_in == row.reporter_id:
        return
    if Report.objects.filter(project=project, reporter_id=stand_in).update(reporter_id=row.reporter_id):
        counted.follow(project, row.reporter_id, were_joined=True)
        trail.note(
            project.id, by=by, act="safety.join_reporters", at=at, subject=row.pk, fields=["reporter_id"]
        )


def _stand_in(report_id: UUID) -> UUID:
    return uuid5(report_id, "reporter")
