"""The brake on answers."""

import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from yarrow.pocket import flood


def test_flood_counts_each_survey_for_itself(monkeypatch):
    monkeypatch.setattr(flood, "MOST_A_MINUTE", 3)
    one, other = uuid4(), uuid4()
    assert [flood.is_too_many(one) for _n in range(5)] == [False, False, False, True, True]
    assert not flood.is_too_many(other)


def test_flood_is_over_after_a_minute(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(flood, "monotonic", lambda: clock[0])
    monkeypatch.setattr(flood, "MOST_A_MINUTE", 1)
    survey = uuid4()
    assert not flood.is_too_many(survey) and flood.is_too_many(survey)
    clock[0] += 59
    assert flood.is_too_many(survey)
    clock[0] += 1
    assert not flood.is_too_many(survey)


def test_flood_forgets_the_oldest_and_keeps_what_is_tried_now(monkeypatch):
    flood._since.clear()
    monkeypatch.setattr(flood, "MOST_COUNTED", 3)
    monkeypatch.setattr(flood, "MOST_A_MINUTE", 1)
    flood.is_tried_too_often("a")
    for other in "bcd":
        flood.is_tried_too_often(other)
        assert flood.is_tried_too_often("a") and len(flood._since) <= 3


def test_flood_keeps_no_token(monkeypatch):
    flood._since.clear()
    flood.is_tried_too_often("a-token")
    assert "a-token" not in repr(flood._since)


def test_flood_place_is_given_back_where_a_page_breaks(monkeypatch):
    monkeypatch.setattr(flood, "MOST_OF_ALL", 0)
    monkeypatch.setattr(flood, "PAUSE_SECONDS", 0)
    for _n in range(flood.PLACES * 2):
        with pytest.raises(ZeroDivisionError), flood.slowly() as may_go_on:
            assert may_go_on and 1 / 0


@pytest.fixture
def in_turns():
    """Threads change places at nearly every step, as on a busy server."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_flood_counts_each_of_those_that_come_together(monkeypatch, in_turns):
    monkeypatch.setattr(flood, "MOST_A_MINUTE", 100)
    survey = uuid4()
    with ThreadPoolExecutor(8) as people:
        said = list(people.map(lambda _n: flood.is_too_many(survey), range(4000)))
    assert said.count(False) == 100


def test_flood_forgets_links_while_others_are_tried(monkeypatch, in_turns):
    flood._since.clear()
    monkeypatch.setattr(flood, "MOST_COUNTED", 2)
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda n: flood.is_tried_too_often(f"link {n % 7}"), range(3000)))
    assert len(flood._since) == 2


@pytest.mark.parametrize(("n_before", "at_once", "places"), [(0, True, 0), (2, False, 1), (5, False, 1)])
def test_flood_asks_for_a_moment_only_where_very_many_come(monkeypatch, n_before, at_once, places):
    slept = []
    flood._since.clear()
    monkeypatch.setattr(flood, "MOST_OF_ALL", 2)
    monkeypatch.setattr(flood, "sleep", slept.append)
    for _n in range(n_before):
        flood.is_too_many(flood.EVERY_LINK, 2)
    with flood.slowly() as may_go_on:
        assert may_go_on and len(slept) == places
    assert (slept == []) is at_once


def test_flood_says_not_now_where_every_place_is_taken_and_keeps_none(monkeypatch):
    monkeypatch.setattr(flood, "MOST_OF_ALL", 0)
    monkeypatch.setattr(flood, "sleep", lambda _seconds: None)
    waiting = [flood.slowly() for _n in range(flood.PLACES)]
    assert all(one.__enter__() for one in waiting)
    with flood.slowly() as may_go_on:
        assert not may_go_on
    waiting.pop().__exit__(None, None, None)
    with flood.slowly() as may_go_on:
        assert may_go_on
    for one in waiting:
        one.__exit__(None, None, None)
