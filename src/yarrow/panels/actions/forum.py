"""The forum: seats and what they are offered, strategy, steps. Words are looked through for people first."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.panels import naming, rules
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Forum, ForumLine, ForumStep, Seat, SeatSupport
from yarrow.people.actions.rows import day_of
from yarrow.people.errors import NotHere
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

Row = TypeVar("Row", Seat, ForumLine, ForumStep)
MOST_PENCE = 10_000_00
SEX_WORKER = "sex_worker"


@transaction.atomic
def add_forum(
    *, name: str, aim: str, project: Project, by: Actor, at: datetime, is_nobody: bool = False
) -> Forum:
    """A forum; its name once in a project. Raises CannotBe, NotForYou, Locked, NoGrant."""
    rules.check_may_arrange(by, project)
    said, what = rules.needed("name", name, most=120), rules.tidied("aim", aim) or ""
    for field, text in (("name", said), ("aim", what)):
        naming.check_names_nobody(text=text, field=field, project=project, by=by, at=at, is_nobody=is_nobody)
    known = Forum.objects.filter(project=project, name=said).first()
    if known is not None:
        return known
    told = {"added_by": by.id, "added_at": at}
    row = Forum.objects.create(project=project, name=said, aim=what, **told)
    trail.note(project.id, by=by, act="panels.add_forum", subject=row.pk, at=at)
    return row


@transaction.atomic
def add_seat(
    *,
    forum: Forum,
    kind: str,
    project: Project,
    by: Actor,
    at: datetime,
    chosen_name: str = "",
    agency: Agency | None = None,
    entry_id: UUID | None = None,
) -> Seat:
    """A seat for an agency, or for a sex worker under a name they choose: that name is sealed and leads nowhere."""
    _check(forum, project, by)
    known = Seat.objects.filter(pk=entry_id).first() if entry_id else None
    if known is not None:
        return _same_forum(known, forum)
    row = Seat(project=project, forum=forum, kind=rules.one_of("seats", "kind", kind))
    row.pk = entry_id or row.pk
    row.added_by, row.added_at = by.id, at
    if row.kind == SEX_WORKER:
        called = rules.needed("chosen_name", chosen_name, most=80)
        row.sealed.put("identity.chosen_name", called, by.unlocked)
    elif agency is None:
        raise CannotBe(_("Choose the agency."), field="agency")
    elif agency.project_id != project.id:
        raise NotHere()
    else:
        row.agency = agency
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="panels.add_seat", subject=row.pk, at=at)
    return row


@transaction.atomic
def leave_seat(*, seat: Seat, project: Project, by: Actor, at: datetime) -> Seat:
    """Whoever had it left; the name they chose goes with them. Twice is once."""
    _check(seat.forum, project, by)
    row = Seat.objects.select_for_update().get(pk=seat.pk)
    if row.left_on is None:
        row.left_on, row.chosen_name = day_of(at, project), None
        row.save(update_fields=["left_on", "chosen_name"])
        trail.note(project.id, by=by, act="panels.leave_seat", subject=row.pk, at=at)
    return row


@transaction.atomic
def add_support(
    *,
    seat: Seat,
    kind: str,
    answer: str,
    on: date,
    project: Project,
    by: Actor,
    at: datetime,
    pence: int | None = None,
    entry_id: UUID | None = None,
) -> SeatSupport:
    """Payment or support that was offered, wanted or not, given. `pence`: money; None where none is paid."""
    _check(seat.forum, project, by)
    known = SeatSupport.objects.filter(pk=entry_id).first() if entry_id else None
    if known is not None:
        if known.seat_id != seat.pk:
            raise NotHere()
        return known
    if pence is not None and not 0 <= pence <= MOST_PENCE:
        raise CannotBe(_("Write an amount between 0 and 10,000 pounds."), field="pounds")
    today = day_of(at, project)
    if not rules.EARLIEST <= on <= today:
        raise CannotBe(_("Choose today or an earlier day."), field="on")
    row = SeatSupport(project=project, seat=seat, pence=pence, on=on, added_by=by.id, added_at=at)
    row.pk = entry_id or row.pk
    row.kind, row.answer = (
        rules.one_of("supports", "kind", kind),
        rules.one_of("support_answers", "answer", answer),
    )
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="panels.add_support", subject=seat.pk, at=at)
    return row


@transaction.atomic
def add_line(
    *,
    forum: Forum,
    kind: str,
    words: str,
    said_on: date,
    project: Project,
    by: Actor,
    at: datetime,
    is_nobody: bool = False,
    entry_id: UUID | None = None,
) -> ForumLine:
    """Strategy, or what was decided. Raises CannotBe, NotHere, NotForYou, Locked, NoGrant."""
    _check(forum, project, by)
    text = rules.needed("words", words)
    naming.check_names_nobody(text=text, field="words", project=project, by=by, at=at, is_nobody=is_nobody)
    known = ForumLine.objects.filter(pk=entry_id).first() if entry_id else None
    if known is not None:
        return _same_forum(known, forum)
    row = ForumLine(project=project, forum=forum, words=text, added_by=by.id, added_at=at)
    row.pk = entry_id or row.pk
    row.kind = rules.one_of("lines", "kind", kind)
    row.said_on = rules.any_day("said_on", said_on, day_of(at, project))
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="panels.add_line", subject=forum.pk, at=at)
    return row


@transaction.atomic
def add_step(
    *,
    forum: Forum,
    owner: Seat,
    words: str,
    starts_on: date,
    due_on: date,
    project: Project,
    by: Actor,
    at: datetime,
    is_nobody: bool = False,
    entry_id: UUID | None = None,
) -> ForumStep:
    """What a seat does, from when to when. Raises CannotBe, NotHere, NotForYou, Locked, NoGrant."""
    _check(forum, project, by)
    owner = Seat.objects.select_for_update().get(pk=_same_forum(owner, forum).pk)
    text, today = rules.needed("words", words), day_of(at, project)
    naming.check_names_nobody(text=text, field="words", project=project, by=by, at=at, is_nobody=is_nobody)
    starts = rules.any_day("starts_on", starts_on, today)
    due = rules.any_day("due_on", due_on, today)
    if due < starts:
        raise CannotBe(_("The end is before the beginning. Check both dates."), field="due_on")
    known = ForumStep.objects.filter(pk=entry_id).first() if entry_id else None
    if known is not None:
        return _same_forum(known, forum)
    if owner.left_on is not None:
        raise CannotBe(_("Choose one of the answers offered."), field="owner")
    row = ForumStep(project=project, forum=forum, owner=owner, words=text, starts_on=starts, due_on=due)
    row.pk = entry_id or row.pk
    row.added_by, row.added_at = by.id, at
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="panels.add_step", subject=forum.pk, at=at)
    return row


@transaction.atomic
def finish_step(*, step: ForumStep, project: Project, by: Actor, at: datetime) -> ForumStep:
    """Done. Twice is once."""
    _check(step.forum, project, by)
    row = ForumStep.objects.select_for_update().get(pk=step.pk)
    if row.done_on is None:
        row.done_on = day_of(at, project)
        row.save(update_fields=["done_on"])
        trail.note(project.id, by=by, act="panels.finish_step", subject=row.forum_id, at=at)
    return row


def _check(forum: Forum, project: Project, by: Actor) -> None:
    rules.check_may_arrange(by, project)
    if forum.project_id != project.id:
        raise NotHere()


def _same_forum(row: Row, forum: Forum) -> Row:
    if row.forum_id != forum.pk:
        raise NotHere()
    return row
