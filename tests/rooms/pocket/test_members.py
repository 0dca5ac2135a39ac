"""Members on their own phones: a code, a phrase, some minutes, and what they change there."""

import gzip
import json
import re
from base64 import urlsafe_b64encode as base64url
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from tests.rooms.alerts.members import CHEAP, PHRASE, Club
from tests.worlds import make_project
from yarrow.alerts import actions, audience, feeds, phrases
from yarrow.alerts.models import Member, MemberCode, MemberDoor, Stay
from yarrow.alerts.ways import Way
from yarrow.sending import ways as sending

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Phone:
    """A browser without cookies or scripts: what it sends is what stands in the page's form, and what is typed."""

    def __init__(self, token):
        self.client, self.token, self.page = Client(), token, None

    def look(self, name="", **asked):
        self.page = self.client.get(f"/m/{self.token}/{name}", asked)
        return self.text

    def send(self, name="", **typed):
        sent = HIDDEN.findall(self.page.content.decode()) if self.page is not None else []
        hidden = {name: unescape(value) for name, value in sent}
        self.page = self.client.post(f"/m/{self.token}/{name}", {**hidden, **typed})
        assert not self.page.cookies
        return self.text

    @property
    def text(self):
        return unescape(self.page.content.decode())


@pytest.fixture
def club(db, monkeypatch):
    monkeypatch.setattr(phrases, "COST", CHEAP)
    return Club(world=make_project())


@pytest.fixture
def vouched(club):
    return club.vouch(phone="07700900123", line="Dinner is at seven.", at=timezone.now())


@pytest.fixture
def phone(vouched):
    return Phone(MemberDoor.objects.get().token)


@pytest.fixture
def member(phone, vouched):
    """A phone whose owner has just taken a phrase."""
    phone.look("begin/")
    phone.send("begin/", code=vouched.code, phrase=PHRASE, **{"~save": "1"})
    return phone


def reached(club):
    found = audience.audience(
        project=club.project, zones=(), settings=(), by=club.world.worker("outreach"), at=timezone.now()
    )
    return [way for each in found for way in each.ways]


def test_begin_takes_a_phrase_and_shows_the_page_which_the_phrase_opens_again(phone, vouched):
    assert "Six words that were drawn for you" in phone.look("begin/")
    assert "What is warned of now" in phone.send("begin/", code=vouched.code, phrase=PHRASE, **{"~save": "1"})
    again = Phone(phone.token)
    again.look()
    assert "Your phrase" in again.send(phrase="some other five words here", **{"~save": "1"})
    assert "These words open nothing here" in again.text
    assert "What is warned of now" in again.send(
        phrase="Quiet  maple RIVER under seven bridges", **{"~save": "1"}
    )


def test_begin_with_a_weak_phrase_says_so_and_keeps_code_and_drawn_words(phone, vouched):
    drawn = re.search(r'<strong lang="en" dir="ltr">([a-z ]+)</strong>', phone.look("begin/"))[1]
    text = phone.send("begin/", code=vouched.code, phrase="a a a a a a a a", **{"~save": "1"})
    assert "five different words" in text and drawn in text and vouched.code in text
    assert MemberCode.objects.exists() and not Member.objects.get().mark
    text = phone.send("begin/", code=vouched.code, phrase=PHRASE, **{"~wording": "1"})
    assert "Only you know them." in text and drawn in text and PHRASE in text
    assert not Member.objects.get().mark
    assert "What is warned of now" in phone.send("begin/", code=vouched.code, phrase=drawn, **{"~save": "1"})


def test_begin_with_words_that_are_another_members_is_refused_without_saying_why(club, member):
    second = club.vouch(name="Bea", at=timezone.now())
    phone = Phone(member.token)
    phone.look("begin/")
    assert "Take another phrase" in phone.send("begin/", code=second.code, phrase=PHRASE, **{"~save": "1"})
    assert MemberCode.objects.get().member == second.member


def test_ways_shows_what_is_kept_and_a_change_counts_at_once(club, member):
    text = member.send("ways/")
    assert 'value="+447700900123"' in text and 'value="Dinner is at seven."' in text
    said = {
        "phone": "07700 900999",
        "phone_says": "warning",
        "phone_line": "x",
        "email": "",
        "from": "20",
        "to": "6",
    }
    assert "What is warned of now" in member.send("ways/", **said, **{"~save": "1"})
    assert reached(club) == [Way("sms", "+447700900999", "", (20, 6))]
    assert 'value="+447700900999"' in member.send("ways/")


