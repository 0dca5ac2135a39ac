"""Which known names and codes stand in a text, so that a page without people stays one."""

import re
import unicodedata
from collections.abc import Iterable

# An apostrophe or a hyphen ends a word: "Kim's" has "Kim" in it.
_WORD = re.compile(r"[^\W_]+")
# A single shorter word is too often something else.
SHORTEST = 3


def without_unseen(text: str) -> str:
    """`text` as it is read: wide and joined letters as plain ones, without signs that show nothing (a joiner)."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


def whole_in(text: str, names: Iterable[str | None]) -> list[str]:
    """Names of several words, and codes, that stand in the text, whatever their case; each once, as they are known."""
    folded = " ".join(word.casefold() for word in _words(text))
    found = []
    for name in dict.fromkeys(name for name in names if name):
        words = [word.casefold() for word in _words(name)]
        if words and f" {' '.join(words)} " in f" {folded} ":
            found.append(name)
    return found


def single_in(text: str, names: Iterable[str | None]) -> list[str]:
    """Names of one word that stand in the text with a capital letter: they may be other words, too ("May")."""
    capital = {word.casefold() for word in _words(text) if word[0].isupper() or not word[0].islower()}
    found = []
    for name in dict.fromkeys(name for name in names if name):
        words = _words(name)
        if len(words) == 1 and len(words[0]) >= SHORTEST and words[0].casefold() in capital:
            found.append(name)
    return found


def of_several_words(names: Iterable[str | None]) -> list[str]:
    """Those names that have more than one word."""
    return [name for name in names if name and len(_words(name)) > 1]


def _words(text: str) -> list[str]:
    return _WORD.findall(without_unseen(text))
