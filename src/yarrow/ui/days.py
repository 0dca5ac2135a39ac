"""Days and instants in the reader's way of writing them. Hours count to 24, figures are 0 to 9 in every language."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.dateformat import format as written
from django.utils.translation import get_language

DAY, DAY_OF_YEAR, WEEKDAY, WEEKDAY_OF_YEAR, MONTH = range(5)


@dataclass(frozen=True)
class Way:
    """How a language writes days: Django's format letters in the order above, and what stands before the hour."""

    forms: tuple[str, str, str, str, str]
    before_time: str = ", "
    # Names of months and weekdays stand in small letters within a sentence, whatever Django's catalogue does.
    is_small: bool = False


_OF = r"j \d\e F"
ENGLISH = Way(("j F Y", "j F", "l j F Y", "l j F", "M Y"))
WAYS = {
    "ro": Way(("j F Y", "j F", "l, j F Y", "l, j F", "M Y"), is_small=True),
    "ar": Way(("j F Y", "j F", "l، j F Y", "l، j F", "F Y"), "، "),
    "pl": Way(("j E Y", "j E", "l, j E Y", "l, j E", "M Y"), is_small=True),
    "pt-br": Way((rf"{_OF} \d\e Y", _OF, rf"l, {_OF} \d\e Y", f"l, {_OF}", "M Y"), is_small=True),
    "es": Way((rf"{_OF} \d\e Y", _OF, rf"l, {_OF} \d\e Y", f"l, {_OF}", "M Y"), is_small=True),
    "bg": Way(("j F Y г.", "j F", "l, j F Y г.", "l, j F", "M Y г."), is_small=True),
    "sq": Way(("j F Y", "j F", "l, j F Y", "l, j F", "M Y"), is_small=True),
    "th": Way(("j F Y", "j F", "l j F Y", "l j F", "M Y"), " "),
    "zh-hans": Way(("Y年n月j日", "n月j日", "Y年n月j日l", "n月j日l", "Y年n月"), " "),
}


def _in(form: int, value: date | None, *, with_time: bool = False) -> str:
    if not value:
        return ""
    language = get_language() or ""
    text = _written(
        form, value if type(value) is date else date(value.year, value.month, value.day), language
    )
    return f"{text}{WAYS.get(language, ENGLISH).before_time}{value:%H:%M}" if with_time else text


@lru_cache(maxsize=4096)
def _written(form: int, value: date, language: str) -> str:
    """A day in the language that is spoken now: a page says the same few days dozens of times."""
    way = WAYS.get(language, ENGLISH)
    text = written(value, way.forms[form])
    return text.lower() if way.is_small else text


def day(value: date | None) -> str:
    """ "27 March 2026"; nothing for nothing, as in all of these."""
    return _in(DAY, value)


def day_time(value: datetime | None) -> str:
    """ "27 March 2026, 21:40", in the zone that the value is in."""
    return _in(DAY, value, with_time=True)


def day_of_year(value: date | None) -> str:
    """ "27 March": where the year goes without saying."""
    return _in(DAY_OF_YEAR, value)


def day_of_year_time(value: datetime | None) -> str:
    """ "27 March, 21:40"."""
    return _in(DAY_OF_YEAR, value, with_time=True)


def weekday(value: date | None) -> str:
    """ "Friday 27 March"."""
    return _in(WEEKDAY_OF_YEAR, value)


def weekday_time(value: datetime | None) -> str:
    """ "Friday 27 March, 21:40"."""
    return _in(WEEKDAY_OF_YEAR, value, with_time=True)


def weekday_year(value: date | None) -> str:
    """ "Friday 27 March 2026"."""
    return _in(WEEKDAY, value)


def month(value: date | None) -> str:
    """ "Mar 2026": for headings of columns and axes."""
    return _in(MONTH, value)


def month_of_year(value: date) -> str:
    """ "Mar": where the year is said beside it."""
    text = written(value, "n月" if get_language() == "zh-hans" else "M")
    return text.lower() if WAYS.get(get_language() or "", ENGLISH).is_small else text


FILTERS = (day, day_time, day_of_year, day_of_year_time, weekday, weekday_time, weekday_year, month)
