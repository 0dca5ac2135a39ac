"""Triggers that keep `LastMet` and `GivenOn` true: what changes a contact or a supply changes them, by whatever way,
in the same transaction.

On PostgreSQL a trigger first holds the head of the project's trail, as the action's own row would a moment later: two
that write on the same day come one after the other and never wait for each other. On SQLite a migration that remakes
one of the tables takes the triggers away first and installs them again at its end.
"""

from collections.abc import Iterator
from typing import Any

from yarrow.contacts.models.contacts import STANDS
from yarrow.methods.seen import FEWEST_GAPS, MOST_GAPS, SOONEST, TIMES_USUAL
from yarrow.vault import ledgers

# How each database says the days between two days, and the day after so many days.
GAP = {
    "sqlite": "julianday(day) - julianday(lag(day) OVER (ORDER BY day))",
    "postgresql": "day - lag(day) OVER (ORDER BY day)",
}
LATE_ON = {
    "sqlite": "date(last_met_on, '+' || (1 + max({soonest}, {times} * usual)) || ' days')",
    "postgresql": "last_met_on + 1 + greatest({soonest}, ({times} * usual)::int)",
}
# `methods.seen.habit`, for one person. The middle of n intervals is that between its two middle places.
LAST_MET = """
INSERT INTO contacts_lastmet (person_id, project_id, last_met_on, usual, late_on)
SELECT one.id, one.project_id, last_met_on, usual, CASE WHEN usual IS NOT NULL THEN {late_on} END FROM (
  SELECT person_id, max(day) AS last_met_on, CASE WHEN max(n) >= {fewest}
    THEN avg(CASE WHEN place IN ((n + 1) / 2, (n + 2) / 2) THEN gap END) END AS usual
  FROM (SELECT person_id, day, gap, count(gap) OVER () AS n,
      row_number() OVER (PARTITION BY gap IS NULL ORDER BY gap) AS place
    FROM (SELECT person_id, day, {gap} AS gap
      FROM (SELECT DISTINCT person_id, happened_on AS day FROM contacts_contact
        WHERE person_id = {person} AND state = '{stands}' ORDER BY day DESC LIMIT {days}) AS met) AS gaps) AS placed
  GROUP BY person_id) AS reckoned
JOIN people_person one ON one.id = reckoned.person_id WHERE one.erased_at IS NULL"""
# Adds to the day's sum what `rows` select: project, supply, day, how many more.
GIVEN = """
INSERT INTO contacts_givenon (project_id, kind, happened_on, n) {rows}
ON CONFLICT (project_id, happened_on, kind) DO UPDATE SET n = contacts_givenon.n + excluded.n"""
OF_SUPPLY = """SELECT contact.project_id, {row}.kind, contact.happened_on, {sign}{row}.n FROM contacts_contact contact
WHERE contact.id = {row}.contact_id AND contact.state = '{stands}'"""
OF_CONTACT = """SELECT {row}.project_id, line.kind, {row}.happened_on, {sign}line.n FROM contacts_contactsupply line
WHERE line.contact_id = {row}.id AND {row}.state = '{stands}'"""
ALL_GIVEN = """SELECT contact.project_id, line.kind, contact.happened_on, sum(line.n)
FROM contacts_contactsupply line JOIN contacts_contact contact ON contact.id = line.contact_id
WHERE contact.state = '{stands}' GROUP BY contact.project_id, line.kind, contact.happened_on"""
SIGNS = {"OLD": "-", "NEW": ""}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
TABLES = {"contacts_contact": ("person_id", "state", "happened_on"), "contacts_contactsupply": ()}


def reckon(connection: Any, person: str) -> str:
    """The statement that writes when a person was last met; `person` is a column or the place of a value."""
    words = {"soonest": SOONEST, "times": TIMES_USUAL}
    return LAST_MET.format(
        late_on=LATE_ON[connection.vendor].format(**words),
        gap=GAP[connection.vendor],
        fewest=FEWEST_GAPS,
        days=MOST_GAPS + 1,
        person=person,
        stands=STANDS,
    )


