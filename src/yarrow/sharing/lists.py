"""The code lists of this room, read once from `lists.json`. A code never changes its meaning and is never removed.

There is no fact for immigration status, nationality or how somebody works: it is in no share.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Item:
    """One entry of a list.

    category   of a fact: which category of consent it falls under
    field      of a fact: the field of the person that says it; "" for words that are written for this share
    fact       of a field of letters: the fact that it tells; "" for what is about nobody
    text       of a letter: its words
    is_asked   of a letter: whether the person asks for each one
    """

    code: str
    label: str
    category: str = ""
    field: str = ""
    fact: str = ""
    text: str = ""
    is_asked: bool = False

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


def category_of(fact: str) -> str:
    """Which category of consent a fact falls under; "" for none of ours."""
    return next((item.category for item in items("facts") if item.code == fact), "")


@cache
def about_files() -> frozenset[str]:
    """Facts that are told by a file; what they say is what the file is called."""
    return frozenset(item.code for item in items("facts") if item.code.startswith("file_"))


def categories_of(facts: Any) -> list[str]:
    """Every category that these facts fall under, in the order of the list."""
    chosen = set(facts)
    return list(dict.fromkeys(item.category for item in items("facts") if item.code in chosen))


@cache
def kinds_to_name() -> frozenset[str]:
    """Kinds of agency that nobody means by a kind of recipient: they are agreed to by name."""
    return frozenset(_file()["kinds_to_name"])
