"""The code lists of this room, read once from `lists.json` and `settings.json` beside this file.

A code never changes its meaning and is never removed: old records keep it. `label` is English and goes through
gettext where it is shown.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

NOT_SAID = "not_said"
UNDER_18 = "under_18"
# Whoever is not supported as a relative of somebody.
FOR_THEMSELVES = "self"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Item:
    """One entry of a code list. `until`: the list version from which it is no longer offered ("" = offered)."""

    code: str
    label: str
    until: str = ""


@cache
def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_HERE / name).read_text(encoding="utf-8"))
    return content


@cache
def items(name: str) -> tuple[Item, ...]:
    """The list `name` of lists.json, or `setting` from settings.json, in the order in which it is shown."""
    listed = _file("settings.json")["items"] if name == "setting" else _file("lists.json")[name]
    return tuple(Item(entry["code"], entry["label"], entry.get("until", "")) for entry in listed)


def codes(name: str) -> frozenset[str]:
    """Every code of a list, those no longer offered included."""
    return frozenset(item.code for item in items(name))


def choices(name: str) -> list[tuple[str, str]]:
    """(code, words) of the entries still offered, for a form."""
    return [(item.code, gettext(item.label)) for item in items(name) if not item.until]


def label(name: str, code: str) -> str:
    """The words for a code; the code itself when the list has no such entry."""
    for item in items(name):
        if item.code == code:
            return gettext(item.label)
    return code


def settings_version() -> str:
    """The version of the shared settings list."""
    return str(_file("settings.json")["version"])
