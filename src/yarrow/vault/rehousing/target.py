"""The database that records are moved into: empty, or half filled by this very move, and never anything else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault.rehousing import aside, progress, tables
from yarrow.vault.rehousing.sums import Sum
from yarrow.vault.rehousing.tables import Table, Values

ANOTHER = "Name an empty database. Nothing was changed there."
# What migrations themselves write into a new database.
WRITTEN_BY_MIGRATIONS = {"django_content_type", "auth_permission"}


def check() -> None:
    """It answers, speaks UTF-8, and is ours to fill. Raises Refusal."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        # PostgreSQL's own words name the server and the account, never the password.
        lines = str(error).strip().splitlines()
        raise Refusal(f"The target can't be reached: {lines[0] if lines else 'no reason given'}") from None
    if connection.vendor != "postgresql":
        raise Refusal("The target is a PostgreSQL database: postgres://NAME:PASSWORD@HOST/DATABASE.")
    encoding = _ask("SHOW server_encoding")[0][0]
    if encoding != "UTF8":
        raise Refusal(f"The target is encoded in {encoding}. Make it with ENCODING 'UTF8'.")
    if not progress.is_under_way():
        _check_empty()


def _check_empty() -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    known = {each.name: each for each in tables.tables()}
    strange = sorted(there - set(known) - tables.left_where_they_are())
    if strange:
        raise Refusal(f"The target holds tables that are not Yarrow's: {', '.join(strange[:5])}. {ANOTHER}")
    filled = [name for name in sorted(there & set(known)) if tables.count(connection, known[name])]
    if set(filled) - WRITTEN_BY_MIGRATIONS:
        raise Refusal(f"The target holds records already: {', '.join(filled[:5])}. {ANOTHER}")


def begin(expected: dict[str, Sum], at: datetime) -> None:
    """All or nothing: what migrations wrote goes, keys step aside, and the move is written down."""
    with transaction.atomic():
        progress.begin(expected, at)
        aside.step_aside()
        for each in tables.tables():
            if tables.count(connection, each):
                with aside.triggers_asleep(each.name):
                    _ask(f"DELETE FROM {_name(each)}")  # noqa: S608 - our name


def check_same_source(now: dict[str, Sum]) -> None:
    """The file is what it was when the move was begun. Raises Refusal."""
    before = progress.expected()
    changed = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    if changed:
        raise Refusal(
            f"The records changed since this move was begun on {progress.begun_at():%d %B %Y %H:%M} (UTC): "
            f"{', '.join(changed[:5])}. Make the target anew, empty, and begin again."
        )


def check_only_ours() -> None:
    """Nobody else wrote to a half-moved target. Raises Refusal."""
    noted = progress.copied()
    for each in tables.tables():
        there = tables.count(connection, each)
        if there != noted.get(each.name):
            raise Refusal(
                f"{each.name} has {there} rows in the target, and this move brought {noted.get(each.name, 0)}. "
                "Somebody else wrote there: make the target anew, empty, and begin again."
            )


def put(table: Table, rows: list[Values]) -> None:
    """Bring one batch in and note it, in one transaction. A Refusal names the first row that does not fit."""
    try:
        _put(table, rows)
    except (DataError, IntegrityError) as error:
        if len(rows) == 1:
            key = rows[0][table.place_of_key]
            raise Refusal(f"Row {key} of {table.name} does not fit: {type(error).__name__}.") from None
        for row in rows:
            put(table, [row])
        raise Fault(f"a batch of {table.name} could not be written, and each of its rows could") from error


def _put(table: Table, rows: Iterable[Values]) -> None:
    columns = ", ".join(map(connection.ops.quote_name, table.columns))
    with aside.triggers_asleep(table.name), connection.cursor() as cursor:
        n = 0
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY {_name(table)} ({columns}) FROM STDIN") as copy,
        ):
            for n, row in enumerate(rows, start=1):  # noqa: B007 - counted for the note below
                copy.write_row([_stored(*pair) for pair in zip(table.fields, row, strict=True)])
        progress.note(table.name, n)


def _stored(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def set_next_numbers(highest: dict[str, int]) -> None:
    """New rows get numbers that no row ever had. Again is the same."""
    for each in tables.tables():
        if each.key.get_internal_type().endswith("AutoField") and highest.get(each.name):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [_name(each), each.key.column, highest[each.name]],
                )


def settle() -> None:
    """PostgreSQL learns how full its tables are."""
    _ask("ANALYZE")


def _name(table: Table) -> str:
    return str(connection.ops.quote_name(table.name))


def _ask(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
