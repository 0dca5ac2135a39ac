"""Ladders: marks where the steps are, a shape for each rater, words for whoever sees no picture."""

from itertools import pairwise

import pytest
from defusedxml import ElementTree

from yarrow.ui.ladders import Across, Mark, Row, ladders, legend

SVG = "{http://www.w3.org/2000/svg}"


def draw(*rows, **said):
    told = {"title": "Home", "describe": "Two see it.", "n_steps": 5, **said}
    svg = str(ladders("home", rows=rows, **told))
    return ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def marks(tree, shape, kind="ink"):
    return [one for one in tree.iter(f"{SVG}{shape}") if f"chart__{kind}--" in one.get("class", "")]


def test_ladders_each_rater_has_a_shape_of_their_own():
    tree = draw(Row("Housing", {0: Mark(2), 1: Mark(2), 2: Mark(2)}))
    assert [len(marks(tree, shape)) for shape in ("circle", "rect", "polygon")] == [1, 1, 1]
    colours = {one.get("class") for shape in ("circle", "rect", "polygon") for one in marks(tree, shape)}
    assert len(colours) == 3


def test_ladders_same_step_of_two_raters_hides_neither():
    tree = draw(Row("Housing", {0: Mark(3), 1: Mark(3)}))
    (circle,), (square,) = marks(tree, "circle"), marks(tree, "rect")
    assert float(square.get("y")) - float(circle.get("cy")) >= 12


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_ladders_mark_stands_on_its_rung(step):
    tree = draw(Row("Housing", {0: Mark(step)}))
    rungs = sorted({float(line.get("x1")) for line in tree.iter(f"{SVG}line") if "grid" in line.get("class")})
    assert len(rungs) == 5 and float(marks(tree, "circle")[0].get("cx")) == rungs[step - 1]


def test_ladders_where_it_began_is_hollow_with_a_way_to_now():
    tree = draw(Row("Housing", {0: Mark(4, first=1)}))
    (began,) = marks(tree, "circle", "hollow")
    (way,) = [line for line in tree.iter(f"{SVG}line") if "chart__way" in line.get("class")]
    assert (
        float(began.get("cx")) == float(way.get("x1")) == Across(5, is_rtl=False).of(1) < float(way.get("x2"))
    )


def test_ladders_that_stayed_have_no_way():
    tree = draw(Row("Housing", {0: Mark(4, first=4)}))
    assert marks(tree, "circle", "hollow") == [] and len(marks(tree, "circle")) == 1


def test_ladders_without_a_step_say_why_and_stand_on_no_rung():
    tree = draw(Row("Housing", {0: Mark(None, instead="Rather not say")}))
    assert "Rather not say" in [text.text for text in tree.iter(f"{SVG}text")]
    assert marks(tree, "circle") == []


def test_ladders_are_told_to_those_who_do_not_see():
    tree = draw(Row("Housing", {0: Mark(4, words="They said: mostly all right")}))
    by_id = {part.get("id"): part.text for part in tree if part.get("id")}
    assert tree.get("role") == "img"
    assert [by_id[name] for name in tree.get("aria-labelledby").split()] == ["Home", "Two see it."]
    assert "They said: mostly all right" in [one.text for one in tree.iter(f"{SVG}title")]


def test_ladders_rows_do_not_run_into_each_other():
    rows = [Row(f"Row {n}", {0: Mark(1), 1: Mark(5), 2: Mark(None, instead="Not asked")}) for n in range(4)]
    tree = draw(*rows)
    labels = [float(one.get("y")) for one in tree.iter(f"{SVG}text") if one.get("x") == "0"]
    assert labels == sorted(labels) and min(b - a for a, b in pairwise(labels)) > 70
    assert float(tree.get("viewBox").split()[3]) > labels[-1] + 60


def test_ladders_escape_what_they_say():
    assert "<b>" not in str(ladders("home", title="<b>", describe="<b>", rows=[Row("<b>", {})], n_steps=5))


def test_ladders_refuse_a_name_that_could_not_be_found():
    with pytest.raises(ValueError, match="can't name"):
        ladders("Home 1", title="", describe="", rows=[], n_steps=5)


def test_legend_shows_each_shape_with_its_words():
    drawn = str(legend([(0, "They"), (2, "Together")]))
    assert "<circle" in drawn and "<polygon" in drawn and "<rect" not in drawn
    assert "They" in drawn and "Together" in drawn


def test_ladders_begin_on_the_right_for_those_who_read_from_there():
    ltr, rtl = (
        draw(Row("Housing", {0: Mark(5, first=1), 1: Mark(None, instead="Not asked")}), is_rtl=way)
        for way in (False, True)
    )
    for kind in ("ink", "hollow"):
        (there,), (here,) = marks(ltr, "circle", kind), marks(rtl, "circle", kind)
        assert float(there.get("cx")) + float(here.get("cx")) == 340
    assert rtl.get("direction") == "rtl" and ltr.get("direction") == "ltr"
    said = [(one.text, float(one.get("x"))) for one in rtl.iter(f"{SVG}text")]
    assert ("Housing", 340.0) in said and ("Not asked", 314.0) in said
    assert [x for text, x in said if text in "12345"] == [326, 248, 170, 92, 14]
