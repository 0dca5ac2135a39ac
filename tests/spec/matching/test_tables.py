"""Spellings and pairs, case by case, as tables that anybody can read."""

from pathlib import Path

import pytest

from yarrow.methods import names
from yarrow.methods.incidents import identifiers
from yarrow.methods.incidents.bags import Names, Online, Phones, Plates

CASES = Path(__file__).parent / "cases"
READ = {"phone": identifiers.phone, "plate": identifiers.plate, "online": identifiers.online}
KEPT = {**READ, "name": names.fold}
COLUMNS = {"phone": Phones, "plate": Plates, "online": Online, "name": Names}


def rows(file: str) -> list[tuple[str, ...]]:
    """The cells of each line that is no remark."""
    lines = (CASES / file).read_text(encoding="utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("kind", "typed", "kept"), rows("spellings.txt"))
def test_spelling_is_kept_as_the_table_says(kind, typed, kept):
    assert READ[kind](typed) == kept


@pytest.mark.parametrize(("kind", "one", "other", "level"), rows("pairs.txt"))
def test_pair_is_as_near_as_the_table_says_either_way_round(kind, one, other, level):
    for asked, stored in ((one, other), (other, one)):
        column = COLUMNS[kind]()
        column.add((KEPT[kind](stored),))
        assert int(column.levels((KEPT[kind](asked),))[0]) == int(level), (asked, stored)
