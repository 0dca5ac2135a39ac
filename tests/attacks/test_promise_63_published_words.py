"""Whoever took the disk, without the key file of the sender, asks what was warned of, here and between projects."""

from datetime import date

import pytest

from tests.attacks.scanner import marker
from tests.rooms.alerts.warning import FIRST, SECOND, Ward
from yarrow.alerts import board_words, passing
from yarrow.alerts.actions.passing import pass_on, take_over
from yarrow.alerts.models import Alert, AlertText, Passed
from yarrow.sending import board

PROMISE = (
    "What was published of an alert, here or to other projects, is read on members' pages without anybody signed in; "
    "a stolen disk without the key file of the sender shows none of it."
)
FAR = {"choice": {"level": "warn", "tell": "projects", "release": "two"}}


@pytest.fixture
def keys(settings, tmp_path_factory):
    """The key file lies away from what is stolen, as the how-to says."""
    settings.REACH_KEY = tmp_path_factory.mktemp("away") / "reach-key"
    settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "http://127.0.0.1:9", "ours", "secret"


def warned(world, word):
    """Published here, let go to the other project, taken over there and armed for a member who wants the words."""
    here = Ward(world=world).start()
    alert = here.published(f"White van, {word}. Be careful.", here.report(**FAR))
    here.do(pass_on, by=SECOND, alert=alert)
    with world.other.inside():
        there = Ward(world=world.other).start()
        there.vouch(phone="07700 900321")
        text = there.do(take_over, by=FIRST, passed=Passed.objects.get())
        there.arm(Alert.objects.get(pk=text.alert_id))
        words = board_words.of_text(text)
    return alert, words


def test_thief_of_the_disk_reads_no_warning_and_members_do(world, disk, keys):
    word = marker("Warned")
    alert, words = warned(world, word)
    assert disk.scan([word]) == []
    assert word in words["en-gb"]
    assert word in board_words.of_text(AlertText.objects.get(alert=alert))["en-gb"]
    assert [one.words for one in passing.offered(world.project, date(2026, 11, 14))] == []


def test_published_words_open_for_nobody_without_the_key_file(world, disk, keys, settings, tmp_path):
    alert, _words = warned(world, marker("Warned"))
    settings.REACH_KEY = tmp_path / "none" / "reach-key"
    assert board_words.of_text(AlertText.objects.get(alert=alert)) == {}
    assert passing.words_of(Passed.objects.get()) == {}


def test_twin_that_keeps_published_words_as_they_are_is_caught(world, disk, keys, monkeypatch):
    monkeypatch.setattr(board, "seal", lambda project_id, place, text: text.encode())
    monkeypatch.setattr(board, "opened", lambda project_id, place, sealed: bytes(sealed).decode())
    word = marker("Warned")
    warned(world, word)
    assert disk.scan([word]) != []
