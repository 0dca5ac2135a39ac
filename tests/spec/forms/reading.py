"""Reads a case: the questions as FHIR has them, and a table of what was typed and what is then asked."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yarrow.methods.forms import Form, read_form

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """One line of a table. `in_browser` is said where a browser asks more than the server."""

    typed: dict[str, list[str]]
    asked: list[str]
    in_browser: list[str]


@dataclass(frozen=True)
class Case:
    """One form, and what it asks of whom."""

    form: Form
    rows: tuple[Row, ...]


def read(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    items = json.loads(re.search(r"```json\n(.*?)```", text, flags=re.S)[1])
    _heads, _rule, *lines = re.search(r"(?:^\|.*\n)+", text, flags=re.M)[0].splitlines()
    form = read_form({"resourceType": "Questionnaire", "status": "draft", "item": [*map(_worded, items)]})
    return Case(form, tuple(_row(line) for line in lines))


def _worded(item: dict[str, Any]) -> dict[str, Any]:
    """A question without words is called by its link id, so that cases are short."""
    below = {"item": [*map(_worded, item["item"])]} if "item" in item else {}
    return {"text": item["linkId"], **item, **below}


def _row(line: str) -> Row:
    typed, asked, *further = [cell.strip() for cell in line.strip("|").split("|")]
    names = [] if asked == NOTHING else asked.split(", ")
    return Row(_typed(typed), names, further[0].split(", ") if further and further[0] else names)


def _typed(cell: str) -> dict[str, list[str]]:
    """`a = x + y; b~day = –`: two answers, and an empty box."""
    if cell == NOTHING:
        return {}
    parts = (part.split(" = ", 1) for part in cell.split("; "))
    return {name: texts.replace(NOTHING, "").split(" + ") for name, texts in parts}
