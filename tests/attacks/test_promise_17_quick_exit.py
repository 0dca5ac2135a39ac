"""Whoever takes the phone after the quick exit goes back in the browser and sends everything again."""

from django.utils import timezone

from tests.rooms.pocket.reporting import Phone
from yarrow.pocket import coming_back, reporting
from yarrow.safety import actions, doors, visits
from yarrow.safety.models import Choice

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


def opened_again(world):
    """What opens once somebody has left: the page with the words, the page behind them, and what it changes."""
    phone = reported(world)
    sent, words = phone.sent, " ".join(phone.words)
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


def test_quick_exit_ends_what_the_words_opened(world):
    assert opened_again(world) == []


def test_quick_exit_twin_that_only_leads_away_is_caught(world, monkeypatch):
    monkeypatch.setattr(reporting.actions, "leave_visit", lambda **said: None)
    monkeypatch.setattr(visits, "is_used", lambda row, number: False)
    assert opened_again(world) == [
        "the words are shown again",
        "the words open again",
        "something is changed",
    ]


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
    assert coming_back.LEAVE == reporting.LEAVE
