"""Reads a case: prose with its day, a table of referrals, the funnel that they make, and their waits."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from yarrow.methods.funnels import Followed, Walked
from yarrow.methods.pathways import ENDED, ENDED_SHORT, stage_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
COLUMNS = ("reached", "still there", "ended there")
ANEW = "offered again"


@dataclass(frozen=True)
class Case:
    """`funnel`: stage → its three figures; `waits`: (days, word) of everybody who was sent."""

    as_of: date
    referrals: list[Followed]
    funnel: dict[str, tuple[int, ...]]
    waits: list[tuple[int, str]]
    middle: int | None


def read(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    given, then = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    waits, middle = re.search(r"^Waits: (.*); middle (\w+)$", text, flags=re.MULTILINE).groups()
    return Case(
        as_of=date.fromisoformat(re.search(r"as they stood on (\S+)\.", text)[1]),
        referrals=[_referral(line) for line in _lines(given)],
        funnel={line["stage"]: tuple(int(line[name]) for name in COLUMNS) for line in _lines(then)},
        waits=[(int(days), word) for days, word in (one.split(" ") for one in waits.split(", "))],
        middle=None if middle == "none" else int(middle),
    )


def _lines(table: str) -> list[dict[str, str]]:
    heads, _rule, *rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()
    ]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _referral(line: dict[str, str]) -> Followed:
    moves = [
        (
            "offered" if name == ANEW else name,
            date.fromisoformat(text),
            "other" if name in ENDED_SHORT else "",
        )
        for name, text in line.items()
        if text and name != "person"
    ]
    days: dict[str, date] = {}
    for state, on, _reason in moves:
        if (stage := stage_of(state)) is not None:
            days.setdefault(stage, on)
    state, since, reason = moves[-1]
    about = {"service": None, "need": "housing", "route": "plain", "agency": UUID(int=1)}
    return Followed(
        person_id=UUID(int=int(line["person"])),
        offered_on=moves[0][1],
        walked=Walked(state, tuple(one[0] for one in moves)),
        days=days,
        reason=reason if state in ENDED_SHORT else "",
        ended_on=since if state in ENDED else None,
        standing=tuple(moves),
        **about,
    )