def test_ways_left_empty_reaches_nobody_any_more(club, member):
    member.send("ways/")
    member.send("ways/", phone="", email="", **{"~save": "1"})
    assert reached(club) == []


def test_ways_without_words_of_their_own_sends_words_that_say_nothing(club, member):
    member.send("ways/")
    member.send(
        "ways/", phone="", email="ana@example.org", email_says="line", email_line="  ", **{"~save": "1"}
    )
    assert reached(club) == [Way("email", "ana@example.org", "Don't forget to water the plants.")]


POINT, SECRET = (base64url(raw).decode().rstrip("=") for raw in (b"\x04" + bytes(64), bytes(16)))
SUBSCRIBED = {
    "endpoint": "https://push.example/abc",
    "expirationTime": None,
    "keys": {"p256dh": POINT, "auth": SECRET},
}


def test_ways_take_a_browsers_notices_with_their_own_line_and_end_them(club, member, monkeypatch):
    monkeypatch.setattr(sending, "set_up", lambda: frozenset({"push"}))
    monkeypatch.setattr(sending, "push_key", lambda: "the-key")
    assert 'data-notices="the-key"' in member.send("ways/") and "No notices any more" not in member.text
    said = {"phone": "", "email": "", "push_says": "line", "push_line": "Dinner", "~save": "1"}
    member.send("ways/", push=json.dumps(SUBSCRIBED), **said)
    (way,) = reached(club)
    assert (way.channel, way.line, way.folded) == ("push", "Dinner", "https://push.example/abc")
    assert set(json.loads(way.address)) == {"endpoint", "keys"}
    assert "No notices any more" in member.send("ways/")
    member.send("ways/", **said)
    assert reached(club) == [way]
    member.send("ways/")
    member.send("ways/", push_off="1", **said)
    assert reached(club) == []


@pytest.mark.parametrize("push", ["x", "[]", "{}", '{"endpoint": "http://x"}', "x" * 20_000])
def test_ways_of_a_browser_that_cannot_be_reached_are_refused(club, member, push):
    member.send("ways/")
    assert "can't be reached" in member.send("ways/", push=push, phone="", email="", **{"~save": "1"})
    assert [way.channel for way in reached(club)] == ["sms"]


def test_pages_weigh_little_with_all_they_load(member, monkeypatch):
    """Within 20 KiB, packed as they travel."""
    monkeypatch.setattr(sending, "set_up", lambda: frozenset({"push"}))
    monkeypatch.setattr(sending, "push_key", lambda: "the-key")
    for name in ("", "ways/", "choices/"):
        page = member.send(name) and member.page.content
        loaded = re.findall(rb'(?:href|src|data-worker)="/static/([^"]+\.(?:css|js))"', page)
        assert len(loaded) >= 2
        parts = [Path(finders.find(path.decode())).read_bytes() for path in loaded]
        assert sum(len(gzip.compress(part)) for part in (page, *parts)) < 20 * 1024


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"phone": "12"}, "Write the whole number"),
        ({"email": "ana\x00"}, "Write an address like"),
        ({"phone": "07700900999", "phone_line": "x" * 161}, "Write at most 160 letters"),
        ({"from": "7"}, "Choose two hours"),
        ({"from": "7", "to": "7"}, "Choose two hours"),
        ({"from": "-1", "to": "99999999999"}, "Choose two hours"),
    ],
)
def test_ways_that_cannot_be_are_refused_and_stay_in_their_boxes(club, member, typed, says):
    member.send("ways/")
    text = member.send("ways/", **{"phone": "", "email": "", **typed, "~save": "1"})
    assert says in text
    assert all(
        value.replace("\x00", "") in text for name, value in typed.items() if name in ("phone", "email")
    )
    assert [way.address for way in reached(club)] == ["+447700900123"]


def test_choices_are_kept_and_what_is_silent_reaches_nobody(club, member):
    zone = club.zone("Harbour")
    said = {"zone": str(zone.pk), "setting": "street", "language": "ar", "pause": "30", "quiet_day": "6"}
    member.send("choices/")
    assert "Nothing is sent to you until" in member.send("choices/", **said, **{"~save": "1"})
    row = Member.objects.get()
    assert (row.settings, row.language, row.quiet_days) == (["street"], "ar", [6])
    assert list(row.zones.all()) == [zone]
    assert reached(club) == []
    text = member.send("choices/")
    assert 'value="keep" selected' in text and f'value="{zone.pk}" checked' in text
    member.send("choices/", language="ar", pause="", **{"~save": "1"})
    assert len(reached(club)) == 1


