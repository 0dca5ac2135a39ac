"""The brake on answers."""

from uuid import uuid4

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
