"""Indoor places: adding and changing them, how much care a visit takes, and having been there."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import rules
from yarrow.contacts.codes import codes_of
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.models import Premises, PremisesConcern, PremisesVisit, Session, Zone
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

TEXTS = ("name", "address", "phone", "way_in")


@transaction.atomic
def add_premises(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    name: str,
    address: str = "",
    phone: str = "",
    way_in: str = "",
    zone: Zone | None = None,
    entry_id: UUID | None = None,
) -> Premises:
    """Add a place that the project visits. The same `entry_id` twice is one place. Raises Locked, NotAllowed."""
    rules.check_may_record(by)
    rules.check_same_project(project, zone)
    known = Premises.objects.of(project).filter(entry_id=entry_id).first() if entry_id else None
    if known is not None:
        return known
    place = Premises(project=project, entry_id=entry_id or uuid4(), zone=zone, added_by=by.id, added_at=at)
    _put(place, {"name": name, "address": address, "phone": phone, "way_in": way_in}, by)
    place.save(force_insert=True)
    trail.note(project.id, by=by, act="contacts.add_premises", at=at, subject=place.id)
    return place


@transaction.atomic
def change_premises(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    premises: Premises,
    version: int,
    zone: Zone | None,
    **texts: str,
) -> Premises:
    """Change what a place is called, where it is and how to get in; texts that are not named stay.

    Raises Conflict when somebody changed it in between.
    """
    rules.check_may_record(by)
    rules.check_same_project(project, premises, zone)
    place = _locked(premises)
    rules.check_version(version, place.version)
    if not set(texts) <= set(TEXTS):
        raise TypeError(f"not to be changed here: {sorted(set(texts) - set(TEXTS))}")
    place.zone = zone
    place.version += 1
    _put(place, texts, by)
    place.save()
    fields = [f"identity.{name}" for name in texts]
    trail.note(project.id, by=by, act="contacts.change_premises", at=at, subject=place.id, fields=fields)
    return place


@transaction.atomic
def set_concern(
    *, project: Project, by: Actor, at: datetime, premises: Premises, level: str, reason: str
) -> PremisesConcern:
    """Say how much care a visit takes from now on, and why. What was said before stays in the history."""
    rules.check_may_record(by)
    rules.check_same_project(project, premises)
    if level not in codes_of("concern"):
        raise CannotBe(_("Choose green, amber or red."), field="level")
    if level != "green" and not reason.strip():
        raise CannotBe(_("Say why, so that the next worker knows what to look out for."), field="reason")
    row = PremisesConcern(project=project, premises=premises, set_by=by.id, set_at=at)
    row.sealed.put("identity.level", level, by.unlocked)
    row.sealed.put("identity.reason", reason.strip(), by.unlocked)
    row.save(force_insert=True)
    # Not even the trail tells which level it was.
    trail.note(project.id, by=by, act="contacts.set_concern", at=at, subject=premises.id)
    return row


@transaction.atomic
def visit_premises(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    premises: Premises,
    visited_on: date | None = None,
    session: Session | None = None,
    next_due_on: date | None = None,
    note: str = "",
) -> PremisesVisit:
    """Write down that the project was there, and when it goes again. Once in a session, however often it is said."""
    rules.check_may_record(by)
    rules.check_same_project(project, premises, session)
    today = at.astimezone(project.zone).date()
    day = session.planned_on if session else visited_on or today
    rules.check_day(day, today, "visited_on")
    if next_due_on is not None and next_due_on <= day:
        raise CannotBe(_("The next visit is after this one. Choose a later day."), field="next_due_on")
    place = _locked(premises)
    known = PremisesVisit.objects.filter(premises=place, session=session).first() if session else None
    if known is not None:
        return known
    visit = PremisesVisit(
        project=project, premises=place, session=session, visited_on=day, written_by=by.id, written_at=at
    )
    visit.sealed.put("identity.note", note.strip(), by.unlocked)
    visit.save(force_insert=True)
    place.next_due_on = next_due_on
    place.save(update_fields=["next_due_on"])
    trail.note(project.id, by=by, act="contacts.visit_premises", at=at, subject=place.id)
    return visit


@transaction.atomic
def visit_in_session(
    *, project: Project, by: Actor, at: datetime, session: Session, places: Iterable[Premises]
) -> list[PremisesVisit]:
    """Write down every place that an indoor session went to, all or none; those written down already stay."""
    if session.kind != "indoor":
        raise CannotBe(_("Only an indoor session goes to places. Write the visit on the page of the place."))
    rules.check_recording(session)
    return [
        visit_premises(project=project, by=by, at=at, premises=place, session=session) for place in places
    ]


@transaction.atomic
def end_premises(*, project: Project, by: Actor, at: datetime, premises: Premises) -> Premises:
    """The project goes there no more. What was written stays; said twice, the first day stands."""
    rules.check_may_record(by)
    rules.check_same_project(project, premises)
    place = _locked(premises)
    if place.ended_on is None:
        place.ended_on, place.next_due_on = at.astimezone(project.zone).date(), None
        place.save(update_fields=["ended_on", "next_due_on"])
        trail.note(project.id, by=by, act="contacts.end_premises", at=at, subject=place.id)
    return place


def _locked(premises: Premises) -> Premises:
    """The place as it stands now, held until the transaction ends."""
    return Premises.objects.select_for_update().get(id=premises.id)


def _put(place: Premises, texts: dict[str, str], by: Actor) -> None:
    if "name" in texts and not texts["name"].strip():
        raise CannotBe(_("Give it a name by which your team knows it."), field="name")
    for name, text in texts.items():
        place.sealed.put(f"identity.{name}", text.strip(), by.unlocked)
