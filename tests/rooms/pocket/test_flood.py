"""The brake on answers."""

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
