"""The two roles on PostgreSQL: the owner makes and changes tables, the application owns nothing and may bypass nothing.

Where YARROW_DATABASE_OWNER names no owner, one role does both: the fence stands, and `risks` says what it is worth.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend
from psycopg.pq import Conninfo

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault import append_only, fence, policies

ALIAS = "default"
# A policy makes the planner expect more work than there is, and compile what then runs in a millisecond.
NO_COMPILING = """DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_database
    WHERE datname = current_database() AND pg_has_role(current_user, datdba, 'USAGE'))
  THEN EXECUTE format('ALTER DATABASE %I SET jit = off', current_database()); END IF;
END $$"""


def owners_entry(application: dict[str, Any]) -> dict[str, Any]:
    """How the owner connects to the application's database; the application's own way where one role is both."""
    named = {
        key: settings.DATABASE_OWNER[key]
        for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
        if settings.DATABASE_OWNER
    }
    return {**application, **named}


def variables_of(entry: dict[str, Any]) -> dict[str, str]:
    """The same connection as the variables that PostgreSQL's own programs read; what has none stays out."""
    named = {
        option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar
    }
    told = {
        "host": entry["HOST"],
        "port": entry["PORT"],
        "user": entry["USER"],
        "password": entry["PASSWORD"],
    }
    told |= {"dbname": entry["NAME"], **entry["OPTIONS"]}
    return {named[key]: str(value) for key, value in told.items() if value and key in named}


@contextmanager
def as_owner() -> Iterator[Any]:
    """The records' connection is the owner's inside the block, and sees every project."""
    application = connections[ALIAS]
    if application.vendor != "postgresql" or not settings.DATABASE_OWNER:
        with fence.every():
            yield application
        return
    if application.in_atomic_block:
        raise Fault("the owner of the tables can't take over in the middle of a transaction")
    told = owners_entry(application.settings_dict)
    connections[ALIAS] = load_backend(told["ENGINE"]).DatabaseWrapper(told, ALIAS)
    try:
        with fence.every():
            yield connections[ALIAS]
    finally:
        connections[ALIAS].close()
        connections[ALIAS] = application


def prepare(connection: Any) -> None:
    """Before tables are changed. As the owner; on SQLite there is nothing to do. Raises Refusal for any other role."""
    check_is_owner(connection)
    if connection.vendor == "postgresql":
        policies.lower(connection)


def change_tables(*, fences_stand: bool = False) -> None:
    """Migrations and the cache table; in `as_owner`.

    While the fences are down no project is told: some statements stand alone. Where they stand, every project is.
    """
    with fence.every() if fences_stand else fence.gate():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


def check_is_owner(connection: Any) -> None:
    """Only who owns the tables changes or copies them. Raises Refusal."""
    if connection.vendor == "postgresql" and not _standing_of(connection).owns:
        raise Refusal(
            "This needs the owner of the tables in PostgreSQL: name its role in YARROW_DATABASE_OWNER."
        )


def admit(connection: Any) -> None:
    """After tables were changed: the application's role is made, may read and write rows, and is fenced. As the owner.

    Raises a database error where the owner may not make roles: then make it by hand, as the guide says.
    """
    if connection.vendor != "postgresql":
        return
    role = settings.DATABASES[ALIAS]["USER"] if settings.DATABASE_OWNER else ""
    with connection.cursor() as cursor:
        cursor.execute(append_only.function_that_cuts())
        cursor.execute(NO_COMPILING)
        if role:
            _make_role(cursor, role)
            name = connection.ops.quote_name(role)
            for grant in _grants(name):
                cursor.execute(grant)
        else:
            cursor.execute("SELECT current_user")
            role = cursor.fetchone()[0]
    policies.make(connection, role)


def _make_role(cursor: Any, role: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        return
    password = settings.DATABASES[ALIAS]["PASSWORD"]
    cursor.execute("SELECT format('CREATE ROLE %%I LOGIN', %s::text)", [role])
    said = cursor.fetchone()[0]
    if password:
        cursor.execute("SELECT format(' PASSWORD %%L', %s::text)", [password])
        said += cursor.fetchone()[0]
    cursor.execute(said)


def _grants(name: str) -> Iterator[str]:
    """Rows, and nothing else: no tables, no triggers, no policies. Tables made later by the owner are covered too."""
    rows, numbers = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    yield f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {name}"
    yield f"GRANT {numbers} ON ALL SEQUENCES IN SCHEMA public TO {name}"
    yield "REVOKE ALL ON FUNCTION vault_cut_trail(uuid, bigint) FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION vault_cut_trail(uuid, bigint) TO {name}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {name}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {numbers} ON SEQUENCES TO {name}"


@dataclass(frozen=True)
class Standing:
    """What the role of a connection may: pass every fence; change the tables (where there are none yet, make them)."""

    passes: bool
    owns: bool


def _standing_of(connection: Any) -> Standing:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, coalesce((SELECT pg_has_role(current_user, relowner, 'USAGE') "
            "FROM pg_class WHERE oid = to_regclass('public.vault_trailhead')), true) "
            "FROM pg_roles WHERE rolname = current_user"
        )
        return Standing(*cursor.fetchone())


def risks(connection: Any) -> Iterator[str]:
    """What the fence between projects is worth, where that is less than it should be."""
    if connection.vendor != "postgresql":
        return
    standing = _standing_of(connection)
    if standing.passes:
        yield "the application's database role passes every fence between projects: give YARROW_DATABASE a plain role"
    elif standing.owns:
        yield (
            "the application owns its tables and could take the fence between projects down: name another role in "
            "YARROW_DATABASE, the owner in YARROW_DATABASE_OWNER, and run yarrow setup"
        )
    unfenced = sorted(policies.missing(connection))
    if unfenced:
        yield f"{len(unfenced)} tables are not fenced between projects ({unfenced[0]}, …): run yarrow setup"
