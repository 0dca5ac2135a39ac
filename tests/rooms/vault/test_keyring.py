"""The keyring file: one key a place, whoever asks first, across threads, processes and forks."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests import children
from yarrow.methods.refusals import Fault
from yarrow.vault import keyring, keyring_tables

ROOT = Path(__file__).parents[3]
NOW = timezone.now()
ASK = """
import os, sys, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django; django.setup()
from pathlib import Path
from django.conf import settings
from django.utils import timezone
settings.KEYRING = Path(sys.argv[1])
from yarrow.vault import keyring
project, key = uuid.UUID(sys.argv[2]), uuid.uuid4()
for n in range(60):
    subject = uuid.UUID(int=n)
    print(keyring.keep(project, subject, "identity", key, os.urandom(40), timezone.now())[1].hex())
"""


@pytest.fixture
def project():
    return uuid4()


def keep(project, subject, name="identity", wrapped=b"wrapped"):
    return keyring.keep(project, subject, name, uuid4(), wrapped, NOW)


def test_first_key_counts_and_is_found(project):
    subject = uuid4()
    first = keep(project, subject, wrapped=b"first")
    assert keep(project, subject, wrapped=b"second") == first and first[1] == b"first"
    assert keyring.find(project, "identity", [subject]) == {subject: first}
    assert keyring.find(project, "notes", [subject]) == keyring.find(uuid4(), "identity", [subject]) == {}
    assert keyring.count() == {"keys": 1, "tombstones": 0}


def test_many_are_found_in_few_queries(project):
    subjects = [uuid4() for _ in range(keyring.AT_ONCE * 2 + 1)]
    for subject in subjects:
        keep(project, subject)
    asked = []
    keyring.connection().set_trace_callback(asked.append)
    assert set(keyring.find(project, "identity", [*subjects, uuid4()])) == set(subjects)
    keyring.connection().set_trace_callback(None)
    assert len(asked) == 3


def test_two_processes_agree_on_every_key(project, settings):
    command = [sys.executable, "-c", ASK, str(settings.KEYRING), str(project)]
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    both = [subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    one, other = (asked.communicate(timeout=120)[0].split() for asked in both)
    assert [asked.returncode for asked in both] == [0, 0]
    assert one == other and len(set(one)) == 60
    assert keyring.find(project, "identity", [UUID(int=7)])[UUID(int=7)][1].hex() == one[7]


def test_threads_have_their_own_connection_and_agree(project):
    subject, kept = uuid4(), []

    def ask():
        kept.append((id(keyring.connection()), keep(project, subject, wrapped=os.urandom(40))))
        keyring.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({found for _, found in kept}) == 1 and len(kept) == 8


def test_fork_does_not_carry_the_connection_over(project):
    keep(project, uuid4())

    def counts():
        assert not hasattr(keyring._open, "connection") and keyring.count()["keys"] == 1

    assert children.run(counts) == 0
    assert keyring.count()["keys"] == 1


def elsewhere(settings):
    """How many keys another process would find."""
    other = sqlite3.connect(settings.KEYRING)
    try:
        return other.execute("SELECT COUNT(*) FROM subject_key").fetchone()[0]
    finally:
        other.close()


def test_keys_made_together_are_committed_at_once(project, settings):
    keep(project, uuid4())
    with keyring.together():
        first = uuid4()
        made = keep(project, first)
        with keyring.together():
            keep(project, uuid4())
        assert elsewhere(settings) == 1
        assert keyring.find(project, "identity", [first]) == {first: made}
    assert elsewhere(settings) == 3


def test_keys_made_together_stay_after_a_failure_as_something_may_be_sealed_under_them(project, settings):
    def fail():
        with keyring.together():
            keep(project, uuid4())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert elsewhere(settings) == 1
    keep(project, uuid4())
    assert elsewhere(settings) == 2


def test_nothing_is_erased_while_keys_are_made_together(project):
    subject = uuid4()
    keep(project, subject)
    steps = (
        lambda: keyring.set_tombstone(project, subject, "asked", NOW),
        lambda: keyring.destroy_keys(project, subject),
        lambda: keyring.destroy_one(project, subject, "identity"),
        lambda: keyring.finish(project, subject, NOW),
        keyring.rewrite,
        keyring.checkpoint,
    )
    with keyring.together():
        for step in steps:
            with pytest.raises(Fault, match="nothing is erased"):
                step()
    assert keyring.count() == {"keys": 1, "tombstones": 0}


def test_erased_subject_gets_no_key_even_at_the_same_moment(project):
    subject = uuid4()
    keyring.set_tombstone(project, subject, "asked", NOW)
    assert keep(project, subject) is None
    assert keyring.count() == {"keys": 0, "tombstones": 1}
    assert keep(uuid4(), subject) is not None


def test_file_is_for_its_owner_alone(project, settings):
    keep(project, uuid4())
    files = [Path(f"{settings.KEYRING}{end}") for end in ("", "-wal", "-shm")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files if path.exists()} == {0o600}


def test_pragmas_hold_on_every_connection(project):
    def asked(name):
        return keyring.connection().execute(f"PRAGMA {name}").fetchone()[0]

    for _ in range(2):
        assert (asked("journal_mode"), asked("secure_delete"), asked("synchronous")) == ("wal", 1, 2)
        assert asked("temp_store") == 2
        keyring.close()


def test_file_of_a_later_version_is_left_alone(settings):
    keyring.connection().execute("PRAGMA user_version = 99")
    keyring.close()
    with pytest.raises(Fault, match="later version"):
        keyring.connection()


def test_file_of_the_first_version_is_brought_up_to_date(project, settings):
    old = sqlite3.connect(settings.KEYRING)
    old.executescript(keyring_tables.STEPS[0] + "PRAGMA user_version = 1;")
    old.execute("INSERT INTO tombstone VALUES (?, ?, 'then', 'asked')", (str(project), str(UUID(int=1))))
    old.commit()
    old.close()
    assert keyring.tombstones() == {(project, UUID(int=1))}
    assert keyring.half_erased() == [(project, UUID(int=1))]
    keyring.finish(project, UUID(int=1), NOW)
    assert keyring.half_erased() == []


def test_busy_file_says_so(project, settings):
    keep(project, uuid4())
    keyring.connection().execute("PRAGMA busy_timeout=10")
    writer = sqlite3.connect(settings.KEYRING, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    for step in (keyring.rewrite, keyring.checkpoint):
        with pytest.raises(keyring.KeyringBusy):
            step()
    writer.close()
