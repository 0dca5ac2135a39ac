"""Taking a backup while the server runs: two archives in two folders, in an order that fits at any moment.

    anchors → records → keyring

A key is made before what is sealed under it, so a keyring copied after the records has every key they need. An
erasure is in the keyring before it is anchored, so a keyring copied after the anchors knows every one of them.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault import fence, keyring, owning
from yarrow.vault.backups import archives
from yarrow.vault.backups.archives import KEYRING, RECORDS, Manifest
from yarrow.vault.models import TrailHead

# Erased is erased within thirty days, copies of the keyring included; a day or two are left for a missed run.
KEEP_DAYS, MOST_DAYS = 28, 30


@dataclass(frozen=True)
class Taken:
    """What a backup left: the two archives, and the old copies of the keyring that were deleted."""

    records: Path
    keyring: Path
    deleted: list[Path]


def take(
    records_to: Path, keyring_to: Path, *, at: datetime, keep_days: int = KEEP_DAYS, same_disk: bool = False
) -> Taken:
    """Write both archives, each read back, then delete copies of the keyring older than `keep_days`.

    Raises Refusal where the folders are not two places, or records can't be copied.
    """
    check_apart(records_to, keyring_to, same_disk=same_disk)
    if not 0 < keep_days <= MOST_DAYS:
        raise Refusal(
            f"Copies of the keyring are kept for 1 to {MOST_DAYS} days: whoever is erased is then gone from them too."
        )
    paths = {
        RECORDS: records_to / archives.name_of(RECORDS, at),
        KEYRING: keyring_to / archives.name_of(KEYRING, at),
    }
    for path in paths.values():
        if path.exists():
            raise Refusal(f"{path.name} is there already.")
    with _room_beside(records_to) as near_records, _room_beside(keyring_to) as near_keyring:
        anchors = _anchors(near_records)
        copied = copy_records(near_records)
        files = {copied.name: copied, archives.ANCHORS_FILE: anchors}
        manifest = archives.write(paths[RECORDS], _manifest(at, copied, anchors), files)
        files = _keyring_files(near_keyring, anchors)
        archives.write(
            paths[KEYRING], replace(manifest, kind=KEYRING, counts=keyring.count(), files={}), files
        )
    return Taken(paths[RECORDS], paths[KEYRING], delete_old(keyring_to, at - timedelta(days=keep_days)))


def check_apart(records_to: Path, keyring_to: Path, *, same_disk: bool) -> None:
    """Records and keyring never lie together: who finds one folder must not find both. Raises Refusal."""
    first, second = records_to.resolve(), keyring_to.resolve()
    if first == second or first in second.parents or second in first.parents:
        raise Refusal("Records and keyring go to two folders, neither inside the other. Name another folder.")
    home = Path(settings.HOME).resolve()
    for folder in (first, second):
        if folder == home or home in folder.parents:
            raise Refusal(f"{folder} lies inside the installation. A copy belongs somewhere else.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder, kind in ((first, KEYRING), (second, RECORDS)):
        if archives.of_kind(folder, kind):
            raise Refusal(f"{folder} holds copies of the {kind} already. Name another folder.")
    if first.stat().st_dev == second.stat().st_dev and not same_disk:
        raise Refusal(
            "Both folders are on one disk: who takes it has records and keyring. Name a folder on another disk, "
            "or add --same-disk and move one copy away at once."
        )


def copy_records(folder: Path) -> Path:
    """A consistent copy of the records, made while others write."""
    if connection.vendor == "sqlite":
        source = Path(connection.settings_dict["NAME"])
        if not source.exists():
            raise Refusal("There are no records here. Check YARROW_HOME.")
        return copy_sqlite(source, folder / archives.SQLITE_FILE)
    target = folder / archives.POSTGRES_FILE
    with owning.as_owner() as owner:
        owning.check_is_owner(owner)
    # The fences let the owner through, who says that every project is meant.
    run_postgres(
        "pg_dump",
        *("--format=custom", "--no-owner", "--no-privileges", "--enable-row-security", f"--file={target}"),
    )
    target.chmod(0o600)
    return target


def copy_sqlite(source: Path, target: Path) -> Path:
    """A whole copy of an SQLite file in use, looked through, without a log beside it."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    there = sqlite3.connect(f"file:{source}?mode=rw", uri=True, timeout=20)
    with closing(there) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise Fault(f"{source.name} is damaged: {said}")
    return target


def copy_keyring(target: Path) -> Path:
    """A whole copy of the keyring, without the keys of books: those are of files that no copy has."""
    copy_sqlite(Path(settings.KEYRING), target)
    with closing(sqlite3.connect(target)) as copy, copy:
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("DELETE FROM book")
    return target


def run_postgres(program: str, *arguments: str) -> str:
    """What one of PostgreSQL's own programs says, run on the records' database as the owner of its tables.

    Raises Refusal when it is missing or fails.
    """
    found = shutil.which(program)
    if found is None:
        raise Refusal(
            f"Records in PostgreSQL are copied by {program}, which is not here: install postgresql-client."
        )
    told = owning.variables_of(owning.owners_entry(connection.settings_dict))
    told["PGOPTIONS"] = f"-c {fence.SETTING}={fence.EVERY}"
    surroundings = {**os.environ, **told}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [found, *arguments], env=surroundings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        # Its errors name tables and servers, never what stands in a row that was copied whole.
        lines = done.stderr.strip().splitlines() or [""]
        raise Refusal(f"{program} failed: {lines[0]}")
    return done.stdout


def delete_old(folder: Path, before: datetime) -> list[Path]:
    """Delete copies of the keyring taken before `before`, and halves that a killed run left; which."""
    old = [path for path in archives.of_kind(folder, KEYRING) if archives.taken_at(path) < before]
    halves = sorted(folder.glob(f"yarrow-{KEYRING}-*.part"))
    for path in (*old, *halves):
        path.unlink()
    return old


def _keyring_files(folder: Path, anchors: Path) -> dict[str, Path]:
    keyring.connection()
    files = {
        archives.KEYRING_FILE: copy_keyring(folder / archives.KEYRING_FILE),
        archives.ANCHORS_FILE: anchors,
    }
    secret = Path(settings.HOME) / archives.SECRET_FILE
    return {**files, archives.SECRET_FILE: secret} if secret.exists() else files


def _anchors(folder: Path) -> Path:
    copy, source = folder / archives.ANCHORS_FILE, Path(settings.ANCHORS)
    copy.write_bytes(source.read_bytes() if source.exists() else b"")
    return copy


def _manifest(at: datetime, copied: Path, anchors: Path) -> Manifest:
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        migrations.setdefault(app, []).append(name)
    heads = TrailHead.objects.order_by("project_id").values_list("project_id", "n", "hash")
    return Manifest(
        kind=RECORDS,
        pair=str(uuid4()),
        version=version("yarrow"),
        taken_at=at.isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=migrations,
        trails={str(project_id): (n, last) for project_id, n, last in heads},
        n_anchors=anchors.read_bytes().count(b"\n"),
        counts={"bytes": copied.stat().st_size},
    )


@contextmanager
def _room_beside(folder: Path) -> Iterator[Path]:
    """A folder for copies on their way into an archive; nothing of it stays."""
    for left in folder.glob(".yarrow-*"):
        shutil.rmtree(left)
    made = Path(tempfile.mkdtemp(prefix=".yarrow-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made)
