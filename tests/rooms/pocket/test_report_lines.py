"""What is typed in one box as a list is a list, with the commas of whatever keyboard."""

import re
from pathlib import Path

import pytest

from yarrow.pocket.report_form import lines_of

APART = {"a comma": ",", "a semicolon": ";", "Arabic": "،؛", "wide": "，；", "listing": "、", "lines": "\n"}
TELLING = Path(__file__).parents[3] / "frontend" / "parts" / "telling.js"


@pytest.mark.parametrize("between", [sign for signs in APART.values() for sign in signs])
def test_a_list_is_split_at_the_commas_of_every_keyboard(between):
    assert lines_of(f"07700 900123{between}07700 900124 {between} {between}") == [
        "07700 900123",
        "07700 900124",
    ]


def test_the_page_with_scripts_splits_at_the_same_signs():
    there = re.search(r"text\.split\(/\[(.*?)\]/\)", TELLING.read_text(encoding="utf-8"))
    assert there and sorted(there[1].replace("\\n", "\n")) == sorted("".join(APART.values()))


@pytest.mark.parametrize("one", ["dave.smith@example.org", "O’Neill-Smith", "+44 (0)7700 900123", "AB12·CDE"])
def test_what_is_one_stays_one(one):
    assert lines_of(one) == [one]
