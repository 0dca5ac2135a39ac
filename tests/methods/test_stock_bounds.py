"""The cupboard's arithmetic at its edges: first days, empty days, less than nothing, years and months that turn."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods.stock import (
    COUNT,
    DELIVERY,
    FEWEST_WEEKS,
    GIVEN,
    LOSS,
    RATE_WEEKS,
    Month,
    Moved,
    Rate,
    Step,
    months,
    usual_rate,
    walk,
    why_low,
)

DAY = date(2026, 3, 2)
DAYS = st.integers(0, 40).map(lambda n: DAY + timedelta(days=n))
MOVES = st.builds(Moved, DAYS, st.sampled_from([DELIVERY, LOSS, COUNT]), st.integers(0, 500), st.booleans())
BOOKS = st.lists(MOVES, min_size=1, max_size=12)
TAKEN = st.dictionaries(DAYS, st.integers(1, 60), max_size=12)
END = DAY + timedelta(days=41)
few = settings(max_examples=40, deadline=None)


def day(n):
    return DAY + timedelta(days=n)


def told(moves, taken=None, until=END):
    return [(step.what, step.n_before, step.n_after) for step in walk(moves, taken or {}, until)]


@few
@given(BOOKS, TAKEN)
def test_each_step_begins_where_the_one_before_ended(moves, taken):
    steps = walk(moves, taken, END)
    assert steps[0].n_before is None
    for earlier, later in pairwise(steps):
        assert later.n_before == earlier.n_after and later.on >= earlier.on


@few
@given(BOOKS, TAKEN)
def test_every_movement_is_told_once_and_none_before_the_first(moves, taken):
    steps = walk(moves, taken, END)
    assert sorted(map(id, moves)) == sorted(id(step.moved) for step in steps if step.moved)
    since = min(move.on for move in moves)
    assert all(step.on >= since for step in steps)
    days = [step.on for step in steps if step.what == GIVEN]
    assert len(days) == len(set(days)) and set(days) <= set(taken)


@few
@given(BOOKS, TAKEN)
def test_what_stood_on_a_day_does_not_depend_on_what_came_later(moves, taken):
    whole = walk(moves, taken, END)
    for until in (day(0), day(20), day(40)):
        assert walk(moves, taken, until) == [step for step in whole if step.on <= until]


@few
@given(BOOKS, TAKEN, DAYS, st.integers(0, 99))
def test_nothing_before_a_closing_count_changes_what_stands_after_it(moves, taken, on, n):
    closing = Moved(day(41), COUNT, n)
    more = [*moves, Moved(on, DELIVERY, 77)]
    assert walk([*moves, closing], taken, END)[-1].n_after == n
    assert walk([*more, closing], {}, END)[-1].n_after == n


@few
@given(BOOKS, TAKEN)
def test_changes_add_up_to_what_stands(moves, taken):
    steps = walk(moves, taken, END)
    opening = steps[0].n_after if steps[0].what == COUNT else 0
    assert opening + sum(step.change for step in steps) == steps[-1].n_after


def test_loss_on_an_empty_shelf_is_below_zero_and_not_hidden():
    assert told([Moved(DAY, LOSS, 5)]) == [(LOSS, None, -5)]
    assert Step(DAY, LOSS, None, -5).change == -5


def test_first_count_changes_nothing_and_the_second_says_how_far_off():
    steps = walk([Moved(DAY, COUNT, 40), Moved(day(1), COUNT, 43)], {}, END)
    assert [step.change for step in steps] == [0, 3]


def test_first_delivery_is_all_of_it_new():
    assert walk([Moved(DAY, DELIVERY, 40)], {}, END)[0].change == 40


def test_count_that_finds_none_is_a_count_and_not_a_missing_one():
    assert told([Moved(DAY, DELIVERY, 9), Moved(day(1), COUNT, 0)])[-1] == (COUNT, 9, 0)


def test_count_lifts_what_was_below_zero_back_to_what_is_there():
    steps = walk([Moved(DAY, DELIVERY, 10), Moved(day(2), COUNT, 3)], {day(1): 14}, END)
    assert (steps[-1].n_before, steps[-1].n_after, steps[-1].change) == (-4, 3, 7)


def test_given_on_the_first_day_of_a_closing_count_belongs_to_no_stock():
    assert told([Moved(DAY, COUNT, 40)], {DAY: 6}) == [(COUNT, None, 40)]


def test_given_on_the_first_day_of_a_delivery_comes_out_of_it():
    assert told([Moved(DAY, DELIVERY, 40)], {DAY: 6}) == [(DELIVERY, None, 40), (GIVEN, 40, 34)]


def test_day_on_which_nothing_was_given_is_no_step():
    assert told([Moved(DAY, DELIVERY, 4)], {day(1): 0}) == [(DELIVERY, None, 4)]


def test_last_day_counts_and_the_day_after_does_not():
    moves = [Moved(DAY, DELIVERY, 10), Moved(day(3), LOSS, 1)]
    assert walk(moves, {day(3): 2}, day(3))[-1].n_after == 7
    assert walk(moves, {day(3): 2}, day(2))[-1].n_after == 10
    assert walk(moves, {day(3): 2}, day(-1)) == []


def test_opening_count_keeps_a_delivery_of_the_same_day_on_top():
    moves = [Moved(DAY, DELIVERY, 50), Moved(DAY, COUNT, 10, at_end=False)]
    assert told(moves)[-1] == (DELIVERY, 10, 60)
    assert told([moves[0], Moved(DAY, COUNT, 10)])[-1] == (COUNT, 50, 10)


def test_delivery_of_yesterday_written_down_after_a_count_only_changes_how_far_it_was_off():
    count = Moved(day(1), COUNT, 30)
    late = Moved(DAY, DELIVERY, 25)
    begun = Moved(day(-3), DELIVERY, 5)
    assert told([begun, count])[-1] == (COUNT, 5, 30)
    assert told([begun, count, late])[-1] == (COUNT, 30, 30)


def test_months_of_a_year_that_turns_stay_apart():
    moves = [Moved(date(2025, 12, 31), DELIVERY, 20), Moved(date(2026, 1, 1), LOSS, 2)]
    rows = months(
        walk(moves, {date(2026, 1, 31): 3, date(2026, 2, 1): 4}, END), ["2025-12", "2026-01", "2026-02"]
    )
    assert rows == [
        Month("2025-12", 20, 0, 0, 0, 20),
        Month("2026-01", 0, 3, 2, 0, 15),
        Month("2026-02", 0, 4, 0, 0, 11),
    ]


def test_month_without_any_line_keeps_what_stood_and_one_before_the_cupboard_has_none():
    rows = months(walk([Moved(date(2026, 3, 31), DELIVERY, 8)], {}, date(2026, 6, 1)), ["2026-02", "2026-04"])
    assert rows == [Month("2026-02", 0, 0, 0, 0, 0), Month("2026-04", 0, 0, 0, 0, 8)]


def test_months_asked_of_an_empty_book_are_all_none():
    assert months([], ["2026-03"]) == [Month("2026-03", 0, 0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("n_days", "n_weeks"),
    [(27, None), (28, FEWEST_WEEKS), (34, 4), (35, 5), (84, RATE_WEEKS), (85, 12), (800, 12)],
)
def test_rate_counts_whole_weeks_only(n_days, n_weeks):
    rate = usual_rate({}, DAY, day(n_days))
    assert (rate and rate.n_weeks) == n_weeks


def test_rate_takes_the_first_day_of_its_weeks_and_leaves_the_day_before_out():
    today = day(84)
    assert usual_rate({DAY: 5}, day(-50), today).n_given == 5
    assert usual_rate({day(-1): 5}, day(-50), today).n_given == 0
    assert usual_rate({today - timedelta(days=1): 5, today: 9}, day(-50), today).n_given == 5


def test_rate_of_records_that_begin_after_today_is_none():
    assert usual_rate({day(9): 5}, day(9), DAY) is None


def test_rate_of_weeks_without_giving_is_zero_and_not_missing():
    rate = usual_rate({}, DAY, day(28))
    assert rate == Rate(0, 4) and rate.a_week == 0 and rate.weeks_left(100) is None


@few
@given(st.integers(-50, 5000), st.integers(1, 5000), st.integers(FEWEST_WEEKS, RATE_WEEKS))
def test_weeks_left_are_never_below_none_and_grow_with_the_shelf(n, n_given, n_weeks):
    rate = Rate(n_given, n_weeks)
    left = rate.weeks_left(n)
    assert left >= 0 and rate.weeks_left(n + 1) >= left
    assert left * rate.a_week == pytest.approx(max(0, n))


@pytest.mark.parametrize(
    ("n", "level", "rate", "weeks", "why"),
    [
        (0, 0, None, 3, "level"),
        (1, 0, Rate(1200, 4), 3, ""),
        (-1, None, None, 3, "more_given"),
        (-1, 0, Rate(0, 4), 3, "more_given"),
        (0, None, Rate(1, 12), 1, "weeks"),
        (100, None, Rate(400, 4), 1, ""),
        (99, None, Rate(400, 4), 1, "weeks"),
        (5, None, None, 52, ""),
    ],
)
def test_level_of_none_is_a_level_and_weeks_are_not_asked_beside_it(n, level, rate, weeks, why):
    assert why_low(n, level, rate, weeks) == why
