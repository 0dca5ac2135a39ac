"""The room's code lists: a data file, each code with the words shown for it. A code never changes its meaning."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext, gettext_lazy

ListName = Literal[
    "occasions", "answerers", "hows", "amend_reasons", "void_reasons", "withdraw_reasons", "close_reasons"
]
HERE = Path(__file__).parent


@cache
def listed(name: ListName) -> dict[str, str]:
    """Code → English words, in the order of the file."""
    written: dict[str, list[dict[str, str]]] = json.loads((HERE / "lists.json").read_text(encoding="utf-8"))
    return {entry["code"]: entry["label"] for entry in written[name]}


def choices(name: ListName) -> list[tuple[str, str]]:
    """(code, words) in the reader's language, for forms."""
    return [(code, gettext(words)) for code, words in listed(name).items()]


def lazy_choices(name: ListName) -> list[tuple[str, Any]]:
    """The same for a model, which is made before anybody reads."""
    return [(code, gettext_lazy(words)) for code, words in listed(name).items()]


def label(name: ListName, code: str) -> str:
    """The words for a code; the code itself when the list does not know it."""
    return gettext(listed(name)[code]) if code in listed(name) else code
