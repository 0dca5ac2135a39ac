"""Which of many known names could fit a typed one at all, found without scoring each of them.

An index is plain JSON, made once of many names; `candidates` never leaves out a name that `Matcher` would score above 0.
"""

from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from yarrow.methods import names
from yarrow.methods.names import Matcher


def index_of(known: Iterable[str | None]) -> dict[str, Any]:
    """Of names in order: each one's letters alone ("" for none), and for each word where it stands."""
    joined: list[str] = []
    words: dict[str, list[int]] = {}
    for number, name in enumerate(known):
        parts = names.parts(name) if name else ()
        joined.append("".join(parts))
        for word in set(parts):
            words.setdefault(word, []).append(number)
    return {"joined": joined, "words": words}


def candidates(index: dict[str, Any], matcher: Matcher) -> list[int]:
    """Numbers, in order, of the names that could fit."""
    words: dict[str, list[int]] = index["words"]
    near = set().union(*(near_words(typed, words) for typed in matcher.words))
    found = {number for word in near for number in words[word]}
    # Typed as one word and known as two, or the other way round.
    together = process.extract(
        matcher.joined, index["joined"], scorer=OSA.distance, score_cutoff=names.MOST_SLIPS, limit=None
    )
    found.update(number for _letters, _distance, number in together)
    return sorted(found)


def near_words(typed: str, words: dict[str, list[int]]) -> set[str]:
    """Of many folded words those that are not surely another name than the typed one."""
    alike = process.extract(
        typed, list(words), scorer=fuzz.ratio, score_cutoff=names.LEAST_ALIKE * 100, limit=None
    )
    found = {word for word, _ratio, _number in alike}
    found.update(word for word in words if word.startswith(typed))
    shorter = (typed[:length] for length in range(1, len(typed) + 1))
    return found.union(words.keys() & {*shorter, *names.other_forms(typed)})
