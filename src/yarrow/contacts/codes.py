"""The room's code lists: versioned data files in `lists/`, each code with the words shown for it.

A code never changes its meaning and never leaves its file; a project adds kinds of its own beside them
(`models.OwnKind`).
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language, gettext, gettext_lazy

ListName = Literal[
    "supplies",
    "done",
    "kinds",
    "seemed",
    "language_how",
    "seen_gender",
    "shift_parts",
    "stock_reasons",
    "concern",
    "follow_up_results",
]
LISTS = Path(__file__).parent / "lists"
SESSION, ONE_TO_ONE = "session", "one_to_one"
# Supplies that come back from people: counted, and never put into the cupboard again.
RETURNED = "returned"


@dataclass(frozen=True)
class Code:
    """One entry of a list. `on_sheet`: shown on the shift sheet without opening "more"."""

    code: str
    label: str
    group: str = ""
    on_sheet: bool = False


@cache
def listed(name: ListName) -> tuple[Code, ...]:
    """The codes of a list, in the order of its file."""
    written = json.loads((LISTS / f"{name}.json").read_text(encoding="utf-8"))
    return tuple(Code(**entry) for entry in written["codes"])


@cache
def codes_of(name: ListName, group: str = "") -> frozenset[str]:
    """The bare codes of a list, or of one group in it."""
    return frozenset(entry.code for entry in listed(name) if group in ("", entry.group))


def choices(name: ListName, group: str = "") -> list[tuple[str, str]]:
    """(code, words) in the reader's language, for forms."""
    return [(entry.code, gettext(entry.label)) for entry in listed(name) if group in ("", entry.group)]


def lazy_choices(name: ListName, group: str = "") -> list[tuple[str, Any]]:
    """The same for a model, which is made before anybody reads."""
    return [(entry.code, gettext_lazy(entry.label)) for entry in listed(name) if group in ("", entry.group)]


def label(name: ListName, code: str) -> str:
    """The words for a code in the reader's language; the code itself when the list does not know it."""
    return labels(name).get(code, code)


def labels(name: ListName) -> dict[str, str]:
    """Code → its words in the reader's language, for the whole list."""
    return _in_language(name, get_language())


@cache
def _in_language(name: ListName, _language: str | None) -> dict[str, str]:
    """The language is the one that is spoken now."""
    return {entry.code: gettext(entry.label) for entry in listed(name)}
