"""The inbox: what was written without an unlocked holder waits here, sealed, for one.

Entries are stored blind. A holder's session opens them through the same action as if they had been typed; what
an action refuses is kept for a look, never dropped. The same bytes under one entry id are one entry; other bytes
under it are kept as a conflict.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, QuerySet

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault import intake, sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import Compartment, InboxEntry

SERVER, BROWSER = "server", "browser"


class Opener(Protocol):
    """Performs the action an entry asks for; raises Refusal when the rules say no."""

    def __call__(
        self, payload: dict[str, Any], *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID
    ) -> None: ...


@dataclass(frozen=True)
class Waiting:
    """What waits in one compartment: how many, since when; and how many need a look."""

    compartment: str
    n: int
    oldest_at: datetime
    state: str


@dataclass(frozen=True)
class Settled:
    """What became of opening: entries done, and entries that need a look."""

    n_opened: int
    n_need_a_look: int


@dataclass(frozen=True)
class Look:
    """An entry opened for a person: what it says (None: unreadable), and why it was not taken."""

    content: dict[str, Any] | None = field(repr=False)
    reason: str = field(repr=False)


_openers: dict[str, Opener] = {}
log = logging.getLogger(__name__)
UNREADABLE = "This entry can't be read. It may have been damaged on its way."


def opens(kind: str, opener: Opener) -> None:
    """Declare which action entries of `kind` go through. A room calls this when it starts."""
    _openers[kind] = opener


@transaction.atomic
def leave(
    project_id: UUID,
    compartment: str,
    *,
    kind: str,
    payload: dict[str, Any],
    by: Actor,
    at: datetime,
    entry_id: UUID,
) -> InboxEntry:
    """Seal `payload` to the compartment's public key and keep it. `by` needs no key."""
    key = Compartment.current(project_id, compartment)
    content = {"kind": kind, "entry_id": str(entry_id), "written_at": at.isoformat(), "payload": payload}
    envelope = sealing.seal_to(bytes(key.public_key), sealing.pack(content))
    # Sealing the same text twice gives other bytes, so a repeat is known by its id alone.
    known = InboxEntry.objects.filter(project_id=project_id, entry_id=entry_id, way=SERVER).first()
    return known or _keep(key, kind, SERVER, envelope, by, at, entry_id)


@transaction.atomic
def receive(
    project_id: UUID, *, kind: str, envelope: bytes, by: Actor, at: datetime, entry_id: UUID
) -> InboxEntry:
    """Keep an envelope that a browser sealed; the same bytes give the same row. Raises Tampered, Refusal."""
    key = Compartment.objects.filter(project_id=project_id, id=intake.key_id_of(envelope)).first()
    if key is None:
        raise Refusal("This device's keys are from another project. Set the device up again.")
    return _keep(key, kind, BROWSER, envelope, by, at, entry_id)


def waiting(project_id: UUID) -> list[Waiting]:
    """How many entries wait or need a look, by compartment, with the oldest."""
    rows = (
        InboxEntry.objects.filter(project_id=project_id)
        .exclude(state=InboxEntry.State.OPENED)
        .values("compartment__name", "state")
        .annotate(n=Count("id"), oldest_at=Min("received_at"))
        .order_by("compartment__name", "state")
    )
    return [
        Waiting(
            compartment=row["compartment__name"], n=row["n"], oldest_at=row["oldest_at"], state=row["state"]
        )
        for row in rows
    ]


def open_waiting(project_id: UUID, *, by: Actor, at: datetime, most: int = 200) -> Settled:
    """Open what waits in the compartments `by` holds, oldest first, each in its own transaction."""
    entries = InboxEntry.objects.filter(project_id=project_id, state=InboxEntry.State.WAITING)
    mine = [e for e in _oldest(entries)[:most] if by.holds(project_id, e.compartment.name)]
    done = [settle(entry, by=by, at=at) for entry in mine]
    return Settled(n_opened=sum(done), n_need_a_look=len(done) - sum(done))


def settle(
    entry: InboxEntry,
    *,
    by: Actor,
    at: datetime,
    payload: dict[str, Any] | None = None,
    entry_id: UUID | None = None,
) -> bool:
    """Run one entry through its action; False when it was refused and now needs a look.

    `payload` replaces what the entry says (a person corrected it); `entry_id` stands for a conflict that is to be
    kept as an entry of its own. Raises Locked or NoGrant. One unreadable entry never holds up the others.
    """
    by.key.secret_of(entry.project_id, entry.compartment.name, str(entry.compartment_id))
    try:
        with transaction.atomic():
            said = payload if payload is not None else peek(entry, by=by)["payload"]
            opener = _opener(entry.kind)
            own_id = entry_id or entry.entry_id
            opener(said, project_id=entry.project_id, by=by, at=at, entry_id=own_id)
            _mark(entry, InboxEntry.State.OPENED, by, at)
    except Refusal as refusal:
        _needs_a_look(entry, refusal.message, by, at)
        return False
    except (Fault, ValueError, LookupError, TypeError) as broken:
        # The kind of failure only: its text may carry what the entry says.
        log.warning("inbox entry %s can't be opened: %s", entry.pk, type(broken).__name__)
        _needs_a_look(entry, UNREADABLE, by, at)
        return False
    return True


