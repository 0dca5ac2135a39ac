"""Reads a table of cases: answers in words, and what has to come of them."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.house.tree import SOURCE
from yarrow.methods.packs import Pack, load_packs

FOLDER = Path(__file__).parent / "cases"
PACKS = load_packs(SOURCE / "measures" / "packs")


@dataclass(frozen=True)
class Case:
    """One row: the pack, what it is about, the answers or the two scores, and the outcomes."""

    pack: Pack
    name: str
    given: str
    outcomes: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.pack.id}: {self.name} {self.given[:12]}"


def tables(path: Path) -> list[list[list[str]]]:
    """Every table of a file, without its head."""
    found: list[list[list[str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [rows[2:] for rows in found if rows]


def cases(table: int) -> list[Case]:
    """All rows of the first table of every file (0), or of the second (1)."""
    return [
        Case(PACKS[path.stem], row[0], row[1], tuple(part.strip() for part in row[2].split(";")))
        for path in sorted(FOLDER.glob("*.txt"))
        for row in (tables(path)[table] if len(tables(path)) > table else [])
    ]


def answers(pack: Pack, given: str) -> dict[str, int | None]:
    """`all 2; phq9.4=-`, `none; phq9.9=1`, `3 2 - 1`, or `order NAME: 3 2 1`."""
    first, *changed = [part.strip() for part in given.split(";")]
    scored = [one.id for one in pack.slots if one.is_scored]
    if first.startswith("order "):
        name, _colon, row = first.removeprefix("order ").partition(":")
        found = dict(zip(pack.orders[name], map(_value, row.split()), strict=True))
    elif first.startswith("all "):
        found = dict.fromkeys(scored, _value(first.removeprefix("all ")))
    else:
        found = {} if first == "none" else dict(zip(scored, map(_value, first.split()), strict=True))
    for one in changed:
        name, _equals, value = one.partition("=")
        found[name] = _value(value)
    return found


def _value(said: str) -> int | None:
    return None if said == "-" else int(said)


def scores(given: str) -> tuple[Decimal | None, Decimal | None]:
    """`15 → 9`; `?` is no score."""
    before, after = (None if part.strip() == "?" else Decimal(part.strip()) for part in given.split("→"))
    return before, after
