"""Deny by default: rules, the door, and what each caller meets there."""

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path, reverse

from tests.worlds import accept, check_roles, client_of, make_project
from yarrow.staff import access
from yarrow.staff.access import Rule, allow, allow_named, rule_of
from yarrow.staff.errors import NoRule
from yarrow.staff.middleware import AccessMiddleware
from yarrow.staff.models import Worker
from yarrow.staff.roles import KEEPERS, WORKERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def every_url(patterns=None, names=()):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(entry, "url_patterns"):
            inside = (*names, entry.namespace) if entry.namespace else names
            yield from every_url(entry.url_patterns, inside)
        else:
            yield ":".join((*names, entry.name or "")), entry.callback


def test_every_url_has_a_rule():
    bare = [name for name, view in every_url() if rule_of(view, name) is None]
    assert bare == []


def test_a_view_without_a_rule_is_a_logged_fault(settings, client, caplog):
    def bare(request):
        return HttpResponse("never")

    request = RequestFactory().get("/bare/")
    request.resolver_match = None
    with pytest.raises(NoRule):
        AccessMiddleware(lambda r: HttpResponse())(request) and AccessMiddleware(
            lambda r: HttpResponse()
        ).process_view(request, bare, (), {})
    settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": [path("bare/", bare, name="bare")]})
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        assert client.get("/bare/").status_code == 500
    assert "has no access rule" in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"roles": ("boss",), "purpose": "x", "state": "unlocked"},
        {"roles": ("manager",), "purpose": "  ", "state": "unlocked"},
        {"roles": (), "purpose": "x", "state": "sometimes"},
    ],
)
def test_rule_with_a_wrong_word_stops_the_start(wrong):
    with pytest.raises(ValueError, match=r"unknown|purpose"):
        access.make_rule(**wrong, step_up=False)


def test_allow_writes_the_rule_on_the_view():
    @allow(*WORKERS, purpose="record a contact", state="add_only", step_up=True)
    def view(request):
        return HttpResponse()

    assert rule_of(view, None) == Rule(WORKERS, "record a contact", "add_only", True)


def test_allow_named_is_found_by_url_name(monkeypatch):
    monkeypatch.setattr(access, "THIRD_PARTY", {})
    allow_named("library_page", purpose="x", state="open")
    assert rule_of(lambda request: None, "library_page") == Rule((), "x", "open", False)
    assert rule_of(lambda request: None, "another") is None


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("list_workers", KEEPERS),
        ("invite_worker", KEEPERS),
        ("show_readiness", KEEPERS),
        ("prove_recovery", KEEPERS),
        ("print_envelopes", KEEPERS),
        ("renew_envelopes", KEEPERS),
    ],
)
def test_page_of_the_project_opens_to_its_roles_only(world, name, allowed):
    check_roles(world, world.project.url(f"staff:{name}"), allowed)


@pytest.mark.parametrize("name", ["show_worker", "grant_keys", "change_role", "remove_worker"])
def test_page_of_a_worker_opens_to_keepers_only(world, name):
    place = world.account("outreach").place
    # An adviser hands on the keys that advisers alone hold.
    allowed = (*KEEPERS, "adviser") if name == "grant_keys" else KEEPERS
    check_roles(world, world.project.url(f"staff:{name}", place.id), allowed)


@pytest.mark.parametrize("name", ["show_worker", "grant_keys", "change_role", "remove_worker"])
def test_worker_of_another_project_looks_like_none(world, name):
    strangers = world.other.account("manager").place
    url = world.project.url(f"staff:{name}", strangers.id)
    assert world.client("manager").get(url).status_code == 404


def test_project_that_does_not_exist_and_anothers_project_look_the_same(world):
    client = world.client("manager")
    nowhere = client.get("/p/nowhere/workers/")
    theirs = client.get(world.other.project.url("staff:list_workers"))
    assert nowhere.status_code == theirs.status_code == 404
    once = re.compile(rb'(nonce|value)="[^"]*"|small-other|nowhere')
    assert once.sub(b"", nowhere.content) == once.sub(b"", theirs.content)


def test_project_after_leaving_does_not_exist(world):
    client = world.client("outreach")
    place = world.account("outreach").place
    place.state = "left"
    place.save()
    assert client.get(world.project.url("desk:show_today")).status_code == 404


def test_waiting_worker_meets_the_waiting_page_everywhere(world):
    account = accept(world.project, "peer", by=world.worker("manager"), at=world.project.live_at)
    client = client_of(account)
    waiting = world.project.url("staff:wait_for_keys")
    assert client.get(world.project.url("desk:show_today"))["Location"] == waiting
    page = client.get(waiting).content.decode()
    assert "Names and ways to reach" in page and "Mona Manager" in page


def test_actor_has_the_role_and_the_open_key(world):
    answer = world.client("outreach").get(world.project.url("desk:show_today"))
    actor = answer.wsgi_request.actor
    assert (actor.id, actor.role) == (world.account("outreach").worker.id, "outreach")
    assert actor.holds(world.project.id, "identity")
    assert answer.wsgi_request.project == world.project


def test_actor_of_a_locked_session_holds_nothing(world):
    answer = world.client("outreach", locked=True).get(world.project.url("desk:show_today"))
    assert answer.status_code == 200
    assert answer.wsgi_request.actor.unlocked is None


def test_page_that_needs_the_key_sends_a_locked_session_to_unlock_and_back(world):
    wanted = world.project.url("staff:print_envelopes")
    answer = world.client("manager", locked=True).get(wanted)
    assert answer["Location"] == f"{reverse('entrance:unlock_session')}?next={wanted.replace('/', '%2F')}"


def test_page_that_works_add_only_stays_open_while_locked(world):
    assert (
        world.client("manager", locked=True).get(world.project.url("staff:list_workers")).status_code == 200
    )


def test_refusal_in_a_view_is_a_page_with_its_sentence_and_status(world):
    url = world.project.url("staff:withdraw_invitation", "00000000-0000-4000-8000-000000000000")
    answer = world.client("manager").post(url)
    assert answer.status_code == 410
    assert "used or withdrawn meanwhile" in answer.content.decode()


def test_disabled_worker_is_signed_out_at_the_next_request(world):
    client = world.client("outreach")
    Worker.objects.filter(id=world.account("outreach").worker.id).update(is_active=False)
    answer = client.get(world.project.url("desk:show_today"))
    assert answer["Location"].startswith(reverse("account_login"))


def test_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(world):
    client = world.client("manager", enforce_csrf_checks=True)
    answer = client.post(world.project.url("staff:invite_worker"), {})
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.content.decode()


def test_form_from_a_browser_that_keeps_no_cookies_says_which_address_to_use():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@x.example"})
    assert answer.status_code == 403
    assert "https:// or http://localhost" in answer.content.decode()


def test_nobody_reaches_only_open_pages():
    client = Client()
    assert client.get("/")["Location"].startswith(reverse("account_login"))
    assert client.get(reverse("account_login")).status_code == 200
