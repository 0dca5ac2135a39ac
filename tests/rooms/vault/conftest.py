"""A project with compartments and its founder; a keyring and an anchor file of the test's own."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.vault.holding import new_holder
from tests.rooms.vault.homes import copy_of_one
from yarrow.vault import compartments, fence, keyring


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test starts with an empty keyring and anchor file."""
    keyring.close()
    settings.KEYRING = tmp_path / "keyring.sqlite3"
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    yield
    keyring.close()


@pytest.fixture
def lived(transactional_db, settings, tmp_path, tmp_path_factory, monkeypatch):
    """An installation that is lived in, with its two backups, for this test alone."""
    first = tmp_path_factory.getbasetemp() / "lived-in"
    first.mkdir(exist_ok=True)
    return copy_of_one(tmp_path, first, settings, monkeypatch)


@pytest.fixture
def project_id():
    """An id of a project, inside which the test is from here on."""
    made = uuid4()
    fence.enter(made)
    return made


@pytest.fixture
def founding(db, project_id):
    holder = new_holder("coordinator")
    compartments.make_for_project(
        project_id, ["identity", "notes"], founder=holder.key, by=holder.actor(), at=timezone.now()
    )
    return holder


@pytest.fixture
def founder(founding):
    return founding.actor()
