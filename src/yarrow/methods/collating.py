"""The order of names in a language's own alphabet, for lists that people read. No library: see docs/adr/0111.

Compared first by letters, accents and capitals aside; where those are equal, by what distinguishes them.
"""

import re
import unicodedata
from functools import cache

Key = tuple[tuple[tuple[int, int], ...], str, str]
LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
# Letters of their own, two signs where a language counts them as one; everything else follows its plain letter.
ALPHABETS = {
    "ro": "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z",
    "pl": "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż",
    "es": "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z",
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
}
# One letter written in several ways.
SAME = {
    "ro": {"ş": "ș", "ţ": "ț"},
    "ar": {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": ""},
}
PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
# A Thai vowel that is written before its consonant is read, and sorted, after it.
BEFORE_CONSONANT = re.compile("([เแโใไ])([ก-ฮ])")
SPACE, DIGIT, LETTER, OTHER, HANZI = range(5)


def key_of(text: str, language: str) -> Key:
    """What names are compared by in this language ("ro", "zh-hans"; any other is ordered as English is)."""
    folded = unicodedata.normalize("NFC", text.casefold())
    for written, letter in SAME.get(language, {}).items():
        folded = folded.replace(written, letter)
    if language == "th":
        folded = BEFORE_CONSONANT.sub(r"\2\1", folded)
    letters, pattern = _alphabet(language)
    ranks: list[tuple[int, int]] = []
    for part in pattern.findall(folded):
        if part in letters:
            ranks.append((LETTER, letters[part]))
        else:
            ranks += [_rank(one, letters, language) for one in _plain(part)]
    return tuple(ranks), folded, text


def _plain(letter: str) -> str:
    """A letter without its marks: "é" is "e"; a mark alone is nothing."""
    letter = PLAIN.get(letter, letter)
    return "".join(one for one in unicodedata.normalize("NFKD", letter) if unicodedata.category(one) != "Mn")


def _rank(letter: str, letters: dict[str, int], language: str) -> tuple[int, int]:
    if letter in letters:
        return LETTER, letters[letter]
    if letter.isdigit():
        return DIGIT, ord(letter)
    if not letter.isalnum():
        return SPACE, 0
    return _hanzi(letter) if language == "zh-hans" else (OTHER, ord(letter))


def _hanzi(letter: str) -> tuple[int, int]:
    """By its sound: the commonest 3,755 signs of GB 2312 stand in the order of their pinyin, the rest by radical."""
    try:
        return HANZI, int.from_bytes(letter.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return HANZI, 0xFFFF + ord(letter)


@cache
def _alphabet(language: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """(rank of each letter, what cuts a name into letters, the longest first)."""
    letters = ALPHABETS.get(language, LATIN).split()
    longest_first = sorted(letters, key=len, reverse=True)
    return {letter: rank for rank, letter in enumerate(letters)}, re.compile(
        "|".join([*longest_first, "."]), re.S
    )
