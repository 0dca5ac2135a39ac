"""Putting a backup back: everything is prepared beside its place and proven to fit, and only then swapped in.

sums compared → files prepared → upgraded, tombstones replayed, keys and records compared (`preparing`)
→ swapped (`swapping`): all old until then, all new after it, whenever the process dies
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault import books, keyring, owning
from yarrow.vault.backups import archives, swapping
from yarrow.vault.backups.archives import KEYRING, RECORDS, Manifest
from yarrow.vault.backups.taking import copy_keyring, run_postgres
from yarrow.vault.processes import surroundings

NEXT = ".restoring"
# What pg_restore's list calls row-level security and its policies.
FENCES = {"POLICY", "ROW"}


@dataclass(frozen=True)
class Asked:
    """What to put back. Without a keyring archive the keyring that stands here is kept."""

    records: Path
    keyring: Path | None = None
    # Newer anchors than those in the archives: the copy that was taken off the machine last.
    anchors: Path | None = None
    over: bool = False
    replay: bool = False
    # How many subjects may stay unreadable because their keys are lost.
    unreadable: int = 0


@dataclass(frozen=True)
class Restored:
    """What was put back, and what was done to make it whole."""

    taken_at: str
    version: str
    n_replayed: int
    n_cleared: int
    n_unreadable: int
    n_shut_out: int
    warnings: list[str] = field(default_factory=list)


def restore(asked: Asked, *, at: datetime) -> Restored:
    """Put a backup back into this home. Raises Refusal, with everything as it was, when anything does not fit."""
    home = Path(settings.HOME)
    with swapping.alone(home):
        if not asked.over:
            check_is_empty()
        manifest = archives.check(asked.records)
        pair = archives.check(asked.keyring) if asked.keyring else None
        _check_kinds(manifest, pair)
        moves = _moves(manifest)
        swapping.begin(home, moves)
        try:
            said = _prepare(asked, manifest, dict(_named(moves)), at)
        except BaseException:
            swapping.give_up(home)
            _empty_again()
            raise
        connection.close()
        keyring.close()
        swapping.swap(home, moves)
        books.tidy()
    return Restored(manifest.taken_at, manifest.version, **said, warnings=_warnings(manifest, pair))


def check_is_empty() -> None:
    """Nothing that anybody made stands in this home. Raises Refusal."""
    if _has_tables_with_rows() or (Path(settings.KEYRING).exists() and any(keyring.count().values())):
        raise Refusal(
            "There are records here already. Restore into an empty home, or take a backup first and say --over."
        )


def _has_tables_with_rows() -> bool:
    """Whether a project was ever begun in the records. The file may be missing, or of another version."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    with connection.cursor() as cursor:
        if "vault_trailhead" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT COUNT(*) FROM vault_trailhead")
        return bool(cursor.fetchone()[0])


def _check_kinds(manifest: Manifest, pair: Manifest | None) -> None:
    if manifest.kind != RECORDS or (pair is not None and pair.kind != KEYRING):
        raise Refusal(
            "The first archive is the records', the second the keyring's. These are another way round."
        )
    if manifest.engine != connection.vendor:
        raise Refusal(
            f"These records are from {manifest.engine}, and YARROW_DATABASE names a {connection.vendor} database."
        )
    if pair is None and not Path(settings.KEYRING).exists():
        raise Refusal("There is no keyring here. Name the archive of the keyring too.")
    if connection.vendor == "postgresql" and _has_any_table():
        raise Refusal(
            "Make a new, empty database and name it in YARROW_DATABASE; the old one then stays as it is."
        )


def _has_any_table() -> bool:
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def _moves(manifest: Manifest) -> list[tuple[Path, Path]]:
    places = [Path(settings.KEYRING), Path(settings.ANCHORS), Path(settings.HOME) / archives.SECRET_FILE]
    if manifest.engine == "sqlite":
        places.insert(0, Path(connection.settings_dict["NAME"]))
    return [(Path(f"{place}{NEXT}"), place) for place in places]


def _named(moves: Sequence[tuple[Path, Path]]) -> list[tuple[str, Path]]:
    """Prepared files by what an archive calls them."""
    names = [archives.SQLITE_FILE] if len(moves) == 4 else []
    names += [archives.KEYRING_FILE, archives.ANCHORS_FILE, archives.SECRET_FILE]
    return [(name, prepared) for name, (prepared, _place) in zip(names, moves, strict=True)]


