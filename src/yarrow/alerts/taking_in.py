"""What members changed on their own pages is taken in by a worker's session: sealed like what a worker wrote."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yarrow.alerts import ways
from yarrow.alerts.audience import changed_ways
from yarrow.alerts.models import Member
from yarrow.alerts.ways import Way
from yarrow.staff.models import Project
from yarrow.vault import sealing, trail
from yarrow.vault.actors import Actor

AT_ONCE = 100


def taken_in(row: Member, by: Actor) -> tuple[Way, ...]:
    """The member's ways as they stand, with what they changed sealed under their key; the caller saves the row.

    Raises Locked, NoGrant.
    """
    if row.envelope is None:
        return ways.unpacked(row.sealed.open_unrecorded("identity.ways", by.key))
    listed = changed_ways(row, by)
    row.sealed.put("identity.ways", ways.packed(listed), by.key)
    row.key, row.envelope = None, None
    return listed


def take_in(*, project: Project, by: Actor, at: datetime) -> int:
    """Take in what waits; how many members. A phrase chosen anew gets its own copy of the ways here."""
    if not by.holds(project.id, "identity"):
        return 0
    waits = Q(envelope__isnull=False) | Q(public_key__isnull=False, own=None, ways__isnull=False)
    ids = (
        Member.objects.filter(waits, project=project, left_on=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    found = list(ids[:AT_ONCE])
    return _take_in(found, project, by, at) if found else 0


@transaction.atomic
def _take_in(ids: list[UUID], project: Project, by: Actor, at: datetime) -> int:
    trail.hold(project.id)
    rows = Member.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    for row in rows:
        listed = taken_in(row, by)
        if row.public_key and not row.own:
            row.own = sealing.seal_to(bytes(row.public_key), sealing.pack(ways.packed(listed)))
        row.save(update_fields=["ways", "key", "envelope", "own"])
    fields = ["alerts.member.identity.ways"]
    trail.note(project.id, by=by, act="alerts.take_in", at=at, fields=fields, reason=f"members: {len(rows)}")
    return len(rows)
