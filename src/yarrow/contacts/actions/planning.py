"""Planning sessions and changing the plan."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import rules
from yarrow.contacts.codes import SESSION, codes_of
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.models import Agency, Session, SessionAgency, SessionVersion, SessionWorker, Zone
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import COLLEAGUES
from yarrow.vault import trail
from yarrow.vault.actors import Actor

CHANGEABLE = frozenset({"kind", "planned_on", "starts_at", "ends_at", "languages"})


@transaction.atomic
def plan_session(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    kind: str,
    planned_on: date,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    zones: Iterable[Zone] = (),
    workers: Mapping[UUID, str] | None = None,
    agencies: Mapping[str, int] | None = None,
    languages: Iterable[str] = (),
    batch_id: UUID | None = None,
    entry_id: UUID | None = None,
) -> Session:
    """Plan a session. `workers`: worker id → part (shift_parts); `agencies`: name → how many of theirs come.

    The same `entry_id` twice is one session.
    """
    rules.check_may_record(by)
    session_id = uuid5(project.id, str(entry_id)) if entry_id else uuid4()
    known = Session.objects.of(project).filter(id=session_id).first() if entry_id else None
    if known is not None:
        return known
    session = Session(
        id=session_id,
        project=project,
        kind=kind,
        planned_on=planned_on,
        starts_at=starts_at,
        ends_at=ends_at,
        languages=sorted({word.strip() for word in languages} - {""}),
        created_by=by.id,
        batch_id=batch_id,
    )
    _check(session)
    session.save(force_insert=True)
    _add_around(project, session, zones, workers or {}, agencies or {})
    trail.note(project.id, by=by, act="contacts.plan_session", at=at, subject=session.id)
    return session


@transaction.atomic
def change_session(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    session: Session,
    version: int,
    zones: Iterable[Zone] | None = None,
    workers: Mapping[UUID, str] | None = None,
    agencies: Mapping[str, int] | None = None,
    **changes: Any,
) -> Session:
    """Change a session's facts; what is not named stays. Raises Conflict when somebody changed it in between."""
    rules.check_may_record(by)
    rules.check_same_project(project, session)
    session = locked(session)
    rules.check_version(version, session.version)
    if not set(changes) <= CHANGEABLE:
        raise TypeError(f"not to be changed here: {sorted(set(changes) - CHANGEABLE)}")
    rules.check_takes_place(session)
    _check_contacts_keep(session, changes)
    keep_session(session, by=by, at=at)
    for name, value in changes.items():
        setattr(session, name, value)
    _check(session)
    session.version += 1
    session.save()
    _set_around(project, session, zones, workers, agencies)
    trail.note(project.id, by=by, act="contacts.change_session", at=at, subject=session.id, fields=changes)
    return session


def _check_contacts_keep(session: Session, changes: Mapping[str, Any]) -> None:
    """Contacts count by the kind and the day of their session, so neither moves away from under them."""
    moved = {
        name
        for name in ("kind", "planned_on")
        if changes.get(name, getattr(session, name)) != getattr(session, name)
    }
    if not moved or not session.contacts.exists():
        return
    if "kind" in moved:
        raise CannotBe(_("Contacts were written down here, so the kind stays."), field="kind")
    raise CannotBe(_("Contacts were written down here, so the day stays."), field="planned_on")


@transaction.atomic
def replace_worker(
    *, project: Project, by: Actor, at: datetime, session: Session, worker: Worker, to: Worker
) -> None:
    """Put `to` on a session in the place of `worker`, with the same part; somebody on it already keeps their own."""
    rules.check_may_record(by)
    rules.check_same_project(project, session)
    rules.check_meets_people(project, to)
    session = locked(session)
    line = session.workers.filter(worker=worker).first()
    if line is None:
        raise CannotBe(_("This worker is not on that session any more. Look at the page again."))
    keep_session(session, by=by, at=at)
    if not session.workers.filter(worker=to).exists():
        add_worker(project, session, to.pk, line.part)
    line.delete()
    session.version += 1
    session.save(update_fields=["version"])
    trail.note(project.id, by=by, act="contacts.replace_worker", at=at, subject=session.id)


