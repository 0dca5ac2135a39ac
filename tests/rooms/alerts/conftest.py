"""A live project with members of alerts."""

import pytest

from tests.rooms.alerts.members import CHEAP, Club
from tests.worlds import make_project
from yarrow.alerts import phrases


@pytest.fixture
def club(db, monkeypatch):
    monkeypatch.setattr(phrases, "COST", CHEAP)
    return Club(world=make_project())
