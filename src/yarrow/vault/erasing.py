"""Erasing: the key goes, and with it everything ever sealed under it, in every copy of the records.

The order is what makes it safe to die at any point: the tombstone stands first (from then on nothing opens and no
new key is made), in the keyring and in the anchor file; then the keys are deleted, the file is written anew, and
its log emptied. Only then is the erasure finished. Whatever is unfinished, the next start finishes.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.vault import anchors, books, fence, keyring, trail
from yarrow.vault.belonging import to_project
from yarrow.vault.keyring import KeyringBusy
from yarrow.vault.sealing_model import SealedModel, is_held, sealed_fields, without_files

# Seconds between tries to empty the log; each try itself waits up to the keyring's busy timeout.
WAITS = (0.05, 0.2, 0.5, 1.0, 2.0)
# A key is made before its row is saved; younger ones may belong to a request that is still at work.
ORPHAN_AFTER = timedelta(days=1)
MOST_ORPHANS = 0.1
FEW = 20

log = logging.getLogger(__name__)
Place = tuple[UUID, UUID, str]


def erase_subject(
    project_id: UUID,
    subject: UUID,
    *,
    reason: str,
    at: datetime,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Make everything sealed under a subject unreadable for good. Returns once no byte of its keys is left.

    `reason` is a code, never a sentence. `between` clears the rows, once the tombstone stands and before the keys
    go (see `vault.forgetting`). Raises KeyringBusy when the file could not be emptied: the tombstone stands,
    nothing opens any more, and the next start finishes.
    """
    keyring.set_tombstone(project_id, subject, reason, at)
    anchors.note_erasure(project_id, subject, at)
    between()
    _finish(project_id, subject, at)


def drop_keys(project_id: UUID, subjects: Iterable[UUID]) -> None:
    """Destroy the keys of subjects whose sealed fields have moved or are gone. They may be sealed to again later.

    The file is written anew once for all of them. Nobody asked for an erasure, so a busy file is left to the next
    one that empties it.
    """
    if not sum(keyring.destroy_keys(project_id, subject) for subject in subjects):
        return
    books.tidy()
    try:
        keyring.rewrite()
        keyring.checkpoint()
    except KeyringBusy:
        log.warning("a moved subject's old key is deleted, and its bytes wait for the next checkpoint")


def finish_half_done(at: datetime | None = None) -> int:
    """Finish what a dying process left undone; how many. Called when a server starts."""
    undone = keyring.half_erased()
    for project_id, subject in undone:
        anchors.note_erasure(project_id, subject, at or timezone.now())
        _finish(project_id, subject, at or timezone.now())
    if undone:
        log.warning("finished %d erasures that were left undone", len(undone))
    return len(undone)


def is_half_done(project_id: UUID, subject: UUID) -> bool:
    """Whether a subject is closed already and bytes of its keys may still stand in the file."""
    return (project_id, subject) in keyring.half_erased()


def replay_tombstones(at: datetime) -> int:
    """After a restore: set the tombstones that the anchor file knows and the keyring forgot; how many."""
    missing = anchors.forgotten()
    for project_id, subject in missing:
        keyring.set_tombstone(project_id, subject, "replayed", at)
    finish_half_done(at)
    return len(missing)


def sealed_places() -> set[Place]:
    """(project, subject, compartment) of every sealed value in the records."""
    places: set[Place] = set()
    for project_id in trail.project_ids():
        with fence.around(project_id):
            places |= _sealed_in(project_id)
    return places


def _sealed_in(project_id: UUID) -> set[Place]:
    places: set[Place] = set()
    for model in apps.get_models():
        if not issubclass(model, SealedModel):
            continue
        fields = sealed_fields(model)
        rows = model._base_manager.filter(**{to_project(model): project_id})
        for row in without_files(rows).iterator(chunk_size=500):
            held = {field.compartment for field in fields if is_held(row, field)}
            places |= {(project_id, row.sealing_subject, compartment) for compartment in held}
    return places


def lost_places() -> set[Place]:
    """Sealed values whose key is missing though nobody erased their subject: the keyring is older than the records."""
    lost, erased = sealed_places() - set(keyring.subjects()), keyring.tombstones()
    return {place for place in lost if place[:2] not in erased}


def orphans(before: datetime) -> set[Place]:
    """Keys made before `before` under which nothing in the records is sealed."""
    old = {place for place, made_at in keyring.subjects().items() if made_at < before}
    return old - sealed_places() if old else set()


def sweep_orphans(at: datetime) -> int:
    """Delete keys that belong to nothing; how many.

    Refusal when they are many: then rather the records are not the ones these keys belong to.
    """
    gone = orphans(at - ORPHAN_AFTER)
    n_keys = keyring.count()["keys"]
    if len(gone) > max(FEW, n_keys * MOST_ORPHANS):
        raise Refusal(
            f"{len(gone)} of {n_keys} keys belong to nothing in these records. Check that the records and the "
            "keyring are of one installation; nothing was deleted."
        )
    for place in gone:
        keyring.destroy_one(*place)
    if gone:
        books.tidy()
        empty()
    return len(gone)


def _finish(project_id: UUID, subject: UUID, at: datetime) -> None:
    keyring.destroy_keys(project_id, subject)
    # Their keys went with the tombstone.
    books.tidy()
    empty()
    keyring.finish(project_id, subject, at)


def empty() -> None:
    """Write the keyring anew and empty its log, trying again while somebody reads. Raises KeyringBusy."""
    for wait in WAITS:
        try:
            keyring.rewrite()
            keyring.checkpoint()
            return
        except KeyringBusy:
            time.sleep(wait)
    keyring.rewrite()
    keyring.checkpoint()
