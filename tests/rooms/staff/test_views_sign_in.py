"""Signing in through the pages: passphrase, then second factor; what is said and done when something is wrong."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.worlds import PASSPHRASE, accept, client_of, code_now, make_project
from yarrow.staff.adapters import SecondFactorAdapter
from yarrow.vault import stretching
from yarrow.vault.models import SealedSession, TrailRow

pytestmark = pytest.mark.django_db
WRONG = "This e-mail address and passphrase do not belong together."


@pytest.fixture
def world():
    cache.clear()
    return make_project()


def give_passphrase(client, email, passphrase=PASSPHRASE, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": passphrase, **extra})


def sign_in(account, client=None):
    client = client or Client()
    give_passphrase(client, account.email)
    answer = client.post(reverse("mfa_authenticate"), {"code": account.code})
    assert answer.status_code == 302, answer.content.decode()
    return client


def seal_state(client):
    return client.get(reverse("entrance:show_account")).wsgi_request.seal_state


def test_sign_in_with_passphrase_and_code_opens_the_key(world):
    account = world.account("outreach")
    client = Client()
    assert give_passphrase(client, account.email.upper())["Location"] == reverse("mfa_authenticate")
    answer = client.post(reverse("mfa_authenticate"), {"code": account.code})
    assert answer["Location"] == "/"
    assert seal_state(client) == "unlocked"


def test_sign_in_passphrase_alone_opens_nothing(world):
    client = Client()
    give_passphrase(client, world.account("outreach").email)
    answer = client.get(world.project.url("desk:show_today"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    assert SealedSession.objects.get(key_hash__isnull=False, worker_id=None).wrapped_key is None


def test_sign_in_goes_on_to_the_page_that_was_asked_for(world):
    account, wanted = world.account("manager"), world.project.url("staff:list_workers")
    client = Client()
    asked = client.get(wanted)["Location"]
    client.post(asked, {"login": account.email, "password": PASSPHRASE, "next": wanted})
    assert client.post(reverse("mfa_authenticate"), {"code": account.code})["Location"] == wanted


def test_sign_in_never_leads_to_another_host(world):
    account, client = world.account("manager"), Client()
    give_passphrase(client, account.email, next="https://evil.example/")
    assert client.post(reverse("mfa_authenticate"), {"code": account.code})["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "passphrase"),
    [("nobody@small.example", PASSPHRASE), ("outreach@small.example", "amber window of seven quiet lakes")],
)
def test_sign_in_wrong_address_and_wrong_passphrase_say_and_cost_the_same(
    world, monkeypatch, email, passphrase
):
    world.account("outreach")
    runs = []
    real = stretching.stretch
    monkeypatch.setattr(stretching, "stretch", lambda *args: runs.append(args[2]) or real(*args))
    page = give_passphrase(Client(), email, passphrase)
    assert page.status_code == 200 and WRONG in page.content.decode()
    assert runs == [stretching.cost()], "one full run, neither more nor less"


def test_sign_in_after_leaving_costs_and_says_the_same(world, monkeypatch):
    world.account("outreach").worker.__class__.objects.filter(email="outreach@small.example").update(
        is_active=False
    )
    runs = []
    real = stretching.stretch
    monkeypatch.setattr(stretching, "stretch", lambda *args: runs.append(1) or real(*args))
    assert WRONG in give_passphrase(Client(), "outreach@small.example").content.decode()
    assert runs == [1]


def test_sign_in_keeps_the_address_and_never_the_passphrase_on_the_page(world):
    page = give_passphrase(Client(), "nobody@small.example", "some wrong words of mine").content.decode()
    assert "nobody@small.example" in page and "some wrong words" not in page


def test_sign_in_is_throttled_per_address(world):
    account = world.account("outreach")
    for _try in range(5):
        give_passphrase(Client(), account.email, "wrong wrong wrong wrong wrong")
    page = give_passphrase(Client(), account.email).content.decode()
    assert "Too many tries" in page
    assert give_passphrase(Client(), world.account("manager").email).status_code == 302, "others still can"


def test_second_factor_wrong_code_says_so_and_opens_nothing(world):
    client = Client()
    give_passphrase(client, world.account("outreach").email)
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert page.status_code == 200 and "This code is not right" in page.content.decode()


def test_second_factor_code_works_once(world):
    account = world.account("outreach")
    code = account.code
    sign_in(account)
    client = Client()
    give_passphrase(client, account.email)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_second_factor_is_throttled(world):
    account, client = world.account("outreach"), Client()
    give_passphrase(client, account.email)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = client.post(reverse("mfa_authenticate"), {"code": account.code}).content.decode()
    assert "Too many tries" in page


def test_recovery_code_signs_in_once(world):
    account = world.account("outreach")
    codes = Authenticator.objects.get(user=account.worker, type="recovery_codes").wrap().get_unused_codes()
    for expected in (302, 200):
        client = Client()
        give_passphrase(client, account.email)
        assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_sign_in_key_that_waited_too_long_leaves_the_session_locked(world, monkeypatch):
    account, client = world.account("outreach"), Client()
    give_passphrase(client, account.email)
    SealedSession.objects.filter(worker_id=None).update(pending_until="2020-01-01T00:00:00Z")
    answer = client.post(reverse("mfa_authenticate"), {"code": account.code})
    assert answer.status_code == 302
    assert seal_state(client) == "add_only"


def test_worker_without_second_factor_is_taken_to_set_one_up(world):
    account = accept(world.project, "peer", by=world.worker("manager"), at=world.project.live_at)
    Authenticator.objects.filter(user=account.worker).delete()
    client = Client()
    give_passphrase(client, account.email)
    for page in ("/", reverse("entrance:show_account"), reverse("mfa_index")):
        answer = client.get(page, follow=True)
        assert answer.redirect_chain[-1][0] in (
            reverse("mfa_activate_totp"),
            world.project.url("staff:wait_for_keys"),
        )
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page).group(1)
    assert "data:image" not in page and " style=" not in page
    bad = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert bad.status_code == 200 and seal_state_of(bad) == "add_only"
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert seal_state(client) == "unlocked"
    assert TrailRow.objects.filter(act="staff.add_second_factor", subject=account.worker.id).exists()


def seal_state_of(answer):
    return answer.wsgi_request.seal_state


def test_sign_out_deletes_the_session_row_and_the_seal(world):
    client = world.client("outreach")
    worker = world.account("outreach").worker
    assert SealedSession.objects.filter(worker_id=worker.id).count() == 1
    answer = client.post(reverse("account_logout"))
    assert SealedSession.objects.filter(worker_id=worker.id).count() == 0
    assert answer.cookies[settings.SEAL_COOKIE_NAME].value == ""


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reset_password",
        "account_change_password",
        "account_set_password",
        "account_email",
        "account_reauthenticate",
        "account_request_login_code",
        "mfa_login_webauthn",
        "mfa_download_recovery_codes",
        "admin:index",
    ],
)
def test_ways_round_the_passphrase_are_not_routed(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_second_factor_secrets_are_sealed_at_rest(world):
    account = world.account("outreach")
    stored = Authenticator.objects.get(user=account.worker, type="totp").data["secret"]
    assert account.secret not in stored
    assert SecondFactorAdapter().decrypt(stored) == account.secret


def test_last_second_factor_stays(world):
    client = world.client("outreach")
    page = client.get(reverse("mfa_deactivate_totp"))
    assert "This is your only second factor" in page.content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert world.account("outreach").worker.has_second_factor


def test_remove_passkey_that_is_the_last_factor_is_refused(world):
    worker = world.account("outreach").worker
    Authenticator.objects.filter(user=worker, type="totp").delete()
    key = Authenticator.objects.create(user=worker, type="webauthn", data={"name": "Key", "credential": {}})
    answer = world.client("outreach").post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert answer.status_code == 403 and "only second factor" in answer.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_show_second_factor_again_when_it_is_older_than_five_minutes(world):
    client = world.client("manager", stepped_up=False)
    wanted = world.project.url("staff:invite_worker")
    asked = client.get(wanted)["Location"]
    assert asked.startswith(reverse("mfa_reauthenticate"))
    answer = client.post(asked, {"code": world.account("manager").code, "next": wanted})
    assert answer["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_second_factor_shown_six_minutes_ago_does_not_count(world):
    client = client_of(world.account("manager"))
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**records[0], "at": time.time() - 360}]
    session.save()
    assert client.get(world.project.url("staff:invite_worker")).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
    ],
)
def test_account_pages_are_shown(world, name):
    answer = world.client("outreach").get(reverse(name))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert " style=" not in page and "onclick" not in page


def test_sign_in_page_offers_no_reset_and_no_sign_up():
    page = Client().get(reverse("account_login")).content.decode().lower()
    assert "sign up" not in page and "forgot" in page and 'href="/account/reset' not in page
