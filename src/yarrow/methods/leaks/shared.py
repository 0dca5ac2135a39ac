"""What a draft shares with a report's own words: single telling words, phrases, and whole stretches of them."""

from collections.abc import Iterator

from yarrow.methods.leaks.finding import Finding, Known
from yarrow.methods.leaks.text import Word, plain, telling
from yarrow.methods.leaks.words import listed

# So many words of the reporter in a row, small ones not counted, are their own words; so many are a phrase of theirs.
VERBATIM, PHRASE = 4.0, 2.0
FEWEST_OWN = 2.0


def find(text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    """Stretches that a report has too, the longest at each place. Words that its codes say are none alone."""
    ordinary = {word.folded for word in telling(plain(known.allowed))} | listed("common")
    for words in known.words:
        told = telling(plain(words))
        yield from _of_report(text, draft, [word.folded for word in told], ordinary)


def _of_report(text: str, draft: list[Word], told: list[str], ordinary: set[str]) -> Iterator[Finding]:
    places: dict[str, list[int]] = {}
    for n, folded in enumerate(told):
        places.setdefault(folded, []).append(n)
    start = 0
    while start < len(draft):
        length = max((_run(draft, start, told, n) for n in places.get(draft[start].folded, ())), default=0)
        run = draft[start : start + length]
        code = _code(run, ordinary)
        if code:
            yield Finding(code, text[run[0].start : run[-1].end])
        start += max(1, length)


def _run(draft: list[Word], start: int, told: list[str], at: int) -> int:
    """How many words from here on are the same in both."""
    length = 0
    while (
        start + length < len(draft)
        and at + length < len(told)
        and draft[start + length].folded == told[at + length]
    ):
        length += 1
    return length


def _code(run: list[Word], ordinary: set[str]) -> str:
    """What a stretch is: nothing, where every word of it stands in a code of the report or is anybody's."""
    weight = sum(word.weight for word in run)
    own = sum(word.weight for word in run if word.folded not in ordinary)
    if not own:
        return ""
    if weight >= VERBATIM and own >= FEWEST_OWN:
        return "verbatim"
    if weight >= PHRASE:
        return "phrase"
    # One sign of a script without spaces says nothing.
    return "word" if weight >= 1 else ""
