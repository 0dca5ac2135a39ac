"""The cells of one worksheet part."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum

# Safe here: archives.part_bytes lets nothing through that declares a document type, so there are no entities.
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.errors import TooBig
from yarrow.contacts.reading.sheets import Cell, Gauge, Problem, Row, trimmed
from yarrow.methods.sentences import to_say

LONG_CELL = to_say("One cell of this workbook is longer than any note can be. Shorten it and try again.")

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
MORE_THAN_EXCEL_HAS = 1_048_576
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DAY_OF_NOTHING = timedelta(0)


class Style(Enum):
    """What a cell's number format makes of its number."""

    NUMBER = 0
    DATE = 1
    SPAN = 2


def read_shared(content: bytes) -> list[str]:
    """The shared texts in order."""
    texts: list[str] = []
    for element in finished(content, "si"):
        texts.append(text_below(element))
    return texts


def finished(content: bytes, name: str) -> Iterator[Element]:
    """Every element of that name when it is complete; emptied afterwards, so that memory stays flat."""
    wanted = ""
    for _, element in iterparse(io.BytesIO(content)):  # noqa: S314 - no entities, see above
        if element.tag == wanted or (not wanted and local(element) == name):
            wanted = element.tag
            yield element
            element.clear()


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def text_below(element: Element) -> str:
    """All runs of text; phonetic runs (rPh) are reading aids, not text."""
    parts: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(run.text or "" for run in child if local(run) == "t")
    text = "".join(parts)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def column_number(letters: str) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_rows(
    content: bytes, shared: list[str], styles: list[Style], from_1904: bool, gauge: Gauge
) -> list[Row]:
    """The sheet's rows, gaps filled with empty ones so that row n of the sheet is item n - 1. Raises TooBig."""
    rows: list[Row] = []
    value_of = maker(shared, styles, from_1904)
    for element in finished(content, "row"):
        number = int(element.get("r") or len(rows) + 1)
        if number > MORE_THAN_EXCEL_HAS:
            raise ValueError("row number")
        cells = cells_of(element, value_of)
        if not cells and number > len(rows) + limits.MAX_ROWS:
            continue
        while len(rows) < number - 1:
            gauge.add_row(0)
            rows.append(())
        gauge.add_row(len(cells))
        rows.append(cells)
    return rows


def cells_of(element: Element, value_of: Callable[[Element], Cell]) -> Row:
    """One row's cells at their columns."""
    cells: list[Cell] = []
    for child in element:
        reference = REFERENCE.match(child.get("r", ""))
        column = column_number(reference[1]) if reference else len(cells)
        value = value_of(child)
        if value is None:
            continue
        if column >= limits.MAX_COLUMNS:
            Gauge().add_row(column + 1)
        cells.extend([None] * (column - len(cells)))
        cells.append(value)
    return trimmed(cells)


def maker(shared: list[str], styles: list[Style], from_1904: bool) -> Callable[[Element], Cell]:
    """A function from a cell's element to its value."""
    epoch = MAC_EPOCH if from_1904 else WINDOWS_EPOCH

    def value_of(cell: Element) -> Cell:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(text_below(child) for child in cell) or None
        raw, has_formula = stored(cell)
        if raw is None:
            return Problem.FORMULA if has_formula and kind != "str" else None
        if kind == "s":
            return checked(shared[int(raw)])
        return number_of(raw, styles, cell.get("s"), epoch) if kind == "n" else other(kind, raw)

    return value_of


def stored(cell: Element) -> tuple[str | None, bool]:
    """The value as it was last stored, and whether a formula made it."""
    raw, has_formula = None, False
    for child in cell:
        name = child.tag
        if name.endswith("v"):
            raw = child.text
        elif name.endswith("f"):
            has_formula = True
    return raw, has_formula


def other(kind: str, raw: str) -> Cell:
    """Booleans, errors, ISO dates and the texts of formulas."""
    if kind == "b":
        return raw.strip() in ("1", "true")
    if kind == "e":
        return Problem.ERROR
    if kind == "d":
        return datetime.fromisoformat(raw.strip().removesuffix("Z"))
    return checked(raw)


def checked(text: str) -> Cell:
    """A text no longer than a note can be. Raises TooBig."""
    if len(text) > limits.MAX_CELL_TEXT:
        raise TooBig(LONG_CELL)
    return text or None


def number_of(raw: str, styles: list[Style], style: str | None, epoch: datetime) -> Cell:
    """A number, a date, a time or a span; a number no date has stays a number."""
    number = float(raw)
    meaning = styles[int(style)] if style and int(style) < len(styles) else Style.NUMBER
    if meaning is Style.SPAN:
        return timedelta(minutes=round(number * 1440 * 60) / 60)
    if meaning is Style.DATE:
        return dated(number, epoch)
    return int(number) if number.is_integer() and "e" not in raw.lower() else number


def dated(number: float, epoch: datetime) -> Cell:
    """A date-formatted number: below one day it is a time of day, from one day on a date."""
    if not 0 <= number < 2_958_466:
        return number
    value: datetime | date | time | timedelta | None = from_excel(number, epoch)
    if isinstance(value, datetime) and value.year < 1902:
        # [h]:mm typed into a cell formatted h:mm: more than a day's hours, not a day in 1900.
        return timedelta(minutes=round(number * 1440))
    return value
