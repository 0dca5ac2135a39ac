"""CRM exports: people on one sheet, contacts on others, joined by the person's number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yarrow.contacts.reading.books import Books
from yarrow.contacts.reading.columns import DETAILS, order_sample
from yarrow.contacts.reading.dates import Order, When, order_of, read_clock, read_date
from yarrow.contacts.reading.durations import read_minutes
from yarrow.contacts.reading.headings import plainly
from yarrow.contacts.reading.joins import id_key
from yarrow.contacts.reading.ledger import Ledger
from yarrow.contacts.reading.mapping import FileMapping, SheetMapping
from yarrow.contacts.reading.results import Cause, ReadContact, ReadPerson
from yarrow.contacts.reading.rows import SAME, no_record, problem_in
from yarrow.contacts.reading.sheets import Row, Sheet, cell_at, is_blank, text_of
from yarrow.contacts.reading.survey import Context
from yarrow.methods.sentences import to_say

TITLE = to_say("The row holds a single line of text and no record.")
NO_NUMBER = to_say("The row has no number in “{heading}”, so nothing can be joined to it.")
TWICE = to_say("The number in “{heading}” already stands in a row above.")
NO_PERSON = to_say("The row doesn't say whose contact this was: “{heading}” is blank.")
UNKNOWN_PERSON = to_say("The number in “{heading}” belongs to no one in this file.")
BAD_DATE = to_say("The column “{heading}” doesn't say a day we can read. Write it as 31/01/2024.")
ALSO_BAD_DATE = " The date can't be read either."


@dataclass(frozen=True)
class Part:
    """One sheet with its mapping and the order of its dates."""

    sheet: Sheet
    mapping: SheetMapping
    orders: dict[str, Order]
    pivot: int

    def text(self, row: Row, *meanings: str) -> str:
        """The words of the first of these meanings that the sheet has."""
        return text_of(cell_at(row, self.mapping.first(*meanings)))

    def when(self, row: Row, meaning: str) -> When | None:
        """The day in that column."""
        return read_date(cell_at(row, self.mapping.first(meaning)), self.orders[meaning])

    def heading(self, meaning: str) -> str:
        """The heading as written."""
        return next((c.heading for c in self.mapping.columns if c.meaning == meaning), meaning)


def read_crm(sheets: list[Sheet], mapping: FileMapping, context: Context, books: Books) -> None:
    """People first, on whatever sheet they stand, then contacts."""
    parts = [part_of(sheet, mapping.of(sheet.name), context) for sheet in sheets]
    for part in parts:
        if part.mapping.role == "people":
            read_sheet(part, books, read_person)
    has_people = bool(books.people)
    for part in parts:
        if part.mapping.role == "contacts":
            read_sheet(part, books, read_contact if has_people else read_lone_contact)


RowReader = Callable[[Part, Row, int, Books], tuple[Cause, str] | None]


def part_of(sheet: Sheet, mapping: SheetMapping, context: Context) -> Part:
    """The sheet with the order of day and month that each of its date columns shows."""
    orders = {}
    for meaning, pivot in (
        ("date", context.pivot),
        ("first_seen", context.pivot),
        ("birth_date", context.pivot - 10),
    ):
        cells = order_sample(sheet.rows, mapping.first(meaning), mapping.heading_row)
        orders[meaning] = order_of(cells, day_first=context.day_first, pivot=pivot)
    return Part(sheet, mapping, orders, context.pivot)


def read_sheet(part: Part, books: Books, read_one: RowReader) -> None:
    """Book every row of one sheet."""
    headings = plainly(part.sheet.rows[part.mapping.heading_row - 1])
    names = tuple(
        c.column
        for c in part.mapping.columns
        if c.meaning in ("person_id", "name", "first_name", "last_name")
    )
    for number, row in enumerate(part.sheet.rows, start=1):
        if number <= part.mapping.heading_row:
            books.ledger.frame(part.sheet, number)
            continue
        refused = no_record(row, part.mapping, headings, names) or odd_row(part, row, number)
        refused = refused or read_one(part, row, number, books)
        if refused:
            books.ledger.refuse(part.sheet, number, *refused)
        else:
            books.ledger.take(part.sheet, number)


def odd_row(part: Part, row: Row, number: int) -> tuple[Cause, str] | None:
    """A footer line, a row typed twice with its contact number, or a cell without a value."""
    if sum(not is_blank(cell) for cell in row) == 1 and len(part.mapping.columns) > 2:
        return Cause.TITLE, TITLE
    if row == part.sheet.rows[number - 2] and part.mapping.first("contact_id") is not None:
        return Cause.DUPLICATE, SAME
    problem = problem_in(row, part.mapping)
    return (Cause.UNREADABLE, problem) if problem else None


def read_person(part: Part, row: Row, number: int, books: Books) -> tuple[Cause, str] | None:
    """Add a person, or say why not."""
    key = id_key(cell_at(row, part.mapping.first("person_id")))
    if not key:
        return Cause.NO_PERSON, NO_NUMBER.format(heading=part.heading("person_id"))
    if key in books.people:
        return Cause.DUPLICATE, TWICE.format(heading=part.heading("person_id"))
    books.people[key] = person_of(part, row, number, key, books.ledger)
    return None


def person_of(part: Part, row: Row, number: int, key: str, ledger: Ledger) -> ReadPerson:
    """The person as the row describes them; a birthday that can't be read is left out with a warning."""
    born, seen = part.when(row, "birth_date"), part.when(row, "first_seen")
    if born is None and part.text(row, "birth_date"):
        ledger.warn(f"A date in the column “{part.heading('birth_date')}” can't be read and was left out.")
    written = (
        part.text(row, "name") or f"{part.text(row, 'first_name')} {part.text(row, 'last_name')}".strip()
    )
    details = {meaning: part.text(row, meaning) for meaning in DETAILS - {"birth_date", "first_seen"}}
    details |= {"full_name": written, "known_as": part.text(row, "known_as")}
    return ReadPerson(
        key=key,
        called=part.text(row, "known_as") or part.text(row, "first_name", "name") or written,
        external_ref=part.text(row, "person_id"),
        details={meaning: words for meaning, words in details.items() if words},
        birth_on=born.on() if born else None,
        first_seen_on=seen.on() if seen else None,
        sheet=part.sheet.name,
        row=number,
    )


