"""The code lists of this room, read once from `domains.json` and `lists.json` beside this file.

A code never changes its meaning and is never removed: old records keep it. `label` and `hint` are English and go
through gettext where they are shown. The ladder is our own wording.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

SELF, WORKER, TOGETHER = RATERS = ("self", "worker", "together")
RATED = "rated"
NOT_ASKED = "not_asked"
TENANCIES = ("own_tenancy", "joint_tenancy")
TRAUMA, DRUGS = "trauma", "drugs_alcohol"
FACTORS = ("within", "around")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Item:
    """One entry of a code list."""

    code: str
    label: str
    hint: str = ""
    area: str = ""

    @property
    def words(self) -> str:
        """The label in the reader's language."""
        return gettext(self.label)

    @property
    def more(self) -> str:
        """The hint in the reader's language; "" without one."""
        return gettext(self.hint) if self.hint else ""


@cache
def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_HERE / name).read_text(encoding="utf-8"))
    return content


@cache
def items(name: str) -> tuple[Item, ...]:
    """A list of lists.json, or `area` and `domain` of domains.json, in the order in which it is shown."""
    whole = {"area": "areas", "domain": "domains"}
    entries = _file("domains.json")[whole[name]] if name in whole else _file("lists.json")[name]
    return tuple(Item(**entry) for entry in entries)


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


def domains_of(area: str) -> tuple[Item, ...]:
    """The domains that one portion of the form asks."""
    return tuple(item for item in items("domain") if item.area == area)


def step_words(step: int | None) -> str:
    """A step of the ladder in words."""
    return label("ladder", str(step)) if step is not None else ""


def version() -> str:
    """The version of the list of domains and of the ladder; stored with each rating."""
    return str(_file("domains.json")["version"])


def need_up_to() -> int:
    """The highest step that still counts as a need."""
    return int(_file("domains.json")["need_up_to"])
