"""A trigger that lets the consent ledger only grow: what was said once is never changed.

A merge may move a row to another person and seal it anew, and an erasure may delete it; nothing else may.
A later migration that remakes the table on SQLite installs the trigger again.
"""

from typing import Any

NAME = "consent_keeps_what_was_said"
COLUMNS = (
    "purpose, recipient, categories, act, how, said_on, expires_on, words_version, recorded_by, added_at"
)
_WHEN = f"BEFORE UPDATE OF {COLUMNS} ON people_consent"
_SAID = "'the consent ledger only grows'"
SQLITE = [f"CREATE TRIGGER {NAME} {_WHEN} BEGIN SELECT RAISE(ABORT, {_SAID}); END"]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION people_consent_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION {_SAID} USING ERRCODE = 'integrity_constraint_violation'; END; $$",
    f"CREATE TRIGGER {NAME} {_WHEN} FOR EACH ROW EXECUTE FUNCTION people_consent_only_grows()",
]


def install(connection: Any) -> None:
    """Make the trigger; one that stands is made anew."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the trigger away."""
    on = " ON people_consent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}")
