"""A worker vouches for a member, changes what is known of them, gives a new code."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.alerts import codes, doors, rules, ways
from yarrow.alerts.errors import CannotBe, Known, NotHere
from yarrow.alerts.knowing import same_address
from yarrow.alerts.models import Member
from yarrow.alerts.taking_in import taken_in
from yarrow.alerts.underway import take_back
from yarrow.alerts.ways import Way
from yarrow.contacts.models import Zone
from yarrow.people import lists as people_lists
from yarrow.staff.models import Project
from yarrow.vault import sealing, trail
from yarrow.vault.actors import Actor

LONGEST_NAME = 120


@dataclass(frozen=True)
class Vouched:
    """A member, and the code to hand over; it is shown this once."""

    member: Member
    code: str = field(repr=False)


@transaction.atomic
def vouch_for(
    *,
    name: str,
    ways: Iterable[Way],
    zones: Iterable[Zone],
    settings: Iterable[str],
    language: str,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID,
) -> Vouched:
    """Write down a member; sent twice it is one member with a new code. Raises CannotBe, Known, Locked, NoGrant."""
    rules.check_may_vouch(by, project)
    trail.hold(project.id)
    standing = Member.objects.filter(pk=entry_id).first()
    if standing is not None:
        rules.check_here(project, standing)
        return new_code(member=standing, project=project, by=by, at=at)
    doors.of(project, at)
    row = Member(id=entry_id, project=project, vouched_by=by.id, vouched_at=at)
    listed = _ways(row, ways, by)
    _put(row, name, listed, settings, language, by)
    try:
        row.save(force_insert=True)
    except IntegrityError:
        # The number is a row's of another project, which the fence hides.
        raise NotHere() from None
    row.zones.set(_zones(project, zones))
    code = codes.new_code()
    codes.kept(row, code, listed, at)
    trail.note(project.id, by=by, act="alerts.vouch_for", at=at, subject=row.pk, fields=_COMPARED)
    return Vouched(row, code)


@transaction.atomic
def change_member(
    *,
    member: Member,
    version: int,
    name: str,
    ways: Iterable[Way],
    zones: Iterable[Zone],
    settings: Iterable[str],
    language: str,
    project: Project,
    by: Actor,
    at: datetime,
) -> Member:
    """Write down what is so now. Raises CannotBe, Known, Conflict, NotHere, Locked, NoGrant."""
    rules.check_may_vouch(by, project)
    row = held(member, project)
    rules.check_version(version, row.version)
    rules.check_is_in(row)
    before, listed = taken_in(row, by), _ways(row, ways, by)
    _put(row, name, listed, settings, language, by)
    if set(listed) != set(before):
        row.own = own_copy(row, listed)
        # A code that was handed out has the ways of before in it.
        codes.MemberCode.objects.filter(member=row).update(wrapped=b"")
        take_back(row, by, at, [way.channel for way in listed])
    row.version += 1
    row.save()
    row.zones.set(_zones(project, zones))
    trail.note(project.id, by=by, act="alerts.change_member", at=at, subject=row.pk, fields=_COMPARED)
    return row


@transaction.atomic
def new_code(*, member: Member, project: Project, by: Actor, at: datetime) -> Vouched:
    """Another code to choose a phrase with; the one before is good no more. Raises CannotBe, Locked, NoGrant."""
    rules.check_may_vouch(by, project)
    row = held(member, project)
    rules.check_is_in(row)
    code = codes.new_code()
    codes.kept(row, code, taken_in(row, by), at)
    row.save()
    fields = ["alerts.member.identity.ways"]
    trail.note(project.id, by=by, act="alerts.new_code", at=at, subject=row.pk, fields=fields)
    return Vouched(row, code)


def held(member: Member, project: Project) -> Member:
    """The row as it stands, locked until the transaction ends. Raises NotHere."""
    rules.check_here(project, member)
    trail.hold(project.id)
    found = Member.objects.select_for_update(of=("self",)).filter(pk=member.pk).first()
    if found is None:
        raise NotHere()
    return found


def own_copy(row: Member, listed: Collection[Way]) -> bytes | None:
    """The ways sealed to the member's own key; None before they have one."""
    if not row.public_key:
        return None
    return sealing.seal_to(bytes(row.public_key), sealing.pack(ways.packed(listed)))


def checked_settings(said: Iterable[str]) -> list[str]:
    """Known codes, each once. Raises CannotBe."""
    known, found = people_lists.codes("setting"), list(dict.fromkeys(said))
    if not set(found) <= known:
        raise CannotBe(_("Choose one of the answers offered."), field="settings")
    return found


def _zones(project: Project, zones: Iterable[Zone]) -> list[Zone]:
    listed = list(zones)
    rules.check_here(project, *listed)
    return listed


def _ways(row: Member, said: Iterable[Way], by: Actor) -> tuple[Way, ...]:
    """The ways, of whom nobody else is reached by one. Raises CannotBe, Known."""
    listed = tuple({way.folded: way for way in said}.values())
    if len(listed) > ways.MOST:
        raise CannotBe(_("These are too many ways to reach somebody."))
    known = same_address(row.project_id, listed, by, but=row.pk)
    if known is not None:
        raise Known(known)
    return listed


def _put(
    row: Member, name: str, listed: tuple[Way, ...], settings: Iterable[str], language: str, by: Actor
) -> None:
    said: Any = " ".join(visible(name).split())
    if len(said) > LONGEST_NAME:
        raise CannotBe(_("This is too long. Say it in fewer words."), field="name")
    row.settings, row.language = checked_settings(settings), language[:35]
    row.sealed.put("identity.name", said, by.key)
    row.sealed.put("identity.ways", ways.packed(listed), by.key)
    row.key, row.envelope = None, None


_COMPARED = ["alerts.member.identity.name", "alerts.member.identity.ways"]
