"""The code lists of this room, read once from `lists.json` beside this file."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

LINE, WARNING = SAYS = ("line", "warning")


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(__file__).with_name("lists.json").read_text(encoding="utf-8"))
    return content


def choices(name: str) -> list[tuple[str, str]]:
    """(code, words), for a form."""
    return [(entry["code"], gettext(entry["label"])) for entry in _file()[name]]


def label(name: str, code: str) -> str:
    """What a code says, in the reader's language; the code itself where the list has none such."""
    return dict(choices(name)).get(code, code)


def lines() -> list[str]:
    """Lines that say nothing of alerts, in the reader's language."""
    return [words for _code, words in choices("lines")]
