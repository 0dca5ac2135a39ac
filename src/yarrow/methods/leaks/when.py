"""Days and hours in a draft, in figures and in words."""

import re
from collections.abc import Iterator
from datetime import date

from yarrow.methods.leaks import phrases
from yarrow.methods.leaks.finding import Finding, Known
from yarrow.methods.leaks.phrases import is_close
from yarrow.methods.leaks.scripts import SHORTEST
from yarrow.methods.leaks.text import Word
from yarrow.methods.leaks.times import DAY, HOUR
from yarrow.methods.leaks.words import always, listed
from yarrow.methods.leaks.words import folded as fold

_NUMBERED = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b", re.I)
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.I)
_JOINED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_AND = re.compile(r"\s*[/&+-]\s*")


def hours(text: str, draft: list[Word], _known: Known) -> Iterator[Finding]:
    for said in HOUR.finditer(text):
        yield Finding("hour", said[0])
    for word in draft:
        if word.fits(listed("hours")):
            yield Finding("hour", word.says)
    for words in phrases.find(text, draft, "hour_phrases"):
        yield Finding("hour", words)


def days(text: str, draft: list[Word], known: Known) -> Iterator[Finding]:
    """A day by its date, by its weekday, or by a number beside a month."""
    for said in DAY.finditer(text):
        if not HOUR.fullmatch(said[0]):
            yield Finding("day", said[0])
    for n, word in enumerate(draft):
        if word.fits(listed("weekdays")) or _is_short_weekday(text, draft, n):
            yield Finding("day", word.says)
        elif word.fits(listed("months")):
            yield from _beside_month(text, draft, n)
    yield from _in_several_words(text, draft)
    for day in known.days:
        yield from _written(text, day)


def _in_several_words(text: str, draft: list[Word]) -> Iterator[Finding]:
    """`last night`, and weekdays of two words, as `terça-feira`."""
    for words in phrases.find(text, draft, "day_phrases"):
        yield Finding("day", words)
    for said in _JOINED.finditer(text):
        if fold(said[0]) in listed("weekdays"):
            yield Finding("day", said[0])


def _is_short_weekday(text: str, draft: list[Word], n: int) -> bool:
    """`Sat`, `sun`, `vie`: words of their own as well, so that something beside them has to say that they are days."""
    word = draft[n]
    if word.folded not in listed("short_weekdays"):
        return False
    before = draft[n - 1] if n and is_close(text, draft[n - 1], word) else None
    after = draft[n + 1] if n + 1 < len(draft) and is_close(text, word, draft[n + 1]) else None
    if before and (before.folded in listed("before_days") or _ORDINAL.fullmatch(before.says)):
        return True
    if after and (after.folded in listed("parts_of_days") or _is_number_of_day(text, draft, n + 1)):
        return True
    if _is_with_another(text, before, word) or _is_with_another(text, word, after):
        return True
    return word.folded in listed("capital_weekdays") and _is_capital(text, word, before, after)


def _is_with_another(text: str, first: Word | None, last: Word | None) -> bool:
    """`Fri/Sat`"""
    if first is None or last is None or not _AND.fullmatch(text[first.end : last.start]):
        return False
    return all(word.folded in listed("weekdays") | listed("short_weekdays") for word in (first, last))


def _is_capital(text: str, word: Word, before: Word | None, after: Word | None) -> bool:
    """A capital says so inside a sentence; at its beginning only where nothing follows that it could have done."""
    is_one = word.says.istitle() or (word.says.isupper() and not text.isupper())
    if not is_one or (after and after.folded in listed("after_no_days")):
        return False
    return before is not None or not text[word.end : word.end + 1].isspace()


def _is_number_of_day(text: str, draft: list[Word], n: int) -> bool:
    """`10th`, or `10` that counts nothing: no telling word follows it."""
    if _ORDINAL.fullmatch(draft[n].says):
        return True
    after = draft[n + 1] if n + 1 < len(draft) and is_close(text, draft[n], draft[n + 1]) else None
    is_counted = after is not None and len(after.folded) >= SHORTEST and after.folded not in always()
    return bool(_NUMBERED.fullmatch(draft[n].says)) and not is_counted


def _beside_month(text: str, draft: list[Word], n: int) -> Iterator[Finding]:
    """`10 November`, `the 10th of November`, `November 10`, `the tenth of November`, `November the tenth`."""
    the = n + 1 < len(draft) and draft[n + 1].folded in listed("the")
    near = [*range(max(0, n - 2), n), n + 1, *([n + 2] if the else [])]
    for at in near:
        if at < len(draft) and (_NUMBERED.fullmatch(draft[at].says) or _is_day_in_words(text, draft, at, n)):
            first, last = min(at, n), max(at, n)
            if first and _is_day_word(draft[first]) and _is_day_word(draft[first - 1]):
                first -= 1
            yield Finding("day", text[draft[first].start : draft[last].end])


def _is_day_word(word: Word) -> bool:
    return word.fits(listed("day_words"))


def _is_day_in_words(text: str, draft: list[Word], at: int, month: int) -> bool:
    """A number in words beside a month. `first may` is none, while `first May` and `first of may` are."""
    first, last = draft[min(at, month)], draft[max(at, month)]
    if not is_close(text, first, last):
        return False
    is_sure = draft[month].folded not in listed("doubtful_months") or draft[month].says.istitle()
    if at > month:
        return is_sure and draft[at].folded in listed("ordinals")
    if at == month - 2:
        return _is_day_word(draft[at]) and draft[at + 1].folded in listed("of")
    return is_sure and _is_day_word(draft[at])


def _written(text: str, day: date) -> Iterator[Finding]:
    """The very day without anything between its parts: `10112026`."""
    for form in ("%d%m%Y", "%Y%m%d", "%d%m%y"):
        if (said := day.strftime(form)) in text:
            yield Finding("day", said)
