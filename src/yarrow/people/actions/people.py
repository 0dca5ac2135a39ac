"""Adding and changing a person."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import codes, rules
from yarrow.people.actions.keeping import keep
from yarrow.people.actions.rows import day_of
from yarrow.people.actions.safeguarding import start_path
from yarrow.people.errors import ChangedMeanwhile, NotHere
from yarrow.people.models import Person, PersonVersion
from yarrow.people.said import SEALED, UNSAID, Said, checked, one_of
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


def add_person(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
    batch_id: UUID | None = None,
    code: str | None = None,
    **said: Unpack[Said],
) -> Person:
    """Add a person; everything about them may stay unsaid. The same `entry_id` twice is one person.

    `code`: only where a record already has one of ours. Raises Refusal (at a field), NotForYou, NotLive, Locked,
    NoGrant.
    """
    rules.check_may_write(by, project)
    today = day_of(at, project)
    kept = checked(said, today)
    try:
        with transaction.atomic():
            known = entered_before(project, entry_id)
            return known or _make(project, by, at, entry_id, batch_id, code, kept)
    except IntegrityError:
        # The same form arrived twice at one moment; the other one was first.
        known = entered_before(project, entry_id)
        if known is None:
            raise
        return known


def _make(
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None,
    batch_id: UUID | None,
    code: str | None,
    kept: dict[str, Any],
) -> Person:
    person = Person(
        project=project,
        code=_free_code(project, code),
        first_met_on=kept.pop("first_met_on", None) or day_of(at, project),
        created_by=by.id,
        created_at=at,
        entry_id=entry_id,
        batch_id=batch_id,
    )
    _say_age(person, kept, day_of(at, project))
    _set(person, kept, by)
    person.save(force_insert=True)
    told = field_names(field for field, value in kept.items() if value not in UNSAID)
    trail.note(project.id, by=by, act="people.add_person", subject=person.id, fields=told, at=at)
    start_path(person, by, at)
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    version: int,
    project: Project,
    by: Actor,
    at: datetime,
    why: str = "",
    **said: Unpack[Said],
) -> Person:
    """Change what is given, leave the rest. `version` is the one the worker saw; `why` of list "change_reason" or "".

    What stood before is kept as a `PersonVersion`. Raises ChangedMeanwhile when someone saved in between; Refusal,
    NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    rules.check_may_write(by, project)
    rules.check_here(person, project)
    kept = checked(said, day_of(at, project))
    reason = one_of("change_reason", "why", why) if why else ""
    now = Person.objects.select_for_update().filter(pk=person.pk, project=project).first()
    if now is None:
        raise NotHere()
    rules.check_stands(now)
    rules.check_here(now, project)
    if now.version != version:
        raise ChangedMeanwhile()
    if kept.get("first_met_on", project) is None:
        raise Refusal(_("Say when you first met; an estimate will do."), field="first_met_on")
    if not kept:
        return now
    keep(now, PersonVersion.PERSON, _standing(now, kept, by), kept, version=version, why=reason, by=by, at=at)
    _say_age(now, kept, day_of(at, project))
    _set(now, kept, by)
    now.version += 1
    now.save()
    fields = field_names(kept)
    trail.note(
        project.id, by=by, act="people.change_person", subject=now.id, fields=fields, reason=reason, at=at
    )
    start_path(now, by, at)
    return now


def entered_before(project: Project, entry_id: UUID | None) -> Person | None:
    """The person whom this very form already added."""
    return Person.objects.filter(project=project, entry_id=entry_id).first() if entry_id else None


def field_names(kept: Iterable[str]) -> list[str]:
    """Names for the trail, as opening writes them."""
    return [f"people.person.identity.{f}" if f in SEALED else f"people.person.{f}" for f in kept]


def _standing(person: Person, fields: Iterable[str], by: Actor) -> dict[str, Any]:
    """How these fields stand now."""
    return {
        field: person.sealed.open_unrecorded(f"identity.{field}", by.unlocked)
        if field in SEALED
        else getattr(person, field)
        for field in fields
    }


def _say_age(person: Person, kept: dict[str, Any], today: date) -> None:
    """An age band that is new was said today."""
    if kept.get("age_band", person.age_band) != person.age_band:
        person.age_said_on = today


def _set(person: Person, kept: dict[str, Any], by: Actor) -> None:
    for field, value in kept.items():
        if field in SEALED:
            plain = value.isoformat() if isinstance(value, date) else value
            person.sealed.put(f"identity.{field}", plain, by.unlocked)
        else:
            setattr(person, field, value)


def _free_code(project: Project, wanted: str | None) -> str:
    taken = Person.objects.filter(project=project)
    if wanted is None:
        return codes.new_code(lambda code: taken.filter(code=code).exists())
    code = codes.normal(wanted)
    if code is None:
        raise Refusal(_("This is not a code of ours. Leave it empty to get a new one."), field="code")
    if taken.filter(code=code).exists():
        raise Refusal(_("Somebody already has this code."), field="code")
    return code
