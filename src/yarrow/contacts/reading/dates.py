"""Dates as people write them: `3.1.24`, `7 Jan 2024`, `11/01/2024 21:30`, ISO, serial numbers, day and month alone.

A date is read only when it says one day. `tbc`, `31/02/2024` and `Jan 2024` are no dates.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from openpyxl.utils.datetime import from_excel

from yarrow.contacts.reading.sheets import Cell
from yarrow.contacts.reading.words import MONTHS, WEEKDAYS, folded

EARLIEST, LATEST = 1900, 2100
LONGEST = 80
# Serial numbers of 1954 to 2119: an unformatted date column, never a count of condoms.
SERIALS = (20_000, 80_000)
CLOCK = (
    r"(?:[T ,]+(?:at )?(?P<clock>\d{1,2}(?:[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?)? ?(?:am|pm|a\.m\.|p\.m\.)?)"
    r"(?:Z|[+-]\d\d:?\d\d)?)?"
)
ORDINAL = r"(?:st|nd|rd|th|\.|er|º|ª)?"
SEPARATOR = r" ?[/.\-–\\ ] ?"
YEAR = r"(?P<y>\d{4}|'?\d{2})"
ISO = re.compile(rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){CLOCK}", re.I)
COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<clock>\d{4}))?")
NUMBERS = re.compile(rf"(?P<a>\d{{1,2}}){SEPARATOR}(?P<b>\d{{1,2}}){SEPARATOR}{YEAR}{CLOCK}", re.I)
SHORT = re.compile(r"(?P<a>\d{1,2}) ?[/.\-–] ?(?P<b>\d{1,2})\.?")
DAY_FIRST = re.compile(
    rf"(?P<d>\d{{1,2}}) ?{ORDINAL}(?: of| de)?[ \-/.,]*(?P<name>[^\W\d_]{{3,12}})\.?(?: of| de)?"
    rf"(?:[ \-/.,]*{YEAR})?{CLOCK}",
    re.I,
)
MONTH_FIRST = re.compile(
    rf"(?P<name>[^\W\d_]{{3,12}})\.?[ \-/.,]*(?P<d>\d{{1,2}})(?!\d){ORDINAL}(?:[ \-/.,]+{YEAR})?{CLOCK}", re.I
)
# A night that runs over midnight ("5/6 Jan", "5/Sat 6 Jan"): the first of the two days is the shift's.
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
NIGHT = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? ?(?:[/\-–&]|to|into) ?(?:(?:{WEEKDAY})\.? )?\d{{1,2}}(?:st|nd|rd|th)? "
    r"(?P<rest>[^\W\d_]{3,}.*)",
    re.I,
)
# The same with both days in full: "31 Jan/1 Feb 2024", "05/02/24-06/02/24".
NIGHT_OF_TWO_MONTHS = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<name>[^\W\d_]{3,12})\.? ?(?:[/\-–&]|to|into) ?"
    rf"(?:(?:{WEEKDAY})\.? )?\d{{1,2}}(?:st|nd|rd|th)? (?P<next>[^\W\d_]{{3,12}})\.?(?: (?P<y>\d{{4}}|'?\d\d))?",
    re.I,
)
NIGHT_OF_TWO_DATES = re.compile(
    r"(?P<first>\d{1,2}([/.])\d{1,2}\2(?:\d\d){1,2}) ?(?:[/\-–&]|to|into) ?\d{1,2}\2\d{1,2}\2(?:\d\d){1,2}",
    re.I,
)
# "w/c 4 Apr", "Wk 3: 18/4/2023": which week it is says nothing the date doesn't.
WEEK = re.compile(
    r"^(?:w/?c|w/b|week commencing|week beginning|wk|week|session)\.? ?(?:\d{1,2}[ :,–(-]+)?"
    r"(?=[^\W\d_]* ?\d{1,2}[ /.\-stndrh])",
    re.I,
)
TIME = re.compile(
    r"(?P<h>\d{1,2})(?:[:.h](?P<min>\d{2}))?(?::(?P<s>\d{2})(?:\.\d+)?)? ?(?P<half>am|pm|a\.m\.|p\.m\.)?",
    re.I,
)


@dataclass(frozen=True)
class When:
    """A day (`year` None: only day and month were written) and the time of day if one stood beside it."""

    day: int
    month: int
    year: int | None
    at: time | None = None

    def on(self, year: int | None = None) -> date | None:
        """The date, in the given year when none was written; None when there is no such day."""
        chosen = self.year if self.year is not None else year
        try:
            return date(chosen, self.month, self.day) if chosen is not None else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Order:
    """How a column of dates is to be read: day before month or after; which century `68` means."""

    day_first: bool = True
    pivot: int = 2030


def read_date(cell: Cell, order: Order = Order(), *, lenient: bool = False) -> When | None:
    """The day a cell says, or None. `lenient` also takes a date followed by words ("3.1.24 (cold)")."""
    if isinstance(cell, datetime):
        return When(cell.day, cell.month, cell.year, cell.time().replace(microsecond=0))
    if isinstance(cell, date):
        return When(cell.day, cell.month, cell.year)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return from_serial(float(cell))
    return from_text(cell, order, lenient) if isinstance(cell, str) else None


def from_serial(number: float) -> When | None:
    """An unformatted spreadsheet date."""
    if not SERIALS[0] <= number < SERIALS[1]:
        return None
    moment = from_excel(number)
    return read_date(moment) if isinstance(moment, datetime) else None


@lru_cache(maxsize=4096)
def from_text(text: str, order: Order, lenient: bool) -> When | None:
    """The day a text says."""
    line = plain(text) if len(text) <= LONGEST else ""
    if len(line) < 3:
        return None
    if re.fullmatch(r"\d{5}(\.\d+)?", line):
        return from_serial(float(line))
    line = first_of_night(line)
    found = whole(line, order)
    while found is None and lenient and " " in line:
        line = line.rpartition(" ")[0].rstrip(" ,;:(-–")
        found = whole(line, order)
    return found


def first_of_night(line: str) -> str:
    """The first day of a night that is written as two; a line of one day as it is."""
    dates = NIGHT_OF_TWO_DATES.fullmatch(line)
    if dates:
        return dates["first"]
    months = NIGHT_OF_TWO_MONTHS.fullmatch(line)
    if months and MONTHS.get(folded(months["next"])):
        year = (months["y"] or "").lstrip("'")
        is_new_year = MONTHS.get(folded(months["name"]), 0) > MONTHS[folded(months["next"])]
        before = str(int(year) - 1).zfill(len(year)) if year.strip("0") and is_new_year else year
        return f"{months['d']} {months['name']} {before}".strip()
    night = NIGHT.match(line)
    return f"{night['d']} {night['rest']}" if night else line


def plain(text: str) -> str:
    """One line without the name of the weekday, which says nothing the date doesn't."""
    line = " ".join(text.replace("\u00a0", " ").split()).strip(" ,;'\"")
    line = re.sub(r" (?:@|at|-|–) ?(?=\d{1,2}:\d{2})", " ", line)
    week = WEEK.match(line)
    if week:
        line = line[week.end() :].removesuffix(")") if "(" in week[0] else line[week.end() :]
    early = re.fullmatch(r"(\d{1,2}:\d{2}(?::\d{2})?)[ ,]+(\D*\d{1,2}\D.*)", line)
    line = f"{early[2]} {early[1]}" if early else line
    first = re.match(r"([^\W\d_]{2,12})[., ]+(?:the )?(?=\S)", line)
    if first and folded(first[1]) in WEEKDAYS:
        line = line[first.end() :]
    last = re.search(r"[ ,(]+([^\W\d_]{2,12})[.)]*$", line)
    if last and folded(last[1]) in WEEKDAYS:
        line = line[: last.start()]
    return line


