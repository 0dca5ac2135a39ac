"""Reporting by a link, as a browser without scripts and without cookies does it."""

import gzip
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.http import QueryDict
from django.test import Client

from tests.rooms.pocket.reporting import Phone
from yarrow.contacts.models import Zone
from yarrow.pocket import flood
from yarrow.pocket.report_form import Typed, lines_of
from yarrow.safety import actions, choices, doors
from yarrow.safety.models import Offender, Report, WayBack
from yarrow.safety.told import Chosen
from yarrow.vault import inbox
from yarrow.vault.models import Grant, InboxEntry


@pytest.fixture
def door(world, given):
    world.worker("adviser")
    return actions.open_door(languages=["en-gb", "ar"], **given)


@pytest.fixture
def phone(door):
    return Phone(door)


def opened(world, at):
    """Everything that waits is read by an adviser."""
    settled = inbox.open_waiting(world.project.id, by=world.worker("adviser"), at=at)
    assert settled.n_need_a_look == 0
    return settled.n_opened


def held(world, row, path):
    return row.sealed.open_unrecorded(path, world.worker("adviser").unlocked)


def test_report_is_sealed_and_opens_as_it_was_told(phone, world, at):
    Zone.objects.create(project=world.project, code="docks", label="The docks")
    phone.presses(
        "send",
        kinds=["robbery", "threats"],
        words="He took my bag",
        day="3",
        month="1",
        hours="night",
        zone="docks",
        place="Under the bridge",
        reach="Text before noon",
        o1__phones="07700 900123\n07700 900124, 07700 900125",
        o1__plates="AB12",
        o1__age="35-44",
        o1__marks=["glasses"],
        o1__words="Soft voice",
        methods=["knife"],
        level="warn",
        tell="here",
        release="two",
    )
    assert phone.status == 200 and len(phone.words) == 6
    entry = InboxEntry.objects.get()
    assert b"bag" not in bytes(entry.envelope) and not Report.objects.exists()
    assert opened(world, at) == 1
    row = Report.objects.get()
    assert (row.way, row.kinds, row.zone.code, row.language) == (
        "phone",
        ["robbery", "threats"],
        "docks",
        "en-gb",
    )
    assert held(world, row, "incident.words") == "He took my bag"
    assert held(world, row, "incident.reach") == "Text before noon"
    assert held(world, row, "incident.facts") == {
        "day": f"{at.year}-01-03",
        "hours": "night",
        "methods": ["knife"],
        "place": "Under the bridge",
    }
    assert held(world, Offender.objects.get(), "incident.described") == {
        "phones": ["07700 900123", "07700 900124", "07700 900125"],
        "plates": ["AB12"],
        "age": "35-44",
        "marks": ["glasses"],
        "words": "Soft voice",
    }
    assert choices.standing(world.project, row.pk) == Chosen("warn", "here", "two")


def test_report_page_is_small_enough_for_a_cheap_phone(door):
    """The page with everything it loads, packed as it travels, under 20 KiB."""
    page = Phone(door, HTTP_ACCEPT_LANGUAGE="ar").response
    built = [
        Path(finders.find(f"ui/built/{name}")).read_bytes()
        for name in ("pocket.css", "aloud.js", "report.js")
    ]
    assert sum(len(gzip.compress(part)) for part in (page.content, *built)) < 20 * 1024


def test_report_page_says_nothing_that_a_browser_would_keep(phone):
    assert "autocomplete" not in phone.text.replace('autocomplete="off"', "")
    assert not phone.response.cookies and "no-store" in phone.response["Cache-Control"]
    phone.presses("send", words="He took my bag")
    assert not phone.response.cookies and "no-store" in phone.response["Cache-Control"]
    assert "bag" not in phone.text and "?" not in phone.response.request["PATH_INFO"]


def test_report_of_nothing_is_said_and_asked_again(phone):
    phone.presses("send", reach="Text me", level="warn")
    assert phone.status == 400 and "Anything may be left out" in phone.text
    assert (
        'value="Text me"' in phone.text and 'id="level-warn" name="level" value="warn" checked' in phone.text
    )
    assert not InboxEntry.objects.exists()


