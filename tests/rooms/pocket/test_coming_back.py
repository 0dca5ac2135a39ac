"""Coming back with the words, as a browser without scripts and without cookies does it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.rooms.pocket.reporting import Phone
from yarrow.pocket import coming_back
from yarrow.safety import actions, choices, doors, visits, wayback
from yarrow.safety.models import Addition, Choice, Offender, Reply, Report, WayBack
from yarrow.safety.told import Chosen
from yarrow.vault import inbox, keyring
from yarrow.vault.models import InboxEntry


@pytest.fixture
def door(world, given):
    world.worker("adviser")
    return actions.open_door(languages=["en-gb", "ar"], **given)


@pytest.fixture
def phone(door):
    """One report was sent; `phone.held`: its words."""
    phone = Phone(door)
    phone.presses("send", words="He took my bag", level="warn", tell="here", release="two", o1__names="Ray")
    phone.held = " ".join(phone.words)
    return phone


def opened(world, at):
    settled = inbox.open_waiting(world.project.id, by=world.worker("adviser"), at=at)
    assert settled.n_need_a_look == 0
    return settled.n_opened


def later(monkeypatch, at, **gone):
    """The door's clock."""
    moment = at + timedelta(**gone)
    monkeypatch.setattr(coming_back.timezone, "now", lambda: moment)
    return moment


def reply(world, at, words):
    """What an adviser writes, sealed to the words of the only report."""
    row, way = Report.objects.get(), WayBack.objects.get()
    said = Reply(project=world.project, report=row, written_by=world.worker("adviser").id, written_at=at)
    said.envelope = wayback.seal_reply(way, words)
    said.sealed.put("incident.words", words, world.worker("adviser").unlocked)
    said.save()
    return said


def test_way_back_tells_what_became_of_it_and_opens_the_reply(phone, world, at):
    assert "It waits, locked" in phone.comes_back(phone.held).text and "no answer yet" in phone.text
    opened(world, at)
    said = reply(world, at, "Ana asks: <may> we warn others?")
    assert b"Ana" not in bytes(said.envelope)
    phone.comes_back(phone.held)
    assert "An adviser opened it" in phone.text and "Ana asks: &lt;may&gt; we warn others?" in phone.text
    said.refresh_from_db()
    assert said.read_on == at.astimezone(world.project.zone).date()


@pytest.mark.parametrize(
    "turned",
    [
        str.upper,
        lambda words: words.replace(" ", ",  "),
        lambda words: " ".join(one[:4] for one in words.split()),
    ],
)
def test_way_back_folds_what_is_typed(phone, turned):
    assert "It waits, locked" in phone.comes_back(turned(phone.held)).text


def test_way_back_folding_keeps_the_order_and_every_word():
    assert wayback.folded("  Órbit-ZEBRAS, abandoned! ") == "orbit zebra abandon"
    assert wayback.folded("zebra orbit") != wayback.folded("orbit zebra")
    assert wayback.folded("\x00" * 500) == "" and len(wayback.folded("a" * 9000)) <= 200
    firsts = {word[:4] for word in wayback.passphrases.word_list()}
    assert len(firsts) == len(wayback.passphrases.word_list())


def test_way_back_wrong_words_and_unknown_words_are_one_page(phone, monkeypatch):
    """The same page after the same work: nothing tells whether some words lead anywhere."""
    runs = []
    stretch = wayback.stretch
    monkeypatch.setattr(wayback, "stretch", lambda *said: runs.append(1) or stretch(*said))
    pages = {
        phone.comes_back(words).text.partition("<main")[2].replace(phone_ticket(phone), "")
        for words in ("", "a b", phone.held + " x")
    }
    assert len(pages) == 1 and "did not open anything" in pages.pop() and len(runs) == 3


def phone_ticket(phone):
    return phone.text.partition('name="~ticket" value="')[2].partition('"')[0]


def test_way_back_page_that_is_sent_again_opens_nothing(phone):
    """Whoever picks up the phone and goes back in the browser sends the words again without knowing them."""
    assert "It waits, locked" in phone.comes_back(phone.held).text
    entered = phone.sent
    phone.presses("leave")
    phone.sent = entered
    assert "did not open anything" in phone.again().text


