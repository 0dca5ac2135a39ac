"""Attendance registers: names down, dates across; any mark but a dash means present."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from yarrow.contacts.reading.absences import attends, says_absent, sentence
from yarrow.contacts.reading.books import Books
from yarrow.contacts.reading.calendar_years import Calendar, year_in
from yarrow.contacts.reading.columns import DETAILS
from yarrow.contacts.reading.dates import When, order_of, read_date
from yarrow.contacts.reading.mapping import FileMapping, SheetMapping
from yarrow.contacts.reading.register_head import columns_of_names, find_head
from yarrow.contacts.reading.results import Cause, ReadAttendance, ReadPerson, ReadSession
from yarrow.contacts.reading.rows import BLANK, HEADINGS, TOTAL, is_total_label, is_weak_label, numeric
from yarrow.contacts.reading.sheets import Cell, Problem, Row, Sheet, cell_at, is_blank, text_of
from yarrow.contacts.reading.survey import Context
from yarrow.contacts.reading.who import Met, read_who
from yarrow.contacts.reading.words import ROLES_NOT_PEOPLE, WEEKDAYS, folded
from yarrow.methods.sentences import to_say

NO_NAME = to_say("Marks stand in the row, but no name.")
NOT_A_PERSON = to_say("The row is about the session, not about a person.")
NEW_DATES = "A new line of dates: the rows below belong to it."
NO_MARKS = to_say("The row holds a line of text and no marks.")
NOT_NAMED = to_say("The row doesn't name one person, so its marks can't be anyone's attendance.")
NO_YEAR = to_say(
    "The dates have no year, and neither the title nor the sheet's name gives one. Add the year to the title."
)
NAMESAKES = to_say("Two rows of a register bear the same name; they were taken as two people.")
NO_MARK = to_say("A mark holds a formula or an error instead of a mark and was not counted.")
LONGEST_NAME_WORDS = 5


@dataclass(frozen=True)
class Grid:
    """One sheet: its date columns with their sessions, and what a word of absence means in it."""

    sheet: Sheet
    mapping: SheetMapping
    dates: dict[int, When | None]
    sessions: dict[int, str]
    absence_words: str
    namesakes: Counter[str]
    calendar: Calendar
    title: str

    @property
    def names(self) -> tuple[int, ...]:
        """The columns that name the person: a name, its parts, or else a number."""
        return columns_of_names(self.mapping)

    def name(self, row: Row) -> str:
        """The name as written."""
        return " ".join(filter(None, (text_of(cell_at(row, column)) for column in self.names)))

    def marks(self, row: Row) -> dict[int, Cell]:
        """The filled cells under dates."""
        return {c: row[c] for c in self.sessions if c < len(row) and not is_blank(row[c])}


def read_register(
    sheets: list[Sheet], mapping: FileMapping, context: Context, books: Books, year: int | None
) -> None:
    """Read every sheet that is a register, in the workbook's order."""
    for sheet in sheets:
        part = mapping.of(sheet.name)
        if part.role != "register":
            continue
        grid = opened(sheet, part, mapping.absence_words, context, year, books)
        for number, row in enumerate(sheet.rows, start=1):
            if number <= part.heading_row:
                books.ledger.frame(sheet, number)
                continue
            block = next_block(grid, number, context, books)
            grid = block or grid
            refused = (Cause.HEADING, NEW_DATES) if block else read_row(grid, row, number, books)
            if refused:
                books.ledger.refuse(sheet, number, *refused)
            else:
                books.ledger.take(sheet, number)
        books.years.add(grid.calendar.supplied)
    if books.n_absence_words:
        books.ledger.warn(sentence(books.n_absence_words, mapping))


def opened(
    sheet: Sheet, part: SheetMapping, absence_words: str, context: Context, year: int | None, books: Books
) -> Grid:
    """The sheet's sessions, one for each date column."""
    head = find_head(sheet.rows, day_first=context.day_first, pivot=context.pivot)
    titles = [text_of(cell) for row in sheet.rows[: part.heading_row - 1] for cell in row]
    calendar = Calendar(year_in([*titles, sheet.name]) or year)
    dates = {column: head.dates.get(column) if head else None for column in part.every("mark")}
    grid = Grid(sheet, part, dates, {}, absence_words, Counter(), calendar, next(iter(titles), ""))
    return replace(grid, sessions=hold_sessions(grid, part.heading_row, books))


def hold_sessions(grid: Grid, number: int, books: Books) -> dict[int, str]:
    """A session for each date column of the line of dates in row `number`: column -> its key."""
    keys = {}
    for column, when in grid.dates.items():
        on = grid.calendar.on(when) if when else None
        if on is None:
            books.ledger.warn(NO_YEAR)
        keys[column] = f"{grid.sheet.name}/{number}/{column}"
        books.sessions[keys[column]] = ReadSession(keys[column], on, grid.title, sheet=grid.sheet.name)
    return keys


