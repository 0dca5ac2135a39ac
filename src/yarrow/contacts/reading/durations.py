"""How long a contact took, in whole minutes: `0:05`, `90 mins`, `1 hr 15`, `1½ hours`, 5, a time cell."""

import re
from datetime import datetime, time, timedelta
from functools import lru_cache

from yarrow.contacts.reading.quantities import number_words
from yarrow.contacts.reading.sheets import Cell

# Longer than a week isn't a contact.
MOST_MINUTES = 7 * 24 * 60
NUMBER = r"\d+(?:[.,]\d+)?"
HOURS = r"(?:hours?|hrs?|hr?s?|h|std)\.?"
MINUTES = r"(?:minutes?|minuts?|mins?|mns?|m|'|’|′)\.?"
CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?(?:hrs?|hours?|h|mins?))?")
SPELLED = re.compile(rf"(?:(?P<h>{NUMBER}) ?{HOURS})? ?(?:and|,|&|\+)? ?(?:(?P<m>{NUMBER}) ?(?:{MINUTES})?)?")
ISO = re.compile(r"pt(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?")
ROUGHLY = re.compile(
    r"^(?:approx(?:imately)?|about|around|roughly|circa|ca|c|~|≈)\.? *|[ ]*(?:approx|ish|\+|\?)\.?$"
)
FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
PHRASES = {
    "half an hour": 30, "half hour": 30, "half a hour": 30, "an hour": 60, "hour": 60, "quarter of an hour": 15,
    "quarter hour": 15, "three quarters of an hour": 45, "an hour and a half": 90, "hour and a half": 90,
    "a minute": 1,
}  # fmt: skip
LONGEST = 60


def read_minutes(cell: Cell, *, plain_hours: bool = False) -> int | None:
    """Whole minutes, or None when the cell doesn't say. `plain_hours`: a bare number means hours."""
    minutes = exact_minutes(cell, 60 if plain_hours else 1)
    if minutes is None or not 0 <= minutes <= MOST_MINUTES:
        return None
    return int(minutes + 0.5)


def exact_minutes(cell: Cell, unit: int) -> float | None:
    """Minutes before rounding; `unit` is what a bare number counts, in minutes."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 60
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute + cell.second / 60
    if isinstance(cell, int | float):
        return of_number(float(cell), unit)
    return of_text(cell, unit) if isinstance(cell, str) else None


def of_number(number: float, unit: int) -> float:
    """A bare number; below one it is an unformatted time cell (a part of a day) unless hours are counted."""
    if unit == 1 and 0 < number < 1:
        return number * 1440
    return number * unit


@lru_cache(maxsize=4096)
def of_text(text: str, unit: int) -> float | None:
    """Minutes from words and figures."""
    if len(text) > LONGEST:
        return None
    line = cleaned(text)
    if line in PHRASES:
        return float(PHRASES[line])
    clock = CLOCK.fullmatch(line)
    if clock:
        return of_clock(int(clock[1]), int(clock[2]), int(clock[3] or 0))
    if re.fullmatch(NUMBER, line):
        return of_number(float(line.replace(",", ".")), unit)
    found = ISO.fullmatch(line) or SPELLED.fullmatch(line)
    if not found or not (found["h"] or found["m"]):
        return None
    return 60 * amount(found["h"]) + amount(found["m"])


def cleaned(text: str) -> str:
    """Small letters, one space, no "about", figures for number words and fractions."""
    line = " ".join(text.lower().replace("\u00a0", " ").split()).strip(" .;")
    line = re.sub(r"\s*\([^)]*\)$", "", line)
    line = ROUGHLY.sub("", line)
    for sign, decimal in FRACTIONS.items():
        line = re.sub(rf"(\d+) ?{sign}", rf"\g<1>{decimal}", line).replace(sign, f"0{decimal}")
    line = re.sub(r"(\d+) (?:and a half|1/2)(?= )", r"\1.5", line)
    return line if line in PHRASES else number_words(line)


def of_clock(hours: int, minutes: int, seconds: int) -> float | None:
    """`1:30` is an hour and a half; `45:00` can only be minutes and seconds."""
    if minutes > 59 or seconds > 59:
        return None
    if hours >= 24 and seconds == 0:
        return hours + minutes / 60
    return hours * 60 + minutes + seconds / 60


def amount(written: str | None) -> float:
    """A number with a point or a comma; nothing is 0."""
    return float(written.replace(",", ".")) if written else 0.0
