"""Change of role, and leaving: what is taken away, and what may not be."""

import pytest
from django.utils import timezone

from tests.rooms.staff.workers import leave, newcomer
from tests.worlds import client_of, make_project
from yarrow.staff import rules
from yarrow.staff.actions import joining, keys, leaving
from yarrow.staff.errors import CantGrant, NotAllowed, TooFewHolders, WrongStep
from yarrow.staff.models import Worker
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import SealedSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def change(world, account, role, by="manager"):
    actor = by if isinstance(by, Actor) else world.worker(by)
    return leaving.change_role(
        project=world.project, membership=account.place, role=role, by=actor, at=timezone.now()
    )


def test_change_role_takes_and_grants_and_ends_sessions(world):
    account = world.account("case_worker")
    client = client_of(account)
    place = change(world, account, "outreach")
    assert place.held == {"identity"} and place.is_active
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    place = change(world, account, "case_worker")
    assert place.held == {"identity", "notes"}


def test_change_role_of_someone_waiting_keeps_them_waiting(world):
    place = change(world, newcomer(world, "peer"), "case_worker")
    assert place.is_waiting and place.role == "case_worker" and place.held == set()


def test_change_role_to_one_without_keys_starts_someone_waiting(world):
    assert change(world, newcomer(world, "peer"), "administrator").is_active


def test_change_role_that_needs_keys_one_lacks_says_who_could(world):
    account = world.account("outreach")
    with pytest.raises(CantGrant, match="Sam Coordinator"):
        change(world, account, "case_worker", by="administrator")
    account.place.refresh_from_db()
    assert account.place.role == "outreach"


def test_change_role_to_adviser_is_not_a_managers_to_give(world):
    with pytest.raises(CantGrant, match="recovery envelope"):
        change(world, world.account("outreach"), "adviser")


def test_change_role_of_oneself_is_refused(world):
    with pytest.raises(NotAllowed, match="your own role"):
        change(world, world.account("manager"), "administrator")


def test_change_role_of_the_last_but_one_holder_is_refused(world):
    with pytest.raises(TooFewHolders, match="one of only 2"):
        change(world, world.account("coordinator"), "outreach")
    assert world.account("coordinator").place.held == {"identity", "notes"}


def test_remove_worker_takes_keys_and_sessions_at_once(world):
    account = world.account("outreach")
    client = client_of(account)
    assert client.get(world.project.url("desk:show_today")).status_code == 200
    place = leave(world, account)
    assert place.state == "left" and place.held == set()
    assert SealedSession.objects.filter(worker_id=account.worker.id).count() == 0
    assert client.get(world.project.url("desk:show_today"))["Location"].startswith("/sign-in/")
    assert not Worker.objects.get(id=account.worker.id).is_active
    assert trail.rows_about(world.project.id, account.worker.id)[0].act == "staff.remove_worker"


def test_remove_worker_from_one_of_two_projects_keeps_the_other(world):
    account = world.account("outreach")
    with world.other.inside():
        _invitation, token = joining.invite_worker(
            project=world.other.project,
            name="S",
            email=account.email,
            role="outreach",
            by=world.other.worker("manager"),
            at=timezone.now(),
        )
    theirs = joining.accept_as_worker(token=token, worker=account.worker, at=timezone.now())
    with world.other.inside():
        keys.grant_keys(
            project=world.other.project,
            membership=theirs,
            names=["identity"],
            by=world.other.worker("manager"),
            at=timezone.now(),
        )
    leave(world, account)
    assert Worker.objects.get(id=account.worker.id).is_active
    assert account.place.held == set()
    with world.other.inside():
        assert theirs.held == {"identity"}


def test_remove_worker_who_is_the_last_but_one_holder_is_refused(world):
    assert not rules.can_leave(world.account("coordinator").place)
    with pytest.raises(TooFewHolders, match="Invite someone else"):
        leave(world, world.account("coordinator"))
    world.account("case_worker")
    assert rules.can_leave(world.account("coordinator").place)
    assert leave(world, world.account("coordinator")).state == "left"


def test_remove_worker_twice_is_refused(world):
    account = world.account("outreach")
    leave(world, account)
    with pytest.raises(WrongStep):
        leave(world, account)


@pytest.mark.parametrize("role", ["outreach", "case_worker", "adviser", "evaluator"])
def test_remove_worker_is_for_those_who_keep_the_list(world, role):
    with pytest.raises(NotAllowed):
        leave(world, world.account("peer"), by=role)


def test_founder_may_not_leave_before_anyone_else_holds_the_keys():
    world = make_project(live=False)
    with pytest.raises(TooFewHolders):
        leave(world, world.account("manager"))
