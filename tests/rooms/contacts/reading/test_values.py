"""Dates, lengths of time and counts as people write them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.contacts.reading.calendar_years import Calendar, year_in
from yarrow.contacts.reading.dates import Order, When, order_of, read_clock, read_date
from yarrow.contacts.reading.durations import read_minutes
from yarrow.contacts.reading.quantities import Vague, read_quantity
from yarrow.contacts.reading.sheets import Problem

DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEVENTH = """3.1.24|03/01/2024|3-1-2024|2024-01-03|2024/01/03|20240103|3 Jan 2024|3rd January 2024|3rd of Jan '24|Wed 3 Jan 2024
Wednesday, 3rd January 2024|Jan 3, 2024|January 3rd 2024|3-Jan-24|03Jan2024|3 janvier 2024|3. Januar 2024|3 / 1 / 24|03.01.2024
2024-01-03T21:30:00Z|3/1/2024 21:30|3/1/24 9.30pm|3 Jan 2024 21:30|2024-01-03 21:30:00.000|45294|3/1/2024 (Wed)|3/4 Jan 2024|3-4 January 2024
3 de janeiro de 2024"""  # noqa: E501
NO_DAY = """tbc|??|31/02/2024|30.2.24|32/01/2024|00/00/0000|2024|Jan 2024|01/2024|13/13/2024|31 Jun 2024|29/02/2023|not sure|12345678|1/2/3/4
3 Jan 20245|early Jan|99/99/9999|2024-13-01|2024-02-30|10|0.5|5 women|1850-01-01|3.1.|Mary|3/1/2024 25:00"""  # noqa: E501


@pytest.mark.parametrize("text", SEVENTH.replace("\n", "|").split("|"))
def test_date_in_other_dress(text: str) -> None:
    when = read_date(text)
    assert when is not None
    assert when.on() == date(2024, 1, 3)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("31 Dec/1 Jan 2024", date(2023, 12, 31)),
        ("31 Dec - 1 Jan '24", date(2023, 12, 31)),
        ("31st Jan/1st Feb 2024", date(2024, 1, 31)),
        ("Fri 5/Sat 6 Jan 2024", date(2024, 1, 5)),
        ("05/02/24-06/02/24", date(2024, 2, 5)),
        ("5.2.2024 to 6.2.2024", date(2024, 2, 5)),
        ("Session 3 (16/4/24)", date(2024, 4, 16)),
    ],
)
def test_night_of_two_days_is_the_first_of_them(text: str, first: date) -> None:
    when = read_date(text)
    assert when is not None
    assert when.on() == first


@pytest.mark.parametrize("text", NO_DAY.replace("\n", "|").split("|"))
def test_what_says_no_day(text: str) -> None:
    when = read_date(text)
    assert when is None or when.year is None


@pytest.mark.parametrize("cell", [None, "", True, 5, -1, 3.1, Problem.ERROR, time(9, 0), "x" * 500])
def test_cells_that_are_no_dates(cell: object) -> None:
    assert read_date(cell) is None  # type: ignore[arg-type]


@given(
    DAYS,
    st.sampled_from(
        [
            "{d}.{m}.{Y}",
            "{d:02}/{m:02}/{Y}",
            "{Y}-{m:02}-{d:02}",
            "{d} {b} {Y}",
            "{b} {d}, {Y}",
            "{d}-{b}-{Y}",
        ]
    ),
)
def test_every_day_is_read_back(day: date, style: str) -> None:
    text = style.format(d=day.day, m=day.month, Y=day.year, b=MONTHS[day.month - 1])
    when = read_date(text)
    assert when is not None
    assert when.on() == day


@given(DAYS)
def test_month_first_in_a_column_that_shows_it(day: date) -> None:
    cells = [f"{day.month}/{day.day}/{day.year}", "1/31/2024", "2/28/2024"]
    order = order_of(cells, day_first=True, pivot=2036)
    when = read_date(cells[0], order)
    assert not order.day_first
    assert when is not None
    assert when.on() == day


def test_order_is_the_caller_s_where_the_column_is_silent() -> None:
    assert order_of(["3/4/2024", "5/6/2024"], day_first=True, pivot=2036).day_first
    assert not order_of(["3/4/2024", "5/6/2024"], day_first=False, pivot=2036).day_first


@pytest.mark.parametrize(
    ("text", "year"), [("1.1.24", 2024), ("1.1.36", 2036), ("1.1.37", 1937), ("1/1/99", 1999)]
)
def test_two_figures_of_a_year(text: str, year: int) -> None:
    when = read_date(text, Order(pivot=2036))
    assert when is not None
    assert when.year == year


def test_words_after_a_date_only_where_allowed() -> None:
    assert read_date("3.1.24 (cold)") is None
    assert read_date("3.1.24 (cold)", lenient=True) == When(3, 1, 2024)


@pytest.mark.parametrize(("text", "year"), [("Night outreach 2024", 2024), ("Register 2023/24", 2023), ("2023-2024", 2023),  # noqa: E501
                                            ("Jan 24", 2024), ("Apr-Mar", None), ("07700 202412", None), ("Spring '23", 2023)])  # fmt: skip  # noqa: E501
def test_year_in_a_title(text: str, year: int | None) -> None:
    assert year_in([text]) == year


def test_years_run_on_after_december() -> None:
    calendar = Calendar(2023)
    days = [calendar.on(When(day, month, None)) for day, month in ((5, 9), (21, 12), (4, 1), (30, 3))]
    assert days == [date(2023, 9, 5), date(2023, 12, 21), date(2024, 1, 4), date(2024, 3, 30)]
    assert calendar.supplied is None


@pytest.mark.parametrize(("cell", "at"), [("21:30", time(21, 30)), ("9.30 pm", time(21, 30)), ("2130", time(21, 30)), ("9pm", time(21)),  # noqa: E501
                                          (time(4, 5), time(4, 5)), (0.5, time(12)), ("12am", time(0)), ("25:00", None), ("late", None),  # noqa: E501
                                          (timedelta(hours=2), time(2)), (9, None), (True, None)])  # fmt: skip
def test_clock_in_words(cell: object, at: time | None) -> None:
    assert read_clock(cell) == at  # type: ignore[arg-type]


LENGTHS = {
    5: ["0:05", 5, "5", "5 mins", "5min", "00:05", "0:05:00", "5'", time(0, 5), timedelta(minutes=5), 5 / 1440, "PT5M", "approx 5 mins", "5 min (phone)"],  # noqa: E501
    75: ["1:15", "1 hr 15", "1hr 15m", "1h15", "1 hour 15 mins", "1 hour and 15 minutes", 75, "75 mins", "1.25 hours", "1¼ hrs", "PT1H15M"],  # noqa: E501
    60: ["1:00", "1h", "1 hr", "an hour", "60", "one hour", "1.0 hrs", datetime(1899, 12, 30, 1, 0)],
    90: ["1:30", "1½ hours", "1.5h", "1,5 h", "90 minutes", "90m", "hour and a half", "1 1/2 hours", "90:00"],
    30: ["half an hour", "½ hr", "30mins.", "0.5 hours", "thirty minutes"],
    0: [0, "0", "0 mins"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "minutes"), [(cell, minutes) for minutes, cells in LENGTHS.items() for cell in cells]
)
def test_length_of_time(cell: object, minutes: int) -> None:
    assert read_minutes(cell) == minutes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell", [None, "", "-", "tbc", "long", "10-15 mins", -5, True, "1:75", 99999, Problem.FORMULA, "9" * 400]
)
def test_length_that_is_not_said(cell: object) -> None:
    assert read_minutes(cell) is None  # type: ignore[arg-type]


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_length_is_read_back(hours: int, minutes: int) -> None:
    total = hours * 60 + minutes
    for text in (
        f"{hours}:{minutes:02}",
        f"{total} mins",
        f"{hours}h{minutes:02}",
        f"{hours} hrs {minutes} mins",
    ):
        assert read_minutes(text) == total


def test_bare_numbers_are_hours_where_the_heading_says_so() -> None:
    assert [read_minutes(cell, plain_hours=True) for cell in (1, 0.25, "1.5", "1:30", "20 mins")] == [
        60,
        15,
        90,
        90,
        20,
    ]


COUNTS = {
    10: [10, 10.0, "10", "10.0", "x10", "10x", "10 condoms", " 10 ", "~10", "10ish", "10+", "ten", "5+5", "5 + 5", "2 packs of 5", "10 (mixed)", "10?"],  # noqa: E501
    0: [None, "", " ", "-", "–", "0", "nil", "none", "No", "n", "N/A", 0, False, "not given", "."],
    12: ["a dozen", "12", "1 dozen"[2:]], 1000: ["1,000", "1000", 1000],
}  # fmt: skip


@pytest.mark.parametrize(("cell", "n"), [(cell, n) for n, cells in COUNTS.items() for cell in cells])
def test_count_in_words(cell: object, n: int) -> None:
    assert read_quantity(cell) == n  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        "some",
        "y",
        True,
        "1 box",
        "½",
        2.5,
        -3,
        "lots",
        "10-12",
        "07700 900123",
        "10 condoms + 2 lube",
        Problem.ERROR,
        "9" * 99,
    ],
)
def test_count_that_is_not_said(cell: object) -> None:
    assert read_quantity(cell) is Vague.SOME  # type: ignore[arg-type]


@given(st.integers(0, 99_999), st.sampled_from(["{}", "x{}", "{}.0", "{} condoms", "{},0", " {} "]))
def test_every_count_is_read_back(n: int, style: str) -> None:
    assert read_quantity(style.format(n)) == n


@given(st.text(max_size=80))
def test_any_text_gives_a_value_or_none(text: str) -> None:
    count = read_quantity(text)
    minutes = read_minutes(text)
    assert count is Vague.SOME or count >= 0
    assert minutes is None or 0 <= minutes <= 7 * 24 * 60
    assert read_date(text, lenient=True) is None or read_date(text, lenient=True).day in range(1, 32)
