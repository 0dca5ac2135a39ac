"""Hit and miss look alike from outside: as many bytes, the same headers, the same statements and the same work."""

import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.attacks import checking as checks
from tests.attacks.checking import KNOWN, UNKNOWN
from yarrow.alerts import answering, checking

PROMISE = (
    "From outside nobody sees whether a number was known: every answer to a check has the same bytes, asks the records "
    "the same and takes the same work, for a hit, a miss, what is no number, and one check too many."
)
TEXTS = {
    "hit": KNOWN,
    "miss": UNKNOWN,
    "malformed": "*123",
    "nothing": "",
    "too long": "7" * 300,
    "null": "\x00",
}


@pytest.fixture
def phone(world):
    checks.known(world)
    return checks.member(world)


def pages(phone, settings):
    """Name → the page; the last one is of a check too many."""
    found = {name: phone.ask(text) for name, text in TEXTS.items()}
    settings.CHECKS_A_DAY = 0
    found |= {"too many": phone.ask(KNOWN), "too many, of a miss": phone.ask(UNKNOWN)}
    settings.CHECKS_A_DAY = 1000
    return found


def outsides(found):
    """What somebody on the line sees of each page."""
    return {
        (page.status_code, len(page.content), tuple((name, len(said)) for name, said in page.headers.items()))
        for page in found.values()
    }


def test_pages_of_a_member_are_alike(phone, settings):
    settings.CHECKS_A_DAY = 1000
    found = pages(phone, settings)
    said = {name: page.text.split('role="status">')[1].split("</p>")[0] for name, page in found.items()}
    assert "Known here" in said["hit"] and "Not known" in said["miss"] and "often" in said["too many"]
    assert len(outsides(found)) == 1


def test_pages_of_a_new_member_are_alike(world, settings):
    settings.CHECKS_A_DAY = 1000
    checks.known(world)
    found = pages(checks.member(world, days=1), settings)
    assert "Talk to us" in found["hit"].text and len(outsides(found)) == 1


def test_pages_at_the_desk_are_alike(world):
    checks.known(world)
    client, address = world.client("peer"), world.project.url("alerts:check_number")
    found = {name: client.post(address, {"text": text}) for name, text in TEXTS.items()}
    assert len(outsides(found)) == 1


def statements(phone, text):
    """The statements of one check, without their values."""
    with CaptureQueriesContext(connection) as ran:
        phone.ask(text)
    return [each["sql"][:60] for each in ran]


def test_records_are_asked_the_same(phone, settings):
    settings.CHECKS_A_DAY = 1000
    phone.ask(KNOWN)
    wanted = statements(phone, KNOWN)
    assert all(statements(phone, text) == wanted for text in TEXTS.values())


def work(world, text):
    """How many functions are called for the answer."""
    n = 0

    def count(_frame, event, _arg):
        nonlocal n
        n += event in ("call", "c_call")

    asker = checking.of_worker(world.project, world.worker("peer").id)
    sys.setprofile(count)
    try:
        answering.part(checking.check(asker, text, timezone.now()))
    finally:
        sys.setprofile(None)
    return n


def difference(world):
    """The share by which a hit takes more work than a miss. A clock would say so less surely."""
    for text in (KNOWN, UNKNOWN):
        work(world, text)
    hit, miss = work(world, KNOWN), work(world, UNKNOWN)
    return abs(hit - miss) / miss


def test_work_is_the_same(world, phone):
    assert difference(world) < 0.02


def test_pages_twin_without_filling_is_caught(phone, settings, monkeypatch):
    settings.CHECKS_A_DAY = 1000
    monkeypatch.setattr(answering, "part", lambda answer: " ".join(answering.sentences(answer)))
    assert len(outsides(pages(phone, settings))) > 1


def test_statements_twin_that_looks_only_for_what_is_whole_is_caught(phone, settings, monkeypatch):
    settings.CHECKS_A_DAY = 1000
    real = checking._counted
    monkeypatch.setattr(checking, "_counted", lambda asker, at: 0)
    short = statements(phone, "")
    monkeypatch.setattr(checking, "_counted", real)
    assert short != statements(phone, KNOWN)


def test_work_twin_that_says_a_hit_alone_is_caught(world, phone, monkeypatch):
    real = answering._of_hit
    monkeypatch.setattr(
        answering, "_of_hit", lambda answer: [] if answer is answering.NOBODYS else real(answer)
    )
    assert difference(world) > 0.02
