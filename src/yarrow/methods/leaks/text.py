"""Text brought to one spelling, and cut into words."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from yarrow.methods.leaks.scripts import APOSTROPHES, SHORTEST, one_script, stems
from yarrow.methods.leaks.words import always
from yarrow.methods.leaks.words import folded as fold

# Scripts without spaces between words: each sign counts as half a word.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\U00020000-\U0002ffff]")
# Marks that stand on letters, such as vowels of Arabic and Hindi: they part no word.
_MARKS = "".join(chr(n) for n in range(0x300, 0x1E00) if unicodedata.category(chr(n)) in ("Mn", "Mc"))
_LETTERS = rf"(?:[^\W_][{_MARKS}]*)+"
_WORD = re.compile(
    rf"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\U00020000-\U0002ffff]|{_LETTERS}(?:'{_LETTERS})*"
)
_SHORTENED = ("'d", "'ll", "'m", "'re", "'ve")
_SIGNS = str.maketrans("013457@$!", "oieastasi")


@dataclass(frozen=True)
class Word:
    """One word as it stands, folded for comparing, and how much of a phrase it is.

    spelled   folded (without the 's of an owner), and with its apostrophes left out: `King's`, `Kings`
    forms     these, and without what its language writes in front of it, or behind several owners
    """

    says: str
    folded: str
    spelled: frozenset[str]
    forms: frozenset[str]
    start: int
    end: int
    weight: float

    def fits(self, others: AbstractSet[str]) -> bool:
        """Whether it is in a list. Three letters are too few to say that those before them are no part of the word."""
        return any(form in others for form in self.forms if form in self.spelled or len(form) > SHORTEST)


def plain(text: str) -> str:
    """Wide and raised forms as ordinary ones, other digits as 0-9, one apostrophe, one script in each word; nothing
    that can't be seen.
    """
    seen = "".join(sign for sign in text if not _is_unseen(sign)).translate(APOSTROPHES)
    read = "".join(str(unicodedata.digit(sign, sign)) for sign in unicodedata.normalize("NFKC", seen))
    return one_script(read.translate(APOSTROPHES))


def _is_unseen(sign: str) -> bool:
    """No sign at all, or only a frame around another: `1️⃣` is 1. Arabic's tatweel only makes a word longer."""
    return (
        unicodedata.category(sign) in ("Cf", "Cs", "Me") or "\ufe00" <= sign <= "\ufe0f" or sign == "\u0640"
    )


def seen_through(text: str) -> str:
    """Folded, with signs that stand for letters as those letters: `r4p1st`."""
    return fold(text).translate(_SIGNS)


def words(text: str) -> list[Word]:
    """Every word of plain text."""
    return [_word(text, found) for found in _WORD.finditer(text)]


def _word(text: str, found: re.Match[str]) -> Word:
    whole = fold(found[0])
    folded = whole.removesuffix("'s")
    # `she'd` is no shed.
    joined = folded if whole.endswith(_SHORTENED) else whole.replace("'", "")
    spelled = frozenset({folded, joined})
    forms = spelled | stems(folded)
    # `the O'Briens' flat`
    if whole.endswith("s") and text[found.end() : found.end() + 1] == "'":
        forms |= {form.removesuffix("s") for form in spelled}
    weight = 0.5 if _UNSPACED.match(found[0]) else 1.0
    return Word(found[0], folded, spelled, forms, found.start(), found.end(), weight)


def telling(text: str) -> list[Word]:
    """The words that say something: without the small ones of every language, and without numbers."""
    return [
        word
        for word in words(text)
        if (word.weight < 1 or len(word.folded) >= SHORTEST)
        and not word.folded.isdecimal()
        and word.folded not in always()
    ]
