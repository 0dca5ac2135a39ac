"""A live project, its workers, and a device that may leave entries."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.rooms.desk.browser_sealing import Browser
from tests.worlds import make_project
from yarrow.vault import devices
from yarrow.vault.models import Compartment


@pytest.fixture
def world(db):
    cache.clear()
    return make_project()


@pytest.fixture
def about(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


@pytest.fixture
def day(about):
    return timezone.localdate(about["at"])


@pytest.fixture
def identity(world):
    return Compartment.current(world.project.id, "identity")


@pytest.fixture
def browser(world):
    made = Browser()
    by = world.worker("coordinator")
    device = devices.add_device(
        world.project.id, name="Van tablet", public_key=made.point, by=by, at=timezone.now()
    )
    made.id = device.id
    return made
