"""Somebody's habit at its edges: few intervals, halves, one long absence, the newest ones only."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods.seen import FEWEST_GAPS, MOST_GAPS, SOONEST, TIMES_USUAL, Habit, habit

DAY = date(2025, 1, 6)
GAPS = st.lists(st.integers(1, 90), max_size=20)
few = settings(max_examples=40, deadline=None)


def met(gaps):
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


@few
@given(GAPS)
def test_habit_is_made_from_the_newest_intervals(gaps):
    known = habit(met(gaps), 28)
    if len(gaps) < FEWEST_GAPS:
        assert known == Habit(None, 28)
    else:
        assert known.usual == median(gaps[-MOST_GAPS:])
        assert known.look_after == max(SOONEST, TIMES_USUAL * known.usual)


@few
@given(GAPS, st.integers(1, 365))
def test_nobody_is_late_on_the_very_day_and_everybody_is_a_day_after(gaps, default):
    known = habit(met(gaps), default)
    assert not known.is_late(int(known.look_after)) and known.is_late(int(known.look_after) + 1)


@few
@given(GAPS, st.randoms(use_true_random=False))
def test_days_said_twice_and_in_any_order_are_the_same_habit(gaps, chance):
    days = met(gaps)
    shuffled = [*days, *days[::2]]
    chance.shuffle(shuffled)
    assert habit(shuffled, 28) == habit(days, 28)


@few
@given(st.lists(st.integers(1, 90), min_size=FEWEST_GAPS, max_size=20))
def test_days_of_the_project_do_not_matter_once_a_habit_is_known(gaps):
    assert habit(met(gaps), 1) == habit(met(gaps), 365)


def test_somebody_never_met_has_no_habit():
    assert habit([], 14) == Habit(None, 14)


def test_five_meetings_on_one_day_are_no_intervals():
    assert habit([DAY] * 5, 14).usual is None


@pytest.mark.parametrize(
    ("gaps", "usual"), [((3, 4, 5, 6), 4.5), ((1, 1, 90, 90), 45.5), ((2, 2, 2, 300), 2)]
)
def test_middle_of_an_even_number_lies_between_and_one_long_absence_weighs_little(gaps, usual):
    assert habit(met(gaps), 28).usual == usual


def test_half_days_are_kept_so_that_twice_of_them_is_exact():
    known = habit(met((4, 4, 5, 5)), 28)
    assert (known.usual, known.look_after) == (4.5, 9) and not known.is_late(9) and known.is_late(10)


@pytest.mark.parametrize(("gap", "look_after"), [(3, 7), (4, 8)])
def test_a_week_is_the_soonest_and_never_more_than_twice_a_longer_habit(gap, look_after):
    assert habit(met([gap] * 6), 28).look_after == look_after


def test_thirteenth_interval_from_the_end_is_forgotten():
    old, new = [80] * 7, [10] * 6
    assert habit(met([*old, *new]), 28).usual == 45
    assert habit(met([*old, *new, 10]), 28).usual == 10
