"""A project gives a role less than the table says, never more."""

import pytest
from django.utils import timezone

from tests.worlds import accept, check_roles, make_project
from yarrow.staff.actions.narrowing import narrow_role
from yarrow.staff.errors import CantGrant, NotAllowed, TooFewHolders
from yarrow.staff.roles import KEEPERS
from yarrow.vault import trail
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def narrow(world, role, withheld, by="manager"):
    return narrow_role(
        project=world.project, role=role, withheld=withheld, by=world.worker(by), at=timezone.now()
    )


def test_narrow_role_takes_the_key_from_everyone_in_it_and_from_nobody_else(world):
    peer, outreach = world.account("peer"), world.account("outreach")
    project = narrow(world, "peer", ["identity"])
    assert peer.place.held == set() and outreach.place.held == {"identity"}
    assert project.compartments_for("peer") == () and project.compartments_for("outreach") == ("identity",)
    row = TrailRow.objects.get(act="staff.narrow_role")
    assert row.fields == ["identity", "peer"] and trail.verify(world.project.id) == []


def test_narrow_role_of_someone_waiting_may_be_what_lets_them_start(world):
    account = accept(world.project, "peer", by=world.worker("manager"), at=timezone.now())
    assert account.place.is_waiting
    narrow(world, "peer", ["identity"])
    account.place.refresh_from_db()
    assert account.place.is_active


def test_narrow_role_given_back_grants_nothing_by_itself(world):
    peer = world.account("peer")
    narrow(world, "peer", ["identity"])
    assert narrow(world, "peer", []).compartments_for("peer") == ("identity",)
    assert peer.place.held == set()


@pytest.mark.parametrize(
    ("role", "beyond"), [("manager", "isva"), ("peer", "notes"), ("evaluator", "identity")]
)
def test_narrow_role_never_names_a_key_beyond_the_table(world, role, beyond):
    with pytest.raises(CantGrant, match="never holds"):
        narrow(world, role, [beyond])
    world.project.refresh_from_db()
    assert world.project.narrowed == {}


def test_narrow_role_leaves_two_holders(world):
    with pytest.raises(TooFewHolders):
        narrow(world, "coordinator", ["notes"])
    world.project.refresh_from_db()
    assert world.project.narrowed == {}
    assert world.account("coordinator").place.held == {"identity", "notes"}


@pytest.mark.parametrize("role", ["outreach", "case_worker", "adviser", "evaluator"])
def test_narrow_role_is_for_those_who_keep_the_list(world, role):
    with pytest.raises(NotAllowed):
        narrow(world, "peer", ["identity"], by=role)


def test_list_roles_opens_to_keepers_and_narrow_role_to_managers(world):
    check_roles(world, world.project.url("staff:list_roles"), KEEPERS)
    check_roles(world, world.project.url("staff:narrow_role", "peer"), ["manager"])


def test_narrow_role_page_saves_and_shows(world):
    client, url = world.client("manager"), world.project.url("staff:narrow_role", "peer")
    assert client.post(url, {"withheld": ["identity"]})["Location"] == world.project.url("staff:list_roles")
    assert "checked" in client.get(url).content.decode()
    client.post(url, {})
    world.project.refresh_from_db()
    assert world.project.narrowed == {"peer": []}


def test_narrow_role_page_says_who_would_be_missing(world):
    page = world.client("manager").post(
        world.project.url("staff:narrow_role", "coordinator"), {"withheld": ["identity"]}
    )
    assert "one of only 2 who hold the key" in page.content.decode()


@pytest.mark.parametrize("role", ["administrator", "evaluator", "boss"])
def test_narrow_role_of_a_role_without_keys_does_not_exist(world, role):
    assert world.client("manager").get(world.project.url("staff:narrow_role", role)).status_code == 404
