"""A live project with workers who hold their keys, and people added through the actions."""

from datetime import UTC, datetime

import pytest

from tests.worlds import World, make_project
from yarrow.people.actions import add_person

NOW = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)


@pytest.fixture
def at():
    return NOW


@pytest.fixture
def world(db) -> World:
    return make_project(at=datetime(2024, 1, 2, 10, 0, tzinfo=UTC))


@pytest.fixture
def by(world):
    return world.worker("coordinator")


@pytest.fixture
def project(world):
    return world.project


@pytest.fixture
def add(project, by):
    """add("Kim", full_name=…) -> Person"""

    def make(called=None, *, at=NOW, **said):
        return add_person(project=project, by=by, at=at, called=called, **said)

    return make


@pytest.fixture
def given(project, by, at):
    """What every action takes."""
    return {"project": project, "by": by, "at": at}


@pytest.fixture
def kim(add):
    return add("Kim")
