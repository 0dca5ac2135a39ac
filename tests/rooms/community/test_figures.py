"""First sentences of trends, and distributions of trainings: numbers with what they are out of."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from yarrow.community import figures, trained
from yarrow.community.models import Statement
from yarrow.methods.changes import QUARTER, Told, calendar, counted

TODAY = date(2026, 11, 14)


def quarters(**numbers):
    """q2025_3=12: so many in the third quarter of 2025."""
    rows = []
    for name, n in numbers.items():
        year, quarter = name.removeprefix("q").split("_")
        rows += [Told(date(int(year), int(quarter) * 3, 5), "noise")] * n
    return counted(rows, calendar(figures.since(TODAY), TODAY, QUARTER), TODAY)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (16, 12, "Down by 25 %: 12 in Jul to Sep 2026, 16 in Jul to Sep 2025."),
        (10, 15, "Up by 50 %: 15 in Jul to Sep 2026, 10 in Jul to Sep 2025."),
        (11, 11, "11 in Jul to Sep 2026, as many as in Jul to Sep 2025 (11)."),
        (9, 2, "2 in Jul to Sep 2026, 9 in Jul to Sep 2025: too few to speak of a trend."),
        (0, 0, "0 in Jul to Sep 2026, 0 in Jul to Sep 2025: too few to speak of a trend."),
    ],
)
def test_the_first_sentence_compares_a_whole_quarter_with_a_year_before(before, now, said):
    assert figures.finding(quarters(q2025_3=before, q2026_3=now)) == said


def test_the_quarter_that_goes_on_is_compared_with_nothing():
    found = quarters(q2025_4=20, q2026_3=20)
    assert figures._quarter(found, len(found) - 1) == ["Oct to Dec 2026, so far", 0, None, None]
    assert figures.finding(found[-4:]) == ""


def test_trends_begin_with_a_whole_quarter_two_years_ago():
    assert figures.since(date(2026, 11, 14)) == date(2024, 10, 1)
    assert figures.since(date(2024, 2, 29)) == date(2022, 1, 1)


def answers(statement, **counts):
    """before_2=3: three chose 2 before."""
    rows = []
    for name, n in counts.items():
        moment, step = name.split("_")
        rows.append(SimpleNamespace(statement_id=statement.pk, moment=moment, step=int(step), n=n))
    return rows


def asked(*rows, ended=False):
    one = Statement(pk=uuid4(), words="I know whom to call", is_ended=ended)
    return trained.asked_in_all([row for make in rows for row in make(one)], [one])


def test_both_distributions_stand_with_how_many_answered():
    found = asked(lambda one: answers(one, before_1=6, before_4=4, after_5=9, after_2=3))[0]
    assert found.finding == "Before: 4 of 10 said mostly or fully; After: 9 of 12 said mostly or fully"
    assert [row[1:] for row in found.picture.table.rows] == [[6, 0], [0, 3], [0, 0], [4, 0], [0, 9]]
    assert list(found.picture.table.foot) == ["Answered", 10, 12] and not found.is_few


def test_fewer_than_ten_say_so_at_either_moment():
    assert asked(lambda one: answers(one, before_1=9, after_5=40))[0].is_few
    assert asked(lambda one: answers(one, before_1=40, after_5=1))[0].is_few
    assert not asked(lambda one: answers(one, before_1=10))[0].is_few


def test_what_was_not_asked_before_has_no_column():
    found = asked(lambda one: answers(one, after_3=12))[0]
    assert [column.label for column in found.picture.table.columns] == ["Answer", "After"]
    assert found.finding == "After: 0 of 12 said mostly or fully"


def test_several_trainings_are_added_up_and_what_ended_stays():
    two = asked(lambda one: answers(one, before_2=6), lambda one: answers(one, before_2=7), ended=True)[0]
    assert trained.answered(two.counts, "before") == 13
    assert asked() == []
