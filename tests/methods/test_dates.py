from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.dates import MONTHS, build_day, month_number, parse_day

TODAY = date(2026, 3, 27)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("27 3 2026", date(2026, 3, 27)),
        ("27/03/26", date(2026, 3, 27)),
        ("3.1.2024", date(2024, 1, 3)),
        ("3 Jan 2024", date(2024, 1, 3)),
        ("3rd January, 2024", date(2024, 1, 3)),
        ("1st sept 2025", date(2025, 9, 1)),
        ("2024-01-03", date(2024, 1, 3)),
        (" Today ", TODAY),
        ("yesterday", date(2026, 3, 26)),
        ("29/2/24", date(2024, 2, 29)),
    ],
)
def test_parse_day_as_people_write_it(typed, meant):
    assert parse_day(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "31 2 2026", "29/2/2025", "13/13/2024", "3 J 2024", "03", "1 1 1", "٣ 1 2024", "0 1 2024"],
)
def test_parse_day_unreadable_is_none(typed):
    assert parse_day(typed, today=TODAY) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_parse_day_reads_back_what_it_could_have_written(day):
    word = MONTHS[day.month - 1].title()
    assert parse_day(f"{day.day} {word} {day.year}", today=TODAY) == day
    assert parse_day(f"{day.day}/{day.month}/{day.year}", today=TODAY) == day
    assert parse_day(day.isoformat(), today=TODAY) == day


@given(st.text(max_size=20))
def test_parse_day_never_breaks_on_any_text(text):
    assert parse_day(text, today=TODAY) is None or isinstance(parse_day(text, today=TODAY), date)


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_build_day_never_breaks_on_any_parts(day, month, year):
    assert build_day(day, month, year) is None or isinstance(build_day(day, month, year), date)


@pytest.mark.parametrize(
    ("typed", "number"), [("3", 3), ("03", 3), ("Mar.", 3), ("MARCH", 3), ("13", None), ("ma", None)]
)
def test_month_number_from_figures_and_words(typed, number):
    assert month_number(typed) == number


@pytest.mark.parametrize("year", ["0001", "0999", "9000", "9999"])
def test_years_at_the_ends_of_the_calendar_are_no_day(year):
    """A page that adds a month to one, or takes a year away, would break."""
    assert build_day("31", "12", year) is None and parse_day(f"{year}-01-01", today=TODAY) is None
    assert build_day("31", "12", "8999") and build_day("1", "1", "1000")


@pytest.mark.parametrize("huge", ["9" * 30, "9" * 5000, "0" * 5000 + "1"])
def test_numbers_beyond_every_calendar_are_no_day(huge):
    assert build_day(huge, "1", "2026") is None or huge[0] == "0"
    assert build_day("1", huge, "2026") is None and build_day("1", "1", huge) is None
    assert parse_day(f"{huge}/1/2026", today=TODAY) is None
