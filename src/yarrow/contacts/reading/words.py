"""The words the reader knows, from words.json: a versioned list that grows without touching code."""

import json
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any

WORDS: dict[str, Any] = json.loads((files(__package__ or "") / "words.json").read_text(encoding="utf-8"))
SIGNS = str.maketrans(
    {"×": " x ", "#": " no ", "’": "'", "ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d"}
)


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Small letters and figures without accents and signs, one space between words: for comparing words."""
    flat = unicodedata.normalize("NFKD", text.translate(SIGNS).casefold())
    kept = "".join(c if c.isalnum() else "" if unicodedata.combining(c) or c in "'." else " " for c in flat)
    return " ".join(kept.split())


def spaced(text: str) -> str:
    """Like `folded`, but dots and apostrophes part words too: "D.O.B." is not one word here."""
    return folded(text.replace(".", " ").replace("'", " ").replace("’", " "))


def fold_all(words: list[str]) -> frozenset[str]:
    """A set of folded words."""
    return frozenset(folded(word) for word in words)


VERSION: int = WORDS["version"]
MONTHS: dict[str, int] = {
    folded(name): number for number, names in enumerate(WORDS["months"], start=1) for name in names
}
WEEKDAYS = fold_all(WORDS["weekdays"])
NUMBER_WORDS: dict[str, int] = WORDS["numbers"]
NO = fold_all(WORDS["no"])
YES = fold_all(WORDS["yes"])
ABSENCES = fold_all(WORDS["absent"])
DITTO = frozenset(WORDS["ditto"])
TOTALS = fold_all(WORDS["totals"])
TOTALS_IF_ALONE = fold_all(WORDS["totals_if_alone"])
ROLES_NOT_PEOPLE = fold_all(WORDS["roles_not_people"])
MEANINGS: dict[str, list[str]] = WORDS["meanings"]
SUPPLIES: frozenset[str] = frozenset(WORDS["supplies"])
