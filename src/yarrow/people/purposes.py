"""What a person may agree to: the purposes of `purposes.json`, in the words that are read to them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from yarrow.people.errors import NotHere


@dataclass(frozen=True)
class Purpose:
    """One purpose. `months`: how long a consent holds unless said otherwise, 0 until withdrawn.

    kinds   of agency that it is for, where the recipients alone say too little; empty for all of them
    """

    code: str
    label: str
    words: str
    easy: str
    recipients: tuple[str, ...]
    categories: tuple[str, ...]
    months: int
    kinds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return gettext(self.label)

    @property
    def in_words(self) -> str:
        return gettext(self.words)

    @property
    def in_easy_words(self) -> str:
        """The same in short sentences, for whoever asks for them."""
        return gettext(self.easy)


@cache
def _file() -> dict[str, Any]:
    path = Path(__file__).parent / "purposes.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@cache
def purposes() -> tuple[Purpose, ...]:
    """Every purpose, in the order in which it is shown."""
    several = ("recipients", "categories", "kinds")
    return tuple(
        Purpose(**{**one, **{name: tuple(one.get(name, ())) for name in several}})
        for one in _file()["purposes"]
    )


def purpose_of(code: str) -> Purpose:
    """The purpose with this code; NotHere when there is none."""
    for one in purposes():
        if one.code == code:
            return one
    raise NotHere()


def version() -> str:
    """The version of the words."""
    return str(_file()["version"])


def choices(name: str, codes: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(code, words) of the list `name` (recipients, categories, hows); only those in `codes` if any are given."""
    listed = _file()[name]
    return [(one["code"], gettext(one["label"])) for one in listed if not codes or one["code"] in codes]


def label(name: str, code: str) -> str:
    """The words for one code of a list; the code itself when the list no longer has it."""
    return dict(choices(name)).get(code, code)
