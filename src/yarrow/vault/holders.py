"""Holders: key pairs whose private half is wrapped by a key from a passphrase."""

import hmac
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Fault
from yarrow.vault import sealing, stretching
from yarrow.vault.errors import WrongWords
from yarrow.vault.models import Grant, HolderKey
from yarrow.vault.passphrases import check_strength


def make_holder(passphrase: str) -> HolderKey:
    """A new key pair under this passphrase. Raises TooWeak."""
    check_strength(passphrase)
    pair = sealing.new_pair()
    holder = HolderKey(id=uuid4(), public_key=pair.public, made_at=timezone.now())
    _wrap(holder, pair.private, passphrase)
    holder.save(force_insert=True)
    return holder


def unlock(holder_id: UUID | None, passphrase: str) -> bytes | None:
    """The private key, or None when the passphrase is wrong or there is no such holder.

    Either way one full Argon2id run is spent, so the time tells nothing.
    """
    holder = HolderKey.objects.filter(id=holder_id).first() if holder_id else None
    if holder is None:
        stretching.stretch(passphrase, stretching.new_salt(), stretching.cost())
        return None
    halves = stretching.stretch(passphrase, bytes(holder.salt), holder.cost)
    if not hmac.compare_digest(halves.verifier, bytes(holder.verifier)):
        return None
    return sealing.open_sealed(halves.wrapping, bytes(holder.wrapped_private), _place(holder))


def discard(holder_id: UUID) -> None:
    """Delete a key pair that holds nothing any more; a Fault while a grant stands."""
    if Grant.objects.filter(holder_id=holder_id).exists():
        raise Fault("a key pair with grants is never discarded")
    HolderKey.objects.filter(id=holder_id).delete()


@transaction.atomic
def change_passphrase(holder_id: UUID, old: str, new: str) -> None:
    """Wrap the same private key under a new passphrase. Raises WrongWords or TooWeak."""
    private = unlock(holder_id, old)
    if private is None:
        raise WrongWords(_("That is not your present passphrase."), field="old")
    check_strength(new)
    holder = HolderKey.objects.select_for_update().get(id=holder_id)
    _wrap(holder, private, new)
    holder.save()


def _wrap(holder: HolderKey, private: bytes, passphrase: str) -> None:
    holder.salt = stretching.new_salt()
    holder.cost = stretching.cost()
    halves = stretching.stretch(passphrase, bytes(holder.salt), holder.cost)
    holder.verifier = halves.verifier
    holder.wrapped_private = sealing.seal(halves.wrapping, private, _place(holder))


def _place(holder: HolderKey) -> bytes:
    return sealing.bound_to("holder", holder.id)