def test_report_with_a_day_that_cannot_be_keeps_what_was_typed(phone):
    phone.presses("send", words="<b>He</b>", day="31", month="2", o1__phones="070", kinds=["robbery"])
    assert phone.status == 400 and "&lt;b&gt;He&lt;/b&gt;" in phone.text and "070</textarea>" in phone.text
    assert 'value="robbery" checked' in phone.text and 'value="31"' in phone.text
    phone.presses("send", day="")
    assert len(phone.words) == 6


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("", "", "", ""),
        ("", "12", "", "2025-12"),
        ("", "11", "", "2026-11"),
        ("5", "3", "", "2026-03-05"),
        ("", "", "2024", "2024-00"),
        ("5", "", "", "-00-05"),
        ("5", "3", "2020", "2020-03-05"),
        ("\u0663", "\u06f3", "", "2026-03-03"),
        ("\x00", "9" * 30, "", f"-{'9' * 30}-0\x00"),
        ("", "9" * 5000, "", f"-{'9' * 5000}"),
        ("", "012", "", "-012"),
    ],
)
def test_day_without_a_year_is_the_last_that_has_been(day, month, year, said):
    sent = QueryDict(mutable=True)
    sent.update({"day": day, "month": month, "year": year})
    found = Typed(sent).report("en-gb", date(2026, 11, 29))["day"]
    assert found == said


def test_report_takes_the_overflow_of_a_list_into_its_last_line():
    lines = lines_of(", ".join(str(n) for n in range(14)) + ";\n")
    assert len(lines) == 10 and lines[-1] == "9 10 11 12 13" and lines_of(" \n,") == []


def test_report_that_asks_for_a_match_says_who_may_hear_of_one(phone, world, at):
    """What nobody may hear of is never compared: choosing to be told of a match would do nothing."""
    phone.presses("send", words="He took my bag", level="escrow")
    assert phone.status == 400 and "somebody has to hear of it first" in phone.text
    assert ">He took my bag</textarea>" in phone.text and not InboxEntry.objects.exists()
    assert 'id="level-escrow" name="level" value="escrow" checked' in phone.text
    assert 'name="tell" aria-invalid="true" aria-describedby="tell-error"' in phone.text
    # The summary leads to the one thing of that name.
    assert 'href="#tell"' in phone.text and phone.text.count('id="tell"') == 1
    phone.presses("send", tell="here")
    assert len(phone.words) == 6 and opened(world, at) == 1
    assert choices.standing(world.project, Report.objects.get().pk) == Chosen("escrow", "here", "never")


def test_report_about_more_than_one_person_without_scripts(phone, world, at):
    phone.presses("another", o1__names="Ray", words="Two of them")
    assert 'name="o2-names"' in phone.text and ">Ray</textarea>" in phone.text
    phone.presses("send", o2__names="Bob")
    assert opened(world, at) == 1
    found = [held(world, row, "incident.described") for row in Offender.objects.order_by("n")]
    assert found == [{"names": ["Ray"]}, {"names": ["Bob"]}]


def test_report_describes_at_most_eight_people(phone):
    phone.presses("another", persons="7")
    assert 'name="o8-names"' in phone.text and 'name="o9-names"' not in phone.text
    assert '<button class="quiet" name="~go" value="another">' not in phone.text


def test_report_turns_to_easy_words_and_another_language_and_keeps_what_was_typed(phone):
    phone.presses("1", name="~wording", words="He took my bag")
    assert "You can leave out any question." in phone.text and ">He took my bag</textarea>" in phone.text
    phone.presses("speak", **{"~language": "ar"})
    assert '<html lang="ar" dir="rtl">' in phone.text and ">He took my bag</textarea>" in phone.text


def test_report_sent_twice_is_one_with_other_words_until_somebody_came_back(phone, world, at):
    phone.presses("send", words="He took my bag")
    first = phone.words
    sent = phone.sent
    second = phone.again().words
    assert len(second) == 6 and first != second
    assert "did not open anything" in phone.comes_back(" ".join(first)).text
    assert "It waits, locked" in phone.comes_back(" ".join(second)).text
    phone.sent = sent
    assert phone.again().words == [] and "cannot show them again" in phone.text
    opened(world, at)
    assert Report.objects.count() == 1 and WayBack.objects.count() == 1


