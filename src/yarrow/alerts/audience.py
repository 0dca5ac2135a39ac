"""Whom an alert reaches, and how: members of its zones and settings who are not silent, with their ways opened.

reached = audience(project=…, zones=alert_zone_ids, settings=codes, by=worker, at=now)     a worker unlocked
…
still = standing(project, [each.member_id for each in reached], at)      inside the transaction that arms
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from yarrow.alerts.models import Member
from yarrow.alerts.ways import Hours, Way, unpacked
from yarrow.sending.hours import next_safe
from yarrow.staff.models import Project
from yarrow.vault import sealing
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Tampered
from yarrow.vault.opening import Page, reading

AT_ONCE = 500
ZONES = Member.zones.through


@dataclass(frozen=True)
class Reached:
    """One member whom an alert reaches.

    ways         each with the line to send; "" where the member wants the warning itself
    language     in which the warning itself is sent
    not_before   the moment their silent days are over; None: now
    """

    member_id: UUID
    language: str
    ways: tuple[Way, ...] = field(repr=False)
    not_before: datetime | None = None


def audience(
    *,
    project: Project,
    zones: Collection[UUID],
    settings: Collection[str],
    by: Actor,
    at: datetime,
    channels: Collection[str] = (),
    among: Collection[UUID] | None = None,
    reached: Collection[str] = (),
) -> list[Reached]:
    """Who gets an alert about these zones (none: everywhere) and settings (none: all), each address once.

    A member without zones of their own gets those of every zone; likewise for settings. `channels`: only ways of these
    (none: all). `among`: only these members (None: all); `reached`: addresses that get it already. Members who left,
    are paused or have no way are not in it. One row on the trail. Call it outside of a transaction, and ask `standing`
    again inside the one that arms. Raises Locked, NoGrant.
    """
    rows = _wanted(project, set(zones), set(settings), at)
    if among is not None:
        rows = [row for row in rows if row.pk in among]
    with reading(by, project.id, act="alerts.reach_members") as page:
        ways = opened_ways(page, rows, by)
    seen = set(reached)
    found = []
    for row in rows:
        fresh = tuple(
            way
            for way in ways[row.pk]
            if (not channels or way.channel in channels) and way.folded not in seen
        )
        seen |= {way.folded for way in fresh}
        if fresh:
            found.append(Reached(row.pk, row.language, fresh, not_before(row, project.zone, at)))
    return found


def standing(project: Project, ids: Iterable[UUID], at: datetime) -> set[UUID]:
    """Which of these members are to be reached at this moment: neither gone nor put out nor paused since."""
    listed, found = list(ids), set()
    for start in range(0, len(listed), AT_ONCE):
        here = _present(project, at).filter(pk__in=listed[start : start + AT_ONCE])
        found |= set(here.order_by().values_list("pk", flat=True))
    return found


def not_before(row: Member, zone: ZoneInfo, at: datetime, safe: Hours | None = None) -> datetime | None:
    """When the first day begins on which it may arrive, within these hours; None: it is not later than today.

    What waits for an hour of the night would arrive on the day after: that must be none of their silent ones.
    """
    begins = at
    for _n in range(8):
        day = next_safe(begins, safe, zone).astimezone(zone).date()
        if day.weekday() not in row.quiet_days:
            return begins if begins != at else None
        begins = datetime.combine(day + timedelta(days=1), time(0), zone)
    return None


def opened_ways(page: Page, rows: Collection[Member], by: Actor) -> dict[UUID, tuple[Way, ...]]:
    """The ways of each: what the member changed last, else what was sealed. Used once the page is on the trail."""
    changed = {row.pk: changed_ways(row, by) for row in rows if row.envelope is not None}
    cells = ((row.pk, row.pk, row.ways) for row in rows if row.pk not in changed)
    sealed = page.open_column(Member, "identity.ways", cells)
    if changed:
        page.fields.add("alerts.member.identity.envelope")
    page.subjects.update(changed)
    return _Later(changed, sealed)


def changed_ways(row: Member, by: Actor) -> tuple[Way, ...]:
    """What the member said last, out of the envelope that only holders of the key to names open."""
    secret = by.key.secret_of(row.project_id, "identity", str(row.key_id))
    said = sealing.unpack(sealing.open_with(secret, bytes(row.envelope or b"")))
    if not isinstance(said, dict) or said.get("row") != str(row.pk):
        raise Tampered("an envelope lies in another row than it was sealed for")
    return unpacked(said["value"])


class _Later(dict[UUID, tuple[Way, ...]]):
    """Ways by member; those that were sealed are unpacked as they are asked for, once their page is on the trail."""

    def __init__(self, changed: dict[UUID, tuple[Way, ...]], sealed: dict[UUID, Any]) -> None:
        super().__init__(changed)
        self._sealed = sealed

    def __missing__(self, member_id: UUID) -> tuple[Way, ...]:
        found = self._sealed.get(member_id)
        return unpacked(found.value) if found is not None else ()


def _present(project: Project, at: datetime) -> QuerySet[Member]:
    today = at.astimezone(project.zone).date()
    here = Member.objects.filter(project=project, left_on=None)
    return here.filter(Q(quiet_until=None) | Q(quiet_until__lte=today))


def _wanted(project: Project, zones: set[UUID], settings: set[str], at: datetime) -> list[Member]:
    rows = list(_present(project, at).only(*_NEEDED))
    if settings:
        rows = [row for row in rows if not row.settings or settings & set(row.settings)]
    if not zones:
        return rows
    chosen: dict[UUID, set[UUID]] = {}
    pairs = ZONES.objects.filter(member__project=project, member__left_on=None)
    for member_id, zone_id in pairs.values_list("member_id", "zone_id"):
        chosen.setdefault(member_id, set()).add(zone_id)
    return [row for row in rows if row.pk not in chosen or zones & chosen[row.pk]]


_NEEDED = ("project_id", "settings", "language", "quiet_days", "ways", "key_id", "envelope")
