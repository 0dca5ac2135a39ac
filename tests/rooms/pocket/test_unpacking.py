"""The page of a partner: the same for every link, nothing in its address, answers in two taps."""

import re
from threading import BoundedSemaphore

import pytest
from django.test import Client
from django.utils import timezone

from tests.rooms.sharing.conftest import Table
from yarrow.pocket import flood, unpacking
from yarrow.sharing import actions
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import Answer, Package


@pytest.fixture
def made(world, at):
    """A link to two facts."""
    flood._since.clear()
    table = Table(world=world)
    act = {"project": world.project, "by": world.worker("case_worker"), "at": at}
    quay = table.agency("Quay <clinic>", added_at=at)
    kim = table.person("Kim", first_met_on=None)
    table.agree(kim, quay)
    facts = [Fact("called", "Kim <b>"), Fact("health_words", "One\nTwo")]
    told = {"purpose": "health", "days": 7, "openings": 3, "facts": facts}
    return actions.make_package(person=kim, agency=quay, **told, **act)


@pytest.fixture
def send(made):
    def send(**changed):
        return Client().post("/k/", {"token": made.token, "code": made.code, **changed})

    return send


def text(answer):
    return answer.content.decode()


def test_page_is_one_for_all_and_opens_nothing(made):
    plain, other = Client().get("/k/"), Client().get("/k/?x=1")
    assert plain.status_code == 200 and text(plain) == text(other)
    assert made.token not in text(plain) and not plain.cookies
    assert plain["Cache-Control"] == "no-store" and plain["Referrer-Policy"] == "no-referrer"
    assert Package.objects.get().n_openings == 0


def test_page_says_what_was_shared_and_for_what(send):
    shown = send()
    page = text(shown)
    assert "Kim &lt;b&gt;" in page and "One<br>Two" in page and "Quay &lt;clinic&gt;" in page
    assert "Share with a health service" in page and "2 more times" in page and not shown.cookies
    assert re.findall(r"<title>(.*)</title>", page) == ["Something for you"]


def test_page_after_a_wrong_code_asks_again_and_keeps_the_link(made, send):
    again = send(code="1")
    assert again.status_code == 403 and made.token in text(again) and "not the code" in text(again)
    assert "Kim" not in text(again)


def test_page_of_a_link_that_is_none_forgets_what_was_sent(made, send):
    found = send(token=made.token[:-1] + ("A" if made.token[-1] != "A" else "B"))
    assert found.status_code == 404 and made.token[:20] not in text(found)


def test_answer_is_one_tap_and_a_refusal_is_two(send):
    assert "You said: They have an appointment" in text(send(answer="booked"))
    asked = text(send(answer="refused"))
    assert "Because of sex work" in asked and "people who use drugs" in asked and Answer.objects.count() == 1
    assert "You said: We can" in text(send(answer="refused", reason="sex_work"))
    assert Answer.objects.first().reason == "sex_work"
    assert send(answer="maybe").status_code == 400


def test_page_is_not_for_floods_nor_for_files(send, monkeypatch):
    monkeypatch.setattr(flood, "MOST_A_MINUTE", 2)
    assert [send().status_code for _n in range(3)] == [200, 200, 429]
    flood._since.clear()
    assert "Kim" not in text(send(padding="x" * unpacking.MOST_LETTERS))


def test_page_tries_of_one_link_shut_nobody_else_out(made, send, monkeypatch):
    monkeypatch.setattr(flood, "MOST_A_MINUTE", 2)
    for _n in range(3):
        stranger = Client().post("/k/", {"token": "x" * 43, "code": "000000"})
    assert stranger.status_code == 429 and "This link was tried very often" in text(stranger)
    assert send().status_code == 200


def test_page_is_slow_and_not_shut_where_very_many_try(made, send, monkeypatch):
    waited = []
    monkeypatch.setattr(flood, "MOST_OF_ALL", 2)
    monkeypatch.setattr(flood, "sleep", waited.append)
    assert [send(token=f"{n}" * 43).status_code for n in range(5)] == [404] * 5
    assert waited == [flood.PAUSE_SECONDS] * 3
    assert "Kim" in text(send())
    monkeypatch.setattr(flood, "_places", BoundedSemaphore(1))
    with flood.slowly() as first:
        busy = send()
        assert first and busy.status_code == 429 and "Try again in a few seconds" in text(busy)
        assert made.token in busy.content.decode(), "it need not be pasted again"
    assert "Kim" in text(send()), "the place is free again"


def test_page_needs_no_session_and_no_token_of_a_form(made):
    strict = Client(enforce_csrf_checks=True)
    assert "Kim" in text(strict.post("/k/", {"token": made.token, "code": made.code}))
    assert Client().put("/k/").status_code == 405


def test_page_takes_a_link_that_was_pasted_whole(made, send):
    assert "Kim" in text(send(token=f"https://testserver/k/#{made.token}"))
    assert Package.objects.get().n_openings == 1 and timezone.now() < made.package.until
