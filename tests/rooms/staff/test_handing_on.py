"""Advisers hand on the keys that those who look after workers do not hold, and no others."""

import pytest
from django.utils import timezone

from tests.worlds import accept, make_project
from yarrow.staff.actions import keys
from yarrow.staff.errors import CantGrant, NotAllowed
from yarrow.staff.queries import may_read_reports
from yarrow.vault import compartments


@pytest.fixture
def world(db):
    return make_project()


def grant(world, place, names, by="adviser"):
    return keys.grant_keys(
        project=world.project, membership=place, names=names, by=world.worker(by), at=timezone.now()
    )


def holders(world, name):
    return compartments.holders_of(world.project.id, name)


@pytest.mark.parametrize("role", ["case_worker", "coordinator"])
def test_adviser_hands_the_key_to_reports_to_a_named_colleague(world, role):
    account = world.account(role)
    grant(world, account.place, ["incident"])
    assert account.worker.holder_id in holders(world, "incident")
    assert account.actor().holds(world.project.id, "incident")


@pytest.mark.parametrize("name", ["identity", "notes"])
def test_adviser_grants_no_other_key(world, name):
    with pytest.raises(NotAllowed):
        grant(world, world.account("case_worker").place, [name])
    with pytest.raises(NotAllowed):
        grant(world, world.account("case_worker").place, ["incident", name])


@pytest.mark.parametrize(("role", "names"), [("outreach", ["incident"]), ("coordinator", ["isva"])])
def test_adviser_hands_nothing_to_a_role_that_never_holds_it(world, role, names):
    with pytest.raises(CantGrant):
        grant(world, world.account(role).place, names)


def test_second_adviser_gets_the_key_from_the_first(world):
    adviser = world.worker("adviser")
    second = accept(
        world.project, "adviser", by=world.worker("manager"), at=timezone.now(), name="Second Adviser"
    )
    keys.grant_keys(
        project=world.project,
        membership=second.place,
        names=["incident", "isva"],
        by=adviser,
        at=timezone.now(),
    )
    assert second.worker.holder_id in holders(world, "incident") & holders(world, "isva")


def test_page_lists_who_may_and_who_does(world):
    world.account("coordinator")
    told = {place.role: holds for place, holds in may_read_reports(world.project)}
    world.account("adviser")
    told |= {place.role: holds for place, holds in may_read_reports(world.project)}
    assert told["adviser"] is True and told["coordinator"] is False
    assert "outreach" not in told


def test_page_leads_an_adviser_to_the_grant_and_back(world):
    place = world.account("coordinator").place
    client = world.client("adviser")
    address = world.project.url("staff:hand_on_keys")
    grants = world.project.url("staff:grant_keys", place.id)
    assert grants in client.get(address).content.decode()
    page = client.get(grants).content.decode()
    assert 'value="incident"' in page and 'value="identity"' not in page
    answer = client.post(grants, {"compartments": ["incident"]})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert grants not in client.get(address).content.decode()


@pytest.mark.parametrize("role", ["manager", "outreach", "case_worker"])
def test_page_is_for_advisers(world, role):
    assert world.client(role).get(world.project.url("staff:hand_on_keys")).status_code == 403
