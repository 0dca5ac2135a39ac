"""Charts over time with the marks of what happened outside: where each stands, what it says, and in which row."""

import re
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods.changes import MONTH, calendar
from yarrow.ui import happenings, trends
from yarrow.ui.charts import Series, lines, picture
from yarrow.ui.happenings import Happening
from yarrow.ui.tables import Column, Table

MONTHS = [
    (date(2026, 1, 1), date(2026, 1, 31)),
    (date(2026, 2, 1), date(2026, 2, 28)),
    (date(2026, 3, 1), date(2026, 3, 31)),
]
RAID = Happening("Raid on Mill Road", "Raid", date(2026, 2, 15))


def drawn(told, axis=None, labels=("Jan", "Feb", "Mar")):
    axis = axis or trends.of_spans(MONTHS)
    series = [Series("Met", [1] * len(labels))]
    return trends.trend(
        "met", title="Met", describe="They rise.", labels=labels, series=series, first_column="Month", axis=axis,
        happenings=told,
    )  # fmt: skip


def lines_of(found):
    marks = re.findall(r'<g class="chart__mark"><title>(.*?)</title><line x1="([\d.]+)"', str(found.svg))
    return [(words, float(x)) for words, x in marks]


def numbers_of(found):
    return re.findall(r'<g class="chart__number">.*?<text[^>]*>(.*?)</text>', str(found.svg))


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2026, 1, 1), 0),
        (date(2026, 2, 1), 1),
        (date(2026, 2, 15), 1.5),
        (date(2026, 4, 1), 3),
        (date(2025, 6, 1), 0),
        (date(2029, 6, 1), 3),
        (date.min, 0),
        (date.max, 3),
    ],
)
def test_a_day_stands_at_its_place_within_the_chart(day, place):
    assert trends.of_spans(MONTHS).place(day.toordinal()) == place


def test_between_single_days_a_day_stands_by_how_far_it_is():
    axis = trends.of_days([date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 11), date(2026, 1, 12)])
    assert axis.place(date(2026, 1, 6).toordinal()) == 1.0
    assert axis.place(date(2026, 1, 11).toordinal()) == 1.5
    assert axis.columns_of(Happening("x", "y", date(2026, 1, 6))) == [1]
    assert axis.columns_of(Happening("x", "y", date(2026, 1, 12))) == [3]
    assert (axis.from_on, axis.to_on) == (date(2026, 1, 1), date(2026, 1, 12))


def test_the_last_days_of_the_calendar_can_be_shown():
    axis = trends.of_spans([(date(9999, 12, 1), date.max)])
    assert axis.place(date.max.toordinal()) == pytest.approx(30 / 31)
    one = Happening("The end", "Weather", date(9999, 12, 30), date.max)
    assert len(lines_of(drawn([one], axis, labels=["Dec"]))) == 1


def test_a_mark_is_drawn_said_and_stands_in_its_row():
    found = drawn([RAID])
    assert lines_of(found) == [("1: Raid on Mill Road (Raid), 15 February 2026", 50 + 110 * 1.5)]
    assert "Marks: 1 Raid on Mill Road (Raid), 15 February 2026." in str(found.svg)
    assert "<li><bdi>Raid on Mill Road (Raid), 15 February 2026</bdi></li>" in found.marks
    assert found.table.columns[-1].label == "Outside events"
    assert [row[-1] for row in found.table.rows] == ["", "1", ""]
    assert 'viewBox="0 -28' in str(found.svg)


def test_what_went_on_for_some_time_is_a_bar_as_far_as_the_chart_reaches():
    long = Happening("Operation", "Enforcement operation", date(2025, 12, 1), date(2026, 2, 14), "Docks")
    found = drawn([long])
    assert re.search(r'<rect x="50" y="-4" width="165" height="5"/>', str(found.svg))
    assert [row[-1] for row in found.table.rows] == ["1", "1", ""]
    assert "Operation (Enforcement operation), Docks, 1 December 2025 to 14 February 2026" in found.marks


