"""Rows of the inbox: kept once, opened by a holder, marked with what became of them."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from yarrow.vault import intake, sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Tampered
from yarrow.vault.models import Compartment, InboxEntry
from yarrow.vault.prepared import Prepared, Rows

SERVER, BROWSER = "server", "browser"


@dataclass(frozen=True)
class Waiting:
    """What waits in one compartment: how many, since when; and how many need a look."""

    compartment: str
    n: int
    oldest_at: datetime
    state: str


def waiting(project_id: UUID) -> list[Waiting]:
    """How many entries wait or need a look, by compartment, with the oldest. A repeat counts once."""
    return [Waiting(*row) for row in waiting_rows(project_id)]


def _waiting_rows(project_id: UUID) -> Any:
    rows = InboxEntry.objects.filter(project_id=project_id).exclude(state=InboxEntry.State.OPENED)
    by_place = rows.order_by("compartment__name", "state").values("compartment__name", "state")
    counted = by_place.annotate(n=Count("entry_id", distinct=True), oldest_at=Min("received_at"))
    return counted.values_list("compartment__name", "n", "oldest_at", "state")


# The same, still to be read.
waiting_rows = Prepared(_waiting_rows)


def needing_a_look(project_id: UUID) -> "QuerySet[InboxEntry]":
    """Entries an action refused, and conflicts, oldest first."""
    states = [InboxEntry.State.NEEDS_A_LOOK, InboxEntry.State.CONFLICT]
    return oldest(InboxEntry.objects.filter(project_id=project_id, state__in=states))


_needing_a_look = Prepared(needing_a_look)


def looks_in(project_id: UUID) -> Rows:
    """The same, still to be read."""
    return _needing_a_look(project_id)


def unsettled(project_id: UUID) -> "QuerySet[InboxEntry]":
    """Entries whose words nobody has taken in yet, oldest first."""
    return oldest(InboxEntry.objects.filter(project_id=project_id).exclude(state=InboxEntry.State.OPENED))


def oldest(entries: "QuerySet[InboxEntry]") -> "QuerySet[InboxEntry]":
    """The same entries with their compartments, oldest first."""
    return entries.select_related("compartment").order_by("received_at", "id")


def keep(
    key: Compartment,
    kind: str,
    way: str,
    envelope: bytes,
    by: Actor,
    at: datetime,
    entry_id: UUID,
    *,
    rings: bool = False,
) -> InboxEntry:
    """Keep an envelope once; the project's trail head is held, so that two at once come one after the other.

    From a browser, other bytes under an id that a browser used are a conflict: it sends what it sealed once. The
    server seals afresh each time, so its repeats are told from conflicts when they are opened.
    """
    trail.hold(key.project_id)
    digest = hashlib.sha256(envelope).hexdigest()
    same = InboxEntry.objects.filter(project_id=key.project_id, entry_id=entry_id)
    known = same.filter(digest=digest).first()
    if known is not None:
        return known
    is_conflict = way == BROWSER and same.filter(way=BROWSER).exists()
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
        rings=rings,
        state=InboxEntry.State.CONFLICT if is_conflict else InboxEntry.State.WAITING,
    )
    trail.note(key.project_id, by=by, act="vault.leave_entry", at=at, subject=entry_id, fields=[key.name])
    return entry


def arrived_at(project_id: UUID, entry_id: UUID) -> datetime | None:
    """When an entry of this id first reached the server; None where none did."""
    same = InboxEntry.objects.filter(project_id=project_id, entry_id=entry_id)
    first: datetime | None = same.aggregate(first=Min("received_at"))["first"]
    return first


def secret_for(entry: InboxEntry, by: Actor) -> bytes:
    """The private key the entry is sealed to. Raises Locked or NoGrant."""
    return by.key.secret_of(entry.project_id, entry.compartment.name, str(entry.compartment_id))


def peek(entry: InboxEntry, *, by: Actor) -> dict[str, Any]:
    """What an entry says: kind, entry_id, written_at, payload. Raises Locked, NoGrant or Tampered."""
    secret = secret_for(entry, by)
    if entry.way == SERVER:
        content = sealing.unpack(sealing.open_with(secret, bytes(entry.envelope)))
    else:
        private = sealing.open_with(secret, bytes(entry.compartment.intake_private))
        place = intake.place_of(entry.project_id, entry.compartment.name, entry.entry_id)
        content = intake.open_envelope(private, bytes(entry.envelope), place)
    if not isinstance(content, dict) or not isinstance(content.get("payload"), dict):
        raise Tampered("an inbox entry does not say what it is")
    # The row's own columns are not sealed: an envelope moved to another row must not do what that row says.
    if (content.get("kind"), content.get("entry_id")) != (entry.kind, str(entry.entry_id)):
        raise Tampered("an inbox entry lies under another's id or kind")
    return content


def digest_of(entry: InboxEntry, payload: dict[str, Any], by: Actor) -> str:
    """A keyed digest of what the entry says: tells a repeat from a conflict, and nobody without the key a thing."""
    key = sealing.derive(secret_for(entry, by), "yarrow inbox repeats")
    text = json.dumps([entry.kind, payload], sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(errors="replace"), hashlib.sha256).hexdigest()


def settled_before(entry: InboxEntry) -> "QuerySet[InboxEntry]":
    """Entries under the same id that were already looked into."""
    same = InboxEntry.objects.filter(project_id=entry.project_id, entry_id=entry.entry_id)
    return same.exclude(pk=entry.pk).exclude(said="")


def mark(
    entry: InboxEntry,
    state: str,
    by: Actor,
    at: datetime,
    act: str = "vault.settle_entry",
    reason: str = "",
) -> None:
    """Write what became of an entry, with its trail row."""
    entry.state, entry.settled_at = state, at
    if state == InboxEntry.State.OPENED:
        # What it said now stands in the records; the envelope would be a second copy that erasure can't reach.
        entry.envelope, entry.look_reason, entry.rings = b"", None, False
    entry.save(update_fields=["state", "settled_at", "envelope", "look_reason", "said", "rings"])
    trail.note(entry.project_id, by=by, act=act, at=at, subject=entry.entry_id, fields=[state], reason=reason)
