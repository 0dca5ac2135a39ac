"""Inviting and accepting."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.worlds import PASSPHRASE, client_of, make_project
from yarrow.staff.actions import joining, leaving
from yarrow.staff.errors import AlreadyHere, NotAllowed, UnusableLink
from yarrow.staff.models import Invitation, Membership, Worker
from yarrow.vault import holders, trail
from yarrow.vault.errors import TooWeak
from yarrow.vault.models import HolderKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def invite(world, *, role="outreach", email="kim@x.example", by="manager", at=None):
    with world.inside():
        return joining.invite_worker(
            project=world.project,
            name="Kim",
            email=email,
            role=role,
            by=world.worker(by),
            at=at or timezone.now(),
        )


def accept_new(token, **changes):
    return joining.accept_as_new(
        **{"token": token, "name": "Kim", "passphrase": PASSPHRASE, "at": timezone.now(), **changes}
    )


def acts_about(world, subject):
    return [row.act for row in trail.rows_about(world.project.id, subject)]


def test_invite_worker_keeps_only_the_hash_of_the_token(world):
    invitation, token = invite(world)
    stored = Invitation.objects.values().get(id=invitation.id)
    assert token not in str(stored)
    assert joining.find_invitation(token, timezone.now()) == invitation
    assert acts_about(world, invitation.id) == ["staff.invite_worker"]


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "adviser", "evaluator"])
def test_invite_worker_is_for_those_who_keep_the_list(world, role):
    with pytest.raises(NotAllowed):
        invite(world, by=role, email="lou@x.example")


def test_invite_worker_twice_says_so(world):
    invite(world)
    with pytest.raises(AlreadyHere, match="new link") as said:
        invite(world, email=" KIM@x.example ")
    assert said.value.field == "email"


def test_invite_worker_who_works_here_says_so(world):
    with pytest.raises(AlreadyHere, match="works here already"):
        invite(world, email=world.account("outreach").email)


def test_accept_invitation_makes_account_keys_and_a_waiting_place(world):
    _invitation, token = invite(world)
    place = accept_new(token)
    assert place.is_waiting and place.role == "outreach" and place.held == set()
    assert place.worker.holder_id is not None and not place.worker.has_usable_password()
    assert acts_about(world, place.worker.id) == ["staff.accept_invitation"]


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_accept_invitation_to_a_role_without_keys_starts_at_once(world, role):
    place = accept_new(invite(world, role=role)[1])
    assert place.is_active and place.keys_at is not None


def test_accept_invitation_works_once(world):
    _invitation, token = invite(world)
    accept_new(token)
    with pytest.raises(UnusableLink, match="used already"):
        accept_new(token)
    assert Worker.objects.filter(email="kim@x.example").count() == 1


def test_accept_invitation_of_two_who_send_it_together_one_is_refused(world, monkeypatch):
    _invitation, token = invite(world)
    stale = joining.find_invitation(token, timezone.now())
    accept_new(token)
    monkeypatch.setattr(joining, "find_invitation", lambda token, at: stale)
    with pytest.raises(UnusableLink, match="used already"):
        accept_new(token)


def test_accept_invitation_out_of_date(world):
    _invitation, token = invite(world)
    with pytest.raises(UnusableLink, match="out of date"):
        accept_new(token, at=timezone.now() + timedelta(days=7, seconds=1))


def test_accept_invitation_withdrawn(world):
    invitation, token = invite(world)
    joining.withdraw_invitation(
        project=world.project, invitation_id=invitation.id, by=world.worker("manager"), at=timezone.now()
    )
    with pytest.raises(UnusableLink, match="does not work"):
        accept_new(token)
    assert acts_about(world, invitation.id)[0] == "staff.withdraw_invitation"


def test_accept_invitation_unknown_token():
    with pytest.raises(UnusableLink, match="does not work"):
        accept_new("no-such-token")


def test_accept_invitation_weak_passphrase_leaves_the_link_good(world):
    _invitation, token = invite(world)
    with pytest.raises(TooWeak):
        accept_new(token, passphrase="short")
    assert accept_new(token).is_waiting


def test_renew_invitation_makes_the_old_link_useless(world):
    invitation, old = invite(world, at=timezone.now() - timedelta(days=8))
    _same, new = joining.renew_invitation(
        project=world.project, invitation_id=invitation.id, by=world.worker("coordinator"), at=timezone.now()
    )
    with pytest.raises(UnusableLink):
        accept_new(old)
    assert accept_new(new).is_waiting
    assert "staff.renew_invitation" in acts_about(world, invitation.id)


@pytest.mark.parametrize("action", [joining.renew_invitation, joining.withdraw_invitation])
def test_invitation_of_another_project_looks_like_none(world, action):
    theirs, token = invite(world.other)
    with pytest.raises(UnusableLink):
        action(project=world.project, invitation_id=theirs.id, by=world.worker("manager"), at=timezone.now())
    assert joining.find_invitation(token, timezone.now()) == theirs


@pytest.mark.parametrize("action", [joining.renew_invitation, joining.withdraw_invitation])
def test_invitation_is_changed_only_by_those_who_keep_the_list(world, action):
    invitation, _token = invite(world)
    with pytest.raises(NotAllowed):
        action(project=world.project, invitation_id=invitation.id, by=world.worker("peer"), at=timezone.now())


def test_accept_as_worker_gives_a_second_project_and_its_own_grants(world):
    account = world.account("outreach")
    _invitation, token = invite(world.other, email=account.email, role="case_worker")
    place = joining.accept_as_worker(token=token, worker=account.worker, at=timezone.now())
    assert place.project == world.other.project and place.held == set()
    assert account.place.held == {"identity"}
    assert Membership.objects.of(account.worker).count() == 2


def test_accept_as_worker_with_someone_elses_invitation_is_refused(world):
    _invitation, token = invite(world.other)
    with pytest.raises(UnusableLink, match="another e-mail address"):
        joining.accept_as_worker(token=token, worker=world.account("outreach").worker, at=timezone.now())
    assert joining.find_invitation(token, timezone.now()).used_at is None


def left(world):
    """A worker who has left every project here."""
    account, manager = world.account("outreach"), world.worker("manager")
    leaving.remove_worker(project=world.project, membership=account.place, by=manager, at=timezone.now())
    return account


def test_return_after_leaving_begins_again_with_a_new_key_and_no_second_factor(world):
    account = left(world)
    old = account.worker.holder_id
    _invitation, token = invite(world, email=account.email, role="peer")
    place = accept_new(token, passphrase="copper meadow with nine patient herons")
    assert place.id == account.place.id and place.worker.id == account.worker.id
    assert place.is_waiting and place.role == "peer" and place.held == set() and place.left_at is None
    assert place.worker.holder_id != old and not HolderKey.objects.filter(id=old).exists()
    assert not place.worker.has_second_factor and place.worker.is_active


def test_invited_leaver_cannot_sign_in_with_what_they_had(world):
    account = left(world)
    invite(world, email=account.email, role="peer")
    assert not Worker.objects.get(id=account.worker.id).is_active


def test_accept_as_new_with_an_account_at_work_elsewhere_is_refused(world):
    account = world.account("outreach")
    _invitation, token = invite(world.other, email=account.email)
    with pytest.raises(AlreadyHere, match="Sign in with it first"):
        accept_new(token)
    assert holders.unlock(account.worker.holder_id, PASSPHRASE) == account.private


def test_accept_invitation_page_makes_the_account_and_goes_on_to_the_second_factor(world):
    _invitation, token = invite(world)
    client, url = Client(), reverse("entrance:accept_invitation", args=[token])
    page = client.get(url).content.decode()
    assert "Join Riverside outreach" in page and "kim@x.example" in page
    answer = client.post(url, {"name": "Kim", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer["Location"] == reverse("mfa_activate_totp")
    again = Client().post(url, {"name": "Kim", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert again.status_code == 410 and "used already" in again.content.decode()


def test_accept_invitation_page_keeps_the_name_and_says_what_is_weak(world):
    _invitation, token = invite(world)
    url = reverse("entrance:accept_invitation", args=[token])
    page = Client().post(url, {"name": "Kimberley", "passphrase": "short", "again": "short"}).content.decode()
    assert "Kimberley" in page and "at least 20 characters" in page


def test_accept_invitation_page_proposes_six_words_new_each_time(world):
    url = reverse("entrance:accept_invitation", args=[invite(world)[1]])
    pages = [Client().get(url) for _n in range(2)]
    proposals = {page.context["proposal"] for page in pages}
    assert len(proposals) == 2 and all(len(words.split()) == 6 for words in proposals)


def test_join_project_page_with_the_account_one_has(world):
    account = world.account("outreach")
    _invitation, token = invite(world.other, email=account.email)
    url = reverse("entrance:accept_invitation", args=[token])
    assert "Sign in with it first" in Client().get(url).content.decode()
    assert "Sign in with it first" in Client().post(url).content.decode(), (
        "nothing happens without signing in"
    )
    client = client_of(account)
    answer = client.post(url)
    assert answer["Location"] == world.other.project.url("staff:wait_for_keys")
    assert "Another project" in client.get("/").content.decode()


def test_join_project_page_for_someone_else_signed_in_does_nothing(world):
    _invitation, token = invite(world.other, email=world.account("outreach").email)
    answer = world.client("peer").post(reverse("entrance:accept_invitation", args=[token]))
    assert "Sign in with it first" in answer.content.decode()
    assert joining.find_invitation(token, timezone.now()).used_at is None
