"""The project of the moment: chosen, left again, told to every transaction and to nothing after it."""

from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from tests.worlds import make_project
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.site.databases import database, owner_of
from yarrow.vault import fence, owning

postgres_only = pytest.mark.postgres_only(reason="SQLite is told nothing")
A, B = uuid4(), uuid4()


def told() -> str:
    """What the database believes; empty for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('yarrow.project', true), '')")
        return str(cursor.fetchone()[0])


def test_gate_ends_what_was_chosen_inside_it():
    with fence.around(A):
        with fence.gate():
            assert fence.inside() == ""
            fence.enter(B)
            assert fence.inside() == str(B)
        assert fence.inside() == str(A)
        with fence.around(None):
            assert fence.inside() == ""
    assert fence.inside() == ""


@pytest.mark.parametrize("said", ["x", "", "'; DROP TABLE people_person; --"])
def test_only_an_id_is_entered(said):
    with pytest.raises(ValueError, match="UUID"):
        fence.enter(said)


def test_parts_are_made_inside_and_taken_outside():
    def parts():
        yield fence.inside()
        yield fence.inside()

    with fence.around(B):
        for part in fence.along(A, parts()):
            assert (part, fence.inside()) == (str(A), str(B))


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_connection_is_told_for_one_transaction_and_no_longer():
    with fence.around(A):
        assert told() == str(A)
    assert told() == ""
    with fence.around(A), transaction.atomic():
        assert told() == str(A)
        with fence.around(B):
            assert told() == str(B)
        assert told() == str(A)
    assert told() == ""
    # A pooler hands the same connection to somebody else: nothing of ours is left on it.
    assert connection.connection.execute("SHOW yarrow.project").fetchone() == ("",)


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_savepoint_that_is_rolled_back_takes_nothing_away():
    with fence.around(A), transaction.atomic():
        told()
        with fence.around(B):
            before = transaction.savepoint()
            assert told() == str(B)
            transaction.savepoint_rollback(before)
            assert told() == str(B)
        assert told() == str(A)


@postgres_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inside_one", [True, False])
def test_rows_asked_for_bit_by_bit_are_fenced(inside_one):
    world = make_project()
    given = {"project": world.project, "by": world.worker("manager"), "at": world.project.created_at}
    for _n in range(3):
        add_person(**given)
    if not inside_one:
        assert len(list(Person.objects.iterator(chunk_size=2))) == 3
        return
    with transaction.atomic():
        assert len(list(Person.objects.iterator(chunk_size=2))) == 3
    with world.other.inside(), transaction.atomic():
        assert list(Person.objects.iterator(chunk_size=2)) == []


@postgres_only
def test_many_rows_in_one_call_are_each_fenced(db):
    with fence.around(A), connection.cursor() as cursor:
        cursor.executemany("SELECT %s", [[1], [2]])
        assert told() == str(A)
        # What Django shows and counts is the statement alone.
        cursor.execute("SELECT 1 WHERE %s", [True])
        assert connection.ops.last_executed_query(cursor.cursor, "", None) == "SELECT 1 WHERE true"


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_owner_sees_every_project_only_aloud():
    world = make_project()
    assert world.other.project.is_live
    with owning.as_owner():
        assert told() == fence.EVERY
        count = "SELECT count(DISTINCT project_id) FROM vault_compartment"
        with connection.cursor() as cursor:
            cursor.execute(count)
            assert cursor.fetchone() == (2,)
        with world.inside(), connection.cursor() as cursor:
            cursor.execute(count)
            assert cursor.fetchone() == (1,)
    assert connection.settings_dict["USER"] == "yarrow_app"


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_role_that_does_both_is_fenced_and_named(settings):
    """One role, one setting: an installation that named no owner."""
    settings.DATABASE_OWNER, owner = {}, dict(settings.DATABASE_OWNER)
    application = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = owner["USER"]
    try:
        world = make_project()
        assert world.other.project.is_live
        with owning.as_owner() as both:
            owning.admit(both)
        assert "owns its tables" in next(owning.risks(connection))
        assert Person.objects.count() == 0
        with fence.gate(), pytest.raises(Exception, match="no project is chosen"):
            Person.objects.count()
    finally:
        connection.close()
        connection.settings_dict["USER"], settings.DATABASE_OWNER = application, owner
        with owning.as_owner() as back:
            owning.admit(back)


def test_owner_names_the_same_database_by_another_role(tmp_path):
    records = database("postgres://app:x@db/yarrow", tmp_path)
    assert records["ENGINE"] == "yarrow.vault.postgresql"
    assert owner_of("", records, tmp_path) == {}
    assert owner_of("postgres://keeper@db/yarrow", records, tmp_path)["USER"] == "keeper"
    assert owner_of("postgres://keeper@db/yarrow", database("", tmp_path), tmp_path) == {}
    for wrong in ("postgres://keeper@db/other", "sqlite:///x"):
        with pytest.raises(ImproperlyConfigured, match="same PostgreSQL database"):
            owner_of(wrong, records, tmp_path)
    with pytest.raises(ImproperlyConfigured):
        owner_of("postgres://keeper@db/yarrow", database("postgres:///yarrow", tmp_path), tmp_path)