def whole(line: str, order: Order) -> When | None:
    """The line as one date from its first to its last character."""
    for pattern in (ISO, COMPACT, NUMBERS, DAY_FIRST, MONTH_FIRST, SHORT):
        found = pattern.fullmatch(line)
        when = from_match(found.groupdict(), order) if found else None
        if when:
            return when
    return None


def from_match(parts: dict[str, str | None], order: Order) -> When | None:
    """A When of the pattern's named groups, if that day exists."""
    if parts.get("a"):
        pair = (int(parts["a"] or 0), int(parts["b"] or 0))
        day, month = pair if order.day_first else pair[::-1]
    else:
        day = int(parts["d"] or 0)
        month = int(parts["m"] or 0) if parts.get("m") else MONTHS.get(folded(parts.get("name") or ""), 0)
    year = full_year(parts.get("y"), order.pivot)
    when = When(day, month, year, read_clock(parts.get("clock")))
    # 29 February needs a leap year to be tried in: 2024.
    if when.on(year or 2024) is None or (year is not None and not EARLIEST <= year <= LATEST):
        return None
    return when if not parts.get("clock") or when.at is not None else None


def full_year(written: str | None, pivot: int) -> int | None:
    """`24` is the latest such year not after the pivot."""
    if not written:
        return None
    number = int(written.lstrip("'"))
    if len(written.lstrip("'")) == 4:
        return number
    year = pivot - pivot % 100 + number
    return year if year <= pivot else year - 100


def read_clock(cell: Cell) -> time | None:
    """A time of day: a time cell, `21:30`, `9.30 pm`, `2130`, `9pm`."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        return (datetime.min + cell).time() if timedelta(0) <= cell < timedelta(days=1) else None
    if isinstance(cell, float) and 0 <= cell < 1:
        return (datetime.min + timedelta(minutes=round(cell * 1440))).time()
    return clock_of(str(cell).strip()) if isinstance(cell, str | int) and not isinstance(cell, bool) else None


def clock_of(text: str) -> time | None:
    """A time of day from text; a lone number is an hour only with am or pm."""
    if re.fullmatch(r"\d{4}", text):
        text = f"{text[:2]}:{text[2:]}"
    found = TIME.fullmatch(text)
    if not found or not (found["min"] or found["half"]):
        return None
    hour = int(found["h"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    try:
        return time(hour, int(found["min"] or 0), int(found["s"] or 0))
    except ValueError:
        return None


def order_of(cells: Iterable[Cell], *, day_first: bool, pivot: int) -> Order:
    """The order of day and month that the column's own unambiguous dates show; `day_first` when none does."""
    n_day = n_month = 0
    for cell in cells:
        line = plain(cell) if isinstance(cell, str) and len(cell) <= LONGEST else ""
        found = NUMBERS.fullmatch(line) or SHORT.fullmatch(line)
        if found:
            first, second = int(found["a"]), int(found["b"])
            n_day += 12 < first <= 31 and 1 <= second <= 12
            n_month += 12 < second <= 31 and 1 <= first <= 12
    if n_day == n_month:
        return Order(day_first, pivot)
    return Order(n_day > n_month, pivot)
