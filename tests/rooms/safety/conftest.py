"""A live project with an adviser, and short words for taking reports there."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.worlds import World, make_project
from yarrow.safety import actions, wayback
from yarrow.safety.told import read
from yarrow.vault import inbox

NOW = datetime(2026, 11, 14, 10, 30, tzinfo=UTC)
TODAY = NOW.date()
SAID = {
    "kinds": ["robbery"],
    "methods": ["knife"],
    "day": "2026-11-10",
    "hours": "night",
    "setting": "street",
    "words": "He took my bag by the bridge",
    "reach": "Text before noon, say it is Sam",
    "offenders": [
        {"phones": ["07700 900123"], "plates": ["AB12 CDE"], "age": "35-44", "words": "Northern voice"}
    ],
    "choice": {"level": "warn", "tell": "here", "release": "two"},
}


class Safe(SimpleNamespace):
    """A project's reports. `do(action, **said)`: an act of the adviser."""

    world: World

    @property
    def project(self):
        return self.world.project

    def do(self, action, *, by="adviser", at=NOW, **said):
        return action(project=self.project, by=self.world.worker(by), at=at, **said)

    def report(self, *, at=NOW, way="phone", entry_id=None, **said):
        """One report by whoever came on their phone, unsealed by the adviser."""
        told = read({**SAID, **said}, at.date())
        entry_id = entry_id or uuid4()
        return self.do(actions.take_report, told=told, way=way, received_at=at, at=at, entry_id=entry_id)

    def left(self, *, by="outreach", at=NOW, **said):
        """The number of a report that a worker without the key took with somebody."""
        entry_id = uuid4()
        self.do(actions.leave_report, sent={**SAID, **said}, by=by, at=at, entry_id=entry_id)
        return entry_id

    def open_inbox(self, *, by="adviser", at=NOW):
        return inbox.open_waiting(self.project.id, by=self.world.worker(by), at=at)


@pytest.fixture(autouse=True)
def quick_words(monkeypatch):
    """Words lead back without the memory-hard work, as passphrases do in tests."""
    monkeypatch.setattr(wayback, "COST", {"alg": "argon2id13", "time": 1, "memory_kib": 8})


@pytest.fixture
def safe(db):
    return Safe(world=make_project())
