"""Putting a backup back: what fits, what is refused, who stays erased, and what a killed restore leaves."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests import children
from tests.rooms.vault.homes import at_home, backup, called, live
from yarrow.methods.refusals import Refusal
from yarrow.people.models import Person
from yarrow.sending.models import Message
from yarrow.vault import anchors, books, doctor, keyring
from yarrow.vault.backups import preparing, restoring, swapping
from yarrow.vault.backups.restoring import Asked, restore
from yarrow.vault.models import SealedSession, TrailRow

NOW = timezone.now()
pytestmark = pytest.mark.sqlite_only(reason="what PostgreSQL does differently is in test_backups_postgres")


@pytest.fixture
def empty(lived, settings, tmp_path):
    """A new, empty home that this process works with."""
    with at_home(tmp_path / "new", settings) as home:
        yield home


def pair(taken, **more):
    return Asked(taken.records, taken.keyring, **more)


def test_restore_into_an_empty_home_brings_everything_back(lived, empty):
    done = restore(pair(lived.after), at=NOW)
    assert (done.n_replayed, done.n_cleared, done.n_unreadable) == (0, 0, 0)
    assert called(lived, lived.ayo) == "Ayo"
    assert Person.objects.get(pk=lived.bea).erased_at is not None
    assert (empty / "app-secret").read_text() == (lived.home / "app-secret").read_text()
    assert anchors.verify(lived.world.project.id) == []
    # It may have left since.
    message = Message.objects.get()
    assert (message.state, bytes(message.envelope), message.ended_at) == ("unclear", b"", NOW)
    assert TrailRow.objects.filter(act="vault.restore").count() == 1
    assert anchors.restores()[-1][0] == lived.world.project.id
    assert not list(empty.glob(f"*{restoring.NEXT}*")) and not (empty / swapping.JOURNAL).exists()
    assert not [risk for risk in doctor.risks(NOW) if "key" in risk.what]
    for path in empty.iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_restore_of_records_older_than_an_erasure_erases_again(lived, empty):
    """Old records with the newest keyring: the tombstone is in it."""
    done = restore(Asked(lived.before.records, lived.after.keyring), at=NOW)
    assert done.n_cleared == 1 and any("different evenings" in line for line in done.warnings)
    assert Person.objects.get(pk=lived.bea).called is None
    assert called(lived, lived.ayo) == "Ayo"


def test_restore_refuses_a_keyring_that_is_older_than_the_anchors(lived, empty):
    newest = lived.home / "anchors.jsonl"
    with pytest.raises(Refusal, match=r"older than 1 erasures.*--replay"):
        restore(pair(lived.before, anchors=newest), at=NOW)
    assert not Person.objects.exists() if (empty / "records.sqlite3").exists() else True
    done = restore(pair(lived.before, anchors=newest, replay=True), at=NOW)
    assert done.n_replayed == 1
    bea = Person.objects.get(pk=lived.bea)
    assert bea.erased_at is not None and bea.called is None
    assert keyring.is_erased(lived.world.project.id, lived.bea)
    assert b"erased" in (empty / "anchors.jsonl").read_bytes()


def test_restore_of_an_old_pair_without_newer_anchors_knows_no_better(lived, empty):
    """Said in the how-to: without the newest keyring or anchors nobody can know. The twin of the two above."""
    restore(pair(lived.before), at=NOW)
    assert called(lived, lived.bea) == "Bea"


def test_restore_refuses_a_home_that_is_lived_in(lived, settings):
    with at_home(lived.home, settings), pytest.raises(Refusal, match="empty home"):
        restore(pair(lived.after), at=NOW)


def test_restore_over_what_is_here_keeps_its_own_erasures(lived, settings):
    """An older pair over a newer home: the home's anchors know the erasure, so the older keyring is refused."""
    with at_home(lived.home, settings):
        with pytest.raises(Refusal, match="older than 1 erasures"):
            restore(pair(lived.before, over=True), at=NOW)
        assert called(lived, lived.ayo) == "Ayo"
        of_before = books._folder() / "of-before"
        books._write(of_before, b"a book of what stood before")
        restore(Asked(lived.before.records, over=True), at=NOW)
        assert not of_before.exists()
        assert Person.objects.get(pk=lived.bea).called is None and called(lived, lived.ayo) == "Ayo"
        assert anchors.verify(lived.world.project.id) == []


@pytest.mark.parametrize("which", ["records", "keyring"])
def test_restore_of_a_damaged_archive_leaves_what_was_there(lived, settings, which):
    path = getattr(lived.after, which)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(raw)
    before = _bytes_of(lived.home)
    with at_home(lived.home, settings), pytest.raises(Refusal):
        restore(pair(lived.after, over=True), at=NOW)
    assert _bytes_of(lived.home) == before


