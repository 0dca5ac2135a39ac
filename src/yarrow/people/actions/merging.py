"""Two records that are one person: merging, taking it back, and saying that they are two after all.

Everything happens in one transaction. Rows go where their models declare (`vault.moving`), so that a room built
later is covered; what was sealed with the one key is sealed with the other before the first is destroyed.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yarrow.people import rules, said
from yarrow.people.actions.people import field_names
from yarrow.people.actions.rows import day_of
from yarrow.people.errors import CannotMerge, NotHere
from yarrow.people.merging import add_names, field_of, move_rows, put_back_rows, set_field, take_back_names
from yarrow.people.models import Apart, Merge, Person
from yarrow.staff.models import Project
from yarrow.vault import moving, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant

FIELDS = (*said.SEALED, *said.PLAIN)


@transaction.atomic
def merge_people(
    *, into: Person, came: Person, take: Collection[str], project: Project, by: Actor, at: datetime
) -> Merge:
    """Make `came` one with `into`; the fields in `take` are `came`'s, the others stay as `into` has them.

    Names that `into` does not have become other names. Raises CannotMerge, NotHere, Erased, NotForYou,
    NotLive, Locked.
    """
    rules.check_may_merge(by, project)
    into, came = _held(project, into.pk, came.pk)
    for one in (into, came):
        rules.check_here(one, project)
    rules.check_can_merge(into, came)
    merge = Merge(project=project, into=into, came=came, merged_by=by.id, merged_at=at)
    names = [field_of(one, field, by) for one in (into, came) for field in ("called", "full_name")]
    kept = _take_over(into, came, take, by)
    merge.moved = _move(into, came, by, at)
    merge.made = add_names(into, [name for name in names if name], by, at)
    merge.sealed.put("identity.kept", kept, by.unlocked)
    merge.save(force_insert=True)
    _note("people.merge_people", into, came, field_names(kept), by, at)
    moving.drop_key_when_committed(project.id, came.pk, by)
    return merge


@transaction.atomic
def part_people(*, merge: Merge, project: Project, by: Actor, at: datetime) -> Merge:
    """Take a merge back: what came goes back; what was added since stays with the record it was added to.

    A field taken over is what it was before, unless somebody has changed it since. Raises what merging raises.
    """
    rules.check_may_merge(by, project)
    into, came = _held(project, merge.into_id, merge.came_id)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    rules.check_can_part(merge, into, came)
    merge.into = into
    kept = merge.sealed.open_unrecorded("identity.kept", by.unlocked) or {}
    take_back_names(into, merge.made)
    _move_back(merge, into, came, by)
    for field, (before, after) in kept.items():
        if field_of(into, field, by) == after:
            set_field(into, field, before, by)
            # When that was said is not known any more: somebody under 18 is asked again.
            into.age_said_on = None if field == "age_band" else into.age_said_on
    into.version += 1
    into.save()
    # Which fields it took over still says something; what stood in them is each person's own again.
    merge.sealed.put("identity.kept", dict.fromkeys(kept), by.unlocked)
    merge.undone_by, merge.undone_at = by.id, at
    merge.save(update_fields=["kept", "undone_by", "undone_at"])
    _note("people.part_people", into, came, field_names(kept), by, at)
    return merge


@transaction.atomic
def tell_apart(
    *, person: Person, other: Person, facts: str, project: Project, by: Actor, at: datetime
) -> Apart:
    """Remember that these are two people, and what that rested on: asked again only when a fact changes."""
    rules.check_may_merge(by, project)
    for one in (person, other):
        rules.check_here(one, project)
    row = Apart(project=project, person=person, other=other, said_by=by.id, said_at=at)
    row.sealed.put("identity.facts", facts, by.unlocked)
    row.save(force_insert=True)
    _note("people.tell_apart", person, other, [], by, at)
    return row


def _held(project: Project, *ids: UUID) -> list[Person]:
    """The rows as they are now, held until the end; in one order, so that two at once can't wait for each other."""
    rows = Person.objects.select_for_update().filter(project=project, pk__in=ids).order_by("pk")
    by_id = {row.pk: row for row in rows}
    if len(by_id) != len(set(ids)):
        raise NotHere()
    return [by_id[each] for each in ids]


def _take_over(into: Person, came: Person, take: Collection[str], by: Actor) -> dict[str, list[Any]]:
    kept = {}
    if "born_on" in take and field_of(came, "born_on", by):
        take = {*take, "age_band"}
    for field in (field for field in FIELDS if field in take):
        before, after = field_of(into, field, by), field_of(came, field, by)
        if before != after:
            kept[field] = [before, after]
            set_field(into, field, after, by)
    if "age_band" in kept:
        into.age_said_on = came.age_said_on
    into.version += 1
    into.save()
    return kept


def _move(into: Person, came: Person, by: Actor, at: datetime) -> dict[str, Any]:
    rows = moving.sealed_rows_of(Person, [came.pk, *came.merged_rows.values_list("pk", flat=True)])
    try:
        with transaction.atomic(), moving.resealing(rows, by):
            return move_rows(into, came, day_of(at, into.project))
    except NoGrant as refused:
        raise CannotMerge(refused.compartment) from None
    except IntegrityError:
        raise CannotMerge() from None


def _move_back(merge: Merge, into: Person, came: Person, by: Actor) -> None:
    rows = moving.sealed_rows_of(Person, [into.pk, *into.merged_rows.values_list("pk", flat=True)])
    try:
        with transaction.atomic(), moving.resealing(rows, by):
            put_back_rows(merge, into, came)
    except NoGrant as refused:
        raise CannotMerge(refused.compartment) from None
    except IntegrityError:
        raise CannotMerge() from None


def _note(act: str, into: Person, came: Person, fields: list[str], by: Actor, at: datetime) -> None:
    for one in (into, came):
        trail.note(into.project_id, by=by, act=act, subject=one.pk, fields=fields, at=at)
