"""Not seen for longer than is usual."""

from datetime import date, timedelta

import pytest

from yarrow.methods.seen import SOONEST, habit

DAY = date(2026, 3, 6)


def met(*gaps):
    """Days with these intervals between them."""
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


@pytest.mark.parametrize("gaps", [(), (9,), (9, 9, 9)])
def test_habit_needs_four_intervals_else_the_project_decides(gaps):
    known = habit(met(*gaps), 28)
    assert (known.usual, known.look_after) == (None, 28)
    assert not known.is_late(28) and known.is_late(29)


def test_habit_is_the_middle_of_ones_own_intervals():
    known = habit(met(7, 9, 9, 60, 9), 28)
    assert (known.usual, known.is_late(18), known.is_late(19)) == (9, False, True)


def test_several_meetings_on_one_day_are_one():
    assert habit([*met(9, 9, 9, 9), DAY, DAY], 28).usual == 9


def test_order_of_the_days_does_not_matter():
    days = met(3, 14, 5, 20, 8)
    assert habit(reversed(days), 28) == habit(days, 28)


def test_somebody_met_daily_is_not_looked_for_before_a_week():
    known = habit(met(1, 1, 1, 1, 1), 28)
    assert (known.usual, known.look_after) == (1, SOONEST)


def test_rare_visitors_are_left_in_peace():
    assert not habit(met(60, 62, 58, 60), 28).is_late(100)


def test_habits_of_long_ago_are_forgotten():
    assert habit(met(*[90] * 20, *[7] * 12), 28).usual == 7
