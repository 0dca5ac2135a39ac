"""A day, a time, or both, as people type them into boxes."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from yarrow.methods.dates import build_day, parse_day
from yarrow.methods.forms.numbers import LONGEST, plain_figures
from yarrow.methods.forms.shapes import Item
from yarrow.methods.sentences import to_say

NO_DATE = to_say("We could not read that date. Write a day, a month and a year, like 27 3 2026.")
NO_TIME = to_say("We could not read that time. Write hours and minutes, like 21:40.")
NO_DAY = to_say("You wrote a time without a day. Write the day, too.")
NOT_BEFORE = to_say("Write {limit} or later.")
NOT_AFTER = to_say("Write {limit} or earlier.")

_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(am|pm|a\.m\.|p\.m\.)?")


def read_day(boxes: tuple[str, str, str], today: date) -> date | str:
    """The day in three boxes (or whole in the first, also "today"), or the sentence that says what to write."""
    day, month, year = (plain_figures(part[:LONGEST]).strip() for part in boxes)
    found = build_day(day, month, year) if month or year else parse_day(day, today=today)
    return NO_DATE if found is None else found


def read_time(text: str) -> time | str:
    """ "21:40", "9.40 pm", "21:40:30", or the sentence that says what to write."""
    parts = _TIME.fullmatch(re.sub(r"\s", "", plain_figures(text[:LONGEST])).lower())
    if not parts:
        return NO_TIME
    hour, minute, second = int(parts[1]), int(parts[2]), int(parts[3] or 0)
    if parts[4]:
        if not 1 <= hour <= 12:
            return NO_TIME
        hour = hour % 12 + (12 if parts[4].startswith("p") else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return NO_TIME


def read_moment(day: date | str | None, clock: time | str | None, zone: tzinfo) -> date | datetime | str:
    """A day with a time in `zone`, the day alone where no time was typed, or what is wrong with either."""
    if day is None:
        return NO_DAY
    if isinstance(day, str) or clock is None:
        return day
    return clock if isinstance(clock, str) else datetime.combine(day, clock, tzinfo=zone)


def limited(item: Item, value: Any) -> Any:
    """The day or time itself, or the sentence that says between what it must lie."""
    if not isinstance(value, date | time):
        return value
    if _is_before(value, item.minimum):
        return NOT_BEFORE.format(limit=written(item.minimum))
    return NOT_AFTER.format(limit=written(item.maximum)) if _is_before(item.maximum, value) else value


def _is_before(one: Any, other: Any) -> bool:
    """Whether one comes before the other: as instants, or as days where one of them is a day; never of unlike kinds."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return _zoned(one) < _zoned(other)
    one, other = (each.date() if isinstance(each, datetime) else each for each in (one, other))
    return type(one) is type(other) and one is not None and bool(one < other)


def _zoned(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def written(value: Any) -> str:
    """A limit as it would be typed: "27 3 2026", "21:40"."""
    if isinstance(value, datetime):
        return f"{written(value.date())} {written(value.time())}"
    return f"{value.day} {value.month} {value.year}" if isinstance(value, date) else f"{value:%H:%M}"
