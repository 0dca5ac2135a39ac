"""What a file holds before anybody asks what it means: sheets of rows of cells."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.errors import TooBig
from yarrow.methods.sentences import to_say

COLUMNS = to_say("This file has more than {n} columns. Delete the columns you don't need and try again.")
ROWS = to_say(
    "This file has more than {n} rows, or too many filled cells. "
    "Split it, for example by year, and bring the parts one after the other."
)


class Problem(Enum):
    """A cell without a value that could be taken."""

    FORMULA = "a formula without a stored value"
    ERROR = "an error left by the spreadsheet program"


Cell = str | int | float | bool | datetime | date | time | timedelta | Problem | None
Row = tuple[Cell, ...]


SPACES = " \t\r\n\u00a0\u200b\ufeff"


@dataclass(frozen=True, repr=False)
class Sheet:
    """One sheet: `rows[0]` is the sheet's row 1; rows end at their last filled cell."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False

    def __repr__(self) -> str:
        return "[Sheet]"


def is_blank(cell: Cell) -> bool:
    """Nothing, or only spaces (the no-break ones of web pages included)."""
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))


def trimmed(cells: list[Cell]) -> Row:
    """The cells up to the last filled one; cells of spaces stay what they are in between."""
    end = len(cells)
    while end and is_blank(cells[end - 1]):
        end -= 1
    return tuple(cells[:end])


def text_of(cell: Cell) -> str:
    """The cell as one line of text; whole floats lose their `.0`; problems and blanks are ''."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable() and "  " not in cell:
            return cell.strip()
        return " ".join(cell.replace("\u200b", "").replace("\ufeff", "").split())
    if cell is None or isinstance(cell, Problem):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return str(cell)


def cell_at(row: Row, column: int | None) -> Cell:
    """The cell, or None beyond the row's end or for a column nobody named."""
    return row[column] if column is not None and column < len(row) else None


class Gauge:
    """Counts rows and cells over all sheets and refuses when a file holds more than an import takes."""

    def __init__(self) -> None:
        self.n_rows = 0
        self.n_cells = 0

    def add_row(self, n_cells: int) -> None:
        """Count one row of `n_cells` cells. Raises TooBig."""
        self.n_rows += 1
        self.n_cells += n_cells
        if n_cells > limits.MAX_COLUMNS:
            raise TooBig(COLUMNS.format(n=f"{limits.MAX_COLUMNS:,}"))
        if self.n_rows > limits.MAX_ROWS or self.n_cells > limits.MAX_CELLS:
            raise TooBig(ROWS.format(n=f"{limits.MAX_ROWS:,}"))
