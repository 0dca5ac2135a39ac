"""Signing in at the console."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.utils import timezone

from tests.worlds import PASSPHRASE, accept, make_project
from yarrow.staff import console
from yarrow.staff.errors import WrongPassphrase
from yarrow.vault import stretching, trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    return make_project()


def sign_in(account, **changes):
    return console.sign_in(
        **{
            "project_code": account.place.project.code,
            "email": account.email,
            "passphrase": PASSPHRASE,
            "code": account.code,
            "at": timezone.now(),
            **changes,
        }
    )


def test_sign_in_at_console_opens_the_key_and_leaves_a_row(world):
    account = world.account("coordinator")
    place, actor = sign_in(account)
    assert place == account.place and actor.role == "coordinator"
    assert actor.holds(world.project.id, "notes")
    assert trail.rows_about(world.project.id, account.worker.id)[0].act == "staff.sign_in_at_console"


def test_sign_in_at_console_with_a_recovery_code(world):
    account = world.account("coordinator")
    codes = Authenticator.objects.get(user=account.worker, type="recovery_codes").wrap().get_unused_codes()
    sign_in(account, code=codes[0])
    with pytest.raises(WrongPassphrase):
        sign_in(account, code=codes[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"project_code": "nowhere"},
        {"email": "nobody@small.example"},
        {"passphrase": "wrong wrong wrong wrong wrong"},
        {"code": "000000"},
        {"code": ""},
    ],
)
def test_sign_in_at_console_says_the_same_whatever_is_wrong_and_spends_one_run(world, monkeypatch, wrong):
    account, runs, real = world.account("coordinator"), [], stretching.stretch
    monkeypatch.setattr(stretching, "stretch", lambda *args: runs.append(1) or real(*args))
    with pytest.raises(WrongPassphrase, match="do not belong together"):
        sign_in(account, **wrong)
    assert runs == [1]


def test_sign_in_at_console_is_not_for_another_project(world):
    with pytest.raises(WrongPassphrase):
        sign_in(world.account("coordinator"), project_code=world.other.project.code)


def test_sign_in_at_console_is_not_for_those_who_wait_for_keys(world):
    account = accept(world.project, "peer", by=world.worker("manager"), at=timezone.now())
    with pytest.raises(WrongPassphrase):
        sign_in(account)
