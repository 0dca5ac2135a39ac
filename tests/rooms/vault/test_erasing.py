"""Erasing: in this order, finished after a kill at any step, and no byte of the key left in any file."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.vault import anchors, erasing, keyring
from yarrow.vault.errors import Erased

NOW = timezone.now()
ROOT = Path(__file__).parents[3]
STEPS = ("set_tombstone", "note_erasure", "destroy_keys", "rewrite", "checkpoint")


def on_disk(path: Path) -> bytes:
    """Every byte of a SQLite file and its logs."""
    files = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")]
    return b"".join(file.read_bytes() for file in files if file.exists())


@pytest.fixture
def keys(settings):
    """A hundred subjects with two keys each: {subject: [wrapped, wrapped]}."""
    project, made = uuid4(), {}
    for _ in range(100):
        subject = uuid4()
        made[subject] = [os.urandom(73), os.urandom(73)]
        for name, wrapped in zip(("identity", "notes"), made[subject], strict=True):
            keyring.keep(project, subject, name, uuid4(), wrapped, NOW)
    return project, made


def test_erase_subject_leaves_no_byte_of_its_keys_and_all_of_the_others(keys, settings):
    project, made = keys
    gone, *others = made
    assert all(wrapped in on_disk(settings.KEYRING) for wrapped in made[gone])
    erasing.erase_subject(project, gone, reason="asked", at=NOW)
    left = on_disk(settings.KEYRING)
    assert not any(wrapped in left for wrapped in made[gone])
    assert all(wrapped in left for other in others for wrapped in made[other])
    assert keyring.half_erased() == []
    assert anchors.erasures() == keyring.tombstones() == {(project, gone)}


def test_erased_subject_gets_no_new_key(project_id, founder):
    subject = uuid4()
    founder.key.subject_key_or_new(project_id, subject, "identity")
    erasing.erase_subject(project_id, subject, reason="asked", at=NOW)
    later = type(founder.key)(founder.key.holder_id, founder.key._private)
    for ask in (later.subject_key_or_new, later.subject_key):
        with pytest.raises(Erased):
            ask(project_id, subject, "identity")
    assert keyring.count() == {"keys": 0, "tombstones": 1}


def test_tombstone_alone_closes_the_subject(project_id, founder):
    subject = uuid4()
    founder.key.subject_key_or_new(project_id, subject, "identity")
    keyring.set_tombstone(project_id, subject, "asked", NOW)
    later = type(founder.key)(founder.key.holder_id, founder.key._private)
    with pytest.raises(Erased):
        later.subject_key(project_id, subject, "identity")


@pytest.mark.parametrize("step", STEPS)
def test_kill_at_each_step_is_finished_by_the_next_start(keys, settings, step):
    project, made = keys
    gone = next(iter(made))
    keyring.close()
    told = [step, str(project), str(gone), str(settings.KEYRING), str(settings.ANCHORS)]
    killed = subprocess.run(
        [sys.executable, "-m", "tests.rooms.vault.die_while_erasing", *told],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert keyring.half_erased() == [(project, gone)]
    assert erasing.finish_half_done(NOW) == 1
    left = on_disk(settings.KEYRING)
    assert not any(wrapped in left for wrapped in made[gone])
    assert sum(wrapped in left for both in made.values() for wrapped in both) == 198
    assert (project, gone) in anchors.erasures()
    assert keyring.half_erased() == [] and erasing.finish_half_done(NOW) == 0


def test_erase_waits_for_a_reader_and_says_so_when_it_stays(keys, settings, monkeypatch):
    project, made = keys
    gone = next(iter(made))
    monkeypatch.setattr(erasing, "WAITS", (0.01,))
    keyring.connection().execute("PRAGMA busy_timeout=10")
    reader = sqlite3.connect(settings.KEYRING, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM subject_key").fetchone()
    with pytest.raises(keyring.KeyringBusy):
        erasing.erase_subject(project, gone, reason="asked", at=NOW)
    assert keyring.half_erased() == [(project, gone)]
    assert keyring.find(project, "identity", [gone]) == {}
    reader.close()
    assert erasing.finish_half_done(NOW) == 1
    assert not any(wrapped in on_disk(settings.KEYRING) for wrapped in made[gone])


def test_erase_goes_on_when_the_reader_ends(keys, settings, monkeypatch):
    project, made = keys
    gone = next(iter(made))
    monkeypatch.setattr(erasing, "WAITS", (0.05,) * 40)
    keyring.connection().execute("PRAGMA busy_timeout=10")
    reader = sqlite3.connect(settings.KEYRING, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM subject_key").fetchone()
    ending = threading.Timer(0.3, reader.close)
    ending.start()
    erasing.erase_subject(project, gone, reason="asked", at=NOW)
    ending.join()
    assert keyring.half_erased() == []


def test_restored_older_keyring_is_noticed_and_replayed(keys, settings):
    project, made = keys
    gone = next(iter(made))
    keyring.checkpoint()
    older = settings.KEYRING.read_bytes()
    erasing.erase_subject(project, gone, reason="asked", at=NOW)
    assert anchors.forgotten() == set()
    keyring.close()
    settings.KEYRING.write_bytes(older)
    assert keyring.find(project, "identity", [gone])
    assert anchors.forgotten() == {(project, gone)}
    assert erasing.replay_tombstones(NOW) == 1
    assert keyring.find(project, "identity", [gone]) == {} and anchors.forgotten() == set()
    assert not any(wrapped in on_disk(settings.KEYRING) for wrapped in made[gone])


def test_drop_key_leaves_no_tombstone(keys, settings):
    project, made = keys
    moved = next(iter(made))
    erasing.drop_keys(project, [moved])
    assert not any(wrapped in on_disk(settings.KEYRING) for wrapped in made[moved])
    assert keyring.tombstones() == set()
    assert keyring.keep(project, moved, "identity", uuid4(), b"again", NOW) is not None


@pytest.mark.django_db
def test_sweep_orphans_takes_old_keys_of_nothing(keys, monkeypatch):
    project, made = keys
    kept = set(list(made)[5:])
    stand = {(project, subject, name) for subject in kept for name in ("identity", "notes")}
    monkeypatch.setattr(erasing, "sealed_places", lambda: stand)
    assert erasing.sweep_orphans(NOW + timedelta(hours=1)) == 0
    assert erasing.sweep_orphans(NOW + timedelta(days=2)) == 10
    assert set(keyring.subjects()) == stand


@pytest.mark.django_db
def test_sweep_orphans_refuses_when_the_records_are_not_its_own(keys):
    with pytest.raises(Refusal, match="200 of 200 keys"):
        erasing.sweep_orphans(NOW + timedelta(days=2))
    assert keyring.count()["keys"] == 200
