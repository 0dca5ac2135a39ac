"""A lost second factor, a forgotten passphrase: begin again with nothing, and keys from a colleague."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from tests.rooms.staff.workers import grant, join_second
from tests.worlds import PASSPHRASE, check_roles, client_of, make_project
from yarrow.staff.actions import joining, leaving, starting_over
from yarrow.staff.errors import AlreadyHere, NotAllowed, TooFewHolders, WrongStep
from yarrow.staff.models import Invitation, Membership, Worker
from yarrow.staff.roles import KEEPERS
from yarrow.vault import compartments, holders, recovery
from yarrow.vault.models import Compartment, Grant, HolderKey, RecoveryKey

pytestmark = pytest.mark.django_db
NEW_WORDS = "copper meadow with nine patient herons"


@pytest.fixture
def world():
    return make_project()


def begin_again(world, account, by="manager"):
    actor = world.worker(by)
    _invited, token = starting_over.start_over(
        project=world.project, membership=account.place, by=actor, at=timezone.now()
    )
    return token


def test_start_over_leaves_a_worker_without_grants_sessions_or_factors(world):
    account = world.account("case_worker")
    client, old = client_of(account), account.worker.holder
    token = begin_again(world, account)
    assert not Grant.objects.filter(holder_id=old).exists()
    assert not Authenticator.objects.filter(user=account.worker).exists()
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    assert not Worker.objects.get(id=account.worker.id).is_active
    place = joining.accept_as_new(token=token, name="Sam", passphrase=NEW_WORDS, at=timezone.now())
    assert place.id == account.place.id and place.is_waiting and place.held == set()
    # The old key pair is gone with its passphrase; the new one is another.
    worker = Worker.objects.get(id=account.worker.id)
    assert worker.holder != old and not HolderKey.objects.filter(id=old).exists()
    assert holders.unlock(worker.holder, PASSPHRASE) is None and not worker.has_second_factor


def test_start_over_needs_a_second_factor_before_keys_and_then_opens_everything(world):
    account = world.account("case_worker")
    token = begin_again(world, account)
    place = joining.accept_as_new(token=token, name="Sam", passphrase=NEW_WORDS, at=timezone.now())
    with pytest.raises(Exception, match="no second factor yet"):
        grant(world, account, ["identity"])
    Authenticator.objects.create(user=place.worker, type="totp", data={})
    assert grant(world, account, ["identity", "notes"]).held == {"identity", "notes"}


def test_start_over_of_one_of_two_holders_is_allowed_and_leads_back_to_two(world):
    """Leaving would be refused: nobody may stay the only holder for good."""
    account = world.account("coordinator")
    with pytest.raises(TooFewHolders):
        leaving.remove_worker(
            project=world.project, membership=account.place, by=world.worker("manager"), at=timezone.now()
        )
    begin_again(world, account)
    assert len(compartments.holders_of(world.project.id, "identity")) == 1


def test_start_over_of_the_last_holder_needs_an_envelope_that_opens_the_key(world):
    manager, admin = world.account("manager"), world.account("administrator")
    begin_again(world, world.account("coordinator"))
    RecoveryKey.objects.update(retired_at=timezone.now())
    with pytest.raises(TooFewHolders, match="Only Mona Manager holds the key to identity"):
        begin_again(world, manager, by="administrator")
    assert manager.place.held and admin.place.id
    RecoveryKey.objects.update(retired_at=None)
    begin_again(world, manager, by="administrator")
    assert recovery.opens(world.project.id, "identity")
    assert compartments.holders_of(world.project.id, "identity") == set()


def test_start_over_of_oneself_of_a_leaver_or_twice_is_refused(world):
    with pytest.raises(NotAllowed, match="A colleague has to do this"):
        begin_again(world, world.account("manager"))
    account = world.account("outreach")
    begin_again(world, account)
    with pytest.raises(WrongStep):
        begin_again(world, account)
    peer = world.account("peer")
    joining.invite_worker(
        project=world.project,
        name="X",
        email="x@small.example",
        role="peer",
        by=world.worker("manager"),
        at=timezone.now(),
    )
    Invitation.objects.filter(email="x@small.example").update(email=peer.email)
    with pytest.raises(AlreadyHere):
        begin_again(world, peer)


def test_start_over_of_somebody_who_works_elsewhere_too_is_refused(world):
    account = world.account("outreach")
    join_second(world.other, account, "peer")
    with pytest.raises(NotAllowed, match="works in another project here too"):
        begin_again(world, account)
    assert account.place.held == {"identity"}


@pytest.mark.parametrize("role", ["outreach", "case_worker", "adviser", "evaluator"])
def test_start_over_is_for_those_who_keep_the_list(world, role):
    with pytest.raises(NotAllowed):
        begin_again(world, world.account("peer"), by=role)


def test_page_start_over_shows_the_link_once_after_the_typed_name(world):
    account = world.account("outreach")
    url = world.project.url("staff:start_over", account.place.id)
    check_roles(world, url, KEEPERS)
    client = world.client("coordinator")
    assert b"This is not the name" in client.post(url, {"typed": "Someone else"}).content
    assert Membership.objects.get(id=account.place.id).is_active
    shown = client.post(url, {"typed": account.worker.name}).content.decode()
    assert "/join/" in shown
    profile = client.get(world.project.url("staff:show_worker", world.account("case_worker").place.id))
    assert "They lost their second factor" in profile.content.decode()


def test_leaver_marks_the_keys_they_held_and_a_new_beginning_does_not(world):
    begin_again(world, world.account("case_worker"))
    assert not Compartment.objects.exclude(rekey_advised_at=None).exists()
    account = world.account("outreach")
    leaving.remove_worker(
        project=world.project, membership=account.place, by=world.worker("manager"), at=timezone.now()
    )
    marked = Compartment.objects.exclude(rekey_advised_at=None)
    assert [(each.project_id, each.name) for each in marked] == [(world.project.id, "identity")]


def test_last_holder_of_a_rarer_key_leaves_only_while_the_envelope_opens_it(world):
    adviser = world.account("adviser")
    RecoveryKey.objects.update(retired_at=timezone.now())
    with pytest.raises(TooFewHolders, match="the recovery envelope does not open it"):
        leaving.remove_worker(
            project=world.project, membership=adviser.place, by=world.worker("manager"), at=timezone.now()
        )
    RecoveryKey.objects.update(retired_at=None)
    leaving.remove_worker(
        project=world.project, membership=adviser.place, by=world.worker("manager"), at=timezone.now()
    )
    assert compartments.holders_of(world.project.id, "isva") == set()
