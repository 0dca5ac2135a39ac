"""Which year a date without one belongs to: the year in a title, a sheet's or the file's name, carried forward."""

import re
from collections.abc import Iterable
from datetime import date

from yarrow.contacts.reading.dates import When

SPAN = re.compile(r"(?<!\d)(20\d\d) ?[-/–—_to]+ ?(?:20)?(\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SHORT = re.compile(r"(?:^|[A-Za-z] ?)'(\d\d)(?!\d)|(?<![\d/.:-])[A-Za-z]{3,9} (\d\d)$")
HALF_A_YEAR = 6


def year_in(texts: Iterable[str]) -> int | None:
    """The first year any of the texts names; of "2023/24" the first."""
    for text in texts:
        span = SPAN.search(text)
        if span:
            return int(span[1])
        found = YEAR.search(text)
        if found:
            return int(found[1])
        short = SHORT.search(text)
        if short:
            return 2000 + int(short[1] or short[2])
    return None


class Calendar:
    """Gives dates their year in the order in which they stand: after December comes the next year's January."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.last_month: int | None = None
        self.years_supplied: set[int] = set()

    def on(self, when: When) -> date | None:
        """The date; None when no year is known or the day does not exist in that year."""
        if when.year is not None:
            self.year, self.last_month = when.year, when.month
            return when.on()
        if self.year is None:
            return None
        if self.last_month is not None and when.month < self.last_month - HALF_A_YEAR:
            self.year += 1
        self.last_month = when.month
        self.years_supplied.add(self.year)
        return when.on(self.year)

    @property
    def supplied(self) -> int | None:
        """The one year that dates were given; None when they had their own, or there are two."""
        return next(iter(self.years_supplied)) if len(self.years_supplied) == 1 else None
