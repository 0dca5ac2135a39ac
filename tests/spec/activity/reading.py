"""Reads a case: prose, a period line, a table of contacts and the activity table they make."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yarrow.methods.activity import Figures, Met, Period, Row

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
COUNTS = {
    "contacts": "n_contacts",
    "people": "n_people",
    "new": "n_new",
    "repeat": "n_repeat",
    "unnamed": "n_unnamed",
}


@dataclass(frozen=True)
class Case:
    """One case, ready to be counted and compared."""

    period: Period
    by: tuple[str, ...]
    where: dict[str, str]
    kept: Period | None
    contacts: list[Met]
    rows: list[Row]
    total: Figures


def read(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    given, then = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    period, by = re.search(r"^Period: (.*), by (.*)$", text, flags=re.MULTILINE).groups()
    only = re.search(r"^Only: (\w+) (\w+)$", text, flags=re.MULTILINE)
    kept = re.search(r"^Kept: (.*)$", text, flags=re.MULTILINE)
    dimensions = tuple(by.split(", "))
    *rows, total = [_row(line, dimensions) for line in _lines(then)]
    return Case(
        period=_period(period),
        by=dimensions,
        where={only[1]: only[2]} if only else {},
        kept=_period(kept[1]) if kept else None,
        contacts=_contacts(_lines(given)),
        rows=rows,
        total=total.figures,
    )


def _period(text: str) -> Period:
    first, last = text.split(" to ")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def _lines(table: str) -> list[dict[str, str]]:
    heads, _rule, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()
    ]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _contacts(lines: list[dict[str, str]]) -> list[Met]:
    firsts: dict[str, date] = {}
    for line in lines:
        day = date.fromisoformat(line.get("first") or line["on"])
        firsts[line["person"]] = min(day, firsts.get(line["person"], day))
    return [
        Met(
            on=date.fromisoformat(line["on"]),
            kind=line["kind"],
            person=line["person"] or None,
            n_people=int(line.get("n") or 1),
            zone=line.get("zone", ""),
            gender=line.get("gender", ""),
            settings=tuple(_words(line.get("setting", ""))),
            first_on=firsts[line["person"]] if line["person"] else None,
            given=_amounts(line.get("given", "")),
            done=tuple(_words(line.get("done", ""))),
        )
        for line in lines
    ]


def _row(line: dict[str, str], by: tuple[str, ...]) -> Row:
    key = tuple(line[dimension] for dimension in by)
    if line["contacts"] == "no data":
        return Row(key, None)
    counts = {name: int(line[head]) for head, name in COUNTS.items()}
    given, done = _amounts(line.get("given", "")), _amounts(line.get("done", ""))
    return Row(key, Figures(**counts, given=given, done=done))


def _words(text: str) -> list[str]:
    return [word for word in text.split(", ") if word]


def _amounts(text: str) -> dict[str, int]:
    pairs = (part.split(" ") for part in _words(text))
    return {code: int(n) for code, n in pairs}
