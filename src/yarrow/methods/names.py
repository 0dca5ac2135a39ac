"""How well a name someone typed fits a name that is known. No Django, no database, nothing kept.

`Matcher(typed).score(name)` is between 0 (another name) and 1 (the same). It finds misspellings, sound-alikes
across spellings of several languages, words in another order, initials, short forms, missing accents.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from jellyfish import metaphone
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

EXACT, JOINED, STARTS, SHORT_FORM, CUT, INITIAL = 1.0, 0.97, 0.88, 0.84, 0.75, 0.62
WORTH_SHOWING = 0.55
SURE = 0.84
# No more slips than this are forgiven in the longest word.
MOST_SLIPS = 2
VOWELS = frozenset("aeiou")
# Letters that do not come apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e"}
    | dict(zip("абвгґдезиіїйклмнопрстуфыэ", "abvggdeziiiiklmnoprstufye", strict=True))
    | {
        "ё": "e",
        "є": "ie",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
    }
    | {"ю": "iu", "я": "ia"}
    | dict(zip("αβγδεζηικλμνοπρσςτυφω", "avgdeziiklmnoprsstifo", strict=True))
    | {"θ": "th", "ξ": "x", "χ": "ch", "ψ": "ps"}
)
# One sound, several spellings: S is what English writes sh or ch, J what it writes y or j at the beginning.
_SOUNDS = (
    (re.compile("szcz|shch|tsch|sch|tch|cz|sz|sh|ch"), "S"),
    (re.compile("dzh|zh|dj"), "j"),
    (re.compile("ph|v|w"), "f"),
    (re.compile("c(?=[eiy])|z|ts"), "s"),
    (re.compile("ck|kh|qu|q|c|gh"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("^(?:j|y|i(?=[aeou])|ge|gi)"), "J"),
    (re.compile("h"), ""),
    (re.compile("[jy]"), "i"),
    (re.compile("^[aeiou]+"), "A"),
    (re.compile("[aeiou]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def fold(text: str) -> str:
    """Small letters without accents; Cyrillic and Greek as they are usually written in Latin letters."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).casefold().translate(_LETTERS))
    # Capitals of mathematical alphabets have no small letters until they are taken apart.
    return "".join(sign for sign in apart.casefold() if not unicodedata.combining(sign)).translate(_LETTERS)


def parts(text: str) -> tuple[str, ...]:
    """The words of a name, folded. An apostrophe joins (O'Neill), a hyphen or a full stop parts."""
    return tuple(re.findall(r"\w+", re.sub("['’`´ʼ\u200c-\u200f]", "", fold(text)).replace("_", " ")))


def packed(text: str) -> str:
    """Letters and digits alone, folded: for numbers in other systems."""
    return "".join(parts(text))


def sound(word: str) -> str:
    """One key for spellings that are said alike in English and in the languages often met."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def sounds(word: str) -> set[str]:
    """Its sound, and the one it has where `ch` is said as k (Chloe, Chiara)."""
    return {sound(word), sound(word.replace("ch", "k"))} if "ch" in word else {sound(word)}


@cache
def short_forms() -> dict[str, frozenset[int]]:
    """For each name of nicknames.json, the numbers of the sets it is in."""
    content = json.loads((Path(__file__).parent / "nicknames.json").read_text(encoding="utf-8"))
    table: dict[str, set[int]] = {}
    for number, line in enumerate(content["sets"]):
        for name in line.split():
            table.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in table.items()}


@cache
def _sets() -> dict[int, frozenset[str]]:
    return {
        number: frozenset(name for name, numbers in short_forms().items() if number in numbers)
        for number in set().union(*short_forms().values())
    }


def other_forms(word: str) -> set[str]:
    """Every name that is a short or a long form of the same."""
    return set().union(*(_sets()[number] for number in short_forms().get(word, ())))


def likeness(typed: str, known: str) -> float:
    """How well one typed word fits one known word, both folded; 0 when they are different names."""
    if typed == known:
        return EXACT
    if min(len(typed), len(known)) == 1:
        return INITIAL if typed[0] == known[0] else 0.0
    if known.startswith(typed):
        return STARTS
    table = short_forms()
    if table.get(typed, frozenset()) & table.get(known, frozenset()):
        return SHORT_FORM
    if len(known) >= 3 and typed.startswith(known):
        return CUT
    return max(_slip(typed, known), _heard(typed, known))


def _slip(typed: str, known: str) -> float:
    """Mistyped: one slip in a short word, two in a long one."""
    shorter = min(len(typed), len(known))
    most = 0 if shorter < 4 else 1 if shorter < 7 else MOST_SLIPS
    slips = OSA.distance(typed, known, score_cutoff=most) if most else 1
    if slips > most or (typed[0] != known[0] and shorter < 6):
        return 0.0
    if len(typed) == len(known) == 4 and sorted(typed) != sorted(known) and _bones(typed) != _bones(known):
        # Jane and Jade: in so short a word another consonant is another name.
        return 0.0
    return 0.9 - 0.1 * slips


def _bones(word: str) -> str:
    return "".join(letter for letter in word if letter not in VOWELS)


def _heard(typed: str, known: str) -> float:
    """Written as it was heard."""
    alike = fuzz.ratio(typed, known) / 100
    if alike < 0.45:
        return 0.0
    if sounds(typed) & sounds(known):
        return 0.5 + 0.35 * alike
    return 0.42 + 0.35 * alike if metaphone(typed) == metaphone(known) != "" else 0.0


class Matcher:
    """One typed name against many known ones; likenesses of words are worked out once each."""

    def __init__(self, typed: str) -> None:
        self.words = parts(typed)
        self.joined = "".join(self.words)
        self._seen: dict[str, list[float]] = {}

    def score(self, name: str) -> float:
        """0 to 1. Every typed word has to fit, or else the known name has to say less than what was typed."""
        known = parts(name)
        if not self.words or not known:
            return 0.0
        if self.words == known:
            return EXACT
        joined = "".join(known)
        if self.joined == joined:
            return JOINED
        together = _slip(self.joined, joined) - 0.05 if len(self.words) != len(known) else 0.0
        return max(self._by_word(known), together)

    def _by_word(self, known: tuple[str, ...]) -> float:
        fits = sorted(
            ((fit, t, k) for k, word in enumerate(known) for t, fit in enumerate(self.fits(word)) if fit),
            reverse=True,
        )
        taken: dict[int, float] = {}
        used: set[int] = set()
        for fit, t, k in fits:
            if t not in taken and k not in used:
                taken[t] = fit
                used.add(k)
        missing = len(self.words) - len(taken)
        if not taken or (missing and (len(used) < len(known) or max(taken.values()) < SURE)):
            return 0.0
        mean = sum(taken.values()) / len(taken)
        return mean * (0.7 if missing else 1.0) - 0.01 * (len(known) - len(used))

    def fits(self, word: str) -> list[float]:
        """How well each typed word fits one known word, both folded."""
        if word not in self._seen:
            self._seen[word] = [likeness(typed, word) for typed in self.words]
        return self._seen[word]
