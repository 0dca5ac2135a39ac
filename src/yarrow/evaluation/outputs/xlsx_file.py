"""A paper as a workbook: one sheet with the table, one with the words. Text is text: no cell can be a formula."""

import io
from collections.abc import Iterable

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from yarrow.evaluation.outputs.harmless import harmless
from yarrow.evaluation.paper import Paper, shown

WIDE = 24


def as_xlsx(paper: Paper) -> bytes:
    """The bytes of the workbook."""
    book = Workbook()
    book.properties.title, book.properties.creator = paper.title, paper.project
    figures = book.create_sheet(_("Figures"), 0)
    write(figures, (*paper.heads, *paper.measures))
    for line in paper.lines:
        write(figures, (*line.names, *map(shown, line.figures)))
    for cell in figures[1]:
        cell.font = Font(bold=True)
        figures.column_dimensions[cell.column_letter].width = WIDE
    figures.freeze_panes = "A2"
    words = book.create_sheet(_("About"), 1)
    for text in (paper.title, paper.project, paper.finding, *paper.caveats, paper.source):
        write(words, (text,))
    for name, meaning in paper.definitions:
        write(words, (name, meaning))
    for sheet in book.worksheets[2:]:
        book.remove(sheet)
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = get_language_bidi()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write(sheet: Worksheet, values: Iterable[str | int]) -> None:
    """One row: numbers as numbers, everything else as text."""
    row = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        if isinstance(cell, Cell):
            cell.value = harmless(value) if isinstance(value, str) else value
            cell.data_type = "s" if isinstance(value, str) else "n"
