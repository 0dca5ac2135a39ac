"""Every case in words is what the gate does, and the reference page is drawn from both."""

import pytest

from tests.spec.disclosure.reading import CASES, read
from tests.spec.disclosure.reference import PAGE, written
from yarrow.methods.disclosure import gate


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_in_words(path):
    case = read(path)
    gated = gate(case.by, case.cells)
    said = {cell: one.why if one.n is None else str(one.n) for cell, one in gated.shown.items()}
    assert said == case.published
    assert gated.is_safe


def test_reference_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == written(), "run python -m tests.spec.disclosure.reference"
