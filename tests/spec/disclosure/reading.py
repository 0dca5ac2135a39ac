"""Reads a case: the true table (a figure, or figure/people behind it) and the table as it is published."""

import re
from dataclasses import dataclass
from pathlib import Path

from yarrow.methods.breakdowns import Cell
from yarrow.methods.populations import Counted

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@dataclass(frozen=True)
class Case:
    """One table, and what the gate makes of it: a figure, or why it is hidden."""

    by: tuple[str, ...]
    cells: dict[Cell, Counted]
    published: dict[Cell, str]


def read(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    given, then = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    by = re.search(r"^By: (.*)$", text, flags=re.MULTILINE)[1]
    cells = {cell: _counted(said) for cell, said in _cells(given).items()}
    return Case((by,), cells, _cells(then))


def _cells(table: str) -> dict[Cell, str]:
    heads, _rule, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()
    ]
    return {
        ((row[0],), measure): said for row in rows for measure, said in zip(heads[1:], row[1:], strict=True)
    }


def _counted(said: str) -> Counted:
    n, _slash, people = said.partition("/")
    return Counted(int(n), int(people or n))