def peek(entry: InboxEntry, *, by: Actor) -> dict[str, Any]:
    """What an entry says: kind, entry_id, written_at, payload. Raises Locked, NoGrant or Tampered."""
    name = entry.compartment.name
    secret = by.key.secret_of(entry.project_id, name, str(entry.compartment_id))
    if entry.way == SERVER:
        content = sealing.unpack(sealing.open_with(secret, bytes(entry.envelope)))
    else:
        private = sealing.open_with(secret, bytes(entry.compartment.intake_private))
        place = intake.place_of(entry.project_id, name, entry.entry_id)
        content = intake.open_envelope(private, bytes(entry.envelope), place)
    if not isinstance(content, dict) or not isinstance(content.get("payload"), dict):
        raise Fault("an inbox entry does not say what it is")
    return content


@transaction.atomic
def look_at(entry: InboxEntry, *, by: Actor, at: datetime) -> Look:
    """Open an entry for a person to read, with a trail row. Raises Locked or NoGrant."""
    secret = by.key.secret_of(entry.project_id, entry.compartment.name, str(entry.compartment_id))
    try:
        content = peek(entry, by=by)
    except (Fault, ValueError):
        content = None
    reason = sealing.open_with(secret, bytes(entry.look_reason)).decode() if entry.look_reason else ""
    trail.note(
        entry.project_id, by=by, act="vault.look_at_entry", at=at, subject=entry.entry_id, fields=[entry.kind]
    )
    return Look(content=content, reason=reason)


@transaction.atomic
def dismiss(entry: InboxEntry, *, by: Actor, at: datetime, reason: str) -> None:
    """A person looked and decided that nothing is to be done with the entry."""
    _mark(entry, InboxEntry.State.OPENED, by, at, act="vault.dismiss_entry", reason=reason)


def needing_a_look(project_id: UUID) -> "QuerySet[InboxEntry]":
    """Entries an action refused, and conflicts, oldest first."""
    states = [InboxEntry.State.NEEDS_A_LOOK, InboxEntry.State.CONFLICT]
    return _oldest(InboxEntry.objects.filter(project_id=project_id, state__in=states))


def _oldest(entries: "QuerySet[InboxEntry]") -> "QuerySet[InboxEntry]":
    return entries.select_related("compartment").order_by("received_at", "id")


def _opener(kind: str) -> Callable[..., None]:
    if kind not in _openers:
        raise Fault(f"nothing opens inbox entries of kind {kind}")
    return _openers[kind]


def _keep(
    key: Compartment, kind: str, way: str, envelope: bytes, by: Actor, at: datetime, entry_id: UUID
) -> InboxEntry:
    digest = hashlib.sha256(envelope).hexdigest()
    same = InboxEntry.objects.filter(project_id=key.project_id, entry_id=entry_id)
    known = same.filter(digest=digest).first()
    if known is not None:
        return known
    state = InboxEntry.State.CONFLICT if same.exists() else InboxEntry.State.WAITING
    entry = InboxEntry.objects.create(
        project_id=key.project_id,
        entry_id=entry_id,
        compartment=key,
        kind=kind,
        way=way,
        envelope=envelope,
        digest=digest,
        left_by=by.id,
        role=by.role,
        received_at=at,
        state=state,
    )
    trail.note(key.project_id, by=by, act="vault.leave_entry", at=at, subject=entry_id, fields=[key.name])
    return entry


@transaction.atomic
def _needs_a_look(entry: InboxEntry, reason: str, by: Actor, at: datetime) -> None:
    # A conflict stays one until a person decides; the sentence may name someone, so it is sealed like the entry.
    state = entry.state if entry.state == InboxEntry.State.CONFLICT else InboxEntry.State.NEEDS_A_LOOK
    entry.look_reason = sealing.seal_to(bytes(entry.compartment.public_key), reason.encode())
    _mark(entry, state, by, at)


def _mark(
    entry: InboxEntry,
    state: str,
    by: Actor,
    at: datetime,
    act: str = "vault.settle_entry",
    reason: str = "",
) -> None:
    entry.state, entry.settled_at = state, at
    if state == InboxEntry.State.OPENED:
        # What it said now stands in the records; the envelope would be a second copy that erasure can't reach.
        entry.envelope, entry.look_reason = b"", None
    entry.save(update_fields=["state", "settled_at", "envelope", "look_reason"])
    trail.note(entry.project_id, by=by, act=act, at=at, subject=entry.entry_id, fields=[state], reason=reason)
