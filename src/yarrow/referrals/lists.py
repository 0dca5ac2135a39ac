"""The code lists of this room, read once from `lists.json`, and the pathways of `packs/` that a project may take up.

A code never changes its meaning and is never removed: old records keep it. `label` is English and goes through
gettext where it is shown.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from yarrow.methods.pathways import Pathway, read

PLAIN, FAST, WARM = ROUTES = ("plain", "fast", "warm")

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Item:
    """One entry of a code list. `days`: of a state, how long silence is usual; `uses`: of a reason, for which acts."""

    code: str
    label: str
    done: str = ""
    days: int | None = None
    uses: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The label in the reader's language."""
        return gettext(self.label)


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_HERE / "lists.json").read_text(encoding="utf-8"))
    return content


@cache
def items(name: str) -> tuple[Item, ...]:
    """A list, in the order in which it is shown."""
    return tuple(
        Item(one["code"], one["label"], one.get("words", ""), one.get("days"), tuple(one.get("for", ())))
        for one in _file()[name]
    )


@cache
def codes(name: str) -> frozenset[str]:
    """Every code of a list."""
    return frozenset(item.code for item in items(name))


def choices(name: str) -> list[tuple[str, str]]:
    """(code, words), for a form."""
    return [(item.code, item.words) for item in items(name)]


def label(name: str, code: str) -> str:
    """The words for a code; the code itself when the list has no such entry."""
    return next((item.words for item in items(name) if item.code == code), code)


def done_label(act: str) -> str:
    """What was done, in words."""
    return next((gettext(item.done) for item in items("acts") if item.code == act), act)


def reasons_for(act: str) -> list[tuple[str, str]]:
    """(code, words) of the reasons that fit an act; empty for one that needs none."""
    return [(item.code, item.words) for item in items("reasons") if act in item.uses]


def usual_days(state: str) -> int | None:
    """After how many days of silence somebody should ask; None for a state that has ended."""
    return next(item.days for item in items("states") if item.code == state)


def version() -> str:
    """The version of the lists; stored with each reason."""
    return str(_file()["version"])


@cache
def packs() -> dict[str, Pathway]:
    """Code → pathway that a project may take up."""
    return {code: read(told) for code, told in pack_files().items()}


@cache
def pack_files() -> dict[str, dict[str, Any]]:
    """Code → the pathway's file."""
    told = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((_HERE / "packs").glob("*.json"))]
    return {one["code"]: one for one in told}
