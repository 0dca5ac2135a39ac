"""Invented sheets as the bytes of a file: CSV in any dress, XLSX, and hand-made XLSX parts."""

import csv
import io
from datetime import date, datetime

from openpyxl import Workbook

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "utf-16-le")


def as_csv(
    rows: list[list[object]], delimiter: str = ",", encoding: str = "utf-8", ending: str = "\r\n"
) -> bytes:
    """The rows as typed; dates as ISO."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending)
    for row in rows:
        writer.writerow([cell.isoformat() if isinstance(cell, date) else cell for cell in row])
    return out.getvalue().encode(encoding)


def as_xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    """The sheets as a workbook saved by a program that writes no empty text."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def moment(day: date, hour: int, minute: int) -> datetime:
    """A date with its time."""
    return datetime(day.year, day.month, day.day, hour, minute)
