"""Erasing a subject whole, killed at every step."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.attacks.disk import installation
from tests.rooms.vault.die_while_forgetting import PLACES
from tests.rooms.vault.test_forgetting import ayo_with_a_name
from tests.worlds import _build
from yarrow.people.models import Person
from yarrow.people.queries import find_people
from yarrow.vault import books, keyring

ROOT = Path(__file__).parents[3]


@pytest.fixture
def copied(transactional_db, settings, tmp_path, monkeypatch):
    """A folder with an installation in which one person, code KILLED-1, waits to be erased."""
    with installation(tmp_path / "installation", settings, monkeypatch):
        world = _build("small", True, None, {})
        ayo = ayo_with_a_name(world)
        Person.objects.filter(pk=ayo.pk).update(code="KILLED-1")
        monkeypatch.setattr(books, "FEWEST", 1)
        assert find_people(world.worker("coordinator"), world.project, "Ayo")
        keyring.checkpoint()
        folder = tmp_path / "copy"
        folder.mkdir()
        copy = sqlite3.connect(folder / "records.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        shutil.copy(settings.KEYRING, folder / "keyring.sqlite3")
        shutil.copytree(settings.HOME / books.FOLDER, folder / books.FOLDER)
    return folder


@pytest.mark.sqlite_only(reason="the process that dies brings its own file of records")
@pytest.mark.parametrize("place", PLACES)
def test_kill_at_each_step_of_forgetting_is_finished_by_the_next_start(copied, place):
    said = subprocess.run(
        [sys.executable, "-m", "tests.rooms.vault.die_while_forgetting", place, str(copied)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert said.returncode == 0, said.stderr
    told = json.loads(said.stdout.splitlines()[-1])
    killed, started = told["killed"], told["started"]
    assert told["signal"] == -signal.SIGKILL
    assert killed["half_done"] == (place != "finished")
    assert killed["erased"] == (killed["aliases"] == 0) == (killed["code"] != "KILLED-1")
    assert started["erased"] and not started["called"] and started["aliases"] == 0
    assert started["code"] != "KILLED-1" and not started["half_done"]
    assert started["trail"] == 1 and started["chain"] == []
    assert started["keys"] == 0
    # The book's key went in the commit of the tombstone.
    assert killed["books"] == started["books"] == started["book_files"] == 0
