"""One sheet of a hand-kept log: which columns it has, and what carries down from row to row."""

import re
from dataclasses import dataclass, field
from datetime import date

from yarrow.contacts.reading.calendar_years import Calendar
from yarrow.contacts.reading.columns import DONE, order_sample
from yarrow.contacts.reading.dates import Order, order_of, read_date
from yarrow.contacts.reading.ledger import Ledger
from yarrow.contacts.reading.mapping import SheetMapping
from yarrow.contacts.reading.quantities import Vague, is_mark, read_quantity, says_yes
from yarrow.contacts.reading.sheets import Cell, Problem, Row, Sheet, cell_at, is_blank, text_of
from yarrow.contacts.reading.survey import Context
from yarrow.contacts.reading.words import DITTO, SUPPLIES, folded
from yarrow.methods.sentences import to_say

WORDS_FOR_A_DATE = to_say("Words without a date stand in the date column; the date above them was used.")
NO_NUMBER = to_say("In the column “{heading}” a cell doesn't say how many; none were counted.")

TITLE_LIKE = re.compile(
    r"(?:week|wk|month|shift|page|session|night of|outreach|quarter|term)\b.*\d|.*\b20\d\d\b"
)
DATE_NOT_KNOWN = frozenset(
    ["tbc", "unknown", "not known", "not sure", "nk", "n k", "date unknown", "date not known", ""]
)


@dataclass
class LogSheet:
    """The state while one sheet is read from top to bottom."""

    sheet: Sheet
    mapping: SheetMapping
    order: Order
    calendar: Calendar
    on: date | None = None
    date_is_bad: bool = False
    carried: dict[str, str] = field(default_factory=dict)

    @classmethod
    def opened(cls, sheet: Sheet, mapping: SheetMapping, context: Context, year: int | None) -> "LogSheet":
        """Ready at the row after the headings."""
        column = mapping.first("date")
        cells = order_sample(sheet.rows, column, mapping.heading_row)
        order = order_of(cells, day_first=context.day_first, pivot=context.pivot)
        return cls(sheet, mapping, order, Calendar(year or likely_year(cells, order, context.today)))

    @property
    def names(self) -> tuple[int, ...]:
        """The columns that say who."""
        found = self.mapping.every("name") or self.mapping.every("first_name") + self.mapping.every(
            "last_name"
        )
        return found or self.mapping.every("person_id")

    def who(self, row: Row) -> str:
        """The words that say who was met, ditto filled in."""
        words = " ".join(filter(None, (text_of(cell_at(row, column)) for column in self.names)))
        if words in DITTO:
            return self.carried.get("who", "")
        self.carried["who"] = words
        return words

    def carry(self, meaning: str, row: Row, *, always: bool) -> str:
        """The cell's words; for a ditto mark, or a blank where words carry down, those of the row above."""
        words = text_of(cell_at(row, self.mapping.first(meaning)))
        if words in DITTO or (not words and always):
            return self.carried.get(meaning, "")
        self.carried[meaning] = words
        return words

    def see_date(self, row: Row, ledger: Ledger) -> None:
        """Take the row's date if it has one; a blank or a ditto mark leaves the date of the row above."""
        cell = cell_at(row, self.mapping.first("date"))
        if is_blank(cell) or text_of(cell) in DITTO or text_of(cell) in ("-", "–", "—", "."):
            return
        when = read_date(cell, self.order, lenient=True)
        if when is None and words_only(cell):
            ledger.warn(WORDS_FOR_A_DATE)
            return
        self.on = self.calendar.on(when) if when else None
        self.date_is_bad = self.on is None

    def banner(self, row: Row) -> bool:
        """A line of title between shifts: one filled cell that names no one.

        A date in it is the date of the rows below.
        """
        filled = [(column, cell) for column, cell in enumerate(row) if not is_blank(cell)]
        if len(filled) != 1:
            return False
        column, cell = filled[0]
        when = read_date(cell, self.order, lenient=True) if not isinstance(cell, int | float) else None
        on = self.calendar.on(when) if when else None
        if on is not None:
            self.on, self.date_is_bad = on, False
        return on is not None or column not in self.spoken or self.is_title(text_of(cell))

    @property
    def spoken(self) -> tuple[int, ...]:
        """Columns that make a record even when nothing else is filled."""
        given = tuple(c.column for c in self.mapping.columns if c.meaning in SUPPLIES | DONE)
        return self.names + self.mapping.every("n_people") + given

    def is_title(self, words: str) -> bool:
        """A title again, "Week 3", "January 2024": no one's name, though it stands where names do."""
        above = {text_of(cell) for row in self.sheet.rows[: self.mapping.heading_row - 1] for cell in row}
        return words in above - {""} or bool(TITLE_LIKE.match(folded(words)))

    def supplies(self, row: Row, ledger: Ledger) -> dict[str, int]:
        """What was given: code -> count, zeros left out."""
        given: dict[str, int] = {}
        for column in self.mapping.columns:
            if column.meaning not in SUPPLIES:
                continue
            count = read_quantity(cell_at(row, column.column))
            if isinstance(count, Vague):
                ledger.warn(NO_NUMBER.format(heading=column.heading))
            elif count:
                given[column.meaning] = given.get(column.meaning, 0) + count
        return given

    def done(self, row: Row) -> tuple[str, ...]:
        """What was ticked."""
        return tuple(
            sorted(
                {
                    c.meaning
                    for c in self.mapping.columns
                    if c.meaning in DONE and is_mark(cell_at(row, c.column))
                }
            )
        )

    def says_something(self, row: Row) -> bool:
        """Was anything given, ticked or counted, though no one is named?"""
        for column in self.mapping.columns:
            cell = cell_at(row, column.column)
            if column.meaning in SUPPLIES and read_quantity(cell) != 0:
                return True
            if column.meaning in DONE and is_mark(cell) and (says_yes(cell) or isinstance(cell, int)):
                return True
        return False

    def joined(self, meaning: str, row: Row) -> str:
        """The words of all columns of that meaning."""
        return "; ".join(
            filter(None, (text_of(cell_at(row, column)) for column in self.mapping.every(meaning)))
        )


def likely_year(cells: list[Cell], order: Order, today: date) -> int:
    """For days without any year: the latest in which the first of them is not still to come."""
    first = next((when for when in (read_date(cell, order, lenient=True) for cell in cells) if when), None)
    on = first.on(today.year) if first else None
    return today.year - 1 if on is not None and on > today else today.year


def words_only(cell: Cell) -> bool:
    """A weekday or "late shift": no figure in it, and not a way to say that the date isn't known."""
    if isinstance(cell, Problem) or not isinstance(cell, str):
        return False
    return not any(c.isdigit() for c in cell) and folded(cell) not in DATE_NOT_KNOWN
