"""Codes of people: short, said aloud without mistakes, and derived from nothing.

A code is a letter, a digit, a hyphen, a digit and two letters ("K7-4MW"). Letters and digits that look like another
(0 O, 1 I L, 2 Z, 5 S, 8 B, U V) never appear; without vowels no word can be spelled.
"""

import re
import secrets
from collections.abc import Callable

LETTERS = "CDFGHJKMNPQRTWXY"
DIGITS = "34679"
SHAPE = re.compile(rf"^[{LETTERS}][{DIGITS}]-[{DIGITS}][{LETTERS}]{{2,4}}$")
LONGEST = 8
_TRIES_PER_LENGTH = 20


def draw(n_last_letters: int = 2, choose: Callable[[str], str] = secrets.choice) -> str:
    """One random code; nothing about the person goes into it."""
    last = "".join(choose(LETTERS) for _ in range(n_last_letters))
    return f"{choose(LETTERS)}{choose(DIGITS)}-{choose(DIGITS)}{last}"


def new_code(is_taken: Callable[[str], bool], choose: Callable[[str], str] = secrets.choice) -> str:
    """A code that nobody in the project has. 102,400 short ones; then a letter is added rather than waiting."""
    for n_last_letters in (2, 3, 4):
        for _ in range(_TRIES_PER_LENGTH):
            code = draw(n_last_letters, choose)
            if not is_taken(code):
                return code
    raise RuntimeError("no free code in sixty draws")


def normal(text: str) -> str | None:
    """The code someone typed, however they wrote it ("k7 4mw", "K74MW"); None when it is not one."""
    packed = re.sub(r"[\s\-–—.]", "", text).upper()
    code = f"{packed[:2]}-{packed[2:]}"
    return code if SHAPE.match(code) else None
