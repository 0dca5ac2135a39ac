"""The file that is moved: held so that nobody else writes to it, and looked through before anything is brought over."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault.rehousing import tables

# How many seconds another who writes may still take.
PATIENCE = 20


@contextmanager
def held(path: Path) -> Iterator[Any]:
    """A connection to the file, with the one right to write that it has, never used. Raises Refusal."""
    named = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"file:{quote(str(path))}?mode=rw"}
    with closing(
        ConnectionHandler({"default": {**named, "OPTIONS": {"timeout": PATIENCE}}})["default"]
    ) as source:
        with source.cursor() as cursor:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except OperationalError:
                raise Refusal("Something else writes to the records. Let it end, then begin again.") from None
            cursor.execute("PRAGMA query_only=ON")
        yield source


def look_through(source: Any) -> None:
    """It is whole, and holds nothing that this version does not know. Raises Refusal."""
    wrong = _ask(source, "PRAGMA quick_check(1)")[0][0]
    if wrong != "ok":
        raise Fault(f"the file of the records is damaged: {wrong}")
    homeless = sorted({row[0] for row in _ask(source, "PRAGMA foreign_key_check")})
    if homeless:
        raise Refusal(f"Rows of {', '.join(homeless)} name rows that are not there. Nothing was moved.")
    known = {each.name for each in tables.tables()} | tables.left_where_they_are()
    with source.cursor() as cursor:
        strange = sorted(set(source.introspection.table_names(cursor)) - known)
    if strange:
        raise Refusal(f"This version does not know the tables {', '.join(strange)}. Nothing was moved.")


def next_numbers(source: Any) -> dict[str, int]:
    """Table → the highest number its rows ever had: none is given out again, also after a deletion."""
    return {str(name): int(n) for name, n in _ask(source, "SELECT name, seq FROM sqlite_sequence")}


def check_version() -> None:
    """The records that this process works with are those of this version. Raises Refusal."""
    loader, done = MigrationLoader(None), set(MigrationRecorder(connection).applied_migrations())
    if done - set(loader.disk_migrations):
        raise Refusal("A later version of Yarrow wrote these records. Install that version first.")
    if set(loader.disk_migrations) - done:
        raise Refusal("The records are not up to date. Run `yarrow setup` first.")


def _ask(source: Any, statement: str) -> list[Any]:
    with source.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
