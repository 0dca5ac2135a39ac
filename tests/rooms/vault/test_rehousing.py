"""Records move from a file into PostgreSQL: all the same after, killed anywhere and gone on with, faults found."""

import hashlib
import shutil
import sqlite3
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from tests import children
from tests.rooms.vault import rehoused
from yarrow.methods.refusals import Refusal
from yarrow.people.models import Person
from yarrow.vault import append_only, fence, keyring, ledgers, owning, policies, startup
from yarrow.vault.models import TrailRow
from yarrow.vault.rehousing import aside, move, progress, tables, target

NOW = timezone.now()
pytestmark = pytest.mark.postgres_only(reason="records are moved into PostgreSQL")


@pytest.fixture(scope="module")
def first(django_db_blocker, tmp_path_factory):
    """An installation that was lived in, as a file of records, and a database of this version without rows."""
    folder = tmp_path_factory.mktemp("lived")
    with django_db_blocker.unblock(), override_settings(**homes(folder)), rehoused.database("empty") as empty:
        keyring.close()
        owning.change_tables()
        with rehoused.database("lived_in", like=empty):
            world, trails = rehoused.live(), move.trails_here()
            rehoused.write_file(folder / "records.sqlite3")
            for account in world.accounts.values():
                account.actor()
        keyring.close()
        yield SimpleNamespace(folder=folder, empty=empty, world=world, trails=trails)


def homes(folder):
    return {"HOME": folder, "KEYRING": folder / "keyring.sqlite3", "ANCHORS": folder / "anchors.jsonl"}


@pytest.fixture
def lived(first, settings, tmp_path):
    """A copy of it, and an empty database that this process works with."""
    shutil.copytree(first.folder, tmp_path, dirs_exist_ok=True)
    for name, place in homes(tmp_path).items():
        setattr(settings, name, place)
    with rehoused.database("moved_to", like=first.empty):
        yield SimpleNamespace(
            records=tmp_path / "records.sqlite3", world=first.world, said=[], trails=first.trails
        )


@pytest.fixture
def moving(lived, monkeypatch):
    """Begin or go on, in small batches."""
    monkeypatch.setattr(tables, "BATCH", 7)
    return lambda: move.move(lived.records, lived.trails, at=NOW, say=lived.said.append)


def ask(statement, *bound):
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
        return cursor.fetchall() if cursor.description else []


def foreign_keys():
    return {(owner, name, how) for owner, name, how in ask(aside.FOREIGN_KEYS)}


def test_move_brings_everything_and_puts_everything_back(lived, moving):
    with owning.as_owner():
        owning.admit(connection)
    keys, before = foreign_keys(), hashlib.sha256(lived.records.read_bytes()).digest()
    moved = moving()
    assert moved.is_good and len(moved.tables) > 60
    counted = {each.name: each.there.n for each in moved.tables}
    assert counted["people_paper"] == 6 and counted["vault_trailrow"] > 30
    assert hashlib.sha256(lived.records.read_bytes()).digest() == before
    assert foreign_keys() == keys and len(keys) > 50
    assert append_only.standing(connection) == append_only.wanted(connection)
    with fence.every():
        assert ledgers.missing(connection) == set()
    assert not progress.is_under_way() and policies.missing(connection) == set()
    assert Group.objects.create(name="next").id == 42
    project_id = lived.world.project.id
    assert move.trails_here() == {project_id: []}
    by = lived.world.account("coordinator").actor()
    with fence.around(project_id):
        assert TrailRow.objects.filter(project_id=project_id).latest("n").act == move.ACT
        called = {row.sealed.open_unrecorded("identity.called", by.unlocked) for row in Person.objects.all()}
    assert called == {None, *(f"Ayo {n}" for n in range(8))}


PLACES = [
    (0, target, "begin"),
    (0, target, "put"),
    (1, target, "put"),
    (4, target, "put"),
    (9, target, "put"),
    (0, target, "set_next_numbers"),
    (3, aside, "_put_back"),
    (0, target, "settle"),
    (0, move, "compare"),
    (0, owning, "admit"),
    (0, progress, "end"),
]


def test_move_killed_at_every_stage_goes_on(lived, moving):
    keys, n_copied = foreign_keys(), -1
    for calls, module, name in PLACES:
        assert rehoused.killed_after(calls, module, name, moving), name
        if not progress.is_under_way():
            assert name == "begin" and foreign_keys() == keys
            continue
        assert append_only.standing(connection) == append_only.wanted(connection)
        copied = sum(progress.copied().values())
        assert copied >= n_copied
        n_copied = copied
        with pytest.raises(Refusal, match="not all are here"):
            startup.prepare_to_serve()
    assert n_copied == sum(each.n for each in progress.expected().values())
    assert moving().is_good and foreign_keys() == keys
    assert any("Going on with the move of" in words for words in lived.said)
    with fence.every():
        assert TrailRow.objects.filter(act=move.ACT).count() == 1


