"""A live project into which files are brought."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.worlds import World, make_project
from yarrow.contacts.importing import actions
from yarrow.contacts.models import ImportBatch
from yarrow.vault.actors import Actor

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent.parent / "reading" / "workbooks"


@pytest.fixture
def world(db) -> World:
    return make_project(at=datetime(2022, 1, 2, 10, 0, tzinfo=UTC))


@pytest.fixture
def by(world: World) -> Actor:
    return world.worker("coordinator")


@pytest.fixture
def bring(world: World, by: Actor) -> Callable[..., ImportBatch]:
    """bring("name.csv", content=None) -> the batch, all of it brought in"""

    def run(name: str, content: bytes | None = None) -> ImportBatch:
        raw = content if content is not None else (FOLDER / name).read_bytes()
        batch, reading = actions.start_import(project=world.project, by=by, at=NOW, name=name, content=raw)
        return actions.run_import(
            project=world.project, by=by, at=NOW, batch=batch, reading=reading, told=lambda *_: None
        )

    return run
