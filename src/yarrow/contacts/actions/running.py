"""Opening, joining, closing and cancelling sessions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import rules
from yarrow.contacts.actions.planning import add_worker, locked, plan_session
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.models import Session, Zone
from yarrow.contacts.resealing import add_to_note
from yarrow.staff.models import Project
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor

# Two taps on "open" in the dark are one session.
TWICE = timedelta(seconds=20)


@transaction.atomic
def open_session(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    session: Session | None = None,
    kind: str = "",
    zones: Iterable[Zone] = (),
) -> Session:
    """Open a planned session, or one that nobody planned (`kind`); whoever opens it is on it."""
    rules.check_may_record(by)
    if session is None:
        tapped_twice = (
            Session.objects.of(project).open().filter(kind=kind, created_by=by.id, opened_at__gte=at - TWICE)
        )
        just_opened = tapped_twice.first()
        if just_opened is not None:
            return just_opened
        today = at.astimezone(project.zone).date()
        session = plan_session(project=project, by=by, at=at, kind=kind, planned_on=today, zones=zones)
    session = _turned(project, by, session, "open_session")
    session.opened_at, session.closed_at = session.opened_at or at, None
    session.starts_at = session.starts_at or at
    session.save()
    if not session.workers.filter(worker_id=by.id).exists():
        add_worker(project, session, by.id, "worker")
    trail.note(project.id, by=by, act="contacts.open_session", at=at, subject=session.id)
    return session


@transaction.atomic
def close_session(*, project: Project, by: Actor, at: datetime, session: Session) -> Session:
    """End a session. Contacts that turn up later can still be written down."""
    session = _turned(project, by, session, "close_session")
    session.closed_at = at
    session.save()
    trail.note(project.id, by=by, act="contacts.close_session", at=at, subject=session.id)
    return session


@transaction.atomic
def cancel_session(*, project: Project, by: Actor, at: datetime, session: Session) -> Session:
    """It does not take place. Refused once somebody was met."""
    session = _turned(project, by, session, "cancel_session")
    if session.contacts.standing().exists():
        raise CannotBe(_("Contacts were written down here. Close the session instead."))
    session.save()
    trail.note(project.id, by=by, act="contacts.cancel_session", at=at, subject=session.id)
    return session


@transaction.atomic
def join_session(
    *, project: Project, by: Actor, at: datetime, session: Session, part: str = "worker"
) -> None:
    """Come along on a session."""
    rules.check_may_record(by)
    rules.check_same_project(project, session)
    rules.check_takes_place(session)
    add_worker(project, session, by.id, part)
    trail.note(project.id, by=by, act="contacts.join_session", at=at, subject=session.id)


@transaction.atomic
def leave_session(*, project: Project, by: Actor, at: datetime, session: Session) -> None:
    """Not to be on this session after all."""
    rules.check_may_record(by)
    rules.check_same_project(project, session)
    rules.check_takes_place(session)
    session.workers.filter(worker_id=by.id).delete()
    trail.note(project.id, by=by, act="contacts.leave_session", at=at, subject=session.id)


@transaction.atomic
def note_session(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    session: Session,
    text: str,
    entry_id: UUID | None = None,
) -> bool:
    """Add to the session's note. False: `by` holds no key to notes, so it waits in the inbox."""
    rules.check_may_record(by)
    rules.check_same_project(project, session)
    if not text.strip():
        raise CannotBe(_("Write something first."), field="note")
    if not by.holds(project.id, "notes"):
        payload = {"session": str(session.id), "text": text}
        kind, entry = "contacts.session_note", uuid5(entry_id or uuid4(), "session note")
        inbox.leave(project.id, "notes", kind=kind, payload=payload, by=by, at=at, entry_id=entry)
        return False
    session = locked(session)
    add_to_note(session, text.strip(), by)
    session.save(update_fields=["note"])
    subject = session.id
    trail.note(project.id, by=by, act="contacts.note_session", at=at, subject=subject, fields=["notes.note"])
    return True


def _turned(project: Project, by: Actor, session: Session, act: str) -> Session:
    """The session, locked, in the state that `act` leads to; not yet saved."""
    rules.check_may_record(by)
    rules.check_same_project(project, session)
    session = locked(session)
    session.state = rules.check_act(session, act)
    session.version += 1
    return session
