"""On PostgreSQL the database itself keeps projects apart, also where a query of ours forgets to."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.shortcuts import get_object_or_404
from psycopg.types.json import Json

from tests.attacks.test_promise_05_matrix import faults_of_objects, faults_of_swaps, unscoped
from tests.attacks.town import build
from yarrow.contacts import queries as contact_queries
from yarrow.contacts.models import Session
from yarrow.people.models import PersonSet
from yarrow.vault import fence, owning, policies

PROMISE = (
    "With records in PostgreSQL a query that forgets its project gets an error, and one that asks for another "
    "project's rows gets none: the database compares every row with the project of its transaction, and the "
    "application's role can't change that."
)
pytestmark = pytest.mark.postgres_only(reason="row-level security is PostgreSQL's")
# What keeps its own order refuses before the fence is asked.
GUARDED = {"vault_trailrow", "vault_trailhead"}


@pytest.fixture
def both(world):
    """Two projects with one object of every kind each."""
    build(world)
    with world.other.inside():
        build(world.other)
    return world


def _ask(statement: str, *values) -> list:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]


def _refusal(statement: str, *values) -> str:
    """What the database says against a statement; empty when it does it (and then it is taken back)."""
    try:
        with transaction.atomic():
            _ask(statement, *values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""


def _a_row_of(each: policies.Fence, project_id) -> list[dict]:
    own = f"WHERE {each.column} = '{project_id}'" if each.is_read else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {each.table} {own} LIMIT 1")
        names = [each.name for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _key_of(table: str) -> str:
    with connection.cursor() as cursor:
        return connection.introspection.get_primary_key_column(cursor, table)


def reached(world) -> tuple[set[str], set[str]]:
    """From inside `world`: what is reached of the other project, table by table; and the tables looked at."""
    found, looked = set(), set()
    for each in policies.fences():
        key = _key_of(each.table)
        with world.other.inside():
            theirs = _a_row_of(each, world.other.project.id)
        looked |= {each.table} if theirs else set()
        with world.inside():
            found |= {f"{each.table}: {how}" for row in theirs for how in _reached(each, key, row)}
    return found, looked


def _reached(each: policies.Fence, key: str, row: dict) -> Iterator[str]:
    where = f"{each.table} WHERE {key} = %s"
    if not each.is_read and _ask(f"SELECT 1 FROM {where}", row[key]):
        yield "read"
    for how, statement in (
        ("changed", f"UPDATE {each.table} SET {key} = {key} WHERE {key} = %s RETURNING 1"),
        ("deleted", f"DELETE FROM {where} RETURNING 1"),
    ):
        # Where no row is there to be touched, the division fails; a trigger that refuses has seen one.
        counted = f"WITH done AS ({statement}) SELECT 1 / (SELECT count(*) FROM done)"
        if "division by zero" not in _refusal(counted, row[key]):
            yield how
    values = [Json(value) if isinstance(value, dict | list) else value for value in row.values()]
    names = ", ".join(map(connection.ops.quote_name, row))
    added = f"INSERT INTO {each.table} ({names}) VALUES ({', '.join(['%s'] * len(row))})"
    if "row-level security" not in _refusal(added, *values) and each.table not in GUARDED:
        yield "added"


def unasked() -> set[str]:
    """Tables that answer a statement for which no project was chosen."""
    with fence.gate():
        return {
            each.table
            for each in policies.fences()
            if "no project is chosen"
            not in _refusal(
                f"UPDATE {each.table} SET {each.column} = {each.column}"
                if each.is_read
                else f"SELECT 1 FROM {each.table}"
            )
        }


@contextmanager
def without(statement: str) -> Iterator[None]:
    """The owner does something to the fences; they are made anew afterwards."""
    with owning.as_owner() as owner, owner.cursor() as cursor:
        cursor.execute(statement)
    try:
        yield
    finally:
        connection.close()
        with owning.as_owner() as owner:
            owning.admit(owner)


def test_application_reaches_no_row_of_another_project_and_leaves_the_fence_up(both):
    found, looked = reached(both)
    assert found == set()
    # Most tables have a row in the other project, so something was there to be reached.
    assert len(looked) >= 40
    assert unasked() == set()
    assert list(owning.risks(connection)) == []
    for statement in (
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY {policies.OF_PROJECT} ON people_person",
        "DROP TRIGGER trail_keeps_rows ON vault_trailrow",
        "TRUNCATE people_alias",
        "SET ROLE yarrow_owner",
    ):
        assert "must be owner" in (said := _refusal(statement)) or "permission denied" in said
    with fence.every():
        assert "no project is chosen" in _refusal("SELECT 1 FROM people_person")


def test_fence_twin_with_a_policy_dropped_or_a_role_that_passes_is_caught(both, settings, monkeypatch):
    down = "ALTER TABLE contacts_contact DISABLE ROW LEVEL SECURITY"
    with without(f"{down}; DROP POLICY {policies.OF_PROJECT} ON people_alias"):
        found, _looked = reached(both)
        assert "contacts_contact: read" in found and "contacts_contactsupply: read" in found
        assert "contacts_contact" in unasked()
        (risk,) = owning.risks(connection)
        assert risk.startswith("2 tables are not fenced between projects")
    monkeypatch.setitem(settings.DATABASE_OWNER, "USER", "yarrow")
    with owning.as_owner():
        found, looked = reached(both)
        may_be_read = {each.table for each in policies.fences() if each.is_read}
        assert {f"{table}: read" for table in looked - may_be_read} <= found
        assert "passes every fence" in next(owning.risks(connection))


def test_parameter_of_another_project_is_refused_where_we_forget_to(world, monkeypatch):
    assert faults_of_swaps(world, "people:", lambda: unscoped(monkeypatch)) == []


@pytest.mark.parametrize("room", ["people:show_person", "contacts:show_session"])
def test_page_that_forgets_its_project_finds_nothing_of_another(world, monkeypatch, room):
    with world.other.inside():
        theirs = build(world.other)
    monkeypatch.setattr(PersonSet, "in_project", lambda rows, project: rows.all())
    monkeypatch.setattr(
        contact_queries,
        "session_or_404",
        lambda project, session_id: get_object_or_404(Session, id=session_id),
    )
    assert faults_of_objects(world, theirs, room) == []
