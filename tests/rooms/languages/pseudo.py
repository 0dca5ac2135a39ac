"""A language that nobody speaks: every message stands in ⟦ ⟧, what is put into it outside them. What a page says
beyond that, and beyond what people typed, was never given to the translators.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.utils.translation import trans_real

from yarrow.contacts import codes
from yarrow.staff import speaking
from yarrow.ui import days

OPEN, CLOSE = "⟦", "⟧"
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|%n\b")
SAID = (
    "title",
    "alt",
    "placeholder",
    "label",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
)
# Attributes from which a script takes what it says, and those that it reads for itself.
NOT_SAID = re.compile(
    r"data-(?:project|session|by|pad|words|device|static|step|reveals|go-on|filter$|check|shift|form|url|module|theme|kept$|kind|do$|says$|said$|ready|allauth|leave$|seal$|key$)"
)
# A passphrase, a secret for an app, words of an envelope: drawn at random, the same in every language.
UNSEEN = {"script", "style", "template", "code"}
VOID = {"input", "br", "img", "meta", "link", "hr", "path", "rect", "circle", "line", "source", "col", "wbr"}
LETTERS = re.compile(r"[^\W\d_]{2,}")


def bracketed(said: str) -> str:
    """A message with its brackets, what is put into it outside them."""
    return OPEN + HOLE.sub(lambda hole: CLOSE + hole[0] + OPEN, said) + CLOSE if said.strip() else said


class Pseudo:
    """A catalogue that knows every message; `asked`: those it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        said = message.rpartition("\x04")[2]
        if OPEN in said:
            return said
        self.asked.add(said)
        return bracketed(said)

    def ngettext(self, one: str, many: str, n: float) -> str:
        self.asked.add(one)
        return bracketed(one if n == 1 else many)

    def language(self) -> str:
        return "en-gb"

    to_language = language


@contextmanager
def spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pseudo]:
    """Everything said in the block is said in this language."""
    pseudo = Pseudo()
    with monkeypatch.context() as patch:
        patch.setattr(trans_real, "translation", lambda language: pseudo)
        patch.setattr(trans_real._active, "value", pseudo, raising=False)
        patch.setattr(speaking, "_pass_empty_catalogs", lambda language: None)
        _forget_languages()
        yield pseudo
    _forget_languages()


def _forget_languages() -> None:
    """What is made once for each language: this one calls itself English."""
    days._written.cache_clear()
    codes._in_language.cache_clear()


class Page(HTMLParser):
    """What a page shows or says aloud that stands outside the brackets: `left`, each with where it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth, self.inside, self.left = 0, [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        is_closed = bool(self.inside and self.inside[-1] is None) or told.get("translate") == "no"
        if tag not in VOID:
            self.inside.append(None if is_closed or tag in UNSEEN else tag)
        if is_closed:
            return
        for name, value in attrs:
            is_button = name == "value" and tag == "input" and told.get("type") in ("submit", "button")
            is_words = name.startswith("data-") and not NOT_SAID.match(name)
            if value and (name in SAID or is_button or is_words):
                self._note(outside(value)[0], f"{tag} {name}")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.inside.pop()

    def handle_endtag(self, tag):
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, text):
        if self.inside and self.inside[-1] is None:
            return
        free, self.depth = outside(text, self.depth)
        self._note(free, self.inside[-1] if self.inside else "")

    def _note(self, free, where):
        if LETTERS.search(free):
            self.left.append((where, " ".join(free.split())))


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """(what stands outside the brackets, how deep it ends)."""
    free = []
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE:
            depth -= 1
        elif depth <= 0:
            free.append(letter)
            continue
        free.append(" ")
    return "".join(free), depth
