"""The code lists of this room, read once from `lists.json`: what became of a message, and why one was not sent."""

import json
from functools import cache
from pathlib import Path

from django.utils.translation import gettext


@cache
def _file() -> dict[str, dict[str, str]]:
    content = json.loads(Path(__file__).with_name("lists.json").read_text(encoding="utf-8"))
    return {name: {entry["code"]: entry["label"] for entry in entries} for name, entries in content.items()}


@cache
def codes(name: str) -> frozenset[str]:
    """Every code of a list."""
    return frozenset(_file()[name])


def label(name: str, code: str) -> str:
    """What a code says, in the reader's language; the code itself where there is none such."""
    said = _file()[name].get(code)
    return gettext(said) if said else code
