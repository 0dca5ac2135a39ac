"""A live project with a survey that is open today."""

import pytest
from django.utils import timezone

from tests.rooms.surveys import asking
from tests.worlds import World, make_project
from yarrow.safety import wayback


@pytest.fixture(autouse=True)
def quick_words(monkeypatch):
    """Words lead back without the memory-hard work, as passphrases do in tests."""
    monkeypatch.setattr(wayback, "COST", {"alg": "argon2id13", "time": 1, "memory_kib": 8})


@pytest.fixture
def world(db) -> World:
    return make_project()


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def given(world, at):
    """What every action takes."""
    return {"project": world.project, "by": world.worker("coordinator"), "at": at}


@pytest.fixture
def survey(given):
    return asking.ask(given)
