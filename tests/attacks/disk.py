"""Everything an installation leaves on its disk: records and their logs, keyring, anchors, secret, log, temp files."""

import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tests.attacks.scanner import Hit, files_under, scan_files
from yarrow.vault import keyring, owning
from yarrow.vault.quiet import QuietHandler


@dataclass
class Disk:
    """One installation's folder, as a thief would copy it while the server runs."""

    root: Path

    def files(self) -> list[Path]:
        """Every file; of PostgreSQL, every row of every table as text."""
        if connection.vendor == "postgresql":
            _dump_tables(self.root / "dump")
        return files_under(self.root)

    def scan(self, markers: list[str]) -> list[Hit]:
        """Every marker that the disk gives away."""
        return scan_files(self.files(), markers)

    def everything(self) -> bytes:
        """All bytes of all files."""
        return b"".join(path.read_bytes() for path in self.files())


@contextmanager
def installation(root: Path, settings: Any, monkeypatch: Any) -> Iterator[Disk]:
    """An installation whose every file lies under `root`."""
    (root / "tmp").mkdir(parents=True)
    keyring.close()
    settings.HOME, settings.KEYRING = root, root / "keyring.sqlite3"
    settings.ANCHORS = root / "anchors.jsonl"
    (root / "app-secret").write_text(settings.SECRET_KEY)
    monkeypatch.setattr(tempfile, "tempdir", str(root / "tmp"))
    with _records_in(root / "records.sqlite3"), _log_to(root / "yarrow.log"):
        yield Disk(root)
    keyring.close()


@contextmanager
def _records_in(path: Path) -> Iterator[None]:
    """The tests' SQLite lives in memory; here it is moved to a real file with a real log, and back."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    target = sqlite3.connect(path)
    in_memory.backup(target)
    target.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.connection = name, in_memory


@contextmanager
def _log_to(path: Path) -> Iterator[None]:
    """What a production server logs, in a file."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    with path.open("w") as stream:
        root.handlers, root.level = [QuietHandler(stream)], logging.INFO
        try:
            yield
        finally:
            root.handlers, root.level = kept, level


def _dump_tables(folder: Path) -> None:
    """What lies on the disk is every project's: the owner copies it."""
    folder.mkdir(exist_ok=True)
    with owning.as_owner() as owner, transaction.atomic(), owner.cursor() as cursor:
        for table in owner.introspection.table_names(cursor):
            with cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT (FORMAT binary)") as copied:
                (folder / table).write_bytes(b"".join(bytes(part) for part in copied))