def test_way_back_page_of_an_earlier_visit_opens_nothing_after_a_later_one(phone):
    """A second visit does not make the first one's page good again."""
    phone.comes_back(phone.held)
    first = phone.sent
    phone.presses("leave")
    assert "It waits, locked" in phone.comes_back(phone.held).text
    phone.presses("leave")
    phone.sent = first
    assert "did not open anything" in phone.again().text


def test_way_back_keeps_days_and_no_moment_of_coming_back(phone, at):
    phone.comes_back(phone.held)
    row = WayBack.objects.get()
    held = {field.attname: field.value_from_object(row) for field in WayBack._meta.fields}
    moments = [name for name, value in held.items() if isinstance(value, datetime)]
    assert moments == ["made_at"]
    assert row.began and str(int(at.timestamp())) not in row.began


def test_way_back_is_over_after_the_quick_exit(phone, monkeypatch):
    page = phone.comes_back(phone.held).text
    assert "The browser" in phone.presses("leave").text
    phone.text = page
    phone.presses("choose", level="full")
    assert phone.status == 403 and "Type your words again" in phone.text
    assert not Choice.objects.exists()


def test_way_back_is_over_after_some_minutes_and_by_another_visit(phone, monkeypatch, at):
    page = phone.comes_back(phone.held).text
    assert "It waits, locked" in Phone(phone.door).comes_back(phone.held).text
    phone.text = page
    assert "Type your words again" in phone.presses("choose", level="full").text
    phone.comes_back(phone.held)
    later(monkeypatch, at, minutes=20)
    assert "Type your words again" in phone.presses("choose", level="full").text
    assert not Choice.objects.exists()


def test_way_back_ticket_grows_old(phone, monkeypatch, at):
    phone.goes(doors.back_address(phone.door))
    later(monkeypatch, at, minutes=20)
    assert "did not open anything" in phone.presses("enter", words=phone.held).text


def test_way_back_counts_days_on_which_somebody_came_and_not_the_first(phone, monkeypatch, at):
    phone.comes_back(phone.held)
    way = WayBack.objects.get()
    assert (way.n_back, way.last_on) == (0, None)
    for hours in (48, 49, 72):
        moment = later(monkeypatch, at, hours=hours)
        phone.comes_back(phone.held)
    way.refresh_from_db()
    assert (way.n_back, way.last_on) == (2, moment.date())


def test_way_back_changes_how_far_it_goes_before_anybody_read_it(phone, world, at):
    phone.comes_back(phone.held)
    assert "locked with your report" in phone.text and " checked" not in phone.text
    phone.presses("choose", tell="here")
    assert phone.status == 400 and "Choose how far it may go." in phone.text and not Choice.objects.exists()
    phone.presses("choose", level="escrow", tell="here", release="never")
    assert "From now on that counts." in phone.text and 'value="escrow" checked' in phone.text
    opened(world, at)
    row = Report.objects.get()
    assert choices.standing(world.project, row.pk) == Chosen("escrow", "here", "never")
    assert Choice.objects.get().said_by is None


def test_way_back_adds_words_that_wait_sealed_and_come_once(phone, world, at):
    phone.comes_back(phone.held)
    phone.presses("add", words="His car was blue")
    assert "Sent. It is locked" in phone.text and "blue" not in phone.text
    phone.again()
    entry = InboxEntry.objects.filter(kind="safety.addition").first()
    assert b"blue" not in bytes(entry.envelope)
    opened(world, at)
    row = Addition.objects.get()
    unlocked = world.worker("adviser").unlocked
    assert row.sealed.open_unrecorded("incident.words", unlocked) == "His car was blue"
    assert row.report == Report.objects.get()
    phone.presses("add", words=" \u200b")
    assert phone.status == 400 and "Write something first." in phone.text


def test_way_back_adds_under_no_number_but_its_own(phone, world, at):
    phone.comes_back(phone.held)
    phone.presses("add", words="Elsewhere", **{"~entry": str(uuid4())})
    assert phone.status == 404 and not InboxEntry.objects.filter(kind="safety.addition").exists()


def test_way_back_takes_twenty_additions(phone):
    phone.comes_back(phone.held)
    for n in range(20):
        phone.presses("add", words=f"More {n}")
    assert "You have added a lot already." in phone.text and "His car" not in phone.text
    assert InboxEntry.objects.filter(kind="safety.addition").count() == 20


