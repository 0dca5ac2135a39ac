"""Every answer has the same bytes, takes the same work, and says its sentence."""

import sys
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation

from tests.rooms.alerts.checks import NUMBER
from tests.rooms.alerts.members import NOW
from yarrow.alerts import answering, checking
from yarrow.alerts.checking import HIT, MISS, NOT_NOW, TALK, TOO_MANY, Answer
from yarrow.methods.incidents.spellings import TROUBLES
from yarrow.methods.refusals import Fault
from yarrow.safety import lists

EVERYTHING = Answer(HIT, 1_000_000, tuple(lists.labels("kinds")), date(2026, 11, 1), is_disputed=True)
CODES = (TALK, MISS, TOO_MANY, NOT_NOW, *TROUBLES)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_part_is_as_long_in_every_language_whatever_it_says(language):
    with translation.override(language):
        answers = [EVERYTHING, Answer(HIT, 1), *map(Answer, CODES)]
        assert {len(answering.part(each).encode()) for each in answers} == {answering.SIZE}


def test_part_that_is_longer_than_the_others_is_a_fault(monkeypatch):
    monkeypatch.setattr(answering, "SIZE", 300)
    with pytest.raises(Fault):
        answering.part(EVERYTHING)


def test_sentences_of_a_hit_say_what_may_be_said():
    assert answering.sentences(Answer(HIT, 1, ("robbery",), date(2026, 11, 1))) == [
        "Known here.",
        "1 person reported this.",
        "What they told us: Robbed.",
        "The last time: Nov 2026.",
        "You decide. If you can, talk to us first.",
    ]
    assert answering.sentences(Answer(HIT, 3)) == [
        "Known here.",
        "3 people reported this.",
        "You decide. If you can, talk to us first.",
    ]
    assert "Somebody says that this is wrong." in answering.sentences(EVERYTHING)


def test_sentences_of_many_kinds_are_cut():
    (said,) = [each for each in answering.sentences(EVERYTHING) if each.startswith("What they told us")]
    assert said.count(";") == answering.MOST_KINDS and said.endswith("and more.")


def test_sentences_to_somebody_new_tell_nothing():
    assert answering.sentences(Answer(TALK)) == ["Talk to us about this one."]


def test_sentences_of_a_miss_do_not_say_that_it_is_safe():
    assert answering.sentences(Answer(MISS)) == ["Not known here.", "That does not mean safe."]


def test_sentences_are_different_for_each_answer():
    said = [tuple(answering.sentences(Answer(code))) for code in CODES]
    assert len(set(said)) == len(CODES) and all(said)
    assert max(map(len, [*said, answering.sentences(EVERYTHING)])) == answering.MOST_LINES + 1


def work(table, text, asker):
    """How often functions are called to answer."""
    n = 0

    def count(_frame, event, _arg):
        nonlocal n
        n += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        answering.part(checking.check(asker, text, NOW))
    finally:
        sys.setprofile(None)
    return n


def test_answers_take_the_same_work(table):
    """Counted, not timed: a clock on a busy machine would fail for nothing (timing is in bench/checks.py)."""
    table.known()
    asker, spent, new = table.asker(), table.asker(most=0), table.asker(is_new=True)
    asked = [
        (NUMBER, asker),
        ("07700 900124", asker),
        (NUMBER, new),
        (NUMBER, spent),
        ("07700 900124", spent),
    ]
    for text, by in asked:
        work(table, text, by)
    counts = [work(table, text, by) for text, by in asked]
    assert max(counts) - min(counts) <= max(counts) * 0.02, counts


def test_on_the_tick_hands_on_after_whole_ticks(monkeypatch):
    clock, slept = iter([10.0, 10.0024]), []
    monkeypatch.setattr(answering, "perf_counter", lambda: next(clock))
    monkeypatch.setattr(answering, "sleep", slept.append)
    assert answering.on_the_tick(lambda: "made") == "made"
    assert slept == [pytest.approx(0.0006)]


def test_pages_are_as_long_and_no_proxy_packs_them(table):
    table.known()
    client, address = table.world.client("peer"), table.project.url("alerts:check_number")
    pages = [
        client.post(address, {"text": text})
        for text in (NUMBER, "07700900124", "", "*12", "9" * 5000, "\x00")
    ]
    assert len({len(page.content) for page in pages}) == 1
    assert {page.status_code for page in pages} == {200}
    assert {page.headers["Content-Encoding"] for page in pages} == {"identity"}
    headers = [{name: len(said) for name, said in page.headers.items()} for page in pages]
    assert all(each == headers[0] for each in headers)
