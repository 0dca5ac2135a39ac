"""Triggers that let a room's ledger only grow: what stands in it is never changed, whoever writes to the database.

A room declares its `Ledger`, installs it in a migration and says `keep(…)` as it starts. On SQLite a migration that
remakes the table loses the triggers and installs them again at its end. The trail has its own (`append_only`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol


class Guard(Protocol):
    """Triggers of a room that must stand: those of a ledger, or others that it keeps in the same way."""

    @property
    def name(self) -> str: ...
    def install(self, connection: Any) -> None: ...
    def remove(self, connection: Any) -> None: ...
    def standing(self, connection: Any) -> set[str]: ...
    def wanted(self, connection: Any) -> dict[str, str]: ...


@dataclass(frozen=True)
class Ledger:
    """One table whose rows stay as they were written.

    name     what its triggers are called after
    columns  what never changes; empty: nothing of a row does
    may_go   whether a whole row may be deleted (an erasure), or not even that
    """

    name: str
    table: str
    columns: tuple[str, ...] = ()
    may_go: bool = False

    def install(self, connection: Any) -> None:
        """Make the triggers; those that stand are made anew."""
        self.remove(connection)
        with connection.cursor() as cursor:
            for statement in self._statements(connection):
                cursor.execute(statement)

    def remove(self, connection: Any) -> None:
        """Take the triggers away (a migration of the table, a test's clean-up)."""
        on = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            for name in self.standing(connection):
                cursor.execute(f"DROP TRIGGER {name}{on}")

    def standing(self, connection: Any) -> set[str]:
        """Names of the triggers that the database has."""
        return triggers(connection) & set(self.wanted(connection))

    def wanted(self, connection: Any) -> dict[str, str]:
        """Name → when each trigger refuses."""
        columns = f" OF {', '.join(self._columns_there(connection))}" if self.columns else ""
        found = {f"{self.name}_keeps_what_was_said": f"BEFORE UPDATE{columns} ON {self.table} FOR EACH ROW"}
        if not self.may_go:
            found[f"{self.name}_loses_no_row"] = f"BEFORE DELETE ON {self.table} FOR EACH ROW"
        if connection.vendor == "postgresql":
            found[f"{self.name}_is_not_emptied"] = f"BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"
        else:
            # INSERT OR REPLACE deletes without telling the trigger above.
            when = "BEFORE INSERT ON TABLE FOR EACH ROW WHEN EXISTS (SELECT 1 FROM TABLE WHERE id = NEW.id)"
            found[f"{self.name}_replaces_no_row"] = when.replace("TABLE", self.table)
        return found

    def _columns_there(self, connection: Any) -> list[str]:
        """Those of the columns that the table has: an older migration knows fewer."""
        # Asked of the catalogue, not of the rows: which project they are of is another question.
        query = (
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
            if connection.vendor == "postgresql"
            else "SELECT name FROM pragma_table_info(%s)"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [self.table])
            there = {row[0] for row in cursor.fetchall()}
        return [name for name in self.columns if name in there]

    def _statements(self, connection: Any) -> Iterator[str]:
        said, function = f"'the {self.name} ledger only grows'", f"{self.table}_only_grows"
        refuses = f"BEGIN SELECT RAISE(ABORT, {said}); END"
        if connection.vendor == "postgresql":
            refuses = f"EXECUTE FUNCTION {function}()"
            yield (
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION {said} USING ERRCODE = 'integrity_constraint_violation'; END; $$"
            )
        for name, when in self.wanted(connection).items():
            yield f"CREATE TRIGGER {name} {when} {refuses}"


def triggers(connection: Any) -> set[str]:
    """Names of every trigger that the database has and heeds."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


_kept: list[Guard] = []


def keep(ledger: Guard) -> None:
    """Say that a ledger is to be guarded; each room does so as it starts. Twice is once."""
    if ledger not in _kept:
        _kept.append(ledger)


def kept() -> tuple[Guard, ...]:
    """Every ledger of every room."""
    return tuple(_kept)


def missing(connection: Any) -> set[str]:
    """Names of triggers that should stand and don't."""
    return {name for each in _kept for name in set(each.wanted(connection)) - each.standing(connection)}
