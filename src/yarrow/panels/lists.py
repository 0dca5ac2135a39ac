"""The code lists of this room, read once from `lists.json`. A code never changes its meaning and is never removed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(__file__).with_name("lists.json").read_text(encoding="utf-8"))
    return content


@cache
def codes(name: str) -> frozenset[str]:
    """Every code of a list."""
    return frozenset(item["code"] for item in _file()[name])


def choices(name: str) -> list[tuple[str, str]]:
    """(code, words), for a form."""
    return [(item["code"], gettext(item["label"])) for item in _file()[name]]


def label(name: str, code: str) -> str:
    """What a code says, in the reader's language; the code itself where the list no longer has it."""
    return dict(choices(name)).get(code, code)
