"""Ways to reach a person, when that is safe, and how never."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people.actions.keeping import keep
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.errors import ChangedMeanwhile, NotHere
from yarrow.people.models import Person, PersonVersion, WayToReach
from yarrow.people.said import one_of, some_of, words
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

FIELDS = ("kind", "value", "safe_times", "cautions")


@transaction.atomic
def add_way_to_reach(
    *,
    person: Person,
    kind: str,
    value: str,
    project: Project,
    by: Actor,
    at: datetime,
    safe_times: str = "",
    cautions: Iterable[str] = (),
    entry_id: UUID | None = None,
) -> WayToReach:
    """Add a way to reach (lists "way" and "caution"). Raises Refusal, NotHere, NotForYou, Locked, NoGrant."""
    begin(person, project, by)
    known = entered_before(WayToReach, person, entry_id)
    if known is not None:
        return known
    way = WayToReach(id=new_id(entry_id), project=project, person=person, added_at=at)
    _seal(way, kind, value, safe_times, cautions, by)
    way.save(force_insert=True)
    _note("people.add_way_to_reach", way, project, by, at)
    return way


@transaction.atomic
def change_way_to_reach(
    *,
    way: WayToReach,
    version: int,
    kind: str,
    value: str,
    project: Project,
    by: Actor,
    at: datetime,
    safe_times: str = "",
    cautions: Iterable[str] = (),
) -> WayToReach:
    """Write a way anew. Raises ChangedMeanwhile when someone saved in between, and what adding raises."""
    begin(way.person, project, by)
    now = WayToReach.objects.select_for_update().filter(pk=way.pk, project=project).first()
    if now is None:
        raise NotHere()
    if now.version != version:
        raise ChangedMeanwhile()
    before = _standing(now, by)
    _seal(now, kind, value, safe_times, cautions, by)
    keep(now, PersonVersion.WAY, before, _standing(now, by), version=version, why="", by=by, at=at)
    now.version += 1
    now.save()
    _note("people.change_way_to_reach", now, project, by, at)
    return now


@transaction.atomic
def end_way_to_reach(*, way: WayToReach, project: Project, by: Actor, at: datetime) -> WayToReach:
    """This way is not to be used any more. Ending twice ends once."""
    begin(way.person, project, by)
    if way.ended_on is None:
        way.ended_on = day_of(at, project)
        way.save(update_fields=["ended_on"])
        trail.note(
            project.id,
            by=by,
            act="people.end_way_to_reach",
            subject=way.person_id,
            fields=["people.waytoreach.ended_on"],
            at=at,
        )
    return way


def _standing(way: WayToReach, by: Actor) -> dict[str, Any]:
    """What the way says now."""
    return {field: way.sealed.open_unrecorded(f"identity.{field}", by.unlocked) for field in FIELDS}


def _seal(
    way: WayToReach, kind: str, value: str, safe_times: str, cautions: Iterable[str], by: Actor
) -> None:
    kind = one_of("way", "kind", kind)
    never = some_of("caution", "cautions", cautions)
    _check_sense(kind, never)
    tidy = words("value", value)
    if tidy is None:
        raise Refusal(_("Write the number, the name or the place."), field="value")
    way.sealed.put("identity.kind", kind, by.unlocked)
    way.sealed.put("identity.value", tidy, by.unlocked)
    way.sealed.put("identity.safe_times", words("safe_times", safe_times), by.unlocked)
    way.sealed.put("identity.cautions", never, by.unlocked)


def _check_sense(kind: str, cautions: list[str]) -> None:
    """A way to reach and what must never be done have to leave something that a worker can do."""
    if kind == "text" and "never_text" in cautions:
        raise Refusal(
            _("This is a way by text, and it says never by text. Take one of them back."), field="cautions"
        )
    if kind == "phone" and {"never_text", "never_voice"} <= set(cautions):
        raise Refusal(
            _("This phone may take neither voice nor text. Take one of them back, or end this way."),
            field="cautions",
        )
    if {"ok_message", "never_voicemail"} <= set(cautions):
        raise Refusal(
            _("Leaving a message is both fine and never right here. Take one of them back."), field="cautions"
        )


def _note(act: str, way: WayToReach, project: Project, by: Actor, at: datetime) -> None:
    fields = [f"people.waytoreach.identity.{field}" for field in FIELDS]
    trail.note(project.id, by=by, act=act, subject=way.person_id, fields=fields, at=at)