def next_block(grid: Grid, number: int, context: Context, books: Books) -> Grid | None:
    """The grid below a line of other dates: the next term under the first, on the same sheet."""
    row = grid.sheet.rows[number - 1]
    order = order_of(row, day_first=context.day_first, pivot=context.pivot)
    left = min(grid.dates, default=1)
    dates = {column: read_date(cell, order) for column, cell in enumerate(row) if column >= left}
    found: dict[int, When | None] = {column: when for column, when in dates.items() if when is not None}
    filled = sum(not is_blank(cell) for cell in row[left:])
    if len(found) < 2 or len(found) < 0.5 * filled or list(found.values()) == list(grid.dates.values()):
        return None
    block = replace(grid, dates=found, namesakes=Counter())
    return replace(block, sessions=hold_sessions(block, number, books))


def read_row(grid: Grid, row: Row, number: int, books: Books) -> tuple[Cause, str] | None:
    """Add one person's attendances, or say why the row isn't a person's."""
    refused = not_a_person(grid, row)
    if refused:
        return refused
    name = grid.name(row)
    key = folded(name) or name
    grid.namesakes[key] += 1
    if grid.namesakes[key] > 1:
        books.ledger.warn(NAMESAKES)
        key = f"{key}/{grid.namesakes[key]}"
    if key not in books.people:
        books.people[key] = person_of(grid, row, number, key)
    for column, cell in grid.marks(row).items():
        books.n_absence_words += says_absent(cell)
        if isinstance(cell, Problem):
            books.ledger.warn(NO_MARK)
        elif attends(cell, grid.absence_words):
            books.attendances.append(attendance(grid, column, cell, key, number, books))
    return None


def person_of(grid: Grid, row: Row, number: int, key: str) -> ReadPerson:
    """The person whose row it is."""
    details = {meaning: text_of(cell_at(row, grid.mapping.first(meaning))) for meaning in DETAILS}
    return ReadPerson(
        key=key,
        called=grid.name(row),
        external_ref=text_of(cell_at(row, grid.mapping.first("person_id"))),
        details={meaning: words for meaning, words in details.items() if words},
        sheet=grid.sheet.name,
        row=number,
    )


def attendance(grid: Grid, column: int, cell: Cell, key: str, number: int, books: Books) -> ReadAttendance:
    """One mark."""
    session = books.sessions[grid.sessions[column]]
    said = (key, session.on or session.key)
    return ReadAttendance(
        person_key=key,
        session_key=session.key,
        mark=text_of(cell),
        sheet=grid.sheet.name,
        row=number,
        row_identity=books.identities.next("attendance", said),
    )


def not_a_person(grid: Grid, row: Row) -> tuple[Cause, str] | None:
    """Blank rows, totals, weekdays, rows about staff or weather, lines of text, marks without a name."""
    if not row:
        return Cause.BLANK, BLANK
    name, marks = grid.name(row), grid.marks(row)
    if counts_only(grid, row, name, marks):
        return Cause.TOTAL, TOTAL
    if is_heading_again(marks):
        return Cause.HEADING, HEADINGS
    if folded(name) in ROLES_NOT_PEOPLE:
        return Cause.TITLE, NOT_A_PERSON
    if not name:
        return (Cause.NO_PERSON, NO_NAME) if marks else (Cause.TITLE, NO_MARKS)
    if not marks and (len(name.split()) > LONGEST_NAME_WORDS or re.search(r"[=:]", name)):
        return Cause.TITLE, NO_MARKS
    is_code = grid.names == grid.mapping.every("person_id")
    if not is_code and read_who(name).met is not Met.NAMED:
        return Cause.NO_PERSON, NOT_NAMED
    return None


def counts_only(grid: Grid, row: Row, name: str, marks: dict[int, Cell]) -> bool:
    """A row of totals: labelled so, or numbers (some above 1) without a name."""
    left = [cell for column, cell in enumerate(row) if column not in grid.sessions]
    if any(is_total_label(cell) for cell in left):
        return True
    numbers = all(numeric(cell) for cell in marks.values())
    return numbers and bool(marks) and (any(map(is_weak_label, left)) or not name)


def is_heading_again(marks: dict[int, Cell]) -> bool:
    """Dates or weekdays under the dates."""
    like = sum(read_date(cell) is not None or folded(text_of(cell)) in WEEKDAYS for cell in marks.values())
    return len(marks) > 1 and like >= 0.8 * len(marks)
