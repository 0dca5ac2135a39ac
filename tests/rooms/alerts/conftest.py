"""A live project with members of alerts."""

import pytest

from tests.rooms.alerts.checks import Table
from tests.rooms.alerts.members import CHEAP, Club
from tests.rooms.alerts.warning import Ward
from tests.worlds import make_project
from yarrow.alerts import phrases


@pytest.fixture
def club(db, monkeypatch):
    monkeypatch.setattr(phrases, "COST", CHEAP)
    return Club(world=make_project())


@pytest.fixture
def ward(db, settings, tmp_path):
    settings.REACH_KEY = tmp_path / "keys" / "reach-key"
    settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "http://127.0.0.1:9", "ours", "secret"
    settings.MAIL_HOST, settings.MAIL_FROM = "127.0.0.1", "news@garden.example"
    return Ward(world=make_project()).start()


@pytest.fixture
def table(db):
    return Table(world=make_project())


@pytest.fixture
def two(ward):
    """Two projects of one installation, each with two who may read reports."""
    with ward.world.other.inside():
        return ward, Ward(world=ward.world.other).start()
