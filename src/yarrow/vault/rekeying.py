"""A new key for a compartment: what stands is wrapped anew; sealed anew is only what was sealed to the key itself.

    new key, sealed to every present holder and to the envelope, in force at once
    → subject keys wrapped under it, batch by batch → the keyring written anew, so that no old wrapping is left in it
    → envelopes in rows (`blind`) sealed to it

The old key stays with its holders: entries sealed to it may still wait, or be on their way from a tablet that was
offline. It opens no subject key in this keyring any more. Whoever kept the old key and an old copy of the keyring
has the subject keys of that day; only erasing helps against that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.vault import blind, books, compartments, entries, erasing, keyring, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Tampered
from yarrow.vault.models import Compartment, Grant, HolderKey, RecoveryKey

AT_ONCE = 500


@dataclass(frozen=True)
class KeyState:
    """How the key of one compartment stands."""

    name: str
    key_id: UUID
    made_at: datetime
    # Since when somebody who held it has left.
    advised_at: datetime | None
    # Subject keys still wrapped under an older key, and entries sealed to one that nobody has settled.
    n_behind: int
    n_waiting: int


def states(project_id: UUID) -> list[KeyState]:
    """The keys in force of a project, by name."""
    waiting = entries.unsettled(project_id).exclude(compartment__retired_at=None).order_by()
    n_waiting = dict(waiting.values_list("compartment__name").annotate(n=Count("id")))
    current = Compartment.objects.filter(project_id=project_id, retired_at=None).order_by("name")
    return [
        KeyState(
            name=key.name,
            key_id=key.id,
            made_at=key.made_at,
            advised_at=key.rekey_advised_at,
            n_behind=keyring.n_behind(project_id, key.name, key.id),
            n_waiting=n_waiting.get(key.name, 0),
        )
        for key in current
    ]


@transaction.atomic
def begin(project_id: UUID, name: str, *, instead_of: UUID, by: Actor, at: datetime) -> Compartment:
    """Put a new key in force beside the old one, for everybody who holds that.

    `instead_of`: the key that the asker saw. Raises Locked, NoGrant, and Refusal when another replaced it.
    """
    trail.hold(project_id)
    by.key.look_again(project_id, name)
    old_id, _secret = by.key.secret(project_id, name)
    if old_id != instead_of:
        raise Refusal(
            _("Somebody has made a new key for this meanwhile. Look again before you make another.")
        )
    Compartment.objects.filter(id=old_id).update(retired_at=at)
    new, secret = compartments.new_key(project_id, name, at)
    for holder_id, public in _present(old_id):
        compartments.seal_to_holder(new, secret, holder_id, public, by, at)
    books.burn(project_id, name)
    trail.note(project_id, by=by, act="vault.rekey", at=at, subject=new.id, fields=[name])
    by.key.look_again(project_id, name)
    return new


def rewrap(project_id: UUID, name: str, *, by: Actor) -> int:
    """Wrap every subject key that is still under an older key under the one in force, and envelopes; how many were.

    Killed at any point, it goes on where it was. A key that opens under none is left, as it never opened anything.
    Raises Locked, NoGrant, KeyringBusy (all is wrapped, and old bytes may linger in the file).
    """
    by.key.look_again(project_id, name)
    current, _secret = by.key.secret(project_id, name)
    n = 0
    for rows in _batches(project_id, name, current):
        fresh = []
        for subject, key_id, wrapped in rows:
            try:
                again = by.key.wrapped_again(project_id, subject, name, (key_id, wrapped))
            except Tampered:
                continue
            fresh.append((subject, key_id, again))
        n += keyring.replace(project_id, name, current, fresh)
    books.burn(project_id, name)
    if n:
        erasing.empty()
    return n + blind.seal_again(project_id, name, by=by)


def _batches(project_id: UUID, name: str, current: UUID) -> Iterator[list[tuple[UUID, str, bytes]]]:
    after = ""
    while rows := keyring.behind(project_id, name, current, after=after, most=AT_ONCE):
        yield rows
        after = str(rows[-1][0])


def _present(compartment_id: UUID) -> Iterator[tuple[UUID, bytes]]:
    """(id, public key) of everybody who holds a key: workers, and the recovery envelope in force."""
    ids = Grant.objects.filter(compartment_id=compartment_id).values("holder_id")
    for model in (HolderKey, RecoveryKey):
        for holder_id, public in model.objects.filter(id__in=ids).values_list("id", "public_key"):
            yield holder_id, bytes(public)