def after_copying(monkeypatch, statement):
    """Something happens in the target between the copy and the comparison."""
    whole = target.settle
    monkeypatch.setattr(target, "settle", lambda: (ask(statement), whole()))


PLANTED = (
    # One bit of a sealed value, a row too many, one millionth of a second, one key of a JSON object.
    "UPDATE people_person SET called = set_bit(called, 9, 1 - get_bit(called, 9)) "
    "WHERE id = (SELECT id FROM people_person WHERE called IS NOT NULL LIMIT 1)",
    "INSERT INTO auth_permission SELECT 999, 'planted', content_type_id, 'planted' FROM auth_permission LIMIT 1",
    "UPDATE vault_grant SET granted_at = granted_at + interval '1 microsecond'",
    "UPDATE vault_holderkey SET cost = cost || '{\"time\": 9}'",
)


def test_move_finds_planted_differences(lived, moving, monkeypatch):
    after_copying(monkeypatch, "; ".join(PLANTED))
    moved = moving()
    assert moved.differing == [
        *("auth_permission", "people_naming", "people_person", "vault_grant", "vault_holderkey")
    ]
    assert not moved.is_good and progress.is_under_way()
    with pytest.raises(Refusal, match="not all are here"):
        startup.prepare_to_serve()


def test_move_finds_a_trail_that_is_not_whole(lived, moving, monkeypatch):
    lived.trails = {}
    monkeypatch.setattr(move.anchors, "verify", lambda project_id: [move.Break(3, "changed")])
    moved = moving()
    assert moved.differing == [] and not moved.is_good and progress.is_under_way()
    lived.trails = {lived.world.project.id: [move.Break(3, "changed")]}
    assert moving().is_good


def test_move_notices_a_source_that_changed(lived, moving):
    assert rehoused.killed_after(5, target, "put", moving)
    rehoused.change_file(lived.records, "UPDATE people_person SET version = version + 1")
    with pytest.raises(Refusal, match=r"changed since this move was begun.*people_person\. Make"):
        moving()


def test_move_notices_rows_that_somebody_else_wrote(lived, moving):
    assert rehoused.killed_after(5, target, "put", moving)
    ask("INSERT INTO django_session VALUES ('stray', '', now())")
    with pytest.raises(Refusal, match=r"django_session has 1 rows in the target, and this move brought 0"):
        moving()


@pytest.mark.parametrize(
    ("planted", "refused"),
    [
        ("CREATE TABLE shopping (thing text)", "not Yarrow's: shopping"),
        ("INSERT INTO auth_group VALUES (1, 'here before')", "records already: auth_group"),
    ],
)
def test_move_into_somebody_elses_database_is_refused(lived, moving, planted, refused):
    ask(planted)
    keys = foreign_keys()
    with pytest.raises(Refusal, match=refused):
        moving()
    assert foreign_keys() == keys and not progress.is_under_way()


@pytest.mark.parametrize(
    ("planted", "refused"),
    [
        (
            "UPDATE staff_project SET code = printf('%0200d', 1)",
            r"Row [0-9a-f-]{36} of staff_project does not fit",
        ),
        ("UPDATE auth_group SET name = 'a' || char(0)", r"Row 1 of auth_group does not fit: DataError"),
    ],
)
def test_move_of_what_does_not_fit_names_the_place_and_no_value(lived, moving, planted, refused):
    rehoused.change_file(lived.records, planted)
    with pytest.raises(Refusal, match=refused) as raised:
        moving()
    assert "0000" not in raised.value.message.replace("-", "")


def test_move_of_a_file_that_is_not_whole_touches_nothing(lived, moving):
    rehoused.change_file(lived.records, "CREATE TABLE later_room (x)")
    with pytest.raises(Refusal, match="does not know the tables later_room"):
        moving()
    rehoused.change_file(lived.records, "DELETE FROM vault_compartment")
    with pytest.raises(Refusal, match=r"Rows of vault_grant.* name rows that are not there"):
        moving()
    assert not progress.is_under_way()


def test_move_waits_for_nobody_who_writes(lived, moving, monkeypatch):
    def begin_to_write():
        file = sqlite3.connect(lived.records, isolation_level=None)
        file.execute("BEGIN IMMEDIATE")
        return file

    monkeypatch.setattr("yarrow.vault.rehousing.source.PATIENCE", 0)
    with children.holding(begin_to_write), pytest.raises(Refusal, match="Something else writes"):
        moving()