def read_lone_contact(part: Part, row: Row, number: int, books: Books) -> tuple[Cause, str] | None:
    """A file without a sheet of people: everyone whose number stands in a contact is known."""
    key = id_key(cell_at(row, part.mapping.first("person_id")))
    if key and key not in books.people and part.when(row, "date") is not None:
        books.people[key] = person_of(part, row, number, key, books.ledger)
    return read_contact(part, row, number, books, lone=True)


def read_contact(
    part: Part, row: Row, number: int, books: Books, *, lone: bool = False
) -> tuple[Cause, str] | None:
    """Add a contact, or say why not: first whose it was, then when."""
    key = id_key(cell_at(row, part.mapping.first("person_id")))
    when = part.when(row, "date")
    on = when.on() if when else None
    bad_date = BAD_DATE.format(heading=part.heading("date"))
    if not key or (key not in books.people and not lone):
        sentence = UNKNOWN_PERSON if key else NO_PERSON
        return Cause.UNKNOWN_PERSON, sentence.format(heading=part.heading("person_id")) + (
            "" if on else ALSO_BAD_DATE
        )
    if on is None or when is None:
        return Cause.BAD_DATE, bad_date
    books.contacts.append(contact_of(part, row, number, key, on, when, books))
    return None


def contact_of(
    part: Part, row: Row, number: int, key: str, on: date, when: When, books: Books
) -> ReadContact:
    """The contact as the row describes it."""
    minutes = minutes_of(part, row, books.ledger)
    at = read_clock(cell_at(row, part.mapping.first("time"))) or when.at
    said = (
        part.text(row, "contact_id"),
        key,
        on,
        at,
        part.text(row, "contact_type"),
        minutes,
        part.text(row, "note"),
    )
    return ReadContact(
        person_key=key,
        n_people=1,
        on=on,
        at=at,
        kind_words=part.text(row, "contact_type", "shift"),
        place_words=part.text(row, "place"),
        workers_words=part.text(row, "workers"),
        programme_words=part.text(row, "programme"),
        outcome_words=part.text(row, "outcome"),
        minutes=minutes,
        language=part.text(row, "language"),
        note=part.text(row, "note"),
        follow_up=part.text(row, "follow_up"),
        sheet=part.sheet.name,
        row=number,
        row_identity=books.identities.next("crm contact", said),
    )


def minutes_of(part: Part, row: Row, ledger: Ledger) -> int | None:
    """Minutes from the one column or the two; None with a warning when they can't be read."""
    total: int | None = None
    for meaning, hours in (("minutes", says_hours(part.heading("minutes"))), ("hours", True)):
        cell = cell_at(row, part.mapping.first(meaning))
        if is_blank(cell):
            continue
        minutes = read_minutes(cell, plain_hours=hours)
        if minutes is None and text_of(cell) not in ("-", "–", "?"):
            ledger.warn(
                f"A cell in the column “{part.heading(meaning)}” doesn't say how long; the contact was taken."
            )
        total = total if minutes is None else (total or 0) + minutes
    return total


def says_hours(heading: str) -> bool:
    """ "Time spent (hours)" counts hours; "(h:mm)" says nothing about a bare number."""
    words = heading.lower()
    return ("hour" in words or "hrs" in words) and "min" not in words
