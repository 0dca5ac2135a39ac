"""Days of releases and grants: ends of months, quarters and years, leap days, and the edges of a time. No database."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.evaluation.cuts import EVERY, cuts_of, every_of, share_gone
from yarrow.evaluation.errors import WrongCut
from yarrow.evaluation.release_forms import last_quarter
from yarrow.evaluation.rules import check_cut, months_of
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import STRETCHES, days_of, stretches

KEPT = Period(date(2024, 1, 17), date(2025, 5, 12))
DAY = timedelta(days=1)
FEW_TIMES = settings(max_examples=30, deadline=None)


def months(first, n):
    """A time of so many whole months."""
    year, month = divmod(first.month - 1 + n, 12)
    return Period(first, date(first.year + year, month + 1, 1) - DAY)


FIRSTS = st.builds(date, st.integers(2019, 2032), st.integers(1, 12), st.just(1))
WHOLE = st.builds(months, FIRSTS, st.integers(1, 60))
ANY = st.builds(
    lambda first, n: Period(first, first + n * DAY),
    st.dates(date(2019, 1, 1), date(2032, 1, 1)),
    st.integers(0, 900),
)


@FEW_TIMES
@given(ANY, st.sampled_from(sorted(STRETCHES.values())))
def test_stretches_hold_every_day_once(period, n):
    found = stretches(period, n)
    assert (found[0].from_on, found[-1].to_on) == (period.from_on, period.to_on)
    assert all(after.from_on - before.to_on == DAY for before, after in pairwise(found))
    assert all(one.from_on.day == 1 for one in found[1:])


@FEW_TIMES
@given(WHOLE, st.sampled_from(sorted(STRETCHES.values())))
def test_stretches_of_whole_months_are_whole_and_equally_many_months(period, n):
    *whole, last = stretches(period, n)
    assert {months_of(one.to_on) - months_of(one.from_on) + 1 for one in whole} <= {n}
    assert 1 <= months_of(last.to_on) - months_of(last.from_on) + 1 <= n


@FEW_TIMES
@given(ANY)
def test_months_of_a_period_hold_its_days_once(period):
    days = [period.within(month) for month in period.months()]
    assert sum((one.to_on - one.from_on).days + 1 for one in days) == (period.to_on - period.from_on).days + 1
    assert days[0].from_on == period.from_on and days[-1].to_on == period.to_on


@pytest.mark.parametrize(
    ("year", "ends"),
    [
        (2023, "01-31 02-28 03-31"),
        (2024, "01-31 02-29 03-31"),
        (2000, "01-31 02-29 03-31"),
        (2100, "01-31 02-28 03-31"),
    ],
)
def test_months_end_in_february_as_the_year_says(year, ends):
    quarter = Period(date(year, 1, 1), date(year, 3, 31))
    assert " ".join(f"{one.to_on:%m-%d}" for one in stretches(quarter, 1)) == ends


def test_a_row_of_time_reads_back_as_its_days():
    leap = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert days_of("2024-02-29/2024-02-29") == leap and date(2024, 2, 29) in leap
    assert date(2024, 3, 1) not in leap and "2024-02-29" not in leap


def test_a_year_from_february_ends_with_february():
    (only,) = stretches(months(date(2023, 3, 1), 12), 12)
    assert only.to_on == date(2024, 2, 29)


@FEW_TIMES
@given(WHOLE, st.sampled_from(sorted(EVERY)))
def test_cuts_are_month_ends_never_closer_than_a_quarter_and_reach_the_end(period, every):
    cuts = cuts_of(period, every)
    assert cuts[-1] == period.to_on and cuts == sorted(set(cuts))
    assert all((day + DAY).day == 1 for day in cuts)
    apart = [months_of(after) - months_of(before) for before, after in pairwise(cuts)]
    assert all(n >= 3 for n in apart)


@FEW_TIMES
@given(WHOLE, st.sampled_from(sorted(EVERY)))
def test_a_grant_that_is_opened_and_saved_again_has_the_same_cuts(period, every):
    """The page of a grant reads from its cuts how often there is one; that is a choice it offers."""
    cuts = cuts_of(period, every)
    read = every_of(period.from_on, cuts)
    assert read in EVERY and cuts_of(period, read) == cuts


@pytest.mark.parametrize(
    ("n", "every", "ends"),
    [
        (18, 12, ["2025-12-31", "2026-06-30"]),
        (15, 12, ["2025-12-31", "2026-03-31"]),
        (14, 12, ["2026-02-28"]),
        (8, 3, ["2025-03-31", "2025-08-31"]),
        (9, 6, ["2025-06-30", "2025-09-30"]),
        (2, 3, ["2025-02-28"]),
        (38, 12, ["2025-12-31", "2026-12-31", "2028-02-29"]),
    ],
)
def test_last_stretch_stands_alone_from_a_quarter_on(n, every, ends):
    assert [day.isoformat() for day in cuts_of(months(date(2025, 1, 1), n), every)] == ends


@pytest.mark.parametrize("to_on", [date(2025, 6, 29), date(2024, 2, 28), date(2025, 12, 30)])
def test_time_that_ends_before_the_end_of_a_month_has_no_cut(to_on):
    assert cuts_of(Period(date(2024, 1, 1), to_on), 3) == []


YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("day", "gone"),
    [
        (date(2023, 12, 30), 0),
        (date(2023, 12, 31), 0),
        (date(2024, 1, 1), 0),
        (date(2024, 1, 4), 1),
        (date(2024, 7, 1), 50),
        (date(2024, 12, 31), 100),
        (date(2025, 1, 1), 100),
        (date(2031, 1, 1), 100),
    ],
)
def test_share_of_a_leap_year_gone_at_its_edges(day, gone):
    assert share_gone(YEAR, day) == gone


def test_a_single_day_is_gone_when_it_has_come():
    one = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert [share_gone(one, date(2024, 2, 29) + n * DAY) for n in (-1, 0, 1)] == [0, 100, 100]


@FEW_TIMES
@given(ANY, st.dates(date(2018, 1, 1), date(2036, 1, 1)))
def test_share_of_time_gone_never_goes_back_and_stays_between_nothing_and_all(period, day):
    assert 0 <= share_gone(period, day) <= share_gone(period, day + DAY) <= 100


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2025, 1, 1), date(2024, 10, 1), date(2024, 12, 31)),
        (date(2025, 3, 31), date(2024, 10, 1), date(2024, 12, 31)),
        (date(2024, 4, 1), date(2024, 1, 1), date(2024, 3, 31)),
        (date(2024, 2, 29), date(2023, 10, 1), date(2023, 12, 31)),
        (date(2025, 9, 30), date(2025, 4, 1), date(2025, 6, 30)),
        (date(2025, 12, 31), date(2025, 7, 1), date(2025, 9, 30)),
    ],
)
def test_last_quarter_is_over_and_whole(today, first, last):
    assert last_quarter(today) == {"from_on": first, "to_on": last}


@FEW_TIMES
@given(st.dates(date(2019, 1, 1), date(2099, 1, 1)))
def test_last_quarter_may_always_be_proposed(today):
    quarter = last_quarter(today)
    check_cut(Period(quarter["from_on"], quarter["to_on"]), Period(date(2000, 1, 1), today))
    assert (quarter["to_on"].month % 3, (today - quarter["to_on"]).days <= 92) == (0, True)


def refused(from_on, to_on, kept=KEPT):
    with pytest.raises(WrongCut) as said:
        check_cut(Period(from_on, to_on), kept)
    return said.value.field, said.value.message


@pytest.mark.parametrize("to_on", [date(2025, 4, 30), date(2024, 2, 29), date(2024, 12, 31)])
def test_cut_at_the_end_of_a_month_that_is_over(to_on):
    assert check_cut(Period(date(2024, 1, 1), to_on), KEPT) is None


@pytest.mark.parametrize(
    "to_on", [date(2024, 2, 28), date(2024, 12, 30), date(2025, 4, 29), date(2024, 2, 1)]
)
def test_cut_before_the_end_of_a_month_is_refused(to_on):
    assert refused(date(2024, 1, 1), to_on) == ("to_on", "A release ends with the last day of a month.")


def test_cut_of_a_month_on_its_last_day_waits_until_it_is_over():
    march = Period(date(2025, 3, 1), date(2025, 3, 31))
    field, words = refused(*vars(march).values(), Period(KEPT.from_on, date(2025, 3, 31)))
    assert (field, words) == ("to_on", "That month is not over yet. Choose one that is.")
    assert check_cut(march, Period(KEPT.from_on, date(2025, 4, 1))) is None


def test_release_may_begin_with_the_month_of_the_first_record_and_no_earlier():
    assert check_cut(Period(date(2024, 1, 1), date(2024, 3, 31)), KEPT) is None
    field, words = refused(date(2023, 12, 1), date(2024, 3, 31))
    assert field == "from_on" and words.startswith("Records begin on 17 01 2024.")


@pytest.mark.parametrize("day", [2, 15, 31])
def test_release_from_the_middle_of_a_month_is_refused_whatever_its_end(day):
    assert refused(date(2024, 3, day), date(2024, 5, 30))[0] == "from_on"


def test_months_of_is_a_distance_over_the_turn_of_a_year():
    assert months_of(date(2025, 1, 31)) - months_of(date(2024, 12, 1)) == 1
    assert months_of(date(2025, 3, 31)) - months_of(date(2024, 12, 31)) == 3
