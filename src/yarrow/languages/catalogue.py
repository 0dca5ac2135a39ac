"""A language's messages, read from its catalogue file: the English, the translation, and where it is said.

Only what `make messages` writes is read, so this knows no more of the format than that.
"""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
LENGTH = 8


@dataclass(frozen=True)
class Message:
    """One message. `forms`: the translation, one text or one for each plural form; empty where there is none yet."""

    english: str
    plural: str
    context: str
    forms: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def is_translated(self) -> bool:
        """Whether all its forms are there."""
        return bool(self.forms) and all(self.forms)

    @cached_property
    def digest(self) -> str:
        """A short mark of the English and its translation: another one when either changes."""
        whole = "\0".join((self.context, self.english, self.plural, *self.forms))
        return hashlib.sha256(whole.encode()).hexdigest()[:LENGTH]

    def says(self, text: str) -> bool:
        """Whether these words stand in it, in English or translated."""
        wanted = text.casefold()
        return any(wanted in one.casefold() for one in (self.english, self.plural, *self.forms))


@cache
def messages_of(folder: str, locale: Path = LOCALE) -> tuple[Message, ...]:
    """Every message of a language, in the order of its catalogue; none where there is no catalogue."""
    path = locale / folder / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return ()
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return tuple(message for block in blocks if (message := _message(block)) is not None)


def _message(block: str) -> Message | None:
    """The message of one block; None for the head of the file."""
    parts = dict(_parts(block))
    if not parts.get("msgid"):
        return None
    places = [line[2:].split() for line in block.splitlines() if line.startswith("#:")]
    return Message(
        english=parts["msgid"],
        plural=parts.get("msgid_plural", ""),
        context=parts.get("msgctxt", ""),
        forms=tuple(text for name, text in parts.items() if name.startswith("msgstr")),
        places=tuple(place for line in places for place in line),
    )


def _parts(block: str) -> Iterator[tuple[str, str]]:
    """(msgid, msgstr[0] …, text) of a block."""
    name, text = "", ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith('"'):
            if name:
                yield name, text
            name, _, line = line.partition(" ")
            text = ""
        text += ast.literal_eval(line)
    if name:
        yield name, text
