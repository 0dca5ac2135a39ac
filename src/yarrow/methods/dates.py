"""Reading a day the way people write one."""

import re
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
PARTS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})\.?,?[\s./-]+(\d{2}|\d{4})$")
RELATIVE = {"today": 0, "yesterday": 1}
# Pages add years to a day and take some away: nobody writes one so near the ends of the calendar that this fails.
FIRST, LAST = 1000, 8999


def parse_day(text: str, *, today: date) -> date | None:
    """The day meant by `text`: "27 3 2026", "27/03/26", "3rd Jan 2024", "2026-03-27", "today", "yesterday".

    The day comes before the month. None when it can't be read or does not exist.
    """
    said = " ".join(text.lower().split())
    if said in RELATIVE:
        return today - timedelta(days=RELATIVE[said])
    if whole := ISO.match(said):
        return build_day(whole[3], whole[2], whole[1])
    if parts := PARTS.match(said):
        return build_day(parts[1], parts[2], parts[3])
    return None


def build_day(day: str, month: str, year: str) -> date | None:
    """A date from three typed parts; a month may be a word, a year may have two digits (2000s)."""
    number = month_number(month)
    if number is None or not day.isascii() or not day.isdigit() or not re.fullmatch(r"\d{2}|\d{4}", year):
        return None
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(full_year, number, int(day)) if FIRST <= full_year <= LAST else None
    except (ValueError, OverflowError):
        return None


def month_number(text: str) -> int | None:
    """1 to 12 from "3", "03", "Mar" or "March"."""
    said = text.strip().lower().rstrip(".")
    if said.isascii() and said.isdigit():
        return int(said) if len(said) < 4 and 1 <= int(said) <= 12 else None
    for position, short in enumerate(MONTHS, start=1):
        if len(said) >= 3 and said.startswith(short):
            return position
    return None
