"""Every rule of the leak checker, one after the other."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from yarrow.methods.leaks import numbers, shared
from yarrow.methods.leaks.finding import FEW, Finding, Known
from yarrow.methods.leaks.text import Word, fold, plain, seen_through, telling, words
from yarrow.methods.leaks.times import DAY, HOUR
from yarrow.methods.leaks.words import listed, of_setting

FEWEST_TRAITS, SHORTEST_NAME = 2, 3
_NUMBERED = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b", re.I)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)
_POINT = re.compile(
    r"-?\d{1,3}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}|(?:///)?\b[a-z]{3,}\.[a-z]{3,}\.[a-z]{3,}\b", re.I
)
_JOINED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
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
    for rule in (_days, _joined_days, _hours, _places, _settings, _names, _legal, _peoples):
        yield from rule(said, all_words, known)
    if known.named & known.numbers:
        yield Finding("names_person")
    if known.n_there is not None and known.n_there < FEW:
        yield Finding("few")


def _days(text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    """A day by its date, by its weekday, or by a number beside a month."""
    for said in DAY.finditer(text):
        if not HOUR.fullmatch(said[0]):
            yield Finding("day", said[0])
    for n, word in enumerate(draft):
        if word.folded in listed("weekdays"):
            yield Finding("day", word.says)
        elif word.folded in listed("months"):
            yield from _beside_month(text, draft, n)
    for day in known.days:
        yield from _written(text, day)


def _beside_month(text: str, draft: list[Word], n: int) -> Iterator[Finding]:
    """`10 November`, `the 10th of November`, `November 10`."""
    near = [*range(max(0, n - 2), n), n + 1]
    for at in near:
        if at < len(draft) and _NUMBERED.fullmatch(draft[at].says):
            first, last = min(at, n), max(at, n)
            yield Finding("day", text[draft[first].start : draft[last].end])


def _written(text: str, day: date) -> Iterator[Finding]:
    """The very day without anything between its parts: `10112026`."""
    for form in ("%d%m%Y", "%Y%m%d", "%d%m%y"):
        if (said := day.strftime(form)) in text:
            yield Finding("day", said)


def _joined_days(text: str, _draft: list[Word], _known: Known) -> Iterator[Finding]:
    """Weekdays of two words, as `terça-feira`."""
    for said in _JOINED.finditer(text):
        if fold(said[0]) in listed("weekdays"):
            yield Finding("day", said[0])


def _hours(text: str, draft: list[Word], _known: Known) -> Iterator[Finding]:
    for said in HOUR.finditer(text):
        yield Finding("hour", said[0])
    for word in draft:
        if word.folded in listed("hours"):
            yield Finding("hour", word.says)


def _places(text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    """What is finer than an area of the project's: kinds of places, what reporters called it, codes of it."""
    zones = {word.folded for zone in known.zones for word in words(plain(zone))}
    said = {word.folded for place in known.places for word in telling(plain(place))} - zones
    for n, word in enumerate(draft):
        if word.folded in zones:
            continue
        if word.folded in listed("places"):
            first = draft[n - 1] if n and draft[n - 1].says[:1].isupper() and n > 1 else word
            yield Finding("place", text[first.start : word.end])
        elif word.folded in said:
            yield Finding("place", word.says)
    for pattern in (_POSTCODE, _POINT):
        for found in pattern.finditer(text):
            yield Finding("place", found[0])


def _settings(_text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    told = {word for code in known.settings for word in of_setting(code)}
    for word in draft:
        if word.folded in told:
            yield Finding("setting", word.says)


def _names(text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    """Names as whole words, side by side."""
    places: dict[str, list[int]] = {}
    for n, word in enumerate(draft):
        places.setdefault(word.folded, []).append(n)
    for name in known.names:
        called = words(plain(name))
        parts = [word.folded for word in called]
        if not parts or sum(len(word.folded) / word.weight for word in called) < SHORTEST_NAME:
            continue
        for start in places.get(parts[0], ()):
            run = draft[start : start + len(parts)]
            if [word.folded for word in run] == parts:
                yield Finding("name", text[run[0].start : run[-1].end])


def _legal(text: str, draft: list[Word], _known: Known) -> Iterator[Finding]:
    """Words that say what only a court may."""
    for piece in re.finditer(r"[\w@$!-]+", text):
        if fold(piece[0]) in listed("legal") or seen_through(piece[0].rstrip("!")) in listed("legal"):
            yield Finding("legal", piece[0])


def _peoples(text: str, draft: list[Word], _known: Known) -> Iterator[Finding]:
    """Where somebody is from, or how they look, with too little beside it: it then fits very many."""
    traits = {word.folded for word in draft if word.folded in listed("described")}
    if len(traits) >= FEWEST_TRAITS:
        return
    for n, word in enumerate(draft):
        after = draft[n + 1].folded if n + 1 < len(draft) else ""
        is_colour = word.folded in listed("colours_of_people") and after in listed("bodies")
        if is_colour or word.folded in listed("peoples"):
            yield Finding("ethnicity", word.says)
