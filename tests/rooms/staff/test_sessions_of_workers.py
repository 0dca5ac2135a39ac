"""What a session may do, and when it ends."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.worlds import PASSPHRASE, client_of, make_project
from yarrow.staff import second_factor
from yarrow.staff.actions import leaving
from yarrow.staff.models import Worker
from yarrow.vault.models import SealedSession

pytestmark = pytest.mark.django_db
COOKIES = (settings.SESSION_COOKIE_NAME, settings.SEAL_COOKIE_NAME)


@pytest.fixture
def world():
    cache.clear()
    return make_project()


def sign_in(account):
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSPHRASE})
    return client, client.post(reverse("mfa_authenticate"), {"code": account.code})


def is_in(client):
    return client.get(reverse("entrance:show_account")).status_code == 200


def test_sign_in_changes_the_session_id(world):
    client = Client()
    client.get(reverse("account_login"))
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    account = world.account("peer")
    client.post(reverse("account_login"), {"login": account.email, "password": PASSPHRASE})
    client.post(reverse("mfa_authenticate"), {"code": account.code})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_cookies_are_host_only_secure_and_out_of_reach_of_scripts(world):
    client, answer = sign_in(world.account("peer"))
    for name in COOKIES:
        cookie = client.cookies[name]
        assert name.startswith("__Host-")
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Strict"
        assert cookie["path"] == "/" and not cookie["domain"]
    assert answer.status_code == 302


def test_session_id_without_the_seal_is_signed_in_and_opens_nothing(world):
    client, _answer = sign_in(world.account("peer"))
    thief = Client()
    thief.cookies[COOKIES[0]] = client.cookies[COOKIES[0]].value
    answer = thief.get(reverse("entrance:show_account"))
    assert answer.status_code == 200 and answer.wsgi_request.seal_state == "add_only"
    assert is_in(client), "and the owner's session is not ended by it"


def test_seal_without_the_session_id_is_nobody(world):
    client, _answer = sign_in(world.account("peer"))
    thief = Client()
    thief.cookies[COOKIES[1]] = client.cookies[COOKIES[1]].value
    assert not is_in(thief)


def test_seal_of_a_colleague_opens_nothing_here(world):
    mine, theirs = world.client("peer"), world.client("outreach")
    mine.cookies[COOKIES[1]] = theirs.cookies[COOKIES[1]].value
    assert mine.get("/account/").wsgi_request.seal_state == "add_only"


def test_sessions_of_one_worker_are_apart(world):
    account = world.account("peer")
    one, two = client_of(account), client_of(account)
    one.post(reverse("account_logout"))
    assert not is_in(one) and is_in(two)


def test_leaver_is_out_at_the_next_request_in_every_browser(world):
    account = world.account("peer")
    browsers = [client_of(account) for _n in range(3)]
    assert all(is_in(browser) for browser in browsers)
    leaving.remove_worker(
        project=world.project,
        membership=account.place,
        by=world.worker("manager"),
        at=timezone.now(),
    )
    assert not any(is_in(browser) for browser in browsers)
    assert not SealedSession.objects.filter(worker_id=account.worker.id).exists()


def test_leaver_whose_session_row_was_kept_by_a_thief_is_out_too(world):
    account = world.account("peer")
    browser = client_of(account)
    kept = SealedSession.objects.filter(worker_id=account.worker.id).values().get()
    Worker.objects.get(id=account.worker.id).end_sessions()
    SealedSession.objects.create(**kept)
    assert not is_in(browser)


def test_end_sessions_can_spare_the_one_at_hand(world):
    account = world.account("peer")
    here, elsewhere = client_of(account), client_of(account)
    Worker.objects.get(id=account.worker.id).end_sessions(but=here.cookies[COOKIES[0]].value)
    rows = SealedSession.objects.filter(worker_id=account.worker.id)
    assert rows.count() == 1 and not is_in(elsewhere)


STEP_UP = [
    "staff:invite_worker",
    "staff:print_envelopes",
    "staff:renew_envelopes",
    "staff:prove_recovery",
    "staff:use_envelope",
]


@pytest.mark.parametrize("name", STEP_UP)
def test_page_that_hands_out_keys_asks_for_the_factor_again(world, name):
    url = world.project.url(name)
    assert world.client("manager").get(url).status_code == 200
    asked = world.client("manager", stepped_up=False).get(url)
    assert asked.status_code == 302 and asked["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize("name", ["grant_keys", "change_role", "remove_worker"])
def test_page_that_changes_a_worker_asks_for_the_factor_again(world, name):
    url = world.project.url(f"staff:{name}", world.account("peer").place.id)
    asked = world.client("manager", stepped_up=False).post(url, {"role": "outreach", "typed": "Sam Peer"})
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    world.account("peer").place.refresh_from_db()
    assert world.account("peer").place.role == "peer"


def test_factor_shown_at_sign_in_counts_for_five_minutes(world):
    client, _answer = sign_in(world.account("manager"))
    assert client.get(world.project.url("staff:invite_worker")).status_code == 200


def test_factor_of_another_worker_in_the_same_browser_does_not_count(world):
    client = world.client("manager")
    session = client.session
    session["account_authentication_methods_user"] = str(world.account("peer").worker.id)
    session.save()
    assert client.get(world.project.url("staff:invite_worker")).status_code == 302


def test_passphrase_alone_is_no_second_factor(world):
    client = world.client("manager")
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**records[0], "method": "password"}]
    session.save()
    answer = client.get(reverse("entrance:show_account"))
    assert not second_factor.showed_lately(answer.wsgi_request)


def test_sign_in_page_for_someone_signed_in_leads_home(world):
    assert world.client("peer").get(reverse("account_login"))["Location"] == "/"


def test_sign_out_is_a_form(world):
    client = world.client("peer")
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