def test_restore_refuses_what_does_not_belong_together(lived, settings, tmp_path, monkeypatch):
    (tmp_path / "second").mkdir()
    other = live(tmp_path / "second", settings, monkeypatch)
    with at_home(tmp_path / "new", settings) as home:
        with pytest.raises(Refusal, match="different installations"):
            restore(Asked(lived.after.records, other.after.keyring), at=NOW)
        with pytest.raises(Refusal, match="another way round"):
            restore(Asked(lived.after.keyring, lived.after.records), at=NOW)
        with pytest.raises(Refusal, match="no keyring here"):
            restore(Asked(lived.after.records), at=NOW)
        # Without a line in common the keys tell.
        monkeypatch.setattr(restoring, "_anchors", lambda *_: b"")
        with pytest.raises(Refusal, match=r"no key in this keyring.*--unreadable \d+"):
            restore(Asked(lived.after.records, other.after.keyring), at=NOW)
        assert not _bytes_of(home)


def test_restore_of_a_later_version_is_refused(lived, empty, monkeypatch):
    class Fewer:
        def __init__(self, _connection):
            self.disk_migrations = {("vault", "0001_initial"): None}

    restore(pair(lived.after), at=NOW)
    monkeypatch.setattr(preparing, "MigrationLoader", Fewer)
    said = preparing.main(
        {"at": NOW.isoformat(), "taken_at": NOW.isoformat(), "replay": False, "unreadable": 0}
    )
    assert "later version" in said["refused"]


def test_restore_ends_every_session(lived, settings, tmp_path, monkeypatch):
    with at_home(lived.home, settings):
        lived.world.client("coordinator")
        assert SealedSession.objects.exists()
        from_now = pair(backup(tmp_path, NOW.replace(year=2031)))
    with at_home(tmp_path / "new", settings):
        restore(from_now, at=NOW)
        assert not SealedSession.objects.exists()


def test_restore_killed_before_the_swap_leaves_the_old_state(lived, settings, tmp_path):
    before = _bytes_of(lived.home)
    with at_home(lived.home, settings):

        def begins():
            swapping.swap = lambda *_: children.die()
            restore(Asked(lived.before.records, lived.after.keyring, over=True), at=NOW)

        assert children.killed(begins)
    assert list(lived.home.glob(f"*{restoring.NEXT}"))
    assert swapping.finish(lived.home) == "old"
    assert _bytes_of(lived.home) == before


def test_restore_command_asks_for_a_word_and_says_what_is_at_risk(lived, settings, monkeypatch):
    told = (str(lived.before.records), str(lived.after.keyring), "--over")
    with at_home(lived.home, settings):
        monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("restore", *told, stdout=io.StringIO(), stderr=io.StringIO())
        assert not TrailRow.objects.filter(act="vault.restore").exists()
        monkeypatch.setattr(sys, "stdin", io.StringIO("REPLACE\n"))
        out = io.StringIO()
        call_command("restore", *told, stdout=out, stderr=io.StringIO())
    said = out.getvalue()
    assert "Erased again: 1. Unreadable: 0." in said and "Go through the workers" in said


def _bytes_of(home: Path) -> dict[str, bytes]:
    """What stands in a home, but for locks and the logs of connections that came and went."""
    return {
        path.name: path.read_bytes()
        for path in home.iterdir()
        if path.is_file() and not path.name.endswith(("-shm", "-wal", ".lock"))
    }


def test_journal_names_every_prepared_file(lived, empty, monkeypatch):
    seen = []
    real = swapping.begin

    def look(home, moves):
        real(home, moves)
        seen.extend(json.loads((home / swapping.JOURNAL).read_text())["moves"])

    monkeypatch.setattr(swapping, "begin", look)
    restore(pair(lived.after), at=NOW)
    assert {Path(place).name for _, place in seen} == {
        "records.sqlite3",
        "keyring.sqlite3",
        "anchors.jsonl",
        "app-secret",
    }


def test_restore_touches_nothing_that_a_setting_in_a_file_names(lived, empty, tmp_path, monkeypatch):
    """`YARROW_DATABASE_FILE` leads to what stands here; what is prepared is another file."""
    for name, place in {"DATABASE": f"sqlite://{tmp_path}/live", "KEYRING": f"{tmp_path}/live-keys"}.items():
        (tmp_path / name).write_text(place)
        monkeypatch.setenv(f"YARROW_{name}_FILE", str(tmp_path / name))
    restore(pair(lived.after), at=NOW)
    assert called(lived, lived.ayo) == "Ayo"
    assert not list(tmp_path.glob("live*keys*")) and not (tmp_path / "live").exists()
