"""How far a move has come, kept in the target itself, so that a killed one is known and goes on.

Three tables that live as long as the move: that it was begun, what each table should hold and how much of it is
here, and what was laid aside. A database with them in it is not served from.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from yarrow.methods.refusals import Refusal
from yarrow.vault.rehousing.sums import Sum

BEGUN, TABLES, ASIDE = "yarrow_move", "yarrow_move_table", "yarrow_move_aside"
NOT_FINISHED = (
    "Records are being moved into this database, and not all are here. Run `yarrow move-records` again, or set "
    "YARROW_DATABASE back to what it was."
)
MAKE = (
    f"CREATE TABLE {BEGUN} (one boolean PRIMARY KEY DEFAULT true CHECK (one), begun_at timestamptz NOT NULL)",
    f"CREATE TABLE {TABLES} (name text PRIMARY KEY, n bigint NOT NULL, digest text NOT NULL, "
    "n_copied bigint NOT NULL DEFAULT 0)",
    f"CREATE TABLE {ASIDE} (owner text NOT NULL, name text NOT NULL, how text NOT NULL, "
    "PRIMARY KEY (owner, name))",
)


def is_under_way() -> bool:
    """Whether a move into this database was begun and not finished."""
    if connection.vendor != "postgresql":
        return False
    return bool(_ask("SELECT to_regclass(%s) IS NOT NULL", BEGUN)[0][0])


def refuse_half_moved() -> None:
    """A server asks before it starts. Raises Refusal."""
    if is_under_way():
        raise Refusal(NOT_FINISHED)


def begin(expected: dict[str, Sum], at: datetime) -> None:
    """Write down what every table should hold in the end."""
    for statement in MAKE:
        _ask(statement)
    _ask(f"INSERT INTO {BEGUN} (begun_at) VALUES (%s)", at)  # noqa: S608 - our name
    for name, each in expected.items():
        _ask(
            f"INSERT INTO {TABLES} (name, n, digest) VALUES (%s, %s, %s)",  # noqa: S608 - our name
            *(name, each.n, each.digest),
        )


def begun_at() -> datetime:
    """When the move was begun."""
    found: datetime = _ask(f"SELECT begun_at FROM {BEGUN}")[0][0]  # noqa: S608 - our name
    return found


def expected() -> dict[str, Sum]:
    """What each table held when the move was begun."""
    rows = _ask(f"SELECT name, n, digest FROM {TABLES}")  # noqa: S608 - our name
    return {name: Sum(n, digest) for name, n, digest in rows}


def copied() -> dict[str, int]:
    """How many rows of each table are here."""
    return dict(_ask(f"SELECT name, n_copied FROM {TABLES}"))  # noqa: S608 - our name


def note(name: str, n: int) -> None:
    """`n` more rows of a table are here; in the transaction that brought them."""
    _ask(f"UPDATE {TABLES} SET n_copied = n_copied + %s WHERE name = %s", n, name)  # noqa: S608 - our name


def lay_down(owner: str, name: str, how: str) -> None:
    """Remember what was taken off a table, and the words that put it back."""
    _ask(
        f"INSERT INTO {ASIDE} (owner, name, how) VALUES (%s, %s, %s)",  # noqa: S608 - our name
        *(owner, name, how),
    )


def laid_aside() -> list[tuple[str, str, str]]:
    """(table, name, words that put it back) of everything that is still aside."""
    return list(_ask(f"SELECT owner, name, how FROM {ASIDE} ORDER BY owner, name"))  # noqa: S608 - our name


def is_back(owner: str, name: str) -> None:
    """It was put back, in this transaction."""
    _ask(f"DELETE FROM {ASIDE} WHERE owner = %s AND name = %s", owner, name)  # noqa: S608 - our name


def end() -> None:
    """Nothing of the move stays."""
    _ask(f"DROP TABLE {BEGUN}, {TABLES}, {ASIDE}")


def _ask(statement: str, *bound: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
        return cursor.fetchall() if cursor.description else []
