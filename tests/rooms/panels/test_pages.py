"""Every page of this room, with one of everything."""

import pytest

from tests.attacks.town import addresses, build
from tests.worlds import make_project


@pytest.fixture
def town(db):
    world = make_project()
    return world, build(world)


def test_every_page_of_the_room_opens_for_whoever_may(town):
    world, ids = town
    client = world.client("coordinator")
    answers = {
        each.name: client.get(each.of(world, ids)).status_code
        for each in addresses()
        if each.name.startswith(("panels:", "sharing:"))
    }
    assert {name: code for name, code in answers.items() if code not in (200, 405)} == {}