def test_what_happened_before_or_after_the_chart_is_not_drawn():
    told = [Happening("Old", "Raid", date(2025, 12, 31)), Happening("New", "Raid", date(2026, 4, 1))]
    assert drawn(told) == drawn([]) and "chart__mark" not in str(drawn(told).svg)
    assert drawn([]).marks == "" and drawn([]).table.columns[-1].label == "Met"


def test_without_marks_a_trend_is_the_chart_it_always_was():
    series = [Series("Met", [1, 1, 1])]
    plain = picture(
        "met",
        title="Met",
        describe="They rise.",
        labels=["Jan", "Feb", "Mar"],
        series=series,
        first_column="Month",
    )
    assert drawn([]) == plain


def test_marks_that_stand_near_share_a_number_and_keep_their_lines():
    told = [Happening(f"Raid {n}", "Raid", date(2026, 2, 1) + timedelta(days=n)) for n in range(3)]
    found = drawn([*told, Happening("Law", "New law", date(2026, 3, 20))])
    assert numbers_of(found) == ["1–3", "4"] and len(lines_of(found)) == 4


def test_more_marks_than_can_be_told_apart_are_the_latest_and_said():
    told = [Happening(f"Raid {n}", "Raid", date(2026, 1, 1) + timedelta(days=n)) for n in range(60)]
    found = drawn(told)
    assert len(lines_of(found)) == trends.MOST and "Only the latest 40 are drawn." in found.marks
    assert "Raid 59" in found.marks and "Raid 0 " not in found.marks


def test_words_of_a_mark_are_words_and_nothing_else():
    found = drawn([Happening("<script>x</script>", "Raid", date(2026, 2, 1), None, '"><b>')])
    assert "<script>" not in str(found.svg) + str(found.marks) and "<b>" not in str(found.marks)


def test_a_table_of_its_own_gets_the_same_numbers():
    table = Table(
        "Met",
        [Column("Month"), Column("Met", is_number=True)],
        [["Jan", 1], ["Feb", 2], ["Mar", 3]],
        ["All", 6],
    )
    told = trends.with_marks(table, drawn([RAID]))
    assert [row[-1] for row in told.rows] == ["", "1", ""] and list(told.foot) == ["All", 6, ""]
    assert trends.with_marks(table, drawn([])) is table


def test_an_axis_that_does_not_fit_its_labels_is_refused():
    with pytest.raises(ValueError, match="3 stretches of time for 2 labels"):
        drawn([RAID], labels=["Jan", "Feb"])


def test_what_a_release_keeps_of_marks_comes_back_as_it_was():
    told = [RAID, Happening("Law", "New law", date(2026, 3, 1), date(2026, 3, 2), "Everywhere")]
    kept = happenings.frozen(told)
    assert happenings.thawed({"zone:1": "Docks", **kept}) == told
    assert all(isinstance(value, str) for value in kept.values())
    assert trends.numbered(told)[0] == "Mark 1: Raid on Mill Road (Raid), 15 February 2026."


def test_whoever_keeps_the_list_is_asked_once_and_in_order(monkeypatch):
    monkeypatch.setattr(happenings, "_sources", [])
    project = uuid4()
    later = Happening("Law", "New law", date(2026, 3, 1))

    def source(asked, from_on, to_on):
        assert (asked, from_on, to_on) == (project, date(2026, 1, 1), date(2026, 3, 31))
        return [later, RAID]

    happenings.kept_by(source)
    happenings.kept_by(source)
    assert happenings.between(project, date(2026, 1, 1), date(2026, 3, 31)) == [RAID, later]


def boxes_of(found):
    """(first number, last number, left, right) of each number, and how wide the chart is."""
    number = r'chart__number"><rect x="([\d.]+)" y="-26" width="([\d.]+)".*?<text x="([\d.]+)"[^>]*>(.*?)<'
    wide = float(re.search(r'viewBox="0 -28 ([\d.]+) ', str(found.svg))[1])
    boxes = []
    for left, width, middle, said in re.findall(number, str(found.svg)):
        ends = [int(n) for n in said.split("–")]
        assert float(middle) == pytest.approx(float(left) + float(width) / 2, abs=0.2)
        assert float(width) >= 10 * len(said)
        boxes.append((ends[0], ends[-1], float(left), float(left) + float(width)))
    return boxes, wide


