"""The session of a request: both cookies to the letter, the idle lock, links from elsewhere, and failures."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.worlds import make_project
from yarrow.vault import middleware, unlocking
from yarrow.vault.models import SealedSession

pytestmark = pytest.mark.django_db
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def world():
    return make_project()


@pytest.fixture
def client(world):
    return world.client("coordinator", raise_request_exception=False)


@pytest.fixture
def home(world):
    return world.project.url("people:list_people")


def sign_in(account):
    client = Client()
    client.post("/sign-in/", {"login": account.email, "password": account.passphrase})
    return client, client.post("/sign-in/second-factor/", {"code": account.code})


def test_both_cookies_are_host_only_strict_and_out_of_scripts_reach(world):
    client, _ = sign_in(world.account("coordinator"))
    assert {site.SESSION_COOKIE_NAME, site.SEAL_COOKIE_NAME} <= set(client.cookies)
    for name in (site.SESSION_COOKIE_NAME, site.SEAL_COOKIE_NAME):
        cookie = client.cookies[name]
        assert name.startswith("__Host-")
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Strict"
        assert cookie["path"] == "/" and not cookie["domain"]
        # Gone with the browser; the server ends it after ten hours in any case.
        assert not cookie["max-age"] and not cookie["expires"]


def test_no_page_is_kept_in_a_cache(client, home):
    for answer in (client.get(home), Client().get(home), Client().get(home, headers=ELSEWHERE)):
        assert "no-store" in answer.headers["Cache-Control"]


def test_link_from_elsewhere_comes_back_to_itself_once_and_ends_no_session(client, home):
    strange = Client()
    answer = strange.get(home, headers=ELSEWHERE)
    assert b'http-equiv="refresh"' in answer.content and not answer.cookies
    assert client.get(home, headers=ELSEWHERE).status_code == 200
    assert strange.get("/sign-in/", headers={**ELSEWHERE, "Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert strange.post("/sign-in/", headers=ELSEWHERE).status_code != 500


def test_signing_out_takes_both_cookies_back(client):
    answer = client.post("/sign-out/")
    for name in (site.SESSION_COOKIE_NAME, site.SEAL_COOKIE_NAME):
        assert answer.cookies[name].value == "" and answer.cookies[name]["max-age"] == 0
        assert answer.cookies[name]["secure"]
    assert not SealedSession.objects.exists()


def test_request_without_the_seal_is_locked_and_the_next_with_it_is_open(client, home):
    seal = client.cookies.pop(site.SEAL_COOKIE_NAME)
    locked = client.get(home)
    assert locked.status_code == 302 and "/unlock/" in locked.headers["Location"]
    assert site.SEAL_COOKIE_NAME not in locked.cookies
    client.cookies[site.SEAL_COOKIE_NAME] = seal.value
    assert client.get(home).status_code == 200


def test_quiet_session_locks_and_wipes_its_key(client, home):
    assert client.get(home).status_code == 200
    SealedSession.objects.update(seen_at=timezone.now() - timedelta(seconds=site.IDLE_SECONDS))
    assert "/unlock/" in client.get(home).headers["Location"]
    assert SealedSession.objects.get().wrapped_key is None


def test_being_seen_is_written_once_a_minute(client, home):
    moments = []
    for ago in (90, 30, 90):
        then = timezone.now() - timedelta(seconds=ago)
        SealedSession.objects.update(seen_at=then)
        client.get(home)
        moments.append(SealedSession.objects.get().seen_at > then)
    assert moments == [True, False, True]


def test_failing_page_hands_out_no_seal(world, monkeypatch):
    account = world.account("coordinator")
    whole = unlocking.complete

    def complete_and_break(request):
        whole(request)
        raise RuntimeError("after the key was taken up")

    monkeypatch.setattr(unlocking, "complete", complete_and_break)
    client = Client(raise_request_exception=False)
    client.post("/sign-in/", {"login": account.email, "password": account.passphrase})
    before = client.cookies[site.SEAL_COOKIE_NAME].value
    assert client.post("/sign-in/second-factor/", {"code": account.code}).status_code == 500
    assert client.cookies[site.SEAL_COOKIE_NAME].value == before


def test_sweep_runs_now_and_then(monkeypatch, rf):
    swept = []
    monkeypatch.setattr(middleware.sessions, "sweep", lambda: swept.append(1))
    clock = iter([1000.0, 1000.0, 1010.0, 1061.0, 1061.0])
    monkeypatch.setattr(middleware, "monotonic", lambda: next(clock))
    door = middleware.SealedSessionMiddleware(lambda request: HttpResponse())
    for _ in range(3):
        door(rf.get("/"))
    assert len(swept) == 2
