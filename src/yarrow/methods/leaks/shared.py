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
    allowed = {form for word in telling(plain(known.allowed)) for form in word.spelled}
    for words in known.words:
        yield from _of_report(text, draft, telling(plain(words)), allowed | listed("common"))


def _of_report(text: str, draft: list[Word], told: list[Word], ordinary: set[str]) -> Iterator[Finding]:
    places: dict[str, list[int]] = {}
    for n, word in enumerate(told):
        for form in word.forms:
            places.setdefault(form, []).append(n)
    start = 0
    while start < len(draft):
        here = {n for form in draft[start].forms for n in places.get(form, ())}
        length = max((_run(draft, start, told, n) for n in here), default=0)
        run = draft[start : start + length]
        code = _code(run, ordinary)
        if code:
            yield Finding(code, text[run[0].start : run[-1].end])
        start += max(1, length)


def _run(draft: list[Word], start: int, told: list[Word], at: int) -> int:
    """How many words from here on are the same in both."""
    length = 0
    while (
        start + length < len(draft)
        and at + length < len(told)
        and not draft[start + length].forms.isdisjoint(told[at + length].forms)
    ):
        length += 1
    return length


def _code(run: list[Word], ordinary: set[str]) -> str:
    """What a stretch is: nothing, where every word of it stands in a code of the report or is anybody's."""
    weight = sum(word.weight for word in run)
    own = sum(word.weight for word in run if not word.fits(ordinary))
    if not own:
        return ""
    if weight >= VERBATIM and own >= FEWEST_OWN:
        return "verbatim"
    if weight >= PHRASE:
        return "phrase"
    # One sign of a script without spaces says nothing.
    return "word" if weight >= 1 else ""
