"""An installation on disk, and worlds in it."""

import pytest

from tests.attacks import secrets_seen as secrets_recorder
from tests.attacks.disk import installation
from tests.worlds import _build


@pytest.fixture
def disk(transactional_db, settings, tmp_path, monkeypatch):
    """A whole installation's files under one folder, while its server runs."""
    with installation(tmp_path / "installation", settings, monkeypatch) as made:
        yield made


@pytest.fixture
def world(disk):
    """A live project on that disk, made anew so that its secrets are made in sight."""
    return _build("small", True, None, {})


@pytest.fixture
def secrets_seen(monkeypatch):
    """Every secret made during the test (name it before `world`, so that the world's own are among them)."""
    return secrets_recorder.record(monkeypatch)