def reckon_all(connection: Any) -> None:
    """Everything from the contacts as they stand, whatever was written before."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_lastmet")
        cursor.execute("DELETE FROM contacts_givenon")
        cursor.execute(GIVEN.format(rows=ALL_GIVEN.format(stands=STANDS)))
        cursor.execute("SELECT DISTINCT person_id FROM contacts_contact WHERE person_id IS NOT NULL")
        statement = reckon(connection, "%s")
        for met in cursor.fetchall():
            cursor.execute(statement, met)


class Reckoning:
    """The triggers, in the form of a ledger's: what stands of them is looked at and put back like those."""

    name = "reckoning"

    def wanted(self, connection: Any) -> dict[str, str]:
        """Name → what each trigger does."""
        return dict(_triggers(connection))

    def standing(self, connection: Any) -> set[str]:
        """Names of the triggers that the database has."""
        return ledgers.triggers(connection) & set(self.wanted(connection))

    def install(self, connection: Any) -> None:
        """Make the triggers; those that stand are made anew."""
        self.remove(connection)
        with connection.cursor() as cursor:
            for statement in _functions(connection):
                cursor.execute(statement)
            for name, what in self.wanted(connection).items():
                cursor.execute(f"CREATE TRIGGER {name} {what}")

    def remove(self, connection: Any) -> None:
        """Take the triggers away (a migration of the tables, a test's clean-up)."""
        with connection.cursor() as cursor:
            for name in self.standing(connection):
                on = f" ON {_table(name)}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


RECKONING = Reckoning()


def _table(trigger: str) -> str:
    return trigger.rpartition("_is_reckoned_")[0]


def _triggers(connection: Any) -> Iterator[tuple[str, str]]:
    for table, columns in TABLES.items():
        for event in ROWS:
            of = f" OF {', '.join(columns)}" if event == "UPDATE" and columns else ""
            changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
            when = f" WHEN ({changed})" if of else ""
            does = f"EXECUTE FUNCTION {table}_reckon_{event.lower()}()"
            if connection.vendor != "postgresql":
                when = when.replace("IS DISTINCT FROM", "IS NOT")
                does = f"BEGIN {' '.join(_steps(connection, table, event))} END"
            yield (
                f"{table}_is_reckoned_{event.lower()}",
                f"AFTER {event}{of} ON {table} FOR EACH ROW{when} {does}",
            )


def _functions(connection: Any) -> Iterator[str]:
    if connection.vendor != "postgresql":
        return
    for table in TABLES:
        for event, rows in ROWS.items():
            project = f"{rows[-1]}.project_id"
            if table == "contacts_contactsupply":
                project = f"(SELECT project_id FROM contacts_contact WHERE id = {rows[-1]}.contact_id)"  # noqa: S608 - our names
            hold = f"PERFORM 1 FROM vault_trailhead WHERE project_id = {project} FOR UPDATE;"
            steps = " ".join([hold, *_steps(connection, table, event)])
            yield (
                f"CREATE OR REPLACE FUNCTION {table}_reckon_{event.lower()}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {steps} RETURN NULL; END; $$"
            )


def _steps(connection: Any, table: str, event: str) -> Iterator[str]:
    """The statements of one trigger; of a contact that is being written there are no supplies yet."""
    of = OF_SUPPLY if table == "contacts_contactsupply" else OF_CONTACT
    for row in ROWS[event]:
        if of is OF_SUPPLY or event != "INSERT":
            yield GIVEN.format(rows=of.format(row=row, sign=SIGNS[row], stands=STANDS)) + ";"
        if of is OF_CONTACT:
            yield f"DELETE FROM contacts_lastmet WHERE person_id = {row}.person_id;"  # noqa: S608 - our names
            yield reckon(connection, f"{row}.person_id") + ";"
