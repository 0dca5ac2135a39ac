"""CSV files as people's programs write them: any common delimiter, any common encoding."""

import codecs
import csv
import io
from collections import Counter

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.encodings_guess import decode
from yarrow.contacts.reading.errors import TooBig
from yarrow.contacts.reading.sheets import Cell, Gauge, Row, Sheet, trimmed
from yarrow.methods.sentences import to_say

DELIMITERS = (",", ";", "\t", "|")
SNIFF_CHARACTERS = 60_000
# A quotation mark that is never closed swallows the rest of the file into one cell.
MOST_LINES_IN_A_CELL = 40


def read_csv(content: bytes) -> Sheet:
    """The file as one sheet named "". Raises TooBig. Never guesses numbers: every cell stays text."""
    text = decode(content).replace("\r\r\n", "\r\n").replace("\x00", "")
    delimiter = sniff(text)
    try:
        rows = parse(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error:
        rows = None
    if rows is None or swallowed(rows):
        rows = parse_unquoted(text, delimiter)
    return Sheet(name="", rows=tuple(rows))


def sniff(text: str) -> str:
    """The delimiter that splits most of the first lines into the same number of cells."""
    first = text[:6].lower()
    if first.startswith("sep=") and len(text) > 4 and text[4] in DELIMITERS:
        return text[4]
    return max(DELIMITERS, key=lambda delimiter: evenness(text[:SNIFF_CHARACTERS], delimiter))


def evenness(sample: str, delimiter: str) -> int:
    """How many cells the most common width explains; 0 when it splits nothing."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row)
    except csv.Error:
        widths = Counter(line.count(delimiter) + 1 for line in sample.splitlines())
    return max(((width - 1) * n for width, n in widths.items()), default=0)


def parse(text: str, delimiter: str, quoting: int) -> list[Row]:
    """All records. Raises TooBig, csv.Error."""
    csv.field_size_limit(limits.MAX_CELL_TEXT)
    gauge = Gauge()
    rows: list[Row] = []
    # Lines must keep their ends (newline=""): a cell may hold line breaks of its own.
    source = io.StringIO(text, newline="")
    for record in csv.reader(source, delimiter=delimiter, quoting=quoting):  # type: ignore[arg-type]
        cells: list[Cell] = [value or None for value in record]
        row = trimmed(cells)
        gauge.add_row(len(row))
        rows.append(row)
    return rows


def parse_unquoted(text: str, delimiter: str) -> list[Row]:
    """The file with quotation marks as ordinary characters. Raises TooBig."""
    try:
        return parse(text, delimiter, csv.QUOTE_NONE)
    except csv.Error as error:
        raise TooBig(
            to_say(
                "One cell of this file is longer than any note can be. "
                "Open it in your spreadsheet program, save it as XLSX and try again."
            )
        ) from error


def swallowed(rows: list[Row]) -> bool:
    """Does any cell hold more lines than a note could?"""
    return any(
        isinstance(cell, str) and "\n" in cell and cell.count("\n") > MOST_LINES_IN_A_CELL
        for row in rows
        for cell in row
    )


def is_text(content: bytes) -> bool:
    """Could these bytes be text at all? UTF-16 has zero bytes, other text has none."""
    head = content[:4096]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    n_controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    n_zeros = head.count(0)
    if n_zeros:
        return n_zeros >= len(head) // 3 and n_controls - n_zeros <= len(head) // 100
    return n_controls <= len(head) // 100
