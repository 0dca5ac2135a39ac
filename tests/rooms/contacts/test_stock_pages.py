"""The cupboard in words and pictures, drawn without a database."""

from datetime import date

import pytest

from yarrow.contacts import stock_pages
from yarrow.contacts.stock import Stocked
from yarrow.methods.stock import COUNT, DELIVERY, LOSS, Moved, Rate, walk
from yarrow.ui.happenings import Happening

TODAY = date(2026, 3, 6)


def stocked(moves, given=None, **said):
    """A supply with this book, as `stock.stocked` would say it."""
    steps = walk(moves, given or {}, TODAY)
    facts = {
        "supply": "condoms",
        "label": "Condoms",
        "n": steps[-1].n_after,
        "since": steps[0].on,
        "counted_on": None,
        "steps": steps,
        "rate": None,
        "level": None,
        "weeks": 3,
        "why": "",
    }
    return Stocked(**facts | said)


def delivered(n=100, on=date(2026, 1, 10)):
    return Moved(on, DELIVERY, n)


def test_why_is_empty_when_nothing_runs_low():
    assert stock_pages.why(stocked([delivered()])) == ""


@pytest.mark.parametrize(
    ("n", "words"), [(1, "1 more was given than counted in."), (7, "7 more were given than counted in.")]
)
def test_why_says_how_many_more_were_given_and_what_to_do(n, words):
    said = stock_pages.why(stocked([delivered()], n=-n, why="more_given"))
    assert said.startswith(words) and "Count the shelf" in said


def test_why_names_the_projects_own_level():
    said = stock_pages.why(stocked([delivered()], why="level", level=120))
    assert said == "Runs low: your own level is 120."


def test_why_names_the_rate_and_the_weeks_behind_it():
    said = stock_pages.why(stocked([delivered(40)], why="weeks", rate=Rate(240, 12)))
    assert said == "Runs low: it lasts about 2 weeks at the usual rate (20 a week, from 12 weeks of records)."


def test_why_by_weeks_of_an_empty_shelf_says_less_than_a_week():
    said = stock_pages.why(stocked([delivered(1)], n=0, why="weeks", rate=Rate(240, 12)))
    assert "less than a week" in said


@pytest.mark.parametrize(
    ("today", "n", "first", "last"),
    [
        (date(2026, 3, 31), 12, "2025-04", "2026-03"),
        (date(2026, 1, 1), 2, "2025-12", "2026-01"),
        (date(2024, 2, 29), 1, "2024-02", "2024-02"),
    ],
)
def test_last_months_end_with_this_one(today, n, first, last):
    months = stock_pages.last_months(today, n)
    assert (len(months), months[0], months[-1]) == (n, first, last)


def test_in_and_out_begins_with_the_month_of_the_first_line():
    line = stocked([delivered(), Moved(date(2026, 2, 3), LOSS, 4)], {date(2026, 3, 1): 30})
    table = stock_pages.in_and_out(line, TODAY, []).table
    assert [row[0] for row in table.rows] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert [row[1:] for row in table.rows] == [[100, 0, 0, 0, 100], [0, 0, 4, 0, 96], [0, 30, 0, 0, 66]]


def test_in_and_out_shows_what_counting_put_right():
    line = stocked([delivered(), Moved(date(2026, 2, 3), COUNT, 90), Moved(TODAY, COUNT, 93)])
    assert [row[4] for row in stock_pages.in_and_out(line, TODAY, []).table.rows] == [0, -10, 3]


def test_in_and_out_looks_back_twelve_months():
    line = stocked([delivered(on=date(2023, 5, 1))])
    table = stock_pages.in_and_out(line, TODAY, []).table
    assert len(table.rows) == 12 and table.rows[0] == ["Apr 2025", 0, 0, 0, 0, 100]


def test_picture_and_table_say_the_same():
    drawn = stock_pages.in_and_out(stocked([delivered(137)]), TODAY, [])
    assert "Jan 2026, Came in: 137" in drawn.svg and drawn.table.rows[0][1] == 137
    assert [column.label for column in drawn.table.columns][1:4] == [
        "Came in",
        "Given out",
        "Lost or expired",
    ]
    assert "since 10 January 2026" in drawn.svg


def test_weeks_left_need_a_rate():
    assert stocked([delivered()]).weeks_left is None
    assert stocked([delivered()], rate=Rate(0, 12)).weeks_left is None
    assert stocked([delivered()], rate=Rate(120, 12)).weeks_left == 10


def test_more_given_is_none_while_there_is_something():
    assert (stocked([delivered()]).n_more_given, stocked([delivered()], n=-3).n_more_given) == (0, 3)


def test_in_and_out_draws_what_happened_outside():
    first, last = stock_pages.days_shown(TODAY)
    assert first.day == 1 and first <= TODAY <= last
    raid = Happening("Raid on Mill Road", "Raid", TODAY)
    drawn = stock_pages.in_and_out(stocked([delivered(5)]), TODAY, [raid])
    assert "chart__mark" in drawn.svg and drawn.table.rows[-1][-1] == "1"
    assert drawn.table.columns[-1].label == "Outside events"
