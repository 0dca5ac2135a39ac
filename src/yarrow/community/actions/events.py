"""The dated list of what happened around the project."""

from datetime import date, datetime

from django.db import transaction

from yarrow.community import rules
from yarrow.community.errors import NotHere
from yarrow.community.models import OutsideEvent
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_event(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    kind: str,
    title: str,
    from_on: date,
    to_on: date | None = None,
    area: str = "",
    link: str = "",
) -> OutsideEvent:
    """Put it on the list: every chart over time draws it from now on; said twice is once. Raises CannotBe."""
    rules.check_may_keep(by, project)
    event = OutsideEvent(project=project, added_by=by.id, added_at=at)
    _put(event, at, kind=kind, title=title, from_on=from_on, to_on=to_on, area=area, link=link)
    told = {name: getattr(event, name) for name in ("kind", "title", "from_on", "to_on", "area")}
    known = OutsideEvent.objects.filter(project=project, **told).first()
    if known is not None:
        return known
    event.save(force_insert=True)
    trail.note(project.id, by=by, act="community.add_event", at=at, subject=event.id)
    return event


@transaction.atomic
def change_event(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    event: OutsideEvent,
    version: int,
    kind: str,
    title: str,
    from_on: date,
    to_on: date | None = None,
    area: str = "",
    link: str = "",
) -> OutsideEvent:
    """Put it right. Raises Conflict, CannotBe, NotHere."""
    rules.check_may_keep(by, project)
    row = _standing(project, event)
    rules.check_version(version, row.version)
    _put(row, at, kind=kind, title=title, from_on=from_on, to_on=to_on, area=area, link=link)
    row.version += 1
    row.save()
    trail.note(project.id, by=by, act="community.change_event", at=at, subject=row.id)
    return row


@transaction.atomic
def remove_event(*, project: Project, by: Actor, at: datetime, event: OutsideEvent) -> None:
    """Take it off the list; pressed twice is once."""
    rules.check_may_keep(by, project)
    rules.check_here(project, event)
    n, _rows = OutsideEvent.objects.filter(project=project, pk=event.pk).delete()
    if n:
        trail.note(project.id, by=by, act="community.remove_event", at=at, subject=event.id)


def _standing(project: Project, event: OutsideEvent) -> OutsideEvent:
    rules.check_here(project, event)
    row = OutsideEvent.objects.select_for_update().filter(project=project, pk=event.pk).first()
    if row is None:
        raise NotHere()
    return row


def _put(
    event: OutsideEvent,
    at: datetime,
    *,
    kind: str,
    title: str,
    from_on: date,
    to_on: date | None,
    area: str,
    link: str,
) -> None:
    today = at.astimezone(event.project.zone).date()
    event.kind = rules.one_of("event_kinds", "kind", kind)
    event.title = rules.words(title, "title", 120)
    # A law that comes into force next spring is known now.
    event.from_on = rules.some_day(from_on, today, "from_on")
    event.to_on = rules.not_before(to_on, from_on, "to_on")
    if event.to_on is not None:
        rules.some_day(event.to_on, today, "to_on")
    event.area = rules.words(area, "area", 80, may_be_empty=True)
    event.link = rules.link(link)
