from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.rooms.ui.pages import read
from yarrow.ui.forms import DateField, Form


class Day(Form):
    on = DateField(label="Day", required=False, not_after_today=True)


@pytest.mark.parametrize(
    ("boxes", "meant"),
    [
        (("3", "1", "2024"), date(2024, 1, 3)),
        (("3", "Jan", "24"), date(2024, 1, 3)),
        (("3 Jan 2024", "", ""), date(2024, 1, 3)),
        (("", "", ""), None),
        ((" ", "", ""), None),
    ],
)
def test_day_from_three_boxes_or_one(boxes, meant):
    form = Day({f"on_{i}": text for i, text in enumerate(boxes)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == meant


def test_day_from_its_bare_name_is_spread_over_the_boxes():
    form = Day({"on": "2024-01-03"})
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2024, 1, 3)
    assert [read(str(form)).one(id=f"id_on_{i}").attrs["value"] for i in range(3)] == ["3", "1", "2024"]


def test_day_from_its_bare_name_unreadable_is_kept():
    form = Day({"on": "soon"})
    assert not form.is_valid()
    assert read(str(form)).one(id="id_on_0").attrs["value"] == "soon"


@pytest.mark.parametrize(
    "boxes", [("3", "", ""), ("", "1", "2024"), ("3", "1", ""), ("x", "y", "z"), ("3 Jan 2024", "2", "")]
)
def test_day_half_written_is_refused_and_kept(boxes):
    form = Day({f"on_{i}": text for i, text in enumerate(boxes)})
    assert not form.is_valid()
    tree = read(str(form))
    assert tuple(tree.one(id=f"id_on_{i}").attrs.get("value", "") for i in range(3)) == boxes


def test_day_to_come_is_refused_where_asked():
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = Day({"on": tomorrow.isoformat()})
    assert form.errors["on"] == ["That day has not come yet. Write today or an earlier day."]


def test_day_shown_from_a_record():
    tree = read(str(Day(initial={"on": date(2024, 1, 3)})))
    assert [tree.one(id=f"id_on_{i}").attrs["value"] for i in range(3)] == ["3", "1", "2024"]


@pytest.mark.parametrize(
    ("sent", "changed"), [("3 Jan 2024", False), ("4 Jan 2024", True), ("31 2 2024", True)]
)
def test_day_change_compares_days_not_boxes(sent, changed):
    form = Day({"on_0": sent, "on_1": "", "on_2": ""}, initial={"on": date(2024, 1, 3)})
    assert form.has_changed() is changed
