"""Triggers that let the trail only grow: no row is changed, deleted or replaced, each is the next one, and the head
follows it: whoever adds a row moves the head in the same statement.

They stop mistakes and anything that goes through this database. Someone with the file in hand can drop them; then
the chain and its anchor outside the database tell.
"""

from typing import Any
from uuid import UUID

from yarrow.vault.retention import period

SQLITE = {
    "trail_keeps_rows": "BEFORE UPDATE ON vault_trailrow",
    "trail_loses_no_row": "BEFORE DELETE ON vault_trailrow",
    # Also refuses INSERT OR REPLACE, on connections without recursive_triggers too.
    "trail_grows_at_its_end": (
        "BEFORE INSERT ON vault_trailrow WHEN EXISTS (SELECT 1 FROM vault_trailrow WHERE id = NEW.id) OR NEW.n IS NOT "
        "(SELECT n + 1 FROM vault_trailhead WHERE project_id = NEW.project_id)"
    ),
    "trail_head_moves_on": (
        "BEFORE UPDATE ON vault_trailhead WHEN NEW.n <> OLD.n + 1 OR NEW.project_id <> OLD.project_id"
    ),
    "trail_head_stays": "BEFORE DELETE ON vault_trailhead",
    "trail_head_is_made_once": (
        "BEFORE INSERT ON vault_trailhead WHEN EXISTS "
        "(SELECT 1 FROM vault_trailhead WHERE project_id = NEW.project_id)"
    ),
}
SQLITE_FOLLOWING = {
    "trail_head_follows": (
        "AFTER INSERT ON vault_trailrow BEGIN UPDATE vault_trailhead SET n = NEW.n, hash = NEW.hash "
        "WHERE project_id = NEW.project_id; END"
    ),
}
_REFUSE = "RAISE EXCEPTION 'the trail only grows' USING ERRCODE = 'integrity_constraint_violation'"
# REFUSE stands for the statement above.
POSTGRESQL_FUNCTIONS = {
    "vault_trail_only_grows": "REFUSE;",
    # The head is held before the row goes into the index: whoever holds the head may be about to add that number, and
    # the two would wait for each other.
    "vault_trail_next_row": (
        "PERFORM 1 FROM vault_trailhead WHERE project_id = NEW.project_id FOR UPDATE; "
        "IF NEW.n IS DISTINCT FROM (SELECT n + 1 FROM vault_trailhead WHERE project_id = NEW.project_id) "
        "THEN REFUSE; END IF; RETURN NEW;"
    ),
    "vault_trail_follow": (
        "UPDATE vault_trailhead SET n = NEW.n, hash = NEW.hash WHERE project_id = NEW.project_id; RETURN NULL;"
    ),
    "vault_trail_next_head": (
        "IF NEW.n <> OLD.n + 1 OR NEW.project_id <> OLD.project_id THEN REFUSE; END IF; RETURN NEW;"
    ),
}
POSTGRESQL = {
    "trail_keeps_rows": ("vault_trailrow", "BEFORE UPDATE OR DELETE", "ROW", "vault_trail_only_grows"),
    "trail_is_not_emptied": ("vault_trailrow", "BEFORE TRUNCATE", "STATEMENT", "vault_trail_only_grows"),
    "trail_grows_at_its_end": ("vault_trailrow", "BEFORE INSERT", "ROW", "vault_trail_next_row"),
    "trail_head_follows": ("vault_trailrow", "AFTER INSERT", "ROW", "vault_trail_follow"),
    "trail_head_moves_on": ("vault_trailhead", "BEFORE UPDATE", "ROW", "vault_trail_next_head"),
    "trail_head_stays": ("vault_trailhead", "BEFORE DELETE", "ROW", "vault_trail_only_grows"),
    "trail_head_is_not_emptied": (
        "vault_trailhead",
        "BEFORE TRUNCATE",
        "STATEMENT",
        "vault_trail_only_grows",
    ),
}


def install(connection: Any) -> None:
    """Make the triggers; those that stand are made anew."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def renew_functions(connection: Any) -> None:
    """What the triggers on PostgreSQL do, in this version's words; the triggers themselves stand, and nobody waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in _functions():
                cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the triggers away (a prune behind a checkpoint, a test's clean-up); in a transaction on both databases."""
    with connection.cursor() as cursor:
        for name in standing(connection):
            on = f" ON {POSTGRESQL[name][0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def cut(connection: Any, project_id: UUID, last: int) -> None:
    """Take the rows of a trail up to that number away, in a transaction behind a checkpoint.

    On PostgreSQL only the owner of the table may take triggers away, so a function of the owner's does it; it refuses
    rows that are not past the clock, whoever asks: counted back from the last row, which is that of the pruning.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT vault_cut_trail(%s, %s)", [project_id, last])
            return
        remove(connection)
        cursor.execute("DELETE FROM vault_trailrow WHERE project_id = %s AND n <= %s", [project_id.hex, last])
        install(connection)


def function_that_cuts() -> str:
    """The statement that makes it, for the owner; it works on the rows of the transaction's project alone."""
    days = period("trail").days
    last = "SELECT max(at) FROM vault_trailrow WHERE project_id = of_project"
    return f"""
        CREATE OR REPLACE FUNCTION vault_cut_trail(of_project uuid, up_to bigint) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
          IF EXISTS (SELECT 1 FROM vault_trailrow WHERE project_id = of_project AND n <= up_to
            AND at > ({last}) - interval '{days} days') THEN {_REFUSE}; END IF;
          ALTER TABLE vault_trailrow DISABLE TRIGGER trail_keeps_rows;
          DELETE FROM vault_trailrow WHERE project_id = of_project AND n <= up_to;
          ALTER TABLE vault_trailrow ENABLE TRIGGER trail_keeps_rows;
        END; $$"""  # noqa: S608 - our names


def standing(connection: Any) -> set[str]:
    """Names of our triggers that the database has."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()} & wanted(connection)


def wanted(connection: Any) -> set[str]:
    """Names of the triggers that should stand."""
    return set(POSTGRESQL if connection.vendor == "postgresql" else {**SQLITE, **SQLITE_FOLLOWING})


def _statements(vendor: str) -> list[str]:
    if vendor != "postgresql":
        refuse = "BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END"
        following = [f"CREATE TRIGGER {name} {what}" for name, what in SQLITE_FOLLOWING.items()]
        return [f"CREATE TRIGGER {name} {when} {refuse}" for name, when in SQLITE.items()] + following
    triggers = [
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
        for name, (table, when, each, function) in POSTGRESQL.items()
    ]
    return _functions() + triggers


def _functions() -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body.replace('REFUSE', _REFUSE)} END; $$"
        for name, body in POSTGRESQL_FUNCTIONS.items()
    ]
