"""Writing contacts down. The same entry sent twice is one contact; other facts under its id are refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, Unpack
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yarrow.contacts import kinds, resealing, rules
from yarrow.contacts.errors import Conflict
from yarrow.contacts.models import Contact, ContactDone, ContactSupply, FollowUp, Session, Zone
from yarrow.contacts.told import Told, ToldFields
from yarrow.people.actions import add_person
from yarrow.staff.models import Project
from yarrow.vault import at_once, inbox, keyring, trail
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared, Rows

Entry = tuple[UUID, Told]


def record_contact(
    *, project: Project, by: Actor, at: datetime, entry_id: UUID, **told: Unpack[ToldFields]
) -> Contact:
    """Write one contact down (fields: see `Told`). Sent again, the same contact comes back.

    Raises Locked, NotAllowed, NotHere, CannotBe, and Conflict when other facts stand under `entry_id`.
    """
    entries = [(entry_id, Told(**told))]
    return record_contacts(project=project, by=by, at=at, entries=entries)[0]


def record_contacts(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    entries: Sequence[Entry],
    batch_id: UUID | None = None,
) -> list[Contact]:
    """Write several contacts down, all or none, with one trail row; `batch_id` marks an import's rows."""
    try:
        return _record(project, by, at, entries, batch_id)
    except IntegrityError:
        # The same entry came twice at once and the other was first: now it is found and compared.
        return _record(project, by, at, entries, batch_id)


@transaction.atomic
def _record(
    project: Project, by: Actor, at: datetime, entries: Sequence[Entry], batch_id: UUID | None
) -> list[Contact]:
    rules.check_may_record(by)
    by.key.secret(project.id, "identity")
    own = kinds.own_of(project.pk)
    known = {contact.entry_id: contact for contact in _under(project, [e for e, _told in entries], own)}
    for entry_id, told in entries:
        if entry_id in known:
            _check_same(known[entry_id], told, by)
    fresh = [(entry_id, told) for entry_id, told in entries if entry_id not in known]
    pairs = []
    if fresh:
        trail.hold(project.id)
        with keyring.together():
            pairs = _sealed(project, by, at, fresh, kinds.counted(project, own))
    for contact, _told in pairs:
        contact.batch_id = batch_id
    _save(project, by, at, pairs)
    known |= {contact.entry_id: contact for contact, _told in pairs}
    return [known[entry_id] for entry_id, _told in entries]


def _sealed(
    project: Project, by: Actor, at: datetime, fresh: Sequence[Entry], counted: kinds.Counted
) -> list[tuple[Contact, Told]]:
    """The rows, not yet saved, each with what was told, settled."""
    today = at.astimezone(project.zone).date()
    only_zone = cache(_only_zone)
    pairs = []
    for entry_id, told in fresh:
        settled = _settled(told, today, only_zone)
        rules.check_told(settled, project=project, today=today, supplies=counted.supplies, done=counted.done)
        contact = _contact(project, by, at, settled)
        contact.entry_id, contact.digest = entry_id, told.digest()
        pairs.append((contact, settled))
    return pairs


def _entered(project_id: UUID, *entry_ids: UUID) -> Any:
    standing = Contact.objects.filter(project=project_id, entry_id__in=entry_ids).order_by()
    return standing.values_list("pk", flat=True)


_entered_in = Prepared(_entered)


def _under(project: Project, ids: Sequence[UUID], own: Rows) -> list[Contact]:
    """Contacts that stand under these entries already, in queries of 500; most often none does.

    One entry, as a sheet sends it, is asked for in one question with the project's own kinds.
    """
    if len(ids) == 1:
        standing = [_entered_in(project.pk, *ids)]
        at_once.read(*standing, own)
    else:
        standing = [_entered(project.pk, *ids[start : start + 500]) for start in range(0, len(ids), 500)]
    known = [key for keys in standing for key in keys]
    return [row for start in range(0, len(known), 500) for row in _these(known[start : start + 500])]


def _these(ids: Sequence[UUID]) -> Iterable[Contact]:
    return Contact.objects.filter(pk__in=ids).order_by()


