import re

import pytest
from defusedxml import ElementTree

from yarrow.ui.charts import Series, bars, legend, lines, picture
from yarrow.ui.tables import Column, Table, figure_text

LABELS = ("Jan", "Feb", "Mar")
SVG = "{http://www.w3.org/2000/svg}"


def draw(values=((3, 0, None),), **options):
    series = [Series(f"Row {n}", row) for n, row in enumerate(values)]
    svg = bars("met", title="Contacts", describe="They rise.", labels=LABELS, series=series, **options)
    return ElementTree.fromstring(str(svg).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def drawn(tree, kind):
    return [box for box in tree.iter(f"{SVG}rect") if kind in box.get("class", "")]


def words(box):
    return box.find(f"{SVG}title").text


def test_bars_say_title_and_description_to_those_who_do_not_see():
    tree = draw()
    assert tree.get("role") == "img"
    by_id = {part.get("id"): part.text for part in tree}
    assert [by_id[name] for name in tree.get("aria-labelledby").split()] == ["Contacts", "They rise."]


def test_bars_zero_is_a_line_and_missing_is_an_empty_box():
    tree = draw()
    figures = drawn(tree, "chart__bar")
    assert [words(box) for box in figures] == ["Jan, Row 0: 3", "Feb, Row 0: 0"]
    assert float(figures[1].get("height")) == 2
    assert [words(box) for box in drawn(tree, "chart__missing")] == ["Mar, Row 0: no figure"]


def test_bars_tell_series_apart_without_colour():
    tree = draw(values=((1, 2, 3), (3, 2, 1), (1, 1, 1)))
    fills = {box.get("fill") for box in drawn(tree, "chart__bar")}
    defined = {f"url(#{pattern.get('id')})" for pattern in tree.iter(f"{SVG}pattern")}
    assert len(fills) == 3
    assert fills <= defined


@pytest.mark.parametrize("is_stacked", [True, False])
def test_bars_carry_no_style_attribute(is_stacked):
    series = [Series("A", (1, 2, None)), Series("B", (0, 5, 6))]
    svg = bars("x", title="T", describe="D", labels=LABELS, series=series, is_stacked=is_stacked)
    assert "style" not in svg


def test_bars_escape_what_people_typed():
    svg = bars("x", title="<b>", describe="D", labels=["<script>"], series=[Series("&", (1,))])
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg
    assert "<b>" not in svg


def test_bars_stacked_writes_the_total_on_top():
    tree = draw(values=((1, 2, None), (4, 5, 6)), is_stacked=True)
    totals = [text.text for text in tree.iter(f"{SVG}text") if text.get("class") == "chart__value"]
    assert totals == ["5", "7", "6"]


def test_bars_of_nothing_still_draw_a_floor():
    svg = bars("x", title="T", describe="D", labels=[], series=[])
    assert "chart__axis" in svg


def test_bars_refuse_rows_of_another_length():
    with pytest.raises(ValueError, match="2 figures for 3 labels"):
        draw(values=((1, 2),))


def test_bars_refuse_a_name_that_could_not_be_an_id():
    with pytest.raises(ValueError, match="can't name a chart"):
        bars('x" onload="', title="T", describe="D", labels=[], series=[])


def test_lines_name_every_bar_and_its_figure():
    svg = lines("given", title="Given", describe="D", labels=["Tea", "Alarm", "Food"], values=[1200, 0, None])
    for said in ("Tea: 1,200", "Alarm: 0", "Food: no figure"):
        assert f"<title>{said}</title>" in svg


def test_picture_puts_the_same_figures_beside_it():
    seen = picture(
        "p",
        title="T",
        describe="D",
        labels=LABELS,
        series=[Series("Street", (1, None, 3))],
        first_column="Month",
    )
    assert [[cell.text for cell in row] for row in seen.table.body] == [
        ["Jan", "1"],
        ["Feb", "no figure"],
        ["Mar", "3"],
    ]
    assert "Street" in seen.legend


def test_legend_ids_differ_from_those_of_the_picture():
    series = [Series("A", (1,)), Series("B", (2,))]
    svg = bars("p", title="T", describe="D", labels=["x"], series=series)
    ids = re.findall(r' id="([^"]+)"', svg + legend("p", series))
    assert len(ids) == len(set(ids))


def test_table_keeps_zero_apart_from_no_figure():
    table = Table(
        "T", [Column("Month"), Column("n", is_number=True)], [["Jan", 0], ["Feb", None]], foot=["All", 0]
    )
    assert [(row[1].text, row[1].is_missing) for row in table.body] == [("0", False), ("no figure", True)]
    assert [cell.text for cell in table.last] == ["All", "0"]


def test_table_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match="shorter"):
        _ = Table("T", [Column("Month"), Column("n")], [["Jan"]]).body


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567, "1,234,567"), (2.0, "2"), (2.345, "2.3"), ("word", "word"), (None, "no figure")],
)
def test_figure_text_as_people_write_numbers(value, text):
    assert figure_text(value) == text


def test_bars_write_long_labels_short_and_say_them_whole():
    names = [f"Marguerite Adeyemi {n}" for n in range(8)]
    drawn = bars("x", title="T", describe="D", labels=names, series=[Series("S", [1] * 8)])
    assert ">Marguerite…<" in drawn and ">Marguerite Adeyemi 3<" not in drawn
    assert "Marguerite Adeyemi 3, S: 1" in drawn
