"""The code lists of this room, read once from `lists.json` beside this file.

A code never changes its meaning and is never removed: old rows keep it. Labels are English and go through gettext
where they are shown.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

BREACH, COMPLAINT = BREACH_KINDS = ("breach", "complaint")
BEFORE, AFTER = MOMENTS = ("before", "after")
STEPS = (1, 2, 3, 4, 5)
ANSWER, NO_ANSWER = "answer", "no_answer"


@dataclass(frozen=True)
class Item:
    """One entry of a code list."""

    code: str
    label: str

    @property
    def said(self) -> str:
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
    return [(item.code, item.said) for item in items(name)]


def label(name: str, code: str) -> str:
    """What a code says, in the reader's language; the code itself where the list no longer has it."""
    return next((item.said for item in items(name) if item.code == code), code)
