"""Every case in words is what the counting does, and the reference page is drawn from both."""

from dataclasses import replace

import pytest

from tests.spec.activity.reading import CASES, read
from tests.spec.activity.reference import PAGE, written
from yarrow.methods.activity import ADDS_UP, DIMENSIONS, MEASURES, Figures, tabulate


def _plain(figures: Figures | None, like: Figures | None) -> Figures | None:
    """Without the median (no case states it), and without things given or done where the case is silent."""
    if figures is None or like is None:
        return figures
    return replace(
        figures,
        median_contacts=None,
        given=figures.given if like.given else {},
        done=figures.done if like.done else {},
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_in_words(path):
    case = read(path)
    table = tabulate(case.contacts, case.period, case.by, where=case.where, kept=case.kept)
    assert [row.key for row in table.rows] == [row.key for row in case.rows]
    for row, wanted in zip(table.rows, case.rows, strict=True):
        assert _plain(row.figures, wanted.figures) == wanted.figures, row.key
    assert _plain(table.total, case.total) == case.total


def test_reference_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == written(), "run python -m tests.spec.activity.reference"


def test_every_measure_and_dimension_is_explained():
    names = {name for name in Figures.__dataclass_fields__}
    assert set(MEASURES) == names
    assert set(ADDS_UP) == set(DIMENSIONS)
