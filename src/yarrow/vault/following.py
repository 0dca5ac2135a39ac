"""Triggers by which the database keeps what follows from a room's rows (sums, last days) true, whoever changes them.

A room says what is to be done in its own words of SQL; it installs them in a migration and says `ledgers.keep(…)` as
it starts. On PostgreSQL each first holds the head of the project's trail, as the action's own row would a moment later:
two that write at once come one after the other, and neither waits for one that waits for it. On SQLite a migration that
remakes one of the tables takes the triggers away first and installs them again at its end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yarrow.vault import ledgers

# What happens to a row, and by which names a trigger knows it.
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


@dataclass(frozen=True, eq=False)
class Following:
    """What follows from some tables.

    columns  table → the columns whose change matters; none named: any
    project  table → the project of a row, with ROW for it
    steps    vendor, table and event → the statements
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    project: Mapping[str, str]
    steps: Callable[[str, str, str], Iterable[str]]

    def wanted(self, connection: Any) -> dict[str, str]:
        """Name → what each trigger does."""
        return {_name(table, event): what for table, event, what in self._triggers(connection.vendor)}

    def standing(self, connection: Any) -> set[str]:
        """Names of the triggers that the database has."""
        return ledgers.triggers(connection) & set(self.wanted(connection))

    def install(self, connection: Any) -> None:
        """Make the triggers; those that stand are made anew."""
        self.remove(connection)
        with connection.cursor() as cursor:
            for statement in self._functions(connection.vendor):
                cursor.execute(statement)
            for name, what in self.wanted(connection).items():
                cursor.execute(f"CREATE TRIGGER {name} {what}")

    def remove(self, connection: Any) -> None:
        """Take the triggers away (a migration of the tables, a test's clean-up)."""
        standing = self.standing(connection)
        with connection.cursor() as cursor:
            for table, event, _what in self._triggers(connection.vendor):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                if _name(table, event) in standing:
                    cursor.execute(f"DROP TRIGGER {_name(table, event)}{on}")

    def _triggers(self, vendor: str) -> Iterator[tuple[str, str, str]]:
        differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        for table, columns in self.columns.items():
            for event in ROWS:
                of = f" OF {', '.join(columns)}" if event == "UPDATE" and columns else ""
                changed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in columns)
                when = f" WHEN ({changed})" if of else ""
                does = f"BEGIN {self._said(vendor, table, event)} END"
                if vendor == "postgresql":
                    does = f"EXECUTE FUNCTION {_name(table, event)}()"
                yield table, event, f"AFTER {event}{of} ON {table} FOR EACH ROW{when} {does}"

    def _functions(self, vendor: str) -> Iterator[str]:
        for table in self.columns if vendor == "postgresql" else ():
            for event, rows in ROWS.items():
                project = self.project[table].replace("ROW", rows[-1])
                hold = f"PERFORM 1 FROM vault_trailhead WHERE project_id = {project} FOR UPDATE;"
                yield (
                    f"CREATE OR REPLACE FUNCTION {_name(table, event)}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {hold} {self._said(vendor, table, event)} RETURN NULL; END; $$"
                )

    def _said(self, vendor: str, table: str, event: str) -> str:
        return " ".join(f"{step};" for step in self.steps(vendor, table, event))


def _name(table: str, event: str) -> str:
    return f"{table}_is_followed_{event.lower()}"


def run(connection: Any, statement: str, rows: Iterable[tuple[Any, ...]] = ((),)) -> None:
    """One statement of what follows, once for each of these rows of values."""
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(statement, row)
