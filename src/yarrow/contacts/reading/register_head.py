"""Where a register's dates stand: one line of dates, or days below a line of months."""

import re
from dataclasses import dataclass

from yarrow.contacts.reading.columns import assign, profiles_of
from yarrow.contacts.reading.dates import Order, When, order_of, read_date
from yarrow.contacts.reading.headings import spread
from yarrow.contacts.reading.mapping import MARK, ColumnMeaning, SheetMapping
from yarrow.contacts.reading.sheets import Cell, Row, is_blank, text_of
from yarrow.contacts.reading.words import MONTHS, folded

SEARCHED = 40
FEWEST = 2
NUMBERED = re.compile(r"(?:week|wk|session|sess|meeting|s|w) ?(?:no )?\d{1,3}")


@dataclass(frozen=True)
class RegisterHead:
    """`place`: index of the line of dates; `dates`: column -> the day, or None for "Week 3"."""

    place: int
    dates: dict[int, When | None]


def find_head(rows: tuple[Row, ...], *, day_first: bool, pivot: int) -> RegisterHead | None:
    """The line that makes the sheet a register, or None: the first that has at least half the dates of the longest."""
    heads: list[RegisterHead] = []
    for place in range(min(SEARCHED, len(rows))):
        order = order_of(rows[place], day_first=day_first, pivot=pivot)
        dates = dates_in(rows, place, order)
        filled = sum(not is_blank(cell) for cell in rows[place][1:])
        if len(dates) < FEWEST or len(dates) < 0.5 * filled or not has_marks_below(rows, place, dates):
            continue
        heads.append(RegisterHead(place, dates))
    longest = max((len(head.dates) for head in heads), default=0)
    return next((head for head in heads if 2 * len(head.dates) >= longest), None)


def dates_in(rows: tuple[Row, ...], place: int, order: Order) -> dict[int, When | None]:
    """Column -> day for one line; days alone take the month from the line above."""
    row = rows[place]
    found: dict[int, When | None] = {}
    for column, cell in enumerate(row):
        when = read_date(cell, order, lenient=True)
        if when is not None:
            found[column] = when
    if not found and place:
        found = dict(days_under_months(rows[place - 1], row))
    if not found:
        found = {column: None for column, cell in enumerate(row) if NUMBERED.fullmatch(folded(text_of(cell)))}
    return found


def days_under_months(above: Row, row: Row) -> dict[int, When]:
    """`4 11 18` below a merged `April`."""
    months = spread(above)
    months += months[-1:] * len(row)
    found: dict[int, When] = {}
    for column, cell in enumerate(row):
        words = re.sub(r"\b(?:20)?\d\d\b|'", " ", months[column]).split() if column < len(months) else []
        month = MONTHS.get(folded(words[0])) if len(words) == 1 else None
        day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text_of(cell))
        if month and day and 1 <= int(day[1]) <= 31:
            year = re.search(r"20\d\d", months[column])
            found[column] = When(int(day[1]), month, int(year[0]) if year else None)
    return found


def has_marks_below(rows: tuple[Row, ...], place: int, dates: dict[int, When | None]) -> bool:
    """Names to the left and short marks, not dates or notes, under the dates."""
    left = min(dates)
    below = rows[place + 1 : place + 200]
    cells: list[Cell] = [
        row[column] for row in below for column in dates if column < len(row) and not is_blank(row[column])
    ]
    if not cells or left == 0:
        return False
    short = sum(len(text_of(cell)) <= 25 and read_date(cell) is None for cell in cells)
    return short >= 0.8 * len(cells) and any(
        not is_blank(row[0] if row else None) or text_left(row, left) for row in below
    )


def text_left(row: Row, left: int) -> bool:
    """Is there a word left of the dates?"""
    return any(isinstance(cell, str) and not is_blank(cell) for cell in row[:left])


def columns_of(rows: tuple[Row, ...], head: RegisterHead) -> tuple[ColumnMeaning, ...]:
    """The columns' meanings: dates are marks; one of the others is the name."""
    row = rows[head.place]
    others = tuple("" if column in head.dates else text_of(cell) for column, cell in enumerate(row))
    columns = list(assign(others, profiles_of(others, rows, head.place + 1), "register"))
    for column in head.dates:
        known = columns[column]
        columns[column] = ColumnMeaning(column, text_of(row[column]), MARK, 1.0, known.n_filled)
    if not any(column.meaning in ("name", "first_name", "last_name", "known_as") for column in columns):
        left = [
            c
            for c in columns
            if c.column < min(head.dates) and c.meaning == "" and worded(rows, c.column, head.place)
        ]
        if left:
            chosen = max(left, key=lambda c: c.n_filled)
            columns[chosen.column] = ColumnMeaning(
                chosen.column, chosen.heading, "name", 0.6, chosen.n_filled
            )
    return tuple(columns)


def columns_of_names(part: SheetMapping) -> tuple[int, ...]:
    """The columns that name the person: a name, its parts, or else a number."""
    named = part.every("name") or part.every("first_name") + part.every("last_name")
    return named or part.every("known_as") or part.every("person_id")


def worded(rows: tuple[Row, ...], column: int, place: int) -> bool:
    """Does the column hold words?"""
    return any(
        column < len(row) and isinstance(row[column], str) and not is_blank(row[column])
        for row in rows[place + 1 :]
    )
