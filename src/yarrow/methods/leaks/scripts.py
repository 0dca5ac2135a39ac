"""Signs that are written for others, and what a word of a script carries in front of itself."""

import re

from yarrow.methods.lookalikes import TO_CYRILLIC, TO_LATIN

SHORTEST = 3
# Phones and keyboards write all of these for one apostrophe.
APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʻʼʽ`´′＇", "'"))
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u052f]")
_TOKEN = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_PREFIXES = tuple(
    first + second + article
    for first in ("", "و", "ف")
    for second in ("", "ب", "ك", "ل")
    for article in ("", "ال")
    if first + second + article
)
# To and the, written as one: the article's alif is dropped.
_CONTRACTED = ("لل", "ولل", "فلل")


def one_script(text: str) -> str:
    """Every word that mixes scripts in one of them, where its letters look like letters of that one: `Аnna`."""
    return _TOKEN.sub(_unmixed, text) if _OTHER.search(text) else text


def _unmixed(found: re.Match[str]) -> str:
    word = found[0]
    if not _LATIN.search(word) or not _OTHER.search(word):
        return word
    latin, cyrillic = in_latin(word), word.translate(TO_CYRILLIC)
    return latin if latin != word or _LATIN.search(cyrillic) else cyrillic


def in_latin(word: str) -> str:
    """What a word looks like in Latin; the word itself where some letter of it does not."""
    latin = word.translate(TO_LATIN)
    return word if _OTHER.search(latin) else latin


def stems(word: str) -> set[str]:
    """A folded Arabic word without the `and`, `to`, `with`, `as`, `the` that it may begin with; of others nothing."""
    if not _ARABIC.search(word):
        return set()
    found = {word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)}
    for prefix in _CONTRACTED:
        if word.startswith(prefix):
            rest = word.removeprefix(prefix)
            found |= {rest, f"ال{rest}"} if len(rest) >= SHORTEST else set()
    return {stem for stem in found if len(stem) >= SHORTEST}
