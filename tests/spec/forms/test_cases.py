"""Every case in words is what the server asks and what the browser asks, and the reference page is drawn from them."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from build_frontend import machine_node, packaged_node
from tests.spec.forms.reading import CASES, Case, Row, read
from tests.spec.forms.reference import PAGE, written
from yarrow.methods.forms import all_asked, conditions_for_page, read_typed, shown

ASKING = Path(__file__).parent / "asking.mjs"
ROWS = [(path, n) for path in CASES for n in range(len(read(path).rows))]


def on_page(case: Case, row: Row) -> dict[str, Any]:
    """What a page holds while these things are typed."""
    names = {name.rpartition("~")[0] or name for name in row.typed}
    items = [[one.key, one.parent or None] for one in all_asked(case.form, names)]
    return {"conditions": conditions_for_page(case.form), "items": items, "typed": row.typed}


@pytest.fixture(scope="module")
def in_browser() -> dict[tuple[Path, int], list[str]]:
    """What the script asks in every case: one start of node for all."""
    node, _npm = machine_node() or packaged_node()
    pages = [on_page(read(path), read(path).rows[n]) for path, n in ROWS]
    done = subprocess.run([node, ASKING], input=json.dumps(pages), capture_output=True, text=True, check=True)
    return dict(zip(ROWS, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize(("path", "n"), ROWS, ids=lambda value: getattr(value, "stem", str(value)))
def test_case_in_words(path: Path, n: int, in_browser: dict[tuple[Path, int], list[str]]) -> None:
    case = read(path)
    row = case.rows[n]
    answers, problems = read_typed(case.form, row.typed, "en")
    names = shown(case.form, answers, problems)
    order = [one.key for one in all_asked(case.form, (*answers, *problems)) if one.key in names]
    assert order == row.asked
    assert in_browser[path, n] == row.in_browser
    assert set(order) <= set(row.in_browser)


def test_reference_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run python -m tests.spec.forms.reference"
