"""Days and hours that are said in several words: `last night`, `half past nine`."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from yarrow.methods.leaks.text import Word
from yarrow.methods.leaks.words import clock, patterns

# What ends a sentence or a part of one: a stop inside `p.m.` does not.
_BREAK = re.compile(r"[.,!?;:،؛؟]+(?:\s|$)|[\n()–—]|\s-\s")
_FIGURES = r"(?:1\d|2[0-4]|0?\d)"


def is_close(text: str, first: Word, last: Word) -> bool:
    """Whether two words stand in the same part of a sentence."""
    found = _BREAK.search(text, first.end)
    return found is None or found.start() >= last.start


def find(text: str, draft: list[Word], name: str) -> Iterator[str]:
    """The words of each phrase of a list, as the text has them."""
    said, starts = "", []
    for n, word in enumerate(draft):
        if n:
            said += " " if is_close(text, draft[n - 1], word) else " | "
        starts.append(len(said))
        said += word.folded
    if draft and _BREAK.match(text, draft[-1].end):
        said += " |"
    for each in _compiled(name):
        for found in each.finditer(said):
            first = draft[bisect_right(starts, found.start()) - 1]
            last = draft[bisect_right(starts, found.end() - 1) - 1]
            yield text[first.start : last.end]


@cache
def _compiled(name: str) -> tuple[re.Pattern[str], ...]:
    """One pattern for each language. {w}: an hour in words; {n}: also in figures; {end}: nothing more follows."""
    found = []
    for language, lines in patterns(name).items():
        spoken = "|".join(clock(language)) or "(?!)"
        either = "|".join(lines).replace(" {end}", r"(?= \||$)")
        either = either.replace("{n}", f"(?:{spoken}|{_FIGURES})").replace("{w}", f"(?:{spoken})")
        found.append(re.compile(rf"(?<!\S)(?:{either})(?!\S)"))
    return tuple(found)
