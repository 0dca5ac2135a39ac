"""The trail's triggers: rows are added at the end, and nothing else is done to them."""

import sqlite3
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from yarrow.methods.refusals import Fault
from yarrow.vault import append_only, fence, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import TrailHead, TrailRow

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def rows(project_id):
    with transaction.atomic():
        for n in range(3):
            trail.note(project_id, by=BY, act=f"test.{n}", at=timezone.now())
    return list(TrailRow.objects.filter(project_id=project_id).order_by("n"))


def refused(statement):
    """Whether the database refused; the test's transaction goes on."""
    try:
        with transaction.atomic():
            statement()
    except DatabaseError:
        return True
    return False


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_all_triggers_stand_after_the_migrations():
    assert append_only.standing(connection) == append_only.wanted(connection)


def test_rows_can_be_added_and_nothing_else(project_id, rows):
    third = TrailRow.objects.get(pk=rows[2].pk)
    head = TrailHead.objects.get(project_id=project_id)
    assert refused(lambda: TrailRow.objects.filter(pk=third.pk).update(role="x"))
    assert refused(lambda: TrailRow.objects.filter(pk=third.pk).delete())
    assert refused(third.save)
    assert refused(head.delete)
    assert refused(lambda: TrailHead.objects.filter(project_id=project_id).update(n=1, hash=rows[0].hash))
    assert refused(lambda: TrailHead.objects.filter(project_id=project_id).update(n=3, hash="0" * 64))
    assert trail.verify(project_id, (3, third.hash)) == []


def test_only_the_next_row_is_taken(rows):
    row = rows[2]
    for n in (1, 3, 5):
        row.pk, row.n = None, n
        assert refused(lambda: row.save(force_insert=True))


@pytest.mark.as_owner
def test_each_trigger_is_needed(project_id, rows):
    append_only.remove(connection)
    assert append_only.standing(connection) == set()
    TrailRow.objects.filter(pk=rows[0].pk).update(role="x")
    assert [(each.n, each.what) for each in trail.verify(project_id)] == [(1, "changed")]
    append_only.install(connection)
    assert append_only.standing(connection) == append_only.wanted(connection)


@pytest.mark.sqlite_only(reason="INSERT OR REPLACE is SQLite's")
def test_insert_or_replace_is_refused(project_id, rows):
    names = [field.column for field in TrailRow._meta.concrete_fields]
    copied = ", ".join("%s" if name == "role" else name for name in names)
    columns = ", ".join(names)
    replace = (
        f"INSERT OR REPLACE INTO vault_trailrow ({columns}) SELECT {copied} FROM vault_trailrow WHERE n = 2"
    )
    assert refused(lambda: run(replace, "x"))
    head = "INSERT OR REPLACE INTO vault_trailhead (project_id, n, hash) VALUES (%s, 1, '')"
    assert refused(lambda: run(head, project_id.hex))
    assert trail.verify(project_id) == []


@pytest.mark.sqlite_only(reason="a connection without recursive_triggers exists on SQLite alone")
def test_insert_or_replace_is_refused_without_recursive_triggers(tmp_path):
    db = sqlite3.connect(tmp_path / "bare.sqlite3")
    db.execute("CREATE TABLE vault_trailhead (project_id TEXT PRIMARY KEY, n INTEGER, hash TEXT)")
    db.execute(
        "CREATE TABLE vault_trailrow (id INTEGER PRIMARY KEY, project_id TEXT, n INTEGER, role TEXT, hash TEXT)"
    )
    db.execute("INSERT INTO vault_trailhead VALUES ('p', 0, '')")
    for statement in append_only._statements("sqlite"):
        db.execute(statement)
    for n in (1, 2):
        db.execute(
            "INSERT INTO vault_trailrow (project_id, n, role, hash) VALUES ('p', ?, 'real', 'h')", (n,)
        )
    assert db.execute("PRAGMA recursive_triggers").fetchone() == (0,)
    for forged in ("(1, 'p', 1, 'forged', 'h')", "(1, 'p', 3, 'forged', 'h')", "(9, 'p', 2, 'forged', 'h')"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            db.execute(f"INSERT OR REPLACE INTO vault_trailrow VALUES {forged}")
    assert db.execute("SELECT role FROM vault_trailrow").fetchall() == [("real",), ("real",)]


def test_another_projects_chain_is_its_own(rows):
    another = uuid4()
    fence.enter(another)
    with transaction.atomic():
        trail.note(another, by=BY, act="test.first", at=timezone.now())
    assert trail.anchor(another) == (1, TrailRow.objects.get(project_id=another).hash)


@pytest.mark.django_db(transaction=True)
def test_clean_up_of_a_test_with_real_transactions_can_empty_the_trail(project_id):
    with transaction.atomic():
        trail.note(project_id, by=BY, act="test.first", at=timezone.now())
    assert append_only.standing(connection) == append_only.wanted(connection)


@pytest.mark.parametrize("words", ["Kim told me", "covering for Ana", "on shift", "a\nb", "kim!", "x" * 81])
def test_reason_in_words_is_refused_and_not_quoted(project_id, words):
    with pytest.raises(Fault, match="never a sentence") as raised, transaction.atomic():
        trail.note(project_id, by=BY, act="test.act", at=timezone.now(), reason=words)
    assert words not in str(raised.value)


@pytest.mark.parametrize("code", ["", "on_shift", "people: 12"])
def test_reason_as_a_code_stands_on_the_trail(project_id, code):
    with transaction.atomic():
        trail.note(project_id, by=BY, act="test.act", at=timezone.now(), reason=code)
    assert TrailRow.objects.get(project_id=project_id).reason == code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n_stale", [1, 99])
def test_look_is_written_behind_whoever_came_between(project_id, monkeypatch, n_stale):
    at = timezone.now()
    for n in range(2):
        with transaction.atomic():
            trail.note(project_id, by=BY, act=f"test.{n}", at=at)
    first, seen, head = TrailRow.objects.get(project_id=project_id, n=1), [], trail._head

    def stale(project_id, waits=""):
        """The end of the chain as it was before the last row; within a transaction it is held, and true."""
        seen.append(connection.in_atomic_block)
        is_late = not connection.in_atomic_block and len(seen) <= n_stale
        return (first.n, first.hash) if is_late else head(project_id, waits)

    monkeypatch.setattr(trail, "_head", stale)
    trail.note_look(project_id, by=BY, act="test.look", at=at, subject=None, fields=["b", "a"], reason="")
    assert trail.verify(project_id) == [] and trail.anchor(project_id)[0] == 3
    assert seen == ([False, False] if n_stale == 1 else [False] * trail.TRIED_ALONE + [True])


def test_head_follows_the_row_that_is_added(project_id, rows):
    assert trail.anchor(project_id) == (3, rows[2].hash)
    assert refused(lambda: TrailHead.objects.filter(project_id=project_id).update(n=3, hash="f" * 64))
