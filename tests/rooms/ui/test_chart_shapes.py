import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.ui import chart_shapes as shapes

FIGURES = st.floats(min_value=0, max_value=1e7, allow_nan=False)
MAYBE = st.lists(st.none() | FIGURES, min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (71, [0, 20, 40, 60, 80]),
        (80, [0, 20, 40, 60, 80]),
        (81, [0, 50, 100]),
        (1000, [0, 500, 1000]),
    ],
)
def test_nice_ticks_are_round_and_reach_the_top(top, ticks):
    assert shapes.nice_ticks(top) == ticks


@given(FIGURES)
def test_nice_ticks_are_few_even_and_enough(top):
    ticks = shapes.nice_ticks(top)
    assert ticks[0] == 0
    assert ticks[-1] >= top
    assert 2 <= len(ticks) <= 6
    assert len({round(b - a, 6) for a, b in itertools.pairwise(ticks)}) == 1


@given(MAYBE, st.sampled_from([shapes.grouped, shapes.stacked]))
def test_columns_stand_on_the_floor_and_inside_their_group(values, place):
    top = shapes.nice_ticks(shapes.highest([values], is_stacked=place is shapes.stacked))[-1]
    boxes = place(values, left=50, width=40, room=200, top=top)
    assert len(boxes) == len(values)
    for box in boxes:
        assert box.x >= 50
        assert box.x + box.width <= 90 + 1e-6
        assert box.y >= -1e-6
        assert box.y + box.height <= 200 + 1e-6


@given(MAYBE)
def test_grouped_heights_are_in_proportion(values):
    boxes = shapes.grouped(values, left=0, width=30, room=100, top=1e7)
    for box, value in zip(boxes, values, strict=True):
        assert box.height == pytest.approx((value or 0) / 1e5)


def test_stacked_columns_touch_without_overlap():
    first, second, third = shapes.stacked([2, None, 3], left=0, width=10, room=100, top=10)
    assert (first.y, first.height) == (80, 20)
    assert second.height == 0
    assert third.y + third.height == pytest.approx(first.y)


def test_highest_adds_only_where_stacked():
    groups = [[1, None, 4], [None, None, None], [3, 3]]
    assert shapes.highest(groups, is_stacked=False) == 4
    assert shapes.highest(groups, is_stacked=True) == 6
    assert shapes.highest([], is_stacked=True) == 0


@pytest.mark.parametrize("n", [1, 3, 12, 24, 60])
def test_labels_never_touch(n):
    room = shapes.group_width(n)
    assert shapes.label_every(n, room) * room >= min(88, n * room) or n == 1


def test_group_width_stays_within_its_limits():
    assert shapes.group_width(1) == shapes.WIDEST_GROUP
    assert shapes.group_width(500) == shapes.NARROWEST_GROUP


@pytest.mark.parametrize(
    ("label", "room", "written"),
    [
        ("Nov 2024", 88, "Nov 2024"),
        ("Marguerite Adeyemi", 110, "Marguerite…"),
        ("Ana Maria", 40, "Ana…"),
        ("Ana", 4, "A…"),
        ("", 40, ""),
    ],
)
def test_shortened_labels_fit_beside_each_other(label, room, written):
    assert shapes.shortened(label, room) == written
    assert len(written) * 9.5 <= max(room, 19)


@pytest.mark.parametrize(
    ("labels", "room", "wanted"),
    [
        (["Docks"] * 8, 110, 88),
        (["A very long name of a zone"] * 8, 110, 88),
        (["Oct 2024"] * 26, 34, 88),
        (["أكتوبر 2024"] * 26, 34, 104.5),
        (["A very long name of a zone"] * 26, 34, 140),
        ([], 34, 88),
    ],
)
def test_where_labels_are_left_out_the_others_are_whole(labels, room, wanted):
    """A month without its year says too little; zones that all have a label keep it, cut."""
    found = shapes.label_room(labels, room)
    assert found == wanted
    every = shapes.label_every(len(labels), room, found)
    if labels and 88 < found < 140:
        assert shapes.shortened(labels[0], every * room) == labels[0]
