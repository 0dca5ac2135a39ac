"""The lock: the passphrase alone opens it, and what was typed before it closed is not lost."""

import html
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.worlds import PASSPHRASE, make_project
from yarrow.staff.models import Invitation

pytestmark = pytest.mark.django_db
UNLOCK = "entrance:unlock_session"


@pytest.fixture
def world():
    cache.clear()
    return make_project()


def hidden_fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    fields = {}
    for name, value in found:
        fields.setdefault(name, []).append(html.unescape(value))
    return fields


def test_unlock_session_with_the_passphrase(world):
    client = world.client("outreach", locked=True)
    answer = client.post(f"{reverse(UNLOCK)}?next=/account/", {"unlock_passphrase": PASSPHRASE})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.get("/account/").wsgi_request.seal_state == "unlocked"


def test_unlock_session_wrong_passphrase_stays_locked(world):
    client = world.client("outreach", locked=True)
    page = client.post(reverse(UNLOCK), {"unlock_passphrase": "wrong wrong wrong wrong wrong"})
    assert "This is not your passphrase" in page.content.decode()
    assert client.get("/account/").wsgi_request.seal_state == "add_only"


def test_unlock_session_is_throttled(world):
    client = world.client("outreach", locked=True)
    for _try in range(5):
        client.post(reverse(UNLOCK), {"unlock_passphrase": "wrong wrong wrong wrong wrong"})
    page = client.post(reverse(UNLOCK), {"unlock_passphrase": PASSPHRASE}).content.decode()
    assert "Too many tries" in page
    assert client.get("/account/").wsgi_request.seal_state == "add_only"


def test_unlock_session_colleagues_passphrase_opens_nothing(world):
    world.account("peer")
    world.accounts["peer"].passphrase = "other words than my colleague has"
    client = world.client("outreach", locked=True)
    answer = client.post(reverse(UNLOCK), {"unlock_passphrase": world.accounts["peer"].passphrase})
    assert answer.status_code == 200


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_unlock_session_never_leads_away(world, back):
    client = world.client("outreach", locked=True)
    answer = client.post(f"{reverse(UNLOCK)}?next={back}", {"unlock_passphrase": PASSPHRASE})
    assert answer["Location"] == "/"


def test_form_sent_while_locked_is_carried_through_the_unlock(world):
    client = world.client("manager", locked=True, enforce_csrf_checks=False)
    place = world.account("outreach").place
    url = world.project.url("staff:change_role", place.id)
    page = client.post(url, {"role": "peer", "word": ["a<b", "ü & more"]})
    assert page.status_code == 403
    text = page.content.decode()
    carried = hidden_fields(text)
    assert carried["role"] == ["peer"] and carried["word"] == ["a<b", "ü & more"]
    action = html.unescape(re.search(r'action="(/unlock/[^"]*)"', text).group(1))

    wrong = client.post(action, {**carried, "unlock_passphrase": "wrong wrong wrong wrong wrong"})
    assert wrong.status_code == 200 and hidden_fields(wrong.content.decode())["role"] == ["peer"]

    right = client.post(action, {**carried, "unlock_passphrase": PASSPHRASE})
    assert (right.status_code, right["Location"]) == (307, url)
    answer = client.post(right["Location"], {**carried, "unlock_passphrase": PASSPHRASE})
    assert answer.status_code == 302
    place.refresh_from_db()
    assert place.role == "peer"


def test_form_sent_again_reaches_its_view_without_the_passphrase(world):
    client = world.client("manager")
    answer = client.post(
        world.project.url("staff:invite_worker"),
        {"name": "Kim", "email": "", "role": "peer", "unlock_passphrase": PASSPHRASE, "unlock_carries": "1"},
    )
    assert "unlock_passphrase" not in answer.wsgi_request.POST
    assert PASSPHRASE not in answer.content.decode()


def test_file_in_a_form_sent_while_locked_is_said_to_be_lost(world):
    client = world.client("manager", locked=True)
    place = world.account("outreach").place
    page = client.post(
        world.project.url("staff:change_role", place.id),
        {"role": "peer", "file": SimpleUploadedFile("a.csv", b"x")},
    )
    assert "Choose it again" in page.content.decode()


def test_form_that_works_add_only_is_not_held_up(world):
    client = world.client("manager", locked=True)
    page = client.post(
        world.project.url("staff:invite_worker"), {"name": "Kim", "email": "kim@x.example", "role": "peer"}
    )
    assert page.status_code == 200 and Invitation.objects.filter(email="kim@x.example").exists()


def test_lock_session_now(world):
    client = world.client("outreach")
    assert client.post(reverse("entrance:lock_session")).status_code == 302
    assert client.get("/account/").wsgi_request.seal_state == "add_only"


def test_lock_session_takes_a_form_not_a_link(world):
    assert world.client("outreach").get(reverse("entrance:lock_session")).status_code == 405


OWN = {"Sec-Fetch-Site": "same-origin"}


def test_form_whose_session_has_ended_comes_back_and_is_sent_again_after_signing_in(world):
    url, said = world.project.url("people:add_person"), {"called": "a<b", "languages": ["ü & more"]}
    page = Client(enforce_csrf_checks=True).post(url, said, headers=OWN).content.decode()
    assert "Nothing was saved yet" in page and "Send again" in page
    typed = {name: hidden_fields(page)[name] for name in said}
    assert typed == {"called": ["a<b"], "languages": ["ü & more"]}
    again = world.client("outreach", enforce_csrf_checks=True)
    page = again.post(url, typed, headers=OWN).content.decode()
    assert "You are signed in again" in page
    token = hidden_fields(page)["csrfmiddlewaretoken"][0]
    assert again.post(url, {**typed, "csrfmiddlewaretoken": token}, headers=OWN).status_code != 403


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}])
def test_form_of_another_site_is_not_offered_to_be_sent_again(world, headers):
    url = world.project.url("people:add_person")
    for client in (Client(enforce_csrf_checks=True), world.client("outreach", enforce_csrf_checks=True)):
        page = client.post(url, {"called": "planted"}, headers=headers)
        assert page.status_code == 403 and "planted" not in page.content.decode()


def test_form_that_signs_in_is_never_carried(world):
    said = {"login": "a@x.example", "password": PASSPHRASE}
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), said, headers=OWN)
    assert page.status_code == 403 and PASSPHRASE not in page.content.decode()