def test_way_back_takes_back_what_nobody_has_read(phone, world, at):
    phone.comes_back(phone.held)
    phone.presses("add", words="His car was blue")
    phone.presses("choose", level="full")
    phone.presses("take_back")
    assert "Nothing happened." in phone.text and InboxEntry.objects.filter(state="waiting").count() == 2
    assert "Your report is destroyed" in phone.presses("take_back", sure="1").text
    assert opened(world, at) == 0 and not Report.objects.exists()
    assert not WayBack.objects.exists() and not Choice.objects.exists()
    assert all(not bytes(entry.envelope) for entry in InboxEntry.objects.all())
    assert "did not open anything" in phone.comes_back(phone.held).text


def test_way_back_takes_back_what_was_read(phone, world, at):
    phone.comes_back(phone.held).presses("add", words="His car was blue")
    opened(world, at)
    reply(world, at, "Thank you")
    row = Report.objects.get()
    key = (world.project.id, row.pk)
    phone.comes_back(phone.held).presses("add", words="Not read yet")
    phone.presses("take_back", sure="1")
    assert "Your report is destroyed" in phone.text
    for model in (Report, Offender, Reply, Addition, Choice, WayBack):
        assert not model.objects.exists(), model
    assert keyring.is_erased(*key)
    assert opened(world, at) == 0


def test_way_back_report_that_was_taken_back_does_not_come_again(door, world, at):
    """A browser that goes back sends it once more: it stays away."""
    phone = Phone(door)
    phone.presses("send", words="He took my bag")
    words, sent = " ".join(phone.words), phone.sent
    phone.comes_back(words).presses("take_back", sure="1")
    phone.sent = sent
    assert phone.again().words == []
    assert opened(world, at) == 0 and not InboxEntry.objects.filter(state="waiting").exists()


def test_way_back_leads_to_another_report_of_the_same_reporter(phone, world, at):
    phone.comes_back(phone.held).presses("begin")
    phone.presses("send", words="Again, by the same man")
    second = " ".join(phone.words)
    assert second and second != phone.held
    opened(world, at)
    one, other = Report.objects.all()
    assert one.reporter_id == other.reporter_id and WayBack.objects.count() == 2


def test_way_back_another_report_stays_when_the_first_is_taken_back(phone, world, at):
    phone.comes_back(phone.held).presses("begin")
    phone.presses("send", words="Again, by the same man")
    phone.comes_back(phone.held).presses("take_back", sure="1")
    assert opened(world, at) == 1 and Report.objects.count() == 1


def test_way_back_stands_when_the_page_is_closed(phone, given):
    actions.close_door(**given)
    assert "It waits, locked" in phone.comes_back(phone.held).text
    assert "Something else happened" not in phone.text


def test_way_back_of_a_report_that_went_says_so(phone):
    InboxEntry.objects.all().delete()
    assert "It is not here any more" in phone.comes_back(phone.held).text


def test_way_back_passes_are_good_at_one_project_and_for_one_thing(world, at):
    visit = visits.Visit(uuid4(), visits.new_number(), b"k" * 32)
    here, there = world.project.id, uuid4()
    said = visits.new_pass(here, visit, at)
    assert visits.read_pass(here, said, at) == visit
    assert (
        visits.read_pass(there, said, at) is None and visits.read_pass(here, said, at - timedelta(1)) is None
    )
    assert (
        visits.read_ticket(here, said, at) is None and visits.read_pass(here, said[:-4] + "AAAA", at) is None
    )
    for junk in ("", "é", "=" * 9, "\x00", "A" * 5000):
        assert visits.read_pass(here, junk, at) is None


def test_way_back_takes_nothing_amiss(phone):
    phone.comes_back(phone.held)
    held = phone.text.partition('name="~pass" value="')[2].partition('"')[0]
    address = doors.back_address(phone.door)
    for sent in (
        {"~go": "enter", "words": "x" * 100_000},
        {"~go": "add", "~pass": held, "~entry": "\x00", "words": "x"},
        {"~go": "add", "~pass": held, "envelope": "{}"},
        {"~go": "choose", "~pass": held, "level": "all", "tell": ["x"]},
        {"~go": "choose", "~pass": held, "level": "\x00"},
        {"~go": "nothing", "~pass": held},
        {},
    ):
        assert Client().post(address, sent).status_code in (200, 400, 403, 404, 409), sent
    assert Client().get("/r/bcdf-bcdf-bcdf/back/").status_code == 404
