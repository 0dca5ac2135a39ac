"""Taking backups: two places, whole copies of what is in use, old copies of the keyring gone."""

import io
import os
import sqlite3
import stat
import tarfile
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.attacks.disk import installation
from tests.rooms.vault.homes import backup
from tests.worlds import _build
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_person
from yarrow.vault import keyring
from yarrow.vault.backups import archives, taking

NOW = timezone.now()
pytestmark = pytest.mark.sqlite_only(reason="what PostgreSQL does differently is in test_backups_postgres")


@pytest.fixture
def world(transactional_db, settings, tmp_path, monkeypatch):
    """A live project in an installation on disk."""
    with installation(tmp_path / "home", settings, monkeypatch):
        yield _build("small", True, None, {})


def names_in(path):
    with tarfile.open(path) as tar:
        return set(tar.getnames())


def test_backup_keeps_records_and_keyring_apart_and_to_their_owner(world, tmp_path):
    taken = backup(tmp_path, NOW)
    assert names_in(taken.records) == {"manifest.json", "records.sqlite3", "anchors.jsonl"}
    assert names_in(taken.keyring) == {"manifest.json", "keyring.sqlite3", "anchors.jsonl", "app-secret"}
    for path in (taken.records, taken.keyring):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    # Nothing else is left lying in either folder.
    assert list(taken.keyring.parent.iterdir()) == [taken.keyring]
    assert list(taken.records.parent.iterdir()) == [taken.records]
    said = archives.check(taken.records)
    assert said.engine == "sqlite" and said.migrations["vault"] and str(world.project.id) in said.trails
    assert archives.check(taken.keyring).counts == keyring.count()


@pytest.mark.parametrize(
    ("records", "keys", "words"),
    [
        ("one", "one", "two folders"),
        ("one", "one/inside", "two folders"),
        ("one/inside", "one", "two folders"),
        ("home/copies", "keys", "inside the installation"),
        ("records", "home", "inside the installation"),
    ],
)
def test_backup_refuses_one_place_for_both(world, tmp_path, records, keys, words):
    with pytest.raises(Refusal, match=words):
        taking.take(tmp_path / records, tmp_path / keys, at=NOW, same_disk=True)
    assert not list(tmp_path.rglob("*.tar.gz"))


def test_backup_refuses_one_disk_unless_told_and_a_folder_with_the_other_kind(world, tmp_path):
    with pytest.raises(Refusal, match="one disk"):
        taking.take(tmp_path / "records", tmp_path / "keys", at=NOW)
    backup(tmp_path, NOW)
    with pytest.raises(Refusal, match="holds copies of the keyring already"):
        taking.take(tmp_path / "keys", tmp_path / "third", at=NOW, same_disk=True)
    with pytest.raises(Refusal, match="is there already"):
        backup(tmp_path, NOW)


def test_backup_deletes_copies_of_the_keyring_that_are_too_old_and_says_so(world, tmp_path):
    old = backup(tmp_path, NOW - timedelta(days=40))
    younger = backup(tmp_path, NOW - timedelta(days=20))
    (tmp_path / "keys" / "yarrow-keyring-20260101T000000Z.tar.gz.part").write_bytes(b"half")
    taken = backup(tmp_path, NOW)
    assert taken.deleted == [old.keyring] and not old.keyring.exists()
    assert old.records.exists() and younger.keyring.exists()
    assert sorted((tmp_path / "keys").iterdir()) == sorted([younger.keyring, taken.keyring])
    out = io.StringIO()
    folders = (str(tmp_path / "records"), str(tmp_path / "keys"))
    call_command("backup", *folders, "--same-disk", "--keep-days", "10", stdout=out)
    assert f"Deleted, older than 10 days: {younger.keyring.name}" in out.getvalue()
    with pytest.raises(CommandError, match="1 to 30 days"):
        call_command("backup", *folders, "--same-disk", "--keep-days", "31")


def test_backup_taken_while_others_write_has_a_key_for_everything_sealed(world, tmp_path, monkeypatch):
    """Somebody is added and somebody's keyring row committed between the steps: the copies still fit together."""
    real, by = taking.copy_records, world.worker("coordinator")

    def then_add(folder):
        copied = real(folder)
        add_person(project=world.project, by=by, at=NOW, called="Late")
        return copied

    monkeypatch.setattr(taking, "copy_records", then_add)
    add_person(project=world.project, by=by, at=NOW, called="Early")
    taken = backup(tmp_path, NOW)
    archives.unpack(taken.records, {archives.SQLITE_FILE: tmp_path / "r"})
    archives.unpack(taken.keyring, {archives.KEYRING_FILE: tmp_path / "k"})
    people = sqlite3.connect(tmp_path / "r").execute("SELECT COUNT(*) FROM people_person").fetchone()[0]
    keys = sqlite3.connect(tmp_path / "k").execute("SELECT COUNT(*) FROM subject_key").fetchone()[0]
    assert (people, keys) == (1, 2)


