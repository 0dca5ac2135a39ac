"""What answers outside any project: health, theme, links from outside."""

import pytest
from django.db import OperationalError
from django.test import Client

from yarrow.vault.models import SealedSession, TrailHead

pytestmark = pytest.mark.django_db


def test_show_health_says_ok_and_nothing_else():
    answer = Client().get("/health/", secure=True)
    assert (answer.status_code, answer.content, answer.cookies.keys()) == (200, b"ok\n", {}.keys())


def test_show_health_asks_once_and_opens_no_session(django_assert_num_queries):
    client = Client()
    client.get("/health/", secure=True)
    with django_assert_num_queries(1):
        client.get("/health/", secure=True)
    assert not SealedSession.objects.exists() and not TrailHead.objects.exists()


def test_show_health_without_records_says_so_and_not_why(monkeypatch, capfd):
    def broken():
        raise OperationalError("no such host: records.internal")

    monkeypatch.setattr(TrailHead.objects, "exists", broken, raising=False)
    answer = Client().get("/health/", secure=True)
    assert (answer.status_code, answer.content) == (503, b"not ok\n")
    assert "records.internal" not in "".join(capfd.readouterr())


def test_choose_theme_holds_for_the_session(world):
    client = world.client("outreach")
    for chosen, mark in (("night", b'data-theme="night"'), ("day", b'data-theme="day"')):
        back = world.project.url("desk:show_today")
        answer = client.post("/theme/", {"theme": chosen, "next": back}, secure=True)
        assert answer.status_code == 302 and answer["Location"] == back
        assert mark in client.get(back, secure=True).content
    client.post("/theme/", {"theme": "device", "next": back}, secure=True)
    assert b"data-theme" not in client.get(back, secure=True).content


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example/", "\\\\elsewhere"])
def test_choose_theme_never_leads_elsewhere(to):
    answer = Client().post("/theme/", {"theme": "night", "next": to}, secure=True)
    assert answer["Location"] == "/"


def test_go_on_refreshes_onto_the_page_itself():
    answer = Client().get("/go/p/small/", secure=True)
    assert answer.status_code == 200
    assert b'content="0; url=/p/small/"' in answer.content
    assert not answer.cookies


@pytest.mark.parametrize("to", ["/elsewhere.example/", "https://elsewhere.example", "nowhere/at/all/"])
def test_go_on_leads_only_to_our_own_pages(to):
    assert Client().get(f"/go/{to}", secure=True).status_code == 404


def test_go_on_escapes_what_it_is_given():
    answer = Client().get('/go/p/small/"><b>', secure=True)
    assert answer.status_code == 404 and b"<b>" not in answer.content
