"""Erasing a subject whole: its keys, and its rows in every room.

    tombstone → anchor → rows cleared, with their trail row → the records' log emptied
    → keys deleted → keyring written anew → its log emptied → finished

The tombstone stands before any row is touched, so whatever a dying process leaves, and whatever an older copy of
the records brings back, the next start finds the tombstone and clears again.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from yarrow.vault import clearing, erasing, fence, keyring, trail, unread
from yarrow.vault.actors import Actor
from yarrow.vault.keyring import KeyringBusy
from yarrow.vault.sealing_model import SealedModel

# What a room writes down of a subject in the transaction in which its rows go, before they do: (row, reason, at).
First = Callable[[SealedModel, str, datetime], None]
_FIRST: list[First] = []


def before_rows_go(act: First) -> None:
    """Called once, as a room starts. `act` keeps nothing that says who it was."""
    _FIRST.append(act)


def forget(subject: SealedModel, *, by: Actor, act: str, reason: str, at: datetime) -> None:
    """Erase a subject. Returns once no byte of its keys is left in the keyring.

    The caller has checked the rules and holds no transaction open: the tombstone can't be taken back. Raises
    KeyringBusy when only the last step is missing: nothing opens any more, and the next start finishes.
    """

    def clear() -> None:
        _clear(subject, by=by, act=act, reason=reason, at=at)
        empty_the_records_log()

    erasing.erase_subject(subject.project_id, subject.pk, reason=reason, at=at, between=clear)
    if by.unlocked is not None:
        by.unlocked.forget(subject.project_id, subject.pk)


def catch_up(at: datetime) -> int:
    """Clear and finish whatever was erased and is not yet, here or in a copy put back; how many subjects."""
    by_project: dict[UUID, list[UUID]] = defaultdict(list)
    for project_id, subject in keyring.tombstones():
        by_project[project_id].append(subject)
    n_cleared = 0
    for project_id, subjects in sorted(by_project.items()):
        with fence.around(project_id):
            for row in clearing.not_cleared(project_id, subjects):
                _clear(row, by=Actor.system("erasing"), act="vault.finish_erasing", reason="", at=at)  # type: ignore[arg-type]
                n_cleared += 1
    if n_cleared or keyring.half_erased():
        empty_the_records_log()
    return max(n_cleared, erasing.finish_half_done(at))


def empty_the_records_log() -> None:
    """SQLite's log still shows how the rows were: write it into the file, trying again while somebody reads.

    PostgreSQL's log is recycled by its own server. Raises KeyringBusy like the keyring's own log.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    for wait in (*erasing.WAITS, 0):
        if not _is_busy():
            return
        time.sleep(wait)
    raise KeyringBusy("the records are being read; try again")


def _is_busy() -> bool:
    with connection.cursor() as cursor:
        return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])


def _clear(subject: SealedModel, *, by: Actor, act: str, reason: str, at: datetime) -> None:
    with transaction.atomic():
        held = type(subject)._base_manager.select_for_update().filter(pk=subject.pk).first()
        if held is None:
            return
        for act_first in _FIRST:
            act_first(held, reason, at)
        numbers = unread.numbers_of(held)
        fields = [each.model._meta.label_lower for each in clearing.reach_of(held)]
        clearing.clear(held, at)
        unread.drop_entries_about(subject.project_id, numbers, by=by, at=at)
        trail.note(
            subject.project_id, by=by, act=act, at=at, subject=subject.pk, fields=fields, reason=reason
        )
