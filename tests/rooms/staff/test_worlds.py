"""The worlds that other tests stand on are what they say."""

import pytest
from django.urls import reverse

from tests.worlds import make_project
from yarrow.staff.roles import COMPARTMENTS, ROLES
from yarrow.vault import compartments

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_worker_of_each_role_holds_exactly_the_keys_of_the_table(role):
    world = make_project()
    actor = world.worker(role)
    held = {
        name
        for name in COMPARTMENTS["adviser"] + ("notes", "research", "reach", "check")
        if actor.holds(world.project.id, name)
    }
    assert held == set(COMPARTMENTS[role])
    assert world.account(role).place.is_active


def test_client_is_signed_in_and_unlocked():
    world = make_project()
    answer = world.client("outreach").get(reverse("entrance:choose_project"))
    assert answer.status_code == 302
    assert answer.wsgi_request.seal_state == "unlocked"
    assert answer.wsgi_request.user == world.account("outreach").worker


def test_client_locked_is_signed_in_but_add_only():
    world = make_project()
    answer = world.client("outreach", locked=True).get(reverse("entrance:choose_project"))
    assert answer.wsgi_request.seal_state == "add_only"
    assert answer.wsgi_request.unlocked is None


def test_other_project_shares_no_key():
    world = make_project()
    stranger = world.other.worker("manager")
    assert not stranger.holds(world.project.id, "identity")
    with world.other.inside():
        assert stranger.holds(world.other.project.id, "identity")


def test_live_world_has_two_holders_of_everyday_keys():
    world = make_project()
    assert world.project.is_live
    assert len(compartments.holders_of(world.project.id, "identity")) == 2
