"""Whoever takes the phone after the quick exit goes back in the browser and sends everything again."""

import pytest
from django.utils import timezone

from tests.rooms.pocket.reporting import Phone
from yarrow.pocket import coming_back
from yarrow.safety import actions, doors, visits
from yarrow.safety.models import Choice
from yarrow.vault.models import Grant

PROMISE = (
    "The quick exit stands on every page for people and ends at once whatever there is: pages that the words of a "
    "report opened, and the page that showed the words, open nothing when they are sent again; it says that the "
    "history remains."
)


def reported(world):
    world.worker("adviser")
    told = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    phone = Phone(actions.open_door(languages=["en-gb"], **told))
    return phone.presses("send", words="He took my bag")


def leaves(phone):
    """The quick exit of the page, as it stands there; whether the next page says what remains."""
    if 'value="leave"' in phone.text:
        phone.presses("leave")
    else:
        phone.goes(phone.text.partition('class="exit" href="')[2].partition('"')[0])
    return "history" in phone.text


def close(world):
    """The page is taken down."""
    actions.close_door(project=world.project, by=world.worker("coordinator"), at=timezone.now())


def lose_the_key(world):
    """Nobody is left who could read a report."""
    Grant.objects.filter(compartment__name="incident").delete()


def opened_again(world, meanwhile=None):
    """What opens once somebody has left: the page with the words, the page behind them, and what it changes.

    `meanwhile`: what happens to the report page while they have the page with the words open.
    """
    phone = reported(world)
    sent, words = phone.sent, " ".join(phone.words)
    if meanwhile:
        meanwhile(world)
    assert leaves(phone)
    phone.sent = sent
    found = ["the words are shown again"] if phone.again().words else []
    words = " ".join(phone.words) or words
    phone.comes_back(words)
    sent, page = phone.sent, phone.text
    assert "It waits, locked" in page and leaves(phone)
    phone.sent = sent
    found += ["the words open again"] if "It waits, locked" in phone.again().text else []
    phone.text = page
    phone.presses("choose", level="full")
    return found + ["something is changed"] * Choice.objects.exists()


@pytest.mark.parametrize("meanwhile", [None, close, lose_the_key])
def test_quick_exit_ends_what_the_words_opened(world, meanwhile):
    assert opened_again(world, meanwhile) == []


def test_quick_exit_ends_the_page_with_the_words_long_after_it_was_shown(world, monkeypatch):
    """For an hour the words are given again: whoever leaves in the middle of it ends that, too."""
    phone = reported(world)
    sent, now = phone.sent, timezone.now()
    monkeypatch.setattr(coming_back.timezone, "now", lambda: now + 2 * visits.LASTS)
    assert leaves(phone)
    phone.sent = sent
    assert phone.again().words == []


@pytest.mark.parametrize("meanwhile", [None, close, lose_the_key])
def test_quick_exit_twin_that_only_leads_away_is_caught(world, monkeypatch, meanwhile):
    monkeypatch.setattr(coming_back.actions, "leave_visit", lambda **said: None)
    monkeypatch.setattr(visits, "is_used", lambda row, ticket, at: False)
    # Where no reports are taken, the one that was sent is not taken again either.
    shown = [] if meanwhile else ["the words are shown again"]
    assert opened_again(world, meanwhile) == [*shown, "the words open again", "something is changed"]


def test_quick_exit_twin_with_a_pass_that_nobody_ends_is_caught(world, monkeypatch):
    monkeypatch.setattr(visits, "is_on", lambda row, number: True)
    assert "something is changed" in opened_again(world)


def test_quick_exit_stands_on_every_page_and_says_what_remains(world):
    phone = reported(world)
    words = " ".join(phone.words)
    pages = [phone.text, Phone(phone.door).text, phone.goes(doors.back_address(phone.door)).text]
    pages.append(phone.presses("enter", words="wrong").text)
    pages.append(phone.presses("enter", words=words).text)
    pages.append(phone.presses("choose", level="kept").text)
    pages.append(phone.presses("take_back", sure="1").text)
    for page in pages:
        assert "Leave this page now" in page
        phone.text = page
        assert leaves(phone)