def test_choices_of_another_project_or_none_that_are_offered_are_refused(club, member):
    with club.world.other.inside():
        theirs = Club(world=club.world.other).zone("Theirs")
    member.send("choices/")
    said = {"zone": str(theirs.pk), "setting": "nowhere", "language": "en-gb"}
    assert "Choose one of the answers offered" in member.send("choices/", **said, **{"~save": "1"})
    assert "Choose one of the languages" in member.send("choices/", language="xx", **{"~save": "1"})
    days = {"quiet_day": list("0123456"), "language": "en-gb"}
    assert "Leave one day free" in member.send("choices/", **days, **{"~save": "1"})
    assert not Member.objects.get().zones.exists()
    member.send("choices/", language="en-gb", quiet_day=["x", "9", "-1"], pause="99999", **{"~save": "1"})
    row = Member.objects.get()
    assert (row.quiet_days, row.quiet_until) == ([], None)


def test_leave_asks_first_and_then_nothing_is_left(club, member, vouched):
    assert "are deleted at once" in member.send("leave/")
    assert Member.objects.exists()
    assert "What we had of you is deleted" in member.send("leave/", **{"~save": "1"})
    assert not Member.objects.exists() and not Stay.objects.exists()
    assert actions.enter(phrase=PHRASE, project=club.project, at=timezone.now()) is None
    assert reached(club) == []


def test_out_ends_the_stay_and_says_that_the_browser_remembers(member):
    before = member.page
    assert "You left the page" in member.send("out/")
    member.page = before
    assert "Your phrase" in member.send("ways/")
    assert "This page was quiet for a while" in member.text
    assert not Stay.objects.exists()


def test_a_stay_ends_after_quiet_minutes_and_lasts_while_it_is_used(club, member):
    stay = Stay.objects.get()
    Stay.objects.update(goes_at=timezone.now() + timedelta(seconds=30))
    member.send("ways/")
    assert Stay.objects.get().goes_at > stay.goes_at - timedelta(seconds=30)
    Stay.objects.update(goes_at=timezone.now())
    assert "Your phrase" in member.send("ways/")
    assert not Stay.objects.exists()


@pytest.mark.parametrize("name", ["ways/", "choices/", "leave/"])
@pytest.mark.parametrize("stay", ["", "x", "x" * 5000, "\x00", "é"])
def test_pages_of_a_member_ask_nobody_else(phone, name, stay):
    assert "Your phrase" in phone.look(name)
    phone.page = None
    assert "Your phrase" in phone.send(name, **{"~stay": stay, "~save": "1", "phone": "07700900999"})
    assert Member.objects.get().envelope is None


def test_a_stay_of_one_project_opens_nothing_of_another(club, member):
    other = Club(world=club.world.other)
    with other.world.inside():
        other.vouch(at=timezone.now())
    member.token = MemberDoor.objects.get(project=other.project).token
    assert "Your phrase" in member.send("ways/")
    assert "These words open nothing here" in member.send(phrase=PHRASE, **{"~save": "1"})


@pytest.mark.parametrize("name", ["", "begin/", "ways/", "choices/", "leave/", "out/"])
def test_a_door_that_never_was_is_closed_and_nothing_is_kept_of_a_page(phone, name):
    assert phone.look(name) and phone.page["Cache-Control"] == "no-store"
    assert phone.page["Referrer-Policy"] == "no-referrer"
    assert "Nothing is asked here now" in Phone("bcdf-ghjk-mnpq").look(name)


def test_home_shows_what_is_in_force_the_latest_first(member, monkeypatch):
    today = timezone.localdate()
    items = [
        feeds.Item("An older <b>warning</b>", today - timedelta(days=1)),
        feeds.Item("تحذير", today, "ar"),
    ]
    monkeypatch.setattr(feeds, "_sources", [lambda member, at: items])
    text = member.send()
    assert text.index("تحذير") < text.index("An older") and "<b>warning" not in member.page.content.decode()


def test_pages_speak_the_language_that_was_chosen(phone, vouched):
    assert 'dir="rtl"' in phone.look("begin/", l="ar")
    assert 'dir="rtl"' in phone.send("begin/", code=vouched.code, phrase=PHRASE, **{"~save": "1"})
    assert 'dir="rtl"' in phone.send("ways/")