def _prepare(asked: Asked, manifest: Manifest, prepared: dict[str, Path], at: datetime) -> dict[str, int]:
    for path in prepared.values():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for end in swapping.LOGS:
            Path(f"{path}{end}").unlink(missing_ok=True)
    anchored = _anchors(asked, prepared[archives.ANCHORS_FILE])
    archives.unpack(asked.records, {k: v for k, v in prepared.items() if k == archives.SQLITE_FILE})
    if asked.keyring:
        wanted = (archives.KEYRING_FILE, archives.SECRET_FILE)
        archives.unpack(asked.keyring, {name: prepared[name] for name in wanted})
    else:
        keyring.connection()
        copy_keyring(prepared[archives.KEYRING_FILE])
    prepared[archives.ANCHORS_FILE].write_bytes(anchored)
    if manifest.engine == "postgresql":
        _fill_postgres(asked.records, prepared[archives.KEYRING_FILE])
    told = {"at": at.isoformat(), "taken_at": manifest.taken_at}
    said = _in_a_child(prepared, told | {"replay": asked.replay, "unreadable": asked.unreadable})
    for name in (archives.SQLITE_FILE, archives.KEYRING_FILE):
        if name in prepared:
            _without_log(prepared[name])
    return said


def _empty_again() -> None:
    """The database was empty when this began; what was filled in and did not fit goes."""
    if connection.vendor == "postgresql":
        with owning.as_owner() as owner, owner.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def _fill_postgres(archive: Path, beside: Path) -> None:
    """All or nothing, in one transaction; the database was empty."""
    dump = Path(f"{beside}-journal")
    archives.unpack(archive, {archives.POSTGRES_FILE: dump})
    connection.close()
    # Fences name roles of the server that the copy is from; here they are made anew.
    listed = run_postgres("pg_restore", "--list", str(dump)).splitlines(keepends=True)
    wanted = Path(f"{dump}.list")
    wanted.write_text(
        "".join(line for line in listed if not FENCES & set(line.split()[3:4])), encoding="utf-8"
    )
    run_postgres(
        "pg_restore",
        *("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--use-list={wanted}"),
        *("--dbname", str(connection.settings_dict["NAME"]), str(dump)),
    )
    dump.unlink()
    wanted.unlink()


def _in_a_child(prepared: dict[str, Path], told: dict[str, Any]) -> dict[str, int]:
    """Upgrade and compare the prepared files in a process of their own; what it counted. Raises Refusal."""
    named = {
        "YARROW_KEYRING": str(prepared[archives.KEYRING_FILE]),
        "YARROW_ANCHORS": str(prepared[archives.ANCHORS_FILE]),
    }
    file = prepared.get(archives.SQLITE_FILE)
    named["YARROW_DATABASE"] = f"sqlite://{quote(str(file))}" if file else _url(connection.settings_dict)
    owner = _url(owning.owners_entry(connection.settings_dict)) if settings.DATABASE_OWNER else ""
    named["YARROW_DATABASE_OWNER"] = owner
    done = subprocess.run(
        [sys.executable, "-m", "yarrow.vault.backups.preparing"],
        env=surroundings(**named),
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise Fault(f"the backup could not be prepared: {done.stderr.strip()[-400:]}")
    said = json.loads(lines[-1])
    if "refused" in said:
        raise Refusal(said["refused"])
    return {str(name): int(n) for name, n in said.items()}


def _url(entry: dict[str, Any]) -> str:
    named = {key: quote(str(value), safe="") for key, value in entry.items()}
    who = f"{named['USER']}{':' if named['PASSWORD'] else ''}{named['PASSWORD']}@" if named["USER"] else ""
    hosts = [quote(f"[{host}]" if ":" in host else host, safe="[]:") for host in entry["HOST"].split(",")]
    ports = entry["PORT"].split(",") if entry["PORT"] else []
    ports *= len(hosts) if len(ports) == 1 else 1
    places = (f"{host}:{port}" if port else host for host, port in zip_longest(hosts, ports, fillvalue=""))
    return f"postgres://{who}{','.join(places)}/{named['NAME']}?{urlencode(entry['OPTIONS'])}"


def _without_log(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        if db.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise Fault(f"{path.name} is still in use")


def _anchors(asked: Asked, room: Path) -> bytes:
    """The lines of every anchor file there is: an erasure that any of them knows counts. Raises Refusal."""
    files = [_unpacked_anchors(archive, room) for archive in (asked.records, asked.keyring) if archive]
    own = Path(settings.ANCHORS)
    files += [
        path.read_bytes() for path in (asked.anchors, own if asked.over else None) if path and path.exists()
    ]
    lined = sorted((file.splitlines(keepends=True) for file in files if file), key=len, reverse=True)
    if not lined:
        return b""
    longest = lined[0]
    for lines in lined[1:]:
        if lines[0] != longest[0]:
            raise Refusal(
                "These copies belong to different installations: their anchor files begin differently."
            )
    known = set(longest)
    return b"".join([*longest, *dict.fromkeys(x for lines in lined[1:] for x in lines if x not in known)])


def _unpacked_anchors(archive: Path, room: Path) -> bytes:
    archives.unpack(archive, {archives.ANCHORS_FILE: room})
    return room.read_bytes()


def _warnings(manifest: Manifest, pair: Manifest | None) -> list[str]:
    said = [
        f"Everything is as it stood on {manifest.taken_at}: a passphrase changed since then is the old one again, and "
        "who joined since then is not here. Go through the workers and their keys now."
    ]
    if pair is not None and pair.pair != manifest.pair:
        said.append("Records and keyring are of different evenings; their keys were compared and fit.")
    return said