def test_copy_of_a_file_in_use_is_whole(tmp_path):
    """Rows come two by two; no copy, whenever it is made, has one without the other."""
    source, stop = tmp_path / "live", threading.Event()
    live = sqlite3.connect(source, isolation_level=None)
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE t (pair INTEGER, text TEXT)")

    def write():
        mine = sqlite3.connect(source, isolation_level=None, timeout=20)
        for n in range(100_000):
            mine.execute("BEGIN IMMEDIATE")
            for _ in range(2):
                mine.execute("INSERT INTO t VALUES (?, ?)", (n, "x" * 2000))
            mine.execute("COMMIT")
            if stop.is_set():
                break

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(10):
            copy = taking.copy_sqlite(source, tmp_path / f"copy{n}")
            halves = "SELECT COUNT(*) FROM (SELECT pair FROM t GROUP BY pair HAVING COUNT(*) <> 2)"
            assert sqlite3.connect(copy).execute(halves).fetchone()[0] == 0
            assert not copy.with_name(f"{copy.name}-wal").exists()
    finally:
        stop.set()
        writer.join()
    assert live.execute("SELECT COUNT(*) FROM t").fetchone()[0] > 20


@pytest.fixture
def archive(tmp_path):
    """An archive of records that are only bytes."""
    files = {"records.sqlite3": tmp_path / "r", "anchors.jsonl": tmp_path / "a"}
    files["records.sqlite3"].write_bytes(os.urandom(50_000))
    files["anchors.jsonl"].write_bytes(b"{}\n" * 50)
    said = archives.Manifest(
        kind="records",
        pair="one",
        version="0",
        taken_at=NOW.isoformat(),
        engine="sqlite",
        migrations={},
        trails={},
        n_anchors=50,
        counts={},
    )
    path = tmp_path / archives.name_of("records", NOW)
    archives.write(path, said, files)
    return path


@pytest.mark.parametrize("at", [0.0, 0.001, 0.1, 0.5, 0.9, 0.9999])
@pytest.mark.parametrize("how", ["flip", "cut"])
def test_archive_that_is_not_what_was_written_is_refused(archive, at, how):
    path = archive
    raw = bytearray(path.read_bytes())
    place = int(len(raw) * at)
    if how == "flip":
        raw[place] ^= 0xFF
    path.write_bytes(raw if how == "flip" else raw[:place])
    with pytest.raises(Refusal, match=r"damaged|not what was written|not whole"):
        archives.check(path)


def test_archive_with_another_file_or_manifest_is_refused(archive, tmp_path):
    path = archive
    members = {}
    with tarfile.open(path) as tar:
        members = {entry.name: tar.extractfile(entry).read() for entry in tar}

    def rewrite(changed):
        with tarfile.open(path, "w:gz") as tar:
            for name, content in changed.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))

    raw = bytearray(path.read_bytes())
    raw[-6] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Refusal, match="damaged"):
        archives.check(path)
    rewrite({**members, "records.sqlite3": members["records.sqlite3"] + b"x"})
    with pytest.raises(Refusal, match="is not what was written"):
        archives.check(path)
    rewrite({name: content for name, content in members.items() if name != "anchors.jsonl"})
    with pytest.raises(Refusal, match="not whole"):
        archives.check(path)
    rewrite({**members, "../escaped": b"x"})
    archives.unpack(path, {"../escaped": tmp_path / "escaped"})
    assert not (tmp_path / "escaped").exists()
    rewrite({**members, "manifest.json": members["manifest.json"].replace(b'"format": 1', b'"format": 2')})
    with pytest.raises(Refusal, match="later version"):
        archives.check(path)


def test_backup_of_nothing_or_onto_a_full_disk_says_so_and_deletes_nothing(world, tmp_path, monkeypatch):
    old = backup(tmp_path, NOW - timedelta(days=40))
    folders = (str(tmp_path / "records"), str(tmp_path / "keys"), "--same-disk")

    def full(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(archives, "_add", full)
        with pytest.raises(CommandError, match="No space left on device"):
            call_command("backup", *folders)
    # Put back before the fixture puts its own name back.
    with monkeypatch.context() as patched:
        patched.setitem(connection.settings_dict, "NAME", str(tmp_path / "nowhere"))
        with pytest.raises(CommandError, match="no records here"):
            call_command("backup", *folders)
    assert set(tmp_path.rglob("yarrow-*")) == {old.records, old.keyring}
    assert not list(tmp_path.rglob("*.part")) and not list(tmp_path.rglob(".yarrow-*"))
