"""Whether a wording is the official one, told without keeping a sentence of it."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from yarrow.methods.packs.results import Fidelity
from yarrow.methods.packs.shapes import Pack
from yarrow.methods.sentences import to_say

VERBATIM, DIFFERS, UNKNOWN = "verbatim", "differs", "unknown"
NOT_READ = to_say("No official wording in this language could be read: {language}.")
PARTLY = to_say("Questions without a fingerprint: {number}.")
_NUMBERED = re.compile(r"^\d+ ")


def normalised(words: str) -> str:
    """Letters, digits and what combines with them, folded (NFKC), parted by single spaces.

    Case, punctuation and spacing differ between prints that are otherwise faithful.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    folded = re.sub("['’‘ʼ´`]", "", folded)
    kept = (sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in folded)
    return " ".join("".join(kept).split())


def fingerprint(words: str) -> str:
    """SHA-256 of the normalised words, in hexadecimal."""
    return hashlib.sha256(normalised(words).encode()).hexdigest()


def is_wordless(text: str, topic: str = "") -> bool:
    """Whether nothing can be read here: no letter, or only a number and our own `topic`, as on an answer sheet."""
    words = normalised(text)
    return (
        not any(sign.isalpha() for sign in words)
        or _NUMBERED.sub("", words, count=1) == normalised(topic) != words
    )


def compare_wording(pack: Pack, wording: Mapping[str, str], language: str) -> Fidelity:
    """The wording beside the pack's fingerprints in this language.

    `wording`: slot id → question, and `slot=value` → answer. What is missing from it differs.
    """
    traps = tuple(
        sorted({pack.traps[mark] for mark in map(fingerprint, wording.values()) if mark in pack.traps})
    )
    official = pack.official.get(language)
    if official is None:
        return Fidelity(UNKNOWN, (), traps, NOT_READ.format(language=language))
    differing = {
        place.partition("=")[0]
        for place, marks in official.marks.items()
        if place not in wording or fingerprint(wording[place]) not in marks
    }
    found = tuple(one.id for one in pack.slots if one.id in differing)
    if found or traps:
        return Fidelity(DIFFERS, found, traps, "")
    left = [one.id for one in pack.slots if one.is_scored and one.id not in official.marks]
    return Fidelity(UNKNOWN, (), (), PARTLY.format(number=len(left))) if left else Fidelity(VERBATIM)