def _check_same(contact: Contact, told: Told, by: Actor) -> None:
    if contact.digest != told.digest() or not resealing.has_same_text(contact, told.text_digest(), by):
        raise Conflict(_("This was written down already, with other facts. Open that contact to correct it."))


def _only_zone(session: Session) -> Zone | None:
    """The zone of a session that has just one."""
    zones = list(session.zones.all()[:2])
    return zones[0] if len(zones) == 1 else None


def _settled(told: Told, today: date, only_zone: Callable[[Session], Zone | None]) -> Told:
    """What was left out, filled in: a session lends its kind, its day and its only zone."""
    session = told.session
    if session is None:
        return replace(told, happened_on=told.happened_on or today)
    return replace(
        told,
        kind=told.kind or session.kind,
        happened_on=told.happened_on or min(session.planned_on, today),
        zone=told.zone or only_zone(session),
    )


def _contact(project: Project, by: Actor, at: datetime, told: Told) -> Contact:
    """The row, sealed, not yet saved; a new person's record is made on the way."""
    person, day = told.person, told.happened_on or at.date()
    if told.new_person is not None:
        person = add_person(project=project, by=by, at=at, called=told.new_person or None, first_met_on=day)
    contact = Contact(
        project=project,
        session=told.session,
        kind=told.kind,
        person=person,
        n_people=told.n_people,
        gender_seen="" if person else told.gender_seen,
        happened_on=day,
        zone=told.zone,
        minutes=told.minutes,
        language_how=told.language_how,
        language_unmet=told.language_unmet,
        seemed=told.seemed,
        recorded_by=told.written_by or by.id,
        recorded_at=at,
    )
    contact.sealed.put("identity.text_digest", told.text_digest(), by.unlocked)
    contact.sealed.put("identity.met_at", told.met_at.isoformat() if told.met_at else None, by.unlocked)
    contact.sealed.put("identity.language", told.language.strip(), by.unlocked)
    if told.note and by.holds(project.id, "notes"):
        contact.sealed.put("notes.note", told.note, by.unlocked)
    return contact


def _save(project: Project, by: Actor, at: datetime, pairs: Sequence[tuple[Contact, Told]]) -> None:
    if not pairs:
        return
    Contact.objects.bulk_create([contact for contact, _told in pairs], batch_size=200)
    ContactSupply.objects.bulk_create(
        (ContactSupply(contact=c, kind=code, n=n) for c, told in pairs for code, n in told.given().items()),
        batch_size=200,
    )
    ContactDone.objects.bulk_create(
        (ContactDone(contact=c, kind=code) for c, told in pairs for code in sorted(set(told.done))),
        batch_size=200,
    )
    for contact, told in pairs:
        if told.follow_up_on or told.follow_up_what:
            _follow_up(contact, told, by, at).save(force_insert=True)
        if told.note and contact.note is None:
            leave_note(project, by, at, contact, told.note, uuid5(contact.entry_id, "note"))
    first = pairs[0][0]
    is_one = len(pairs) == 1
    act = "contacts.record_contact" if is_one else "contacts.record_contacts"
    subject = first.sealing_subject if is_one else first.batch_id
    trail.note(project.id, by=by, act=act, at=at, subject=subject)


def _follow_up(contact: Contact, told: Told, by: Actor, at: datetime) -> FollowUp:
    line = FollowUp(
        project_id=contact.project_id,
        contact=contact,
        person=contact.person,
        due_on=told.follow_up_on or contact.happened_on,
        created_by=contact.recorded_by,
        created_at=at,
    )
    line.sealed.put("identity.what", told.follow_up_what, by.unlocked)
    return line


def leave_note(
    project: Project, by: Actor, at: datetime, contact: Contact, text: str, entry_id: UUID
) -> None:
    """A note by a worker who holds no key to notes: it waits in the inbox for somebody who does."""
    inbox.leave(
        project.id,
        "notes",
        kind="contacts.note",
        payload={"contact": str(contact.id), "text": text},
        by=by,
        at=at,
        entry_id=entry_id,
    )
