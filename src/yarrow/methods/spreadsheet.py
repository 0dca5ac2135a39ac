"""Rows as CSV text that a spreadsheet program shows and never runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What a spreadsheet program takes for the beginning of a formula, wide forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
AT_ONCE = 500


def harmless(text: str) -> str:
    """The text with an apostrophe before what could begin a formula, also after spaces."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


def csv_parts(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file in UTF-8, some hundred rows at a time; None is an empty cell, and only text is made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(str(name)) for name in columns])
    for n, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        if n % AT_ONCE == 0:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8")
