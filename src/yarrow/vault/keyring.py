"""The keyring: one small SQLite file with the subject keys, apart from the records.

Whatever the records live in, deleting a key here and checkpointing makes every copy of what was sealed under
it unreadable, backups of the records included. Keys are wrapped by their compartment's key, so the file alone
opens nothing. Backups of this file are short-lived.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yarrow.methods.refusals import Fault
from yarrow.vault import keyring_tables

# Milliseconds to wait for others who write.
PATIENCE, MOMENT = 20_000, 50
PRAGMAS = (
    f"PRAGMA busy_timeout={PATIENCE}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)
AT_ONCE = 500
_open = threading.local()

Wrapped = tuple[str, bytes]


class KeyringBusy(Fault):
    """The write-ahead log could not be emptied because somebody was still reading."""


def connection() -> sqlite3.Connection:
    """This thread's connection to the keyring file; a forked process never shares its parent's."""
    path = Path(settings.KEYRING)
    key = (os.getpid(), str(path))
    if getattr(_open, "key", None) == key:
        held: sqlite3.Connection = _open.connection
        return held
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    made = sqlite3.connect(path, isolation_level=None, timeout=20)
    try:
        for pragma in PRAGMAS:
            made.execute(pragma)
        keyring_tables.lay_out(made)
    except BaseException:
        made.close()
        raise
    _open.key, _open.connection = key, made
    return made


def close() -> None:
    """Close this thread's connection (before a file is moved or restored)."""
    if hasattr(_open, "connection"):
        _open.connection.close()
        del _open.connection, _open.key


# A connection carried over a fork would be closed, and its locks lost, in two processes.
os.register_at_fork(before=close)


@contextmanager
def together() -> Iterator[None]:
    """Keys made inside are committed at once, when it ends: waiting for the disk is most of what making a key costs.

    It ends inside the transaction of the records, so that a key may be orphaned but never missing; after a failure the
    keys stay too, since whoever made them may still seal under them. Others who make keys wait, so hold the trail of
    the project first where more is written inside: then two who write at once never wait for each other.
    """
    db = connection()
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        db.execute("COMMIT")


@contextmanager
def if_free() -> Iterator[None]:
    """Like `together`, for what may be left out: raises KeyringBusy when others write for more than a moment."""
    db = connection()
    db.execute(f"PRAGMA busy_timeout={MOMENT}")
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        raise KeyringBusy("others are writing to the keyring") from None
    finally:
        db.execute(f"PRAGMA busy_timeout={PATIENCE}")
    try:
        yield
    finally:
        db.execute("COMMIT")


def _alone() -> sqlite3.Connection:
    """The connection, for a step of erasing: each is committed by itself, or a crash would undo it silently."""
    db = connection()
    if db.in_transaction:
        raise Fault("nothing is erased while keys are made together")
    return db


def keep(
    project: UUID, subject: UUID, compartment: str, key_id: UUID, wrapped: bytes, at: datetime
) -> Wrapped | None:
    """Keep a new wrapped key, committed before this returns (see `together`). If two came at once, the first counts.

    None when the subject was erased: the one statement sees the tombstone, however close the two come.
    """
    db = connection()
    place = (str(project), str(subject), compartment)
    db.execute(
        "INSERT INTO subject_key SELECT ?,?,?,?,?,? "
        "WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE project=? AND subject=?) ON CONFLICT DO NOTHING",
        (*place, str(key_id), wrapped, at.isoformat(), *place[:2]),
    )
    row = db.execute(
        "SELECT key_id, wrapped FROM subject_key WHERE project=? AND subject=? AND compartment=?", place
    ).fetchone()
    return (str(row[0]), bytes(row[1])) if row and not is_erased(project, subject) else None


def find(project: UUID, compartment: str, subjects: Iterable[UUID]) -> dict[UUID, Wrapped]:
    """The wrapped keys of many subjects in few queries; absent and erased subjects are left out."""
    found: dict[UUID, Wrapped] = {}
    wanted = [str(subject) for subject in subjects]
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        marks = ",".join("?" * len(part))
        rows = connection().execute(
            "SELECT subject, key_id, wrapped FROM subject_key k "  # noqa: S608 - only question marks are added
            f"WHERE project=? AND compartment=? AND subject IN ({marks}) AND NOT EXISTS "
            "(SELECT 1 FROM tombstone t WHERE t.project=k.project AND t.subject=k.subject)",
            (str(project), compartment, *part),
        )
        found.update({UUID(subject): (key_id, bytes(wrapped)) for subject, key_id, wrapped in rows})
    return found


def is_erased(project: UUID, subject: UUID) -> bool:
    """Whether a tombstone stands for this subject."""
    row = connection().execute(
        "SELECT 1 FROM tombstone WHERE project=? AND subject=?", (str(project), str(subject))
    )
    return row.fetchone() is not None