def keep_session(session: Session, *, by: Actor, at: datetime) -> None:
    """Keep how a session stands as a history row, before it is changed."""
    SessionVersion.objects.create(
        session=session, n=session.version, stood=session_stood(session), changed_by=by.id, changed_at=at
    )


def session_stood(session: Session) -> dict[str, Any]:
    """The plan of a session as JSON."""
    return {
        "kind": session.kind,
        "planned_on": session.planned_on.isoformat(),
        "starts_at": _iso(session.starts_at),
        "ends_at": _iso(session.ends_at),
        "languages": list(session.languages),
        "zones": sorted(str(zone.id) for zone in session.zones.all()),
        "workers": {str(line.worker_id): line.part for line in session.workers.order_by("worker_id")},
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def locked(session: Session) -> Session:
    """The session as it stands now, held until the transaction ends."""
    return Session.objects.select_for_update().get(id=session.id)


def add_worker(project: Project, session: Session, worker_id: UUID, part: str) -> None:
    """Put a worker of this project on the session; somebody on it already keeps or changes their part."""
    _add_workers(project, session, {worker_id: part})


def _add_workers(project: Project, session: Session, parts: Mapping[UUID, str]) -> None:
    if not set(parts.values()) <= codes_of("shift_parts"):
        raise CannotBe(_("Choose a part from the list."), field="workers")
    places = Membership.objects.filter(project=project, role__in=COLLEAGUES, worker_id__in=list(parts))
    here = places.values_list("worker_id")
    if {worker_id for (worker_id,) in here} != set(parts):
        raise CannotBe(_("Only workers of this project can be on a session."), field="workers")
    SessionWorker.objects.bulk_create(
        (SessionWorker(session=session, worker_id=worker_id, part=part) for worker_id, part in parts.items()),
        update_conflicts=True,
        unique_fields=["session", "worker"],
        update_fields=["part"],
    )


def _check(session: Session) -> None:
    if session.kind not in codes_of("kinds", SESSION):
        raise CannotBe(_("Say what kind of session it is."), field="kind")
    if session.planned_on < rules.EARLIEST:
        raise CannotBe(_("Say which day it is."), field="planned_on")
    if session.starts_at and session.ends_at and session.ends_at <= session.starts_at:
        raise CannotBe(_("It ends before it begins."), field="ends")


def _set_around(
    project: Project,
    session: Session,
    zones: Iterable[Zone] | None,
    workers: Mapping[UUID, str] | None,
    agencies: Mapping[str, int] | None,
) -> None:
    """Zones, workers and agencies of the session from now on; None leaves them as they are."""
    if zones is not None:
        session.zones.clear()
    if workers is not None:
        session.workers.exclude(worker_id__in=list(workers)).delete()
    if agencies is not None:
        agencies = {name.strip()[:80]: n for name, n in agencies.items()}
        session.agencies.exclude(agency__name__in=list(agencies)).delete()
    _add_around(project, session, zones or (), workers or {}, agencies or {})


def _add_around(
    project: Project,
    session: Session,
    zones: Iterable[Zone],
    workers: Mapping[UUID, str],
    agencies: Mapping[str, int],
) -> None:
    """Put zones, workers and agencies on the session, beside those that are on it."""
    chosen = list(zones)
    rules.check_same_project(project, *chosen)
    if chosen:
        session.zones.add(*chosen)
    if workers:
        _add_workers(project, session, workers)
    for name, n_people in ((name.strip()[:80], n) for name, n in agencies.items()):
        agency, _made = Agency.objects.get_or_create(project=project, name=name)
        SessionAgency.objects.update_or_create(
            session=session, agency=agency, defaults={"n_people": max(1, n_people)}
        )
