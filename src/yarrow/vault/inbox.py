"""The inbox: what was written without an unlocked holder waits here, sealed, for one.

Entries are stored blind. A holder's session opens them through the same action as if they had been typed; what
an action refuses is kept for a look, never dropped. The same thing said twice under one entry id is one entry;
another thing under it is kept as a conflict.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import DataError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault import bell, entries, intake, sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.entries import BROWSER, SERVER, Waiting, needing_a_look, peek, waiting
from yarrow.vault.errors import Locked, NoGrant
from yarrow.vault.models import Compartment, InboxEntry

__all__ = [
    "BROWSER",
    "SERVER",
    "UNREADABLE",
    "Look",
    "Opener",
    "Settled",
    "Waiting",
    "dismiss",
    "leave",
    "look_at",
    "needing_a_look",
    "open_waiting",
    "opens",
    "peek",
    "receive",
    "settle",
    "waiting",
]

log = logging.getLogger(__name__)
UNREADABLE = gettext_noop("This entry can't be read. It may have been damaged on its way.")
ANOTHER = gettext_noop(
    "Something else was already entered under this one. Look at both, and keep what is true."
)
LARGEST = 256 * 1024
# What an entry can provoke by what it says; a database that does not answer is no fault of the entry.
BROKEN = (Fault, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, DataError)


class Opener(Protocol):
    """Performs the action an entry asks for; raises Refusal when the rules say no."""

    def __call__(
        self, payload: dict[str, Any], *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID
    ) -> None: ...


@dataclass(frozen=True)
class Settled:
    """What became of opening: entries done, entries that need a look, and those left for another holder."""

    n_opened: int
    n_need_a_look: int
    n_left: int = 0


@dataclass(frozen=True)
class Look:
    """An entry opened for a person: what it says (None: unreadable), and why it was not taken."""

    content: dict[str, Any] | None = field(repr=False)
    reason: str = field(repr=False)


_openers: dict[str, Opener] = {}


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
    return entries.keep(key, kind, SERVER, envelope, by, at, entry_id)


@transaction.atomic
def receive(
    project_id: UUID, *, kind: str, envelope: bytes, by: Actor, at: datetime, entry_id: UUID
) -> InboxEntry:
    """Keep an envelope that a browser sealed; the same bytes give the same row. Raises Tampered, Refusal."""
    if len(envelope) > LARGEST:
        raise Refusal(_("This entry is too large to be taken."))
    key = Compartment.objects.filter(project_id=project_id, id=intake.key_id_of(envelope)).first()
    if key is None:
        raise Refusal(_("This device's keys are from another project. Set the device up again."))
    rings = bell.rings(project_id, entry_id, envelope)
    return entries.keep(key, kind, BROWSER, envelope, by, at, entry_id, rings=rings)


def open_waiting(project_id: UUID, *, by: Actor, at: datetime, most: int = 200) -> Settled:
    """Open what waits in the compartments `by` holds, oldest first, each in its own transaction."""
    left = InboxEntry.objects.filter(project_id=project_id, state=InboxEntry.State.WAITING)
    held = [name for name in _names(left) if by.holds(project_id, name)]
    counts = {True: 0, False: 0, None: 0}
    for entry in entries.oldest(left.filter(compartment__name__in=held))[:most]:
        counts[_settle_or_leave(entry, by, at)] += 1
    return Settled(n_opened=counts[True], n_need_a_look=counts[False], n_left=counts[None])


def n_waiting(project_id: UUID) -> int:
    """How many entries nobody has read to the end yet."""
    return entries.unsettled(project_id).count()


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
    kept as an entry of its own. Raises Locked or NoGrant, also when the action needs a key that `by` lacks: then
    the entry stays for another holder. One unreadable entry never holds up the others.
    """
    entries.secret_for(entry, by)
    try:
        # What is said against it is kept in the language of the catalogues, and translated where it is read.
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            _run(entry, by, at, payload, entry_id)
    except (Locked, NoGrant):
        raise
    except Refusal as refusal:
        _needs_a_look(entry, refusal.message, by, at)
        return False
    except (*BROKEN, RecursionError) as broken:
        # The kind of failure only: its text may carry what the entry says.
        log.warning("inbox entry %s can't be opened: %s", entry.pk, type(broken).__name__)
        _needs_a_look(entry, UNREADABLE, by, at)
        return False
    return True


@transaction.atomic
def look_at(entry: InboxEntry, *, by: Actor, at: datetime) -> Look:
    """Open an entry for a person to read, with a trail row. Raises Locked or NoGrant."""
    secret = entries.secret_for(entry, by)
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
    entries.mark(entry, InboxEntry.State.OPENED, by, at, act="vault.dismiss_entry", reason=reason)


def _run(
    entry: InboxEntry, by: Actor, at: datetime, payload: dict[str, Any] | None, entry_id: UUID | None
) -> None:
    """The action of one entry, in the caller's transaction; a repeat of what was settled does nothing again."""
    trail.hold(entry.project_id)
    if InboxEntry.objects.get(pk=entry.pk).state == InboxEntry.State.OPENED:
        # Another holder's session was quicker.
        return
    said = payload if payload is not None else peek(entry, by=by)["payload"]
    entry.said = entries.digest_of(entry, said, by)
    before = set(entries.settled_before(entry).values_list("said", flat=True))
    is_as_left = entry_id is None and payload is None
    if is_as_left and entry.said in before:
        entries.mark(entry, InboxEntry.State.OPENED, by, at)
        return
    if is_as_left and before and entry.way == SERVER:
        raise Refusal(ANOTHER)
    own_id = entry_id or entry.entry_id
    _opener(entry.kind)(said, project_id=entry.project_id, by=by, at=at, entry_id=own_id)
    entries.mark(entry, InboxEntry.State.OPENED, by, at)


def _settle_or_leave(entry: InboxEntry, by: Actor, at: datetime) -> bool | None:
    try:
        return settle(entry, by=by, at=at)
    except NoGrant:
        return None


def _names(left: "QuerySet[InboxEntry]") -> list[str]:
    return list(left.order_by().values_list("compartment__name", flat=True).distinct())


def _opener(kind: str) -> Callable[..., None]:
    if kind not in _openers:
        raise Fault(f"nothing opens inbox entries of kind {kind}")
    return _openers[kind]


@transaction.atomic
def _needs_a_look(entry: InboxEntry, reason: str, by: Actor, at: datetime) -> None:
    # A conflict stays one until a person decides; the sentence may name someone, so it is sealed like the entry.
    state = entry.state if entry.state == InboxEntry.State.CONFLICT else InboxEntry.State.NEEDS_A_LOOK
    entry.look_reason = sealing.seal_to(bytes(entry.compartment.public_key), reason.encode(errors="replace"))
    entries.mark(entry, state, by, at)
