"""Recovery: every compartment key sealed to a key that exists only on two sheets of paper.

The private half is 32 random bytes written as 24 words with a checksum (BIP-39), so that a slip of the pen is
noticed. It is shown once and stored nowhere.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from mnemonic import Mnemonic
from nacl.public import PrivateKey

from yarrow.vault import sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NotCovered, Tampered, WrongWords
from yarrow.vault.models import Compartment, Grant, HolderKey, RecoveryKey
from yarrow.vault.prepared import Prepared

PROVEN_FOR = timedelta(days=183)
_WORDS = Mnemonic("english")


@transaction.atomic
def make_envelope(project_id: UUID, *, by: Actor, at: datetime) -> list[str]:
    """Make a new recovery key, seal every compartment to it, retire the old one; the 24 words.

    `by` must hold every compartment (NoGrant otherwise): a key no one holds could not be recovered.
    """
    pair = sealing.new_pair()
    RecoveryKey.objects.filter(project_id=project_id, retired_at=None).update(retired_at=at)
    recovery = RecoveryKey.objects.create(
        id=uuid4(), project_id=project_id, public_key=pair.public, made_at=at
    )
    for compartment in Compartment.objects.filter(project_id=project_id):
        secret = by.key.secret_of(project_id, compartment.name, str(compartment.id))
        Grant.objects.create(
            compartment=compartment,
            holder_id=recovery.id,
            sealed_key=sealing.seal_to(pair.public, secret),
            granted_by=by.id,
            granted_at=at,
        )
    retired = RecoveryKey.objects.filter(project_id=project_id).exclude(id=recovery.id)
    Grant.objects.filter(holder_id__in=retired.values("id")).delete()
    trail.note(project_id, by=by, act="vault.make_envelope", at=at)
    words: str = _WORDS.to_mnemonic(pair.private)
    return words.split()


def current(project_id: UUID) -> RecoveryKey | None:
    """The recovery key in force, or None before the first envelope."""
    found: RecoveryKey | None = in_force(project_id).first()
    return found


def is_due(project_id: UUID, at: datetime) -> bool:
    """Whether the envelope in force was not tried for half a year, or never; True where there is none."""
    return is_one_due(in_force(project_id), at)


# The recovery key in force, still to be read.
in_force = Prepared(lambda project_id: RecoveryKey.objects.filter(project_id=project_id, retired_at=None))


def is_one_due(envelopes: Iterable[RecoveryKey], at: datetime) -> bool:
    """The same of what was read."""
    envelope = next(iter(envelopes), None)
    return envelope is None or envelope.proven_at is None or at - envelope.proven_at > PROVEN_FOR


def opens(project_id: UUID, name: str) -> bool:
    """Whether the envelope in force covers the current key of a compartment."""
    envelope = current(project_id)
    covered = Grant.objects.filter(
        compartment__project_id=project_id, compartment__name=name, compartment__retired_at=None
    )
    return envelope is not None and covered.filter(holder_id=envelope.id).exists()


@transaction.atomic
def prove(project_id: UUID, words: str, *, by: Actor, at: datetime) -> None:
    """Open every compartment with the words from the paper and note that it worked.

    Raises WrongWords; NotCovered when the paper lacks a key; Tampered when what it opens is no key of ours.
    """
    recovery, private = _key(project_id, words)
    sealed = dict(Grant.objects.filter(holder_id=recovery.id).values_list("compartment_id", "sealed_key"))
    for compartment in Compartment.objects.filter(project_id=project_id):
        if compartment.id not in sealed:
            raise NotCovered(compartment.name)
        secret = sealing.open_with(private, bytes(sealed[compartment.id]))
        if sealing.public_of(secret) != bytes(compartment.public_key):
            raise Tampered("what the envelope opens is not the compartment's key")
    recovery.proven_at = at
    recovery.save(update_fields=["proven_at"])
    trail.note(project_id, by=by, act="vault.prove_recovery", at=at)


@transaction.atomic
def recover(project_id: UUID, words: str, *, to: HolderKey, by: Actor, at: datetime) -> list[str]:
    """Seal every compartment to a new holder with the words from the paper; the compartments' names."""
    recovery, private = _key(project_id, words)
    names = []
    for grant in Grant.objects.filter(holder_id=recovery.id).select_related("compartment"):
        secret = sealing.open_with(private, bytes(grant.sealed_key))
        Grant.objects.update_or_create(
            compartment=grant.compartment,
            holder_id=to.id,
            defaults={
                "sealed_key": sealing.seal_to(bytes(to.public_key), secret),
                "granted_by": by.id,
                "granted_at": at,
            },
        )
        names.append(grant.compartment.name)
    trail.note(project_id, by=by, act="vault.recover", at=at, subject=to.id, fields=names)
    return names


def _key(project_id: UUID, words: str) -> tuple[RecoveryKey, bytes]:
    """The recovery key these words belong to, and its private half."""
    folded = " ".join(words.lower().split())
    recovery = current(project_id)
    if len(folded.split(" ")) != 24 or not _WORDS.check(folded):
        raise WrongWords(
            _("These are not the 24 words as printed. Check the spelling and the order."), field="words"
        )
    private = bytes(_WORDS.to_entropy(folded))
    if recovery is None or bytes(PrivateKey(private).public_key) != bytes(recovery.public_key):
        raise WrongWords(_("These words belong to an older envelope or another project."), field="words")
    return recovery, private
