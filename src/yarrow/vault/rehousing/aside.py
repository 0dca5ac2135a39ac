"""What steps aside in the target while rows are brought in, and is put back before anybody may use them.

Foreign keys: a row may come before the one it names; put back, PostgreSQL checks every one of them. Triggers: for one
batch at a time, inside its transaction. The fence between projects is lowered and made by `owning`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from yarrow.methods.refusals import Refusal
from yarrow.vault.rehousing import progress

FOREIGN_KEYS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"
)


def step_aside() -> None:
    """Take off foreign keys, each written down; in one transaction with the beginning."""
    for owner, name, definition in _ask(FOREIGN_KEYS):
        quoted = connection.ops.quote_name(name)
        progress.lay_down(owner, name, f"ADD CONSTRAINT {quoted} {definition}")
        _ask(f"ALTER TABLE {owner} DROP CONSTRAINT {quoted}")


def put_back() -> None:
    """Each in a transaction of its own, as each walks its whole table. Raises Refusal where a row names nothing."""
    for owner, name, how in progress.laid_aside():
        _put_back(owner, name, how)


@contextmanager
def triggers_asleep(table: str) -> Iterator[None]:
    """Inside one transaction: rows that only grow at their end are brought in as they stood."""
    name = connection.ops.quote_name(table)
    with transaction.atomic():
        _ask(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        _ask(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _put_back(owner: str, name: str, how: str) -> None:
    try:
        with transaction.atomic():
            _ask(f"ALTER TABLE {owner} {how}")
            progress.is_back(owner, name)
    except IntegrityError:
        raise Refusal(f"Rows of {owner} name rows that are not there ({name}).") from None


def _ask(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
