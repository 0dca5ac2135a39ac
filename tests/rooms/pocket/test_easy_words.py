"""The other wording at this door: kept from page to page in the form itself, by nothing else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.rooms.pocket.test_answering import Phone, walk_to_the_end
from yarrow.pocket import flood
from yarrow.surveys import links
from yarrow.surveys.models import Response


@pytest.fixture
def phone(survey):
    return Phone(links.address(survey))


def turns(phone, **typed):
    """The button for the other wording, beside the hidden fields as a browser sends it."""
    return phone.presses(None, **{"~wording": "1"}, **typed)


def test_easy_words_go_from_the_first_page_to_the_thanks(phone, survey):
    assert "You can leave out any question." not in phone.text and ">Easy words<" in phone.text
    phone.goes("?easy=1")
    assert "You can leave out any question." in phone.text and ">Usual words<" in phone.text
    walk_to_the_end(phone, where="1")
    assert "We do not know which are yours." in phone.text
    phone.presses("send")
    assert "Does somebody else use this phone?" in phone.text
    assert Response.objects.count() == 1
    assert "easy" not in phone.goes().carried(), "whoever comes next begins with the usual words"
    assert not phone.response.cookies


def test_turning_keeps_the_question_and_what_was_typed(phone):
    turns(phone.presses("start"), where="2")
    assert phone.shown == "where" and phone.carried()["where"] == ["2"]
    assert phone.carried()["easy"] == ["1"]
    turns(phone)
    assert phone.shown == "where" and "easy" not in phone.carried()


def test_turning_a_page_with_an_error_turns_it_and_keeps_the_error(phone):
    phone.presses("start")
    while phone.shown != "age":
        phone.presses("next")
    turns(phone, age="many")
    assert phone.shown == "age" and "Error:" in phone.text and phone.carried()["easy"] == ["1"]


def test_calm_page_turns_and_goes_on_where_it_stood(phone, survey):
    phone.presses("start")
    while phone.shown != "safe":
        phone.presses("next")
    phone.presses("next", safe="2")
    assert "You decide what happens next." in phone.text and "because nobody here knows" in phone.text
    target = phone.shown
    turns(phone)
    assert "We did not tell anybody." in phone.text and phone.shown == target
    phone.presses(None)
    assert phone.shown == target and phone.carried()["easy"] == ["1"] and not Response.objects.exists()


def test_busy_page_turns_and_still_sends(phone, survey, monkeypatch):
    walk_to_the_end(phone, where="1")
    monkeypatch.setattr(flood, "is_too_many", lambda _survey: True)
    assert phone.presses("send").status == 429
    turns(phone)
    assert phone.status == 429 and "Many people answer right now." in phone.text
    monkeypatch.setattr(flood, "is_too_many", lambda _survey: False)
    phone.presses(None)
    assert "Your answers are in" in phone.text and Response.objects.get().choices["where"] == ["1"]


def test_thanks_turn_without_a_second_sheet(phone, survey):
    walk_to_the_end(phone, where="1").presses("send")
    for words in ("Does somebody else use this phone?", "Your browser remembers"):
        turns(phone)
        assert words in phone.text
    assert Response.objects.count() == 1


@pytest.mark.parametrize("address", ["/s/2222-2222-2222/", reverse("pocket:leave")])
def test_pages_without_a_survey_turn_by_a_link(address, survey):
    usual, easy = (Client().get(address + query).content.decode() for query in ("", "?easy=1"))
    assert 'href="?easy=1"' in usual and 'href="?"' in easy
    assert usual != easy


def test_every_page_has_a_button_for_the_device_to_read_it(phone, survey):
    pages = [phone.text, phone.presses("start").text, walk_to_the_end(phone).presses("send").text]
    pages += [
        Client().get(reverse("pocket:leave")).content.decode(),
        Client().get("/s/2222-2222-2222/").content.decode(),
    ]
    assert all(page.count("<yarrow-aloud") == 1 and "aloud.js" in page for page in pages)


def test_what_needs_another_look_is_said_in_the_language_of_the_page_and_takes_the_focus(phone):
    phone.goes("?l=ro").presses("turn", age="multe").presses("send", age="multe")
    with override("ro"):
        said = gettext("Write a whole number, like 12.")
    assert said != "Write a whole number, like 12." and phone.text.count(said) == 2
    assert 'role="alert" tabindex="-1" autofocus' in phone.text
