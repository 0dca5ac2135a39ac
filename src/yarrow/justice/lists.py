"""The code lists of this room, read once from `lists.json`. A code never changes its meaning and is never removed."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Item:
    """One entry. Of a kind of order: `n` appointments are usual; `mandated`: whether staying away has consequences."""

    code: str
    label: str
    n: int = 0
    mandated: bool = False

    @property
    def words(self) -> str:
        """The label in the reader's language."""
        return gettext(self.label)


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(__file__).with_name("lists.json").read_text(encoding="utf-8"))
    return content


@cache
def items(name: str) -> tuple[Item, ...]:
    """A list, in the order in which it is shown."""
    return tuple(Item(**entry) for entry in _file()[name])


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


def usual_n(kind: str) -> int:
    """How many appointments such an order has; 1 for a kind that the list no longer has."""
    return next((item.n for item in items("order_kinds") if item.code == kind), 1)


@cache
def mandated_kinds() -> frozenset[str]:
    """Kinds of order whose appointments are mandated."""
    return frozenset(item.code for item in items("order_kinds") if item.mandated)
