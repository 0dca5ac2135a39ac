"""Pages of a filling further on: groups several times, the person's own language, the lock, very long forms."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.measures.pages import keys_of, translated, where
from yarrow.measures import actions, making
from yarrow.measures.errors import CannotBe


@pytest.fixture
def repeating(keep):
    """A group that can be filled in several times."""
    inside = [
        {"linkId": "who", "text": "Who?", "type": "string"},
        {"linkId": "when", "text": "When?", "type": "string"},
    ]
    group = {"linkId": "times", "text": "Each time", "type": "group", "repeats": True, "item": inside}
    last = {"linkId": "last", "text": "Last?", "type": "string"}
    raw = making.questionnaire_of("Repeating", "A?", "en")
    return keep({**raw, "item": [group, last]})


@pytest.mark.parametrize("is_all", [False, True])
def test_group_is_filled_in_as_often_as_there_is_something_to_say(repeating, begin, open_page, send, is_all):
    filling = begin(repeating)
    said = {"all": "1"} if is_all else {}
    first = open_page(filling, at="when", **said)
    assert "One more: Each time" in first.content.decode()
    more = send(filling, first, when="monday", **{"~add": "times"})
    assert where(more) == "who@2"
    again = open_page(filling, at="who@2", more="who@2", **said)
    assert {"who@2"} <= set(keys_of(again))
    send(
        filling,
        again,
        **{"who@2": "the same man", "when@2": "tuesday"} if is_all else {"who@2": "the same man"},
    )
    assert "the same man" in open_page(filling, at="who@2").content.decode()
    third = send(filling, open_page(filling, at="when@2"), **{"~add": "times@2"})
    assert where(third) == "who@3"


def test_group_that_does_not_repeat_is_asked_once(own, begin, open_page, send):
    filling = begin(own)
    assert "One more" not in open_page(filling).content.decode()
    assert where(send(filling, open_page(filling), q1="yes", **{"~add": "times"})) == "q2"


def test_time_that_was_added_and_left_empty_is_gone(repeating, begin, open_page, send):
    filling = begin(repeating)
    page = open_page(filling, at="who@2", more="who@2")
    send(filling, page)
    assert keys_of(open_page(filling, at="who@2"))[0] == "who"


@pytest.mark.parametrize(("how", "language"), [("device", "ar"), ("aloud", "en-gb")])
def test_page_speaks_the_persons_language_while_they_hold_the_device(keep, begin, open_page, how, language):
    version = keep(translated(making.questionnaire_of("Two", "A?", "en")))
    said = open_page(begin(version, how=how, language="ar")).content.decode()
    assert f'<html lang="{language}"' in said and "بالعربية" in said


def test_calm_page_and_thanks_speak_it_too(keep, begin, client, project, kim):
    filling = begin(keep(translated(making.questionnaire_of("Two", "A?", "en"))), how="device", language="ar")
    for name in ("show_routes", "hand_back"):
        said = client.get(project.url(f"measures:{name}", kim.id, filling.id)).content.decode()
        assert '<html lang="ar" dir="rtl"' in said


def test_long_form_asks_the_database_no_more_than_a_short_one(keep, begin, open_page):
    lines = "\n".join(f"Question {n}? [a; b]" for n in range(1, 201))
    filling = begin(keep(making.questionnaire_of("Long", lines, "en")))
    open_page(filling)
    with CaptureQueriesContext(connection) as ran:
        open_page(filling, all="1", at="q1")
    assert len(ran) <= 10


def test_form_that_somebody_else_finished_meanwhile_says_so_and_keeps_what_was_typed(
    own, begin, open_page, send, given
):
    filling = begin(own)
    page = open_page(filling, at="q3")
    actions.finish_filling(filling=filling, **given)
    sent = send(filling, page, q3="late words")
    assert sent["Location"].endswith(f"/{filling.id}/")


def test_answer_that_an_action_refuses_is_said_on_the_page(own, begin, open_page, send, monkeypatch):
    filling = begin(own)
    page = open_page(filling, at="q3")

    def refuses(**_told):
        raise CannotBe("Not now.")

    monkeypatch.setattr(actions, "save_answers", refuses)
    sent = send(filling, page, q3="late words")
    assert "Not now." in sent.content.decode() and "late words" in sent.content.decode()


def test_answers_sent_after_the_page_locked_travel_through_the_passphrase(
    own, begin, open_page, world, project, kim
):
    filling = begin(own)
    page = open_page(filling, at="q3")
    url = project.url("measures:fill", kim.id, filling.id)
    sent = {
        "~asked": ["q3"],
        "~at": "q3",
        "~seen": page.context["filling"].version,
        "~go": "next",
        "q3": "socks",
    }
    locked = world.client("case_worker", locked=True)
    said = locked.post(url, sent, headers={"Sec-Fetch-Site": "same-origin"}).content.decode()
    for name, value in (("~asked", "q3"), ("~go", "next"), ("q3", "socks")):
        assert f'name="{name}" value="{value}"' in said
    action = html.unescape(re.search(r'action="(/unlock/[^"]*)"', said).group(1))
    kept = {"unlock_passphrase": world.account("case_worker").passphrase, "unlock_carries": "1"}
    again = locked.post(action, {**sent, **kept})
    assert (again.status_code, again["Location"]) == (307, url)
    assert locked.post(url, {**sent, **kept}).status_code == 302
    assert "socks" in open_page(filling, at="q3").content.decode()
