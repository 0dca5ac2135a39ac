"""The word lists of the leak checker, read once from `words.json` beside this file and folded as text is."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

# Letters that no decomposition takes apart.
_WHOLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
    return content


@cache
def listed(name: str) -> frozenset[str]:
    """One list, every language of it together."""
    return frozenset(folded(word) for words in _file()[name].values() for word in words.split(" "))


@cache
def always() -> frozenset[str]:
    """Words that say nothing by themselves."""
    return listed("small")


@cache
def of_setting(code: str) -> frozenset[str]:
    """Words by which a setting is known."""
    return frozenset(folded(word) for word in _file()["settings"].get(code, "").split(" ") if word)


def patterns(name: str) -> dict[str, list[str]]:
    """Phrases of a list, for each language; as patterns of folded words with one space between them."""
    found: dict[str, list[str]] = _file()[name]
    return found


def clock(language: str) -> tuple[str, ...]:
    """Hours written out."""
    return tuple(folded(word) for word in _file()["clock"].get(language, "").split(" ") if word)


@cache
def digits() -> dict[str, str]:
    """Digit written out → the digit."""
    said: dict[str, str] = {}
    for words in _file()["digits"].values():
        said |= {folded(word): str(n) for n, line in enumerate(words) for word in line.split(" ")}
    return said


def folded(word: str) -> str:
    """Without case and accents; Arabic without its vowel marks."""
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_WHOLE))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
