"""What was told, by months and quarters of the calendar; changes only beside ten or more."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from yarrow.methods.activity import Period
from yarrow.methods.changes import MONTH, QUARTER, Told, calendar, change, counted

TODAY = date(2026, 11, 14)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def one(rows, period=NOVEMBER, today=TODAY):
    return counted(rows, [period], today)[0]


@pytest.mark.parametrize(
    ("first", "last", "months", "expected"),
    [
        (date(2026, 1, 15), date(2026, 3, 1), MONTH, [(1, 1, 31), (2, 1, 28), (3, 1, 31)]),
        (date(2026, 2, 15), date(2026, 7, 1), QUARTER, [(1, 3, 31), (4, 6, 30), (7, 9, 30)]),
        (date(2028, 2, 29), date(2028, 2, 29), MONTH, [(2, 1, 29)]),
        (date(2026, 12, 31), date(2026, 12, 31), QUARTER, [(10, 12, 31)]),
    ],
)
def test_stretches_are_whole_months_and_quarters(first, last, months, expected):
    found = calendar(first, last, months)
    assert found[0].from_on.day == 1 and all(one.from_on.day == 1 for one in found)
    if months == QUARTER:
        assert [(one.from_on.month, one.to_on.month, one.to_on.day) for one in found] == expected
    else:
        assert [(one.from_on.month, one.from_on.day, one.to_on.day) for one in found] == expected


def test_stretches_follow_each_other_without_a_day_between():
    for months in (MONTH, QUARTER):
        found = calendar(date(2023, 5, 7), TODAY, months)
        for before, after in pairwise(found):
            assert before.to_on + timedelta(days=1) == after.from_on
        assert found[0].from_on <= date(2023, 5, 7) and TODAY in found[-1]


def test_each_is_counted_once_by_its_kind_on_its_day():
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    rows = [Told(day, kind) for day, kind in zip(days, "abab", strict=True)]
    assert one(rows).by_kind == {"b": 1, "a": 1} and one(rows).n == 2


def test_an_answer_is_in_time_out_of_those_that_are_owed():
    due = date(2026, 11, 10)
    rows = [
        Told(date(2026, 11, 1), "a", answered_on=due, due_on=due),
        Told(date(2026, 11, 1), "a", answered_on=date(2026, 11, 11), due_on=due),
        Told(date(2026, 11, 1), "a", due_on=due),
        Told(date(2026, 11, 1), "a", due_on=TODAY),
        Told(date(2026, 11, 1), "a", answered_on=due),
        Told(date(2026, 11, 1), "a"),
    ]
    found = one(rows)
    assert (found.n, found.n_answered, found.n_owed, found.n_in_time) == (6, 3, 3, 1)


def test_a_stretch_is_whole_once_its_last_day_is_over():
    assert not one([], today=date(2026, 11, 30)).is_whole
    assert one([], today=date(2026, 12, 1)).is_whole


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (10, 5, -50),
        (10, 10, 0),
        (12, 9, -25),
        (16, 12, -25),
        (9, 0, None),
        (0, 40, None),
        (10, 0, -100),
        (30, 31, 3),
    ],
)
def test_a_change_is_told_beside_ten_or_more(before, now, expected):
    assert change(before, now) == expected