def months_from(first, n):
    spans = calendar(first, first + timedelta(days=31 * n), MONTH)[:n]
    return trends.of_spans([(one.from_on, one.to_on) for one in spans])


def check_numbers(found, n):
    """Every mark is under one number, numbers stand apart, and none leaves the chart."""
    boxes, wide = boxes_of(found)
    assert [k for first, last, *_x in boxes for k in range(first, last + 1)] == list(range(1, n + 1))
    assert all(left >= 0 and right <= wide for _first, _last, left, right in boxes)
    assert all(before[3] < after[2] for before, after in pairwise(boxes))
    assert len(lines_of(found)) == n == found.marks.count("<li>")
    xs = [x for _words, x in lines_of(found)]
    assert xs == sorted(xs) and all(0 <= x <= wide for x in xs)
    for first, last, left, right in boxes:
        middle = (xs[first - 1] + xs[last - 1]) / 2
        assert left - 1 <= middle <= right + 1


@given(
    days=st.lists(st.integers(0, 800), min_size=1, max_size=trends.MOST),
    long=st.integers(0, 400),
    n_months=st.integers(1, 27),
)
@settings(max_examples=60, deadline=None)
def test_numbers_of_any_marks_stand_apart_within_the_chart(days, long, n_months):
    first = date(2024, 10, 1)
    axis = months_from(first, n_months)
    within = sorted(first + timedelta(days=n % (axis.to_on - first).days) for n in days)
    told = [Happening(f"Raid {n}", "Raid", day, day + timedelta(days=long)) for n, day in enumerate(within)]
    check_numbers(drawn(told, axis, labels=[str(n) for n in range(n_months)]), len(told))


@pytest.mark.parametrize("n", [1, 2, 9, 10, 11, 39, 40])
@pytest.mark.parametrize("apart", [0, 1, 5, 15, 20, 31])
def test_numbers_of_many_marks_at_even_steps_stand_apart(n, apart):
    """Two figures are wider than one: at some distances 9 stands alone and 10 does not."""
    first = date(2024, 1, 1)
    told = [Happening(f"Raid {k}", "Raid", first + timedelta(days=k * apart)) for k in range(n)]
    check_numbers(drawn(told, months_from(first, 42), labels=[str(k) for k in range(42)]), n)


def test_a_mark_on_the_last_day_keeps_its_whole_number():
    """Its line is at the very edge: the number moves in, where it was cut off."""
    told = [Happening(f"Raid {n}", "Raid", date(2026, 1, 1) + timedelta(days=3 * n)) for n in range(30)]
    found = drawn(told)
    boxes, wide = boxes_of(found)
    assert lines_of(found)[-1][1] == pytest.approx(50 + 110 * (2 + 28 / 31), abs=0.1)
    edge = drawn(
        [Happening("Storm", "Weather", date(2026, 3, 31))], months_from(date(2024, 1, 1), 27), [""] * 27
    )
    assert boxes_of(edge)[0][0][3] <= boxes_of(edge)[1] and boxes[-1][3] <= wide


def test_five_marks_of_two_years_keep_five_numbers_and_their_rows():
    axis = months_from(date(2024, 10, 1), 26)
    days = [date(2024, 10, 1), date(2025, 3, 3), date(2025, 7, 20), date(2026, 2, 11), date(2026, 11, 30)]
    found = drawn([Happening(f"Raid {n}", "Raid", day) for n, day in enumerate(days)], axis, [""] * 26)
    assert numbers_of(found) == ["1", "2", "3", "4", "5"]
    assert {n: row[-1] for n, row in enumerate(found.table.rows) if row[-1]} == {
        0: "1", 5: "2", 9: "3", 16: "4", 25: "5",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_words_of_a_chart_stand_where_they_are_put_in_every_language(language):
    """On a page from right to left, anchors would turn round: figures over the axis, names outside the picture."""
    with override(language):
        for svg in (
            drawn([RAID]).svg,
            lines("met", title="Met", describe="So.", labels=["Docks"], values=[3]),
        ):
            assert 'direction="ltr"' in str(svg).split(">", 1)[0]