def test_report_page_left_in_a_hurry_shows_no_words_to_whoever_goes_back(phone):
    phone.presses("send", words="He took my bag")
    sent = phone.sent
    assert "The browser&#x27;s history" in phone.presses("leave").text or "history" in phone.text
    phone.sent = sent
    assert phone.again().words == []


def test_report_in_an_entry_of_somebody_else_gets_no_way_into_it(phone, world, at):
    """Whoever knows the number of an entry that a worker left gets no words that would change it."""
    entry_id = uuid4()
    said = {"sent": {"words": "Told to a worker"}, "project": world.project, "entry_id": entry_id, "at": at}
    actions.leave_report(by=world.worker("outreach"), **said)
    phone.presses("send", words="Mine", **{"~entry": str(entry_id)})
    assert phone.words == [] and not WayBack.objects.exists() and InboxEntry.objects.count() == 1


def test_report_where_nobody_could_read_it_is_not_asked(world, door):
    Grant.objects.filter(compartment__name="incident").delete()
    phone = Phone(door)
    assert "We cannot take this here now" in phone.text and "textarea" not in phone.text
    phone._at(phone.client.post(doors.address(door), {"words": "All the same", "~go": "send"}))
    assert phone.status == 503
    assert not InboxEntry.objects.exists()


def test_report_page_that_is_closed_or_never_was_looks_the_same(door, given):
    gone = Phone(door).goes("/r/bcdf-bcdf-bcdf/")
    actions.close_door(**given)
    assert Phone(door).text == gone.text and gone.status == Phone(door).status == 404


def test_report_through_the_brake_keeps_what_was_typed(phone, monkeypatch):
    monkeypatch.setattr(flood, "is_too_many", lambda *said: True)
    monkeypatch.setattr(flood, "_places", BoundedSemaphore(1))
    flood._places.acquire()
    phone.presses("send", words="He took my bag")
    assert (
        phone.status == 429 and ">He took my bag</textarea>" in phone.text and not InboxEntry.objects.exists()
    )


AMISS = (
    {"~entry": "no number", "words": "x"},
    {"persons": "9" * 400, "words": "x"},
    {"persons": "-1", "words": "x\x00", "~in": "tlh"},
    {"words": "\ud800", "level": "\x00", "o1-age": "x" * 5000},
    {"month": "9" * 5000, "words": "x"},
    {"envelope": "{}"},
    {"envelope": '{"v": 1, "key": 5, "epk": "", "iv": "", "ct": ""}'},
    {"envelope": '{"v": 1, "key": ["\\ud800"], "epk": "\\ud800", "iv": "", "ct": ""}'},
    {"envelope": '{"v": 1, "key": "00000000-0000-0000-0000-000000000000", "epk": "", "iv": "", "ct": ""}'},
    {"~go": "leave", "~pass": "????"},
    {"~go": "begin", "reporter": "<script>"},
    {"day": "1", "month": "\u0661", "year": "0001", "words": "x"},
    {"year": "9999", "month": "12", "words": "x"},
    {"o1-phones": "x" * 30_000, "words": "x"},
)


def test_report_takes_nothing_amiss(door):
    for sent in AMISS:
        said = {name: each.encode(errors="surrogatepass") for name, each in sent.items()}
        answer = Client().post(doors.address(door), said)
        assert answer.status_code in (200, 400, 409), sent
        assert b"<script>" not in answer.content
    large = Client().post(doors.address(door), {"words": "x" * 300_000})
    assert large.status_code == 404


def test_report_of_another_project_is_not_reached_with_its_number(phone, world, given):
    phone.presses("send", words="He took my bag")
    words = " ".join(phone.words)
    other = world.other
    with other.inside():
        other.worker("adviser")
        told = {"project": other.project, "by": other.worker("coordinator"), "at": given["at"]}
        door = actions.open_door(languages=["en-gb"], **told)
    assert "did not open anything" in Phone(door).comes_back(words).text
