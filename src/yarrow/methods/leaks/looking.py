"""Every rule of the leak checker, one after the other."""

import re
from collections.abc import Callable, Iterator

from yarrow.methods.leaks import numbers, shared, when
from yarrow.methods.leaks.finding import FEW, Finding, Known
from yarrow.methods.leaks.scripts import SHORTEST, in_latin, stems
from yarrow.methods.leaks.text import Word, plain, seen_through, telling, words
from yarrow.methods.leaks.words import folded as fold
from yarrow.methods.leaks.words import listed, of_setting

FEWEST_TRAITS, SHORTEST_NAME = 2, 3
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)
_POINT = re.compile(
    r"-?\d{1,3}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}|(?:///)?\b[a-z]{3,}\.[a-z]{3,}\.[a-z]{3,}\b", re.I
)
Rule = Callable[[str, list[Word], Known], Iterator[Finding]]


def find(text: str, known: Known) -> list[Finding]:
    """Every finding, each once, by the order of the codes."""
    said = plain(text)
    all_words = words(said)
    found: dict[str, Finding] = {}
    for finding in _all(said, all_words, known):
        found.setdefault(finding.key, finding)
    return list(found.values())


def _all(said: str, all_words: list[Word], known: Known) -> Iterator[Finding]:
    yield from shared.find(said, telling(said), known)
    yield from numbers.find(said, known)
    for rule in (when.days, when.hours, _places, _settings, _names, _legal, _peoples):
        yield from rule(said, all_words, known)
    if known.named & known.numbers:
        yield Finding("names_person")
    if known.n_there is not None and known.n_there < FEW:
        yield Finding("few")


def _places(text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    """What is finer than an area of the project's: kinds of places, what reporters called it, codes of it."""
    zones = {form for zone in known.zones for word in words(plain(zone)) for form in word.spelled}
    told = (word for place in known.places for word in telling(plain(place)))
    said = {form for word in told for form in word.forms} - zones
    for n, word in enumerate(draft):
        if word.fits(zones):
            continue
        if word.fits(listed("places")):
            first = draft[n - 1] if n and draft[n - 1].says[:1].isupper() and n > 1 else word
            yield Finding("place", text[first.start : word.end])
        elif word.forms & said:
            yield Finding("place", word.says)
    for pattern in (_POSTCODE, _POINT):
        for found in pattern.finditer(text):
            yield Finding("place", found[0])


def _settings(_text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    told = {word for code in known.settings for word in of_setting(code)}
    for word in draft:
        if word.fits(told):
            yield Finding("setting", word.says)


def _names(text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    """Names as whole words, side by side."""
    called_by = [_calls(word) for word in draft]
    places: dict[str, list[int]] = {}
    for n, forms in enumerate(called_by):
        for form in forms:
            places.setdefault(form, []).append(n)
    for name in known.names:
        parts = words(plain(name))
        if not parts or sum(len(word.folded) / word.weight for word in parts) < SHORTEST_NAME:
            continue
        for start in sorted({n for form in _names_of(parts[0]) for n in places.get(form, ())}):
            run = called_by[start : start + len(parts)]
            if len(run) == len(parts) and all(
                _names_of(part) & said for part, said in zip(parts, run, strict=True)
            ):
                yield Finding("name", text[draft[start].start : draft[start + len(parts) - 1].end])


def _calls(word: Word) -> frozenset[str]:
    """Names that a word may be: `Annas flat` is hers, though the apostrophe is left out."""
    is_owner = word.says[:1].isupper() and len(word.folded) > SHORTEST_NAME and word.folded.endswith("s")
    return word.forms | {_looks(word)} | ({word.folded.removesuffix("s")} if is_owner else set())


def _names_of(part: Word) -> frozenset[str]:
    return part.spelled | {_looks(part)}


def _looks(word: Word) -> str:
    """The name in Latin letters that it looks like."""
    return fold(in_latin(word.says)).removesuffix("'s")


def _legal(text: str, draft: list[Word], _known: Known) -> Iterator[Finding]:
    """Words that say what only a court may."""
    for piece in re.finditer(r"[\w@$!-]+", text):
        said = fold(piece[0])
        forms = {said, seen_through(piece[0].rstrip("!"))} | {
            each for each in stems(said) if len(each) > SHORTEST
        }
        if forms & listed("legal"):
            yield Finding("legal", piece[0])


def _peoples(text: str, draft: list[Word], _known: Known) -> Iterator[Finding]:
    """Where somebody is from, or how they look, with too little beside it: it then fits very many."""
    traits = {word.folded for word in draft if word.fits(listed("described"))}
    if len(traits) >= FEWEST_TRAITS:
        return
    for n, word in enumerate(draft):
        is_before = n + 1 < len(draft) and draft[n + 1].fits(listed("bodies"))
        is_colour = is_before and word.folded in listed("colours_of_people")
        if is_colour or word.fits(listed("peoples")):
            yield Finding("ethnicity", word.says)
