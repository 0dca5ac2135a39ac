"""The leak checker, case by case, as a table that anybody can read."""

from datetime import date
from pathlib import Path

import pytest

from yarrow.methods.leaks import CODES, Known, find

CASES = Path(__file__).parent / "cases" / "findings.txt"
KNOWN = Known(
    words=("He took my bag by the bridge and said he would find my little sister in Leeds",),
    allowed="Robbed. Knife. White van. November 2026",
    places=("by the old gasworks, Harbour",),
    zones=("Harbour",),
    days=(date(2026, 11, 10),),
    settings=("street",),
    names=("Rosa", "Maria Lopez", "Al"),
    numbers=frozenset({"+447700900123", "rosax@gmail.com", "sweetrosa"}),
)
LINES = CASES.read_text(encoding="utf-8").splitlines()
ROWS = [line.rpartition(" | ") for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("draft", "finds"), [(draft, finds) for draft, _bar, finds in ROWS])
def test_draft_is_found_to_leak_what_the_table_says(draft, finds):
    found = sorted(f"{each.code}={each.says}" for each in find(draft, KNOWN))
    assert found == (sorted(part.strip() for part in finds.split(";")) if finds != "-" else [])


def test_table_has_a_line_for_every_code_that_words_can_have():
    named = {part.strip().partition("=")[0] for _draft, _bar, finds in ROWS for part in finds.split(";")}
    assert set(CODES) - named == {"few", "names_person"}
