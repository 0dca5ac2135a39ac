"""A number as people type it, with a point or a comma, in any script's figures."""

import re
import unicodedata
from decimal import Decimal

from yarrow.methods.forms.shapes import Item
from yarrow.methods.sentences import to_say

WHOLE = to_say("Write a whole number, like 12.")
NUMBER = to_say("Write a number, like 12 or 2.5.")
NO_THOUSANDS = to_say("Write the number without a mark between the thousands, like 1000.")
AT_LEAST = to_say("Write {limit} or more.")
AT_MOST = to_say("Write {limit} or less.")
FEWER_FIGURES = to_say("Write at most {n} figures after the point.")

MOST_FIGURES, LONGEST = 15, 60
_SIGNS = {"−": "-", "٫": ".", "٬": ","}
_NUMBER = re.compile(r"[+-]?(\d+)(?:[.,](\d+))?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")
# Languages that write a point before the parts of a whole; the others write a comma.
_WITH_POINT = ("en", "th", "zh", "ar")


def plain_figures(text: str) -> str:
    """The text with figures 0 to 9 and a plain minus."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else _SIGNS.get(sign, sign) for sign in text
    )


def decimal_mark(language: str) -> str:
    """What stands before the parts of a whole."""
    return "." if language.partition("-")[0].lower() in _WITH_POINT else ","


def read_number(item: Item, text: str, language: str) -> Decimal | int | str:
    """The number typed for an item, or (as text) the sentence that says what to write instead."""
    is_whole = item.kind == "integer"
    if len(text) > LONGEST:
        return WHOLE if is_whole else NUMBER
    typed = re.sub(r"\s", "", plain_figures(text))
    if _are_thousands(typed, language, is_whole):
        return NO_THOUSANDS
    parts = _NUMBER.fullmatch(typed)
    if not parts or len(typed.strip("+-")) > MOST_FIGURES:
        return WHOLE if is_whole else NUMBER
    number = Decimal(typed.replace(",", "."))
    if is_whole and number != int(number):
        return WHOLE
    if item.decimals is not None and len(parts[2] or "") > item.decimals:
        return FEWER_FIGURES.format(n=item.decimals)
    return _limited(item, int(number) if is_whole else number)


def _are_thousands(typed: str, language: str, is_whole: bool) -> bool:
    """Whether a mark may stand between thousands: twice, or three figures before the end by this language's mark."""
    if not _THOUSANDS.fullmatch(typed):
        return False
    marks = [sign for sign in typed if sign in ".,"]
    return len(marks) > 1 or is_whole or marks[0] != decimal_mark(language)


def _limited(item: Item, number: Decimal | int) -> Decimal | int | str:
    low, high = item.minimum, item.maximum
    if isinstance(low, int | Decimal) and number < low:
        return AT_LEAST.format(limit=_plain(low))
    if isinstance(high, int | Decimal) and number > high:
        return AT_MOST.format(limit=_plain(high))
    return number


def _plain(limit: Decimal | int) -> str:
    """ "100", also where a file says 100.0 or 1e2."""
    return str(int(limit)) if limit == int(limit) else format(limit, "f")
