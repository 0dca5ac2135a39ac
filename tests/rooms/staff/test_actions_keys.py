"""Keys handed on, and taken up from paper."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from tests.rooms.staff.workers import grant, leave, newcomer
from tests.worlds import accept, make_project
from yarrow.staff.actions import joining, keys
from yarrow.staff.errors import CantGrant, NotAllowed, WrongStep
from yarrow.staff.models import Membership
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, WrongWords

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def test_grant_keys_of_the_role_makes_the_worker_active(world):
    account = newcomer(world)
    place = grant(world, account, ["identity", "notes"])
    assert place.is_active and place.keys_at is not None
    assert account.actor().holds(world.project.id, "notes")
    row = trail.rows_about(world.project.id, account.worker.id)[0]
    assert (row.act, row.fields) == ("staff.grant_keys", ["identity", "notes"])


def test_grant_keys_of_one_of_two_keeps_the_worker_waiting(world):
    assert grant(world, newcomer(world), ["identity"]).is_waiting


def test_grant_keys_beyond_the_role_is_refused(world):
    account = newcomer(world, "outreach")
    with pytest.raises(CantGrant, match="never holds: Case notes"):
        grant(world, account, ["identity", "notes"])
    assert account.place.held == set(), "nothing at all was granted"


def test_grant_keys_that_the_granter_lacks_says_who_could(world):
    world.account("adviser")
    second = accept(world.project, "adviser", by=world.worker("manager"), at=timezone.now(), name="Ada")
    with pytest.raises(CantGrant, match="Ask: Sam Adviser") as said:
        grant(world, second, ["isva"])
    assert said.value.field == "compartments"


def test_grant_keys_that_nobody_holds_points_to_the_envelope(world):
    with pytest.raises(CantGrant, match="recovery envelope"):
        grant(world, newcomer(world, "adviser"), ["isva"])


def test_grant_keys_of_nothing_is_refused(world):
    with pytest.raises(CantGrant, match="at least one"):
        grant(world, newcomer(world), [])


def test_grant_keys_from_a_locked_session_is_refused(world):
    manager = world.worker("manager")
    with pytest.raises(Locked):
        grant(world, newcomer(world), ["identity"], by=Actor(manager.id, "manager"))


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "adviser"])
def test_grant_keys_is_for_those_who_keep_the_list(world, role):
    with pytest.raises(NotAllowed):
        grant(world, newcomer(world), ["identity"], by=role)


def test_grant_keys_by_an_administrator_opens_nothing(world):
    with pytest.raises(CantGrant):
        grant(world, newcomer(world), ["identity"], by="administrator")


def test_grant_keys_to_someone_without_second_factor_is_refused(world):
    account = newcomer(world)
    Authenticator.objects.filter(user=account.worker).delete()
    with pytest.raises(CantGrant, match="no second factor"):
        grant(world, account, ["identity"])


def test_grant_keys_in_another_project_finds_no_such_worker(world):
    theirs = newcomer(world.other)
    with pytest.raises(Membership.DoesNotExist):
        grant(world, theirs, ["identity"])


def test_grant_keys_to_a_leaver_is_refused(world):
    account = world.account("outreach")
    leave(world, account)
    with pytest.raises(WrongStep, match="already left"):
        grant(world, account, ["identity"])


def test_narrowed_role_gets_less(world):
    world.project.narrowed = {"peer": ["identity"]}
    world.project.save()
    _invitation, token = joining.invite_worker(
        project=world.project,
        name="P",
        email="p@x.example",
        role="peer",
        by=world.worker("manager"),
        at=timezone.now(),
    )
    place = joining.accept_as_new(
        token=token, name="P", passphrase="seven other words for this person", at=timezone.now()
    )
    assert place.is_active and place.compartments == ()


def test_evaluator_gets_research_only_by_name(world):
    account = world.account("evaluator")
    assert account.place.held == set()
    assert world.project.compartments_for("evaluator", named=True) == ("research",)
    keys.use_envelope(
        project=world.project,
        membership=account.place,
        words=world.words,
        by=account.actor(),
        at=timezone.now(),
    )
    assert account.place.held == {"research"}


def test_use_envelope_gives_the_keys_of_the_role_and_no_others(world):
    account = newcomer(world, "adviser")
    place = keys.use_envelope(
        project=world.project,
        membership=account.place,
        words=world.words,
        by=account.actor(),
        at=timezone.now(),
    )
    assert place.held == {"identity", "incident", "isva"} and place.is_active
    assert "staff.use_envelope" in [r.act for r in trail.rows_about(world.project.id, account.worker.id)]


def test_use_envelope_with_wrong_words_gives_nothing(world):
    account = newcomer(world, "adviser")
    with pytest.raises(WrongWords):
        keys.use_envelope(
            project=world.project,
            membership=account.place,
            words="abandon " * 24,
            by=account.actor(),
            at=timezone.now(),
        )
    assert account.place.held == set()


def test_use_envelope_of_another_project_gives_nothing(world):
    account = newcomer(world, "adviser")
    with pytest.raises(WrongWords):
        keys.use_envelope(
            project=world.project,
            membership=account.place,
            words=world.other.words,
            by=account.actor(),
            at=timezone.now(),
        )