def set_tombstone(project: UUID, subject: UUID, reason: str, at: datetime) -> None:
    """The first step of erasing, committed alone: from here on a restart finishes the rest."""
    _alone().execute(
        "INSERT INTO tombstone (project, subject, erased_at, reason) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
        (str(project), str(subject), at.isoformat(), reason),
    )


def destroy_keys(project: UUID, subject: UUID) -> int:
    """Delete every key of a subject; the number deleted."""
    gone = _alone().execute(
        "DELETE FROM subject_key WHERE project=? AND subject=?", (str(project), str(subject))
    )
    return gone.rowcount


def destroy_one(project: UUID, subject: UUID, compartment: str) -> None:
    """Delete one key."""
    _alone().execute(
        "DELETE FROM subject_key WHERE project=? AND subject=? AND compartment=?",
        (str(project), str(subject), compartment),
    )


def behind(
    project: UUID, compartment: str, current: UUID, *, after: str, most: int
) -> list[tuple[UUID, str, bytes]]:
    """(subject, key id, wrapped key) of keys not wrapped under `current`, in the order of subjects, from `after` on."""
    rows = connection().execute(
        "SELECT subject, key_id, wrapped FROM subject_key "
        "WHERE project=? AND compartment=? AND key_id<>? AND subject>? ORDER BY subject LIMIT ?",
        (str(project), compartment, str(current), after, most),
    )
    return [(UUID(subject), key_id, bytes(wrapped)) for subject, key_id, wrapped in rows]


def n_behind(project: UUID, compartment: str, current: UUID) -> int:
    """How many keys are not wrapped under `current`."""
    row = connection().execute(
        "SELECT COUNT(*) FROM subject_key WHERE project=? AND compartment=? AND key_id<>?",
        (str(project), compartment, str(current)),
    )
    return int(row.fetchone()[0])


def replace(project: UUID, compartment: str, key_id: UUID, fresh: Iterable[tuple[UUID, str, bytes]]) -> int:
    """Put (subject, key id it was under, new wrapping) in the place of what stands, in one commit; how many did.

    A key that was destroyed or wrapped anew meanwhile is left as it is.
    """
    with together():
        done = connection().executemany(
            "UPDATE subject_key SET key_id=?, wrapped=? WHERE project=? AND subject=? AND compartment=? AND key_id=?",
            [
                (str(key_id), wrapped, str(project), str(subject), compartment, was)
                for subject, was, wrapped in fresh
            ],
        )
    return done.rowcount


def checkpoint() -> None:
    """Empty the write-ahead log into the file, so that no deleted key lingers in it; KeyringBusy if it can't."""
    busy, _, _ = _alone().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise KeyringBusy("the keyring is being read; try the checkpoint again")


def rewrite() -> None:
    """Write the file anew from what stands in it, so that no page keeps a stale copy of a deleted key."""
    try:
        _alone().execute("VACUUM")
    except sqlite3.OperationalError:
        raise KeyringBusy("the keyring is being written; try again") from None


def finish(project: UUID, subject: UUID, at: datetime) -> None:
    """The last step of erasing: nothing of the keys is left in the file."""
    _alone().execute(
        "UPDATE tombstone SET finished_at=? WHERE project=? AND subject=? AND finished_at IS NULL",
        (at.isoformat(), str(project), str(subject)),
    )


def half_erased() -> list[tuple[UUID, UUID]]:
    """(project, subject) of tombstones that were never finished, or whose keys came back with an older file."""
    rows = connection().execute(
        "SELECT t.project, t.subject FROM tombstone t WHERE t.finished_at IS NULL OR EXISTS "
        "(SELECT 1 FROM subject_key k WHERE k.project=t.project AND k.subject=t.subject)"
    )
    return [(UUID(project), UUID(subject)) for project, subject in rows]


def tombstones() -> set[tuple[UUID, UUID]]:
    """(project, subject) of everything ever erased."""
    rows = connection().execute("SELECT project, subject FROM tombstone")
    return {(UUID(project), UUID(subject)) for project, subject in rows}


def subjects() -> dict[tuple[UUID, UUID, str], datetime]:
    """(project, subject, compartment) of every key that stands, with when it was made."""
    rows = connection().execute("SELECT project, subject, compartment, made_at FROM subject_key")
    return {(UUID(p), UUID(s), c): datetime.fromisoformat(made_at) for p, s, c, made_at in rows}


def count() -> dict[str, int]:
    """How many keys and tombstones stand in the file."""
    db = connection()
    return {
        "keys": db.execute("SELECT COUNT(*) FROM subject_key").fetchone()[0],
        "tombstones": db.execute("SELECT COUNT(*) FROM tombstone").fetchone()[0],
    }
