"""The code lists of this room, read once from `lists.json` beside this file.

A code never changes its meaning and is never removed: old rows keep it. Labels are English and go through gettext
where they are shown.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

KEPT, ESCROW, WARN, INTELLIGENCE, FULL = LEVELS = ("kept", "escrow", "warn", "intelligence", "full")
NOBODY, HERE, PROJECTS = TELLS = ("nobody", "here", "projects")
NEVER, TWO, LATER, NOW = RELEASES = ("never", "two", "later", "now")
KEEP, CORRECT, RESTRICT, DELETE = OUTCOMES = ("keep", "correct", "restrict", "delete")
# What advisers say of two descriptions; the last takes back what was said before.
SAME, DIFFERENT, UNSURE, UNDONE = DECISIONS = ("same", "different", "unsure", "undone")
PHONE, WORKER = WAYS = ("phone", "worker")
# Whoever is under eighteen has a path of their own: such a report is in no alert and no check.
YOUNG = "young"
# One code each of an offender's description, under the key that the matching knows.
TRAITS = ("build", "hair", "face", "vehicle_kind", "vehicle_colour")


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(__file__).with_name("lists.json").read_text(encoding="utf-8"))
    return content


@cache
def labels(name: str) -> dict[str, str]:
    """Code → its English words, in the order in which they are shown."""
    return {entry["code"]: entry["label"] for entry in _file()[name]}


def choices(name: str) -> list[tuple[str, str]]:
    """(code, words), for a form."""
    return [(code, gettext(label)) for code, label in labels(name).items()]


def label(name: str, code: str) -> str:
    """What a code says, in the reader's language; the code itself where the list no longer has it."""
    return gettext(labels(name)[code]) if code in labels(name) else code
