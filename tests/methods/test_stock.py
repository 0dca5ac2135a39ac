"""The cupboard's arithmetic: in, out, counted, and how long it lasts."""

import random
from datetime import date, timedelta

import pytest

from yarrow.methods.stock import COUNT, DELIVERY, GIVEN, LOSS, Moved, Rate, months, usual_rate, walk, why_low

DAY = date(2026, 3, 2)


def day(n):
    return DAY + timedelta(days=n)


LATER = day(400)


def now(moves, given=None, until=LATER):
    steps = walk(moves, given or {}, until)
    return steps[-1].n_after if steps else None


def test_cupboard_begins_with_its_first_movement():
    assert walk([], {DAY: 5}, day(9)) == []
    assert now([Moved(DAY, DELIVERY, 100)], {day(-1): 30, DAY: 10, day(2): 5}) == 85


def test_count_at_the_end_of_a_day_includes_what_was_given_that_day():
    assert now([Moved(day(1), COUNT, 40)], {day(1): 7, day(2): 3}) == 37


def test_count_at_the_beginning_of_a_day_does_not():
    assert now([Moved(day(1), COUNT, 40, at_end=False)], {day(1): 7, day(2): 3}) == 30


def test_delivery_stands_between_the_two_counts_of_its_day():
    begin, end = Moved(day(1), COUNT, 10, at_end=False), Moved(day(1), COUNT, 55)
    steps = walk([end, Moved(day(1), DELIVERY, 50), begin], {day(1): 4}, day(1))
    assert [(step.what, step.n_before, step.n_after) for step in steps] == [
        (COUNT, None, 10),
        (DELIVERY, 10, 60),
        (GIVEN, 60, 56),
        (COUNT, 56, 55),
    ]


def test_correction_before_a_count_changes_how_far_it_was_off_and_not_what_stands():
    moves = [Moved(DAY, DELIVERY, 100), Moved(day(5), COUNT, 80)]
    told, corrected = walk(moves, {day(3): 15}, day(9)), walk(moves, {day(3): 20}, day(9))
    assert (told[-1].change, corrected[-1].change) == (-5, 0)
    assert told[-1].n_after == corrected[-1].n_after == 80


def test_more_given_than_counted_in_is_below_zero():
    assert now([Moved(DAY, DELIVERY, 10)], {day(1): 14}) == -4


def test_movements_still_to_come_are_left_out():
    assert now([Moved(DAY, DELIVERY, 10), Moved(day(9), DELIVERY, 5)], until=day(3)) == 10


def test_later_of_two_counts_in_one_place_stands():
    assert now([Moved(DAY, COUNT, 10), Moved(DAY, COUNT, 12)]) == 12


def test_months_add_up_from_one_end_to_the_next():
    chance = random.Random(7)
    moves = [
        Moved(
            day(chance.randrange(200)),
            chance.choice([DELIVERY, LOSS, COUNT]),
            chance.randrange(90),
            bool(i % 2),
        )
        for i in range(60)
    ]
    given = {day(n): chance.randrange(9) for n in range(0, 220, 3)}
    steps = walk(moves, given, day(240))
    wanted = [f"2026-{month:02}" for month in range(3, 11)]
    rows = months(steps, wanted)
    first = steps[0]
    opening = first.n_after if first.what == COUNT else 0
    for before, row in zip([None, *rows], rows, strict=False):
        begun = before.n_at_end if before else opening
        assert begun + row.n_in - row.n_given - row.n_lost + row.n_put_right == row.n_at_end
    assert sum(row.n_in for row in rows) == sum(move.n for move in moves if move.what == DELIVERY)


def test_usual_rate_needs_four_weeks_and_looks_back_twelve():
    given = {day(n): 7 for n in range(0, 364, 7)}
    assert usual_rate(given, None, day(200)) is None
    assert usual_rate(given, day(175), day(200)) is None
    assert usual_rate(given, day(170), day(200)) == Rate(28, 4)
    assert usual_rate(given, DAY, day(200)) == Rate(84, 12)


def test_usual_rate_leaves_today_out():
    assert usual_rate({day(28): 50}, DAY, day(28)) == Rate(0, 4)


@pytest.mark.parametrize(
    ("n", "level", "rate", "why"),
    [
        (-1, 50, None, "more_given"),
        (50, 50, None, "level"),
        (51, 50, Rate(1200, 12), ""),
        (0, None, None, ""),
        (0, None, Rate(0, 12), ""),
        (299, None, Rate(1200, 12), "weeks"),
        (300, None, Rate(1200, 12), ""),
    ],
)
def test_why_low_prefers_the_projects_own_level(n, level, rate, why):
    assert why_low(n, level, rate, weeks=3) == why


def test_weeks_left_of_less_than_nothing_is_none_at_all():
    assert Rate(24, 12).weeks_left(-5) == 0 and Rate(0, 12).weeks_left(5) is None
