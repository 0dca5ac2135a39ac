"""What stands in the box of somebody who came back and was not sent yet: no button and no refusal takes it away."""

from datetime import timedelta

import pytest

from tests.rooms.pocket.reporting import Phone
from yarrow.pocket import coming_back
from yarrow.safety import actions
from yarrow.safety.models import Choice
from yarrow.vault.models import InboxEntry


@pytest.fixture
def phone(world, given):
    """One report was sent; `phone.held`: its words."""
    world.worker("adviser")
    phone = Phone(actions.open_door(languages=["en-gb"], **given))
    phone.presses("send", words="He took my bag")
    phone.held = " ".join(phone.words)
    return phone


def test_way_back_words_written_for_too_long_go_along_until_they_are_sent(phone, monkeypatch, at):
    """The visit is over before a long story is: it is carried by the pages that ask for the words, and kept nowhere."""
    story = 'A long\n"story" <b>'
    phone.comes_back(phone.held)
    monkeypatch.setattr(coming_back.timezone, "now", lambda: at + timedelta(minutes=16))
    phone.presses("add", words=story)
    assert phone.status == 403 and "What you wrote is still here" in phone.text
    phone.presses("1", name="~wording")
    assert phone.status == 200 and 'name="easy"' in phone.text and phone.held not in phone.text
    assert "did not open anything" in phone.presses("enter", words="a b").text
    assert "What you wrote is still here" in phone.text and ">a b<" not in phone.text
    phone.presses("enter", words=phone.held)
    assert "A long\n&quot;story&quot; &lt;b&gt;</textarea>" in phone.text
    assert not InboxEntry.objects.filter(kind="safety.addition").exists()
    assert "Sent. It is locked" in phone.presses("add").text and "A long" not in phone.text
    assert InboxEntry.objects.filter(kind="safety.addition").count() == 1


@pytest.mark.parametrize(("go", "name"), [("choose", "~go"), ("take_back", "~go"), ("1", "~wording")])
def test_way_back_no_button_loses_what_stands_in_anothers_boxes(phone, go, name):
    phone.comes_back(phone.held)
    phone.presses(go, name=name, words="Not sent yet", level="full")
    assert ">Not sent yet</textarea>" in phone.text and 'value="full" checked' in phone.text
    assert not InboxEntry.objects.filter(kind="safety.addition").exists()


def test_way_back_words_that_cannot_be_taken_stand_in_their_box(phone):
    phone.comes_back(phone.held).presses("add", words="x" * 10_001, level="full")
    assert phone.status == 400 and "x" * 10_001 in phone.text and 'id="words-error"' in phone.text
    assert 'value="full" checked' in phone.text
    assert "What you wrote" not in phone.comes_back(phone.held).text.partition("<form")[0]


def test_way_back_choice_that_nobody_would_hear_of_stands_as_it_was_made(phone):
    phone.comes_back(phone.held).presses("choose", level="escrow", release="two")
    assert phone.status == 400 and not Choice.objects.exists()
    assert phone.text.count("somebody has to hear of it first") == 2
    assert 'value="escrow" checked' in phone.text and 'value="two" selected' in phone.text
    phone.presses("choose", tell="projects")
    assert "From now on that counts." in phone.text and Choice.objects.get().tell == "projects"
