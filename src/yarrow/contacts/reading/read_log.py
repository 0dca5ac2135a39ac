"""Hand-kept logs: one row for each person or group met, shift after shift."""

import re
from datetime import date

from yarrow.contacts.reading.books import Books
from yarrow.contacts.reading.calendar_years import year_in
from yarrow.contacts.reading.dates import read_clock
from yarrow.contacts.reading.durations import read_minutes
from yarrow.contacts.reading.headings import plainly
from yarrow.contacts.reading.log_sheet import LogSheet
from yarrow.contacts.reading.mapping import FileMapping
from yarrow.contacts.reading.quantities import read_quantity
from yarrow.contacts.reading.results import Cause, ReadContact, ReadPerson, ReadSession
from yarrow.contacts.reading.rows import SAME, no_record, problem_in
from yarrow.contacts.reading.sheets import Row, Sheet, cell_at, is_blank, text_of
from yarrow.contacts.reading.survey import Context
from yarrow.contacts.reading.who import Met, Who, read_who
from yarrow.contacts.reading.words import folded
from yarrow.methods.sentences import to_say

NO_DATE = to_say("No date stands in this row or above it. Write the date of the shift in its first row.")
BAD_DATE = to_say(
    "The column “{heading}” doesn't say a day we can read for this shift. Write it as 31/01/2024."
)
NOBODY = to_say("The row says that no one was met.")
NO_ONE_NAMED = to_say("The row names no one and nothing was given.")
HOW_MANY = to_say("The row speaks of several people but doesn't say how many. Write the number.")
TITLE = to_say("The row holds a date or title and no contact.")
ASSUMED = to_say(
    "The dates have no year; {year} was assumed. If that is wrong, write the year into the title."
)
CODE = re.compile(r"[A-Za-z]{0,4}[ /-]?\d{1,8}")
CARRIES = {"shift": False, "place": False, "workers": True}


def read_log(
    sheets: list[Sheet], mapping: FileMapping, context: Context, books: Books, year: int | None
) -> None:
    """Read every sheet that is part of the log, in the workbook's order."""
    for sheet in sheets:
        part = mapping.of(sheet.name)
        if part.role != "log":
            continue
        titles = [text_of(cell) for row in sheet.rows[: part.heading_row - 1] for cell in row]
        named = year_in([sheet.name, *titles]) or year
        log = LogSheet.opened(sheet, part, context, named)
        for row in range(1, part.heading_row + 1):
            books.ledger.frame(sheet, row)
        headings = plainly(sheet.rows[part.heading_row - 1])
        for row in range(part.heading_row + 1, len(sheet.rows) + 1):
            read_row(log, row, headings, books)
        books.years.add(log.calendar.supplied)
        if log.calendar.years_supplied and named is None:
            books.ledger.warn(ASSUMED.format(year=min(log.calendar.years_supplied)))


def read_row(log: LogSheet, number: int, headings: tuple[str, ...], books: Books) -> None:
    """Book one row: a contact, or a reason why not."""
    row = log.sheet.rows[number - 1]
    nothing = no_record(row, log.mapping, headings, log.names)
    if nothing is None and row == log.sheet.rows[number - 2]:
        nothing = (Cause.DUPLICATE, SAME)
    if nothing is None and log.banner(row):
        nothing = (Cause.TITLE, TITLE)
    if nothing is None:
        log.see_date(row, books.ledger)
        words = log.who(row)
        who = met_in(log, row, words)
        nothing = reason_against(log, row, who)
        if nothing is None and who is not None and log.on is not None:
            books.ledger.take(log.sheet, number)
            add_contacts(log, number, who, log.on, books)
            return
    cause, reason = nothing or (Cause.NO_PERSON, NO_ONE_NAMED)
    books.ledger.refuse(log.sheet, number, cause, reason)


def met_in(log: LogSheet, row: Row, words: str) -> Who | None:
    """Who was met by the words and the column of numbers; None: nobody is named and nothing was given."""
    count = read_quantity(cell_at(row, log.mapping.first("n_people")))
    number = count if isinstance(count, int) else 0
    if not words:
        return Who(Met.UNNAMED, n_unnamed=number or 1) if number or log.says_something(row) else None
    is_code = log.names == log.mapping.every("person_id") and CODE.fullmatch(words)
    who = Who(Met.NAMED, (words,)) if is_code else read_who(words)
    if who.met is Met.UNCLEAR and number:
        return Who(Met.UNNAMED, n_unnamed=number)
    if who.met is Met.UNNAMED and who.n_unnamed == 1 and number > 1:
        return Who(Met.UNNAMED, n_unnamed=number)
    if who.met is Met.NAMED and number > len(who.names) + who.n_unnamed:
        return Who(Met.NAMED, who.names, number - len(who.names))
    return who


def reason_against(log: LogSheet, row: Row, who: Who | None) -> tuple[Cause, str] | None:
    """Why this row can't become a contact, or None."""
    problem = problem_in(row, log.mapping)
    if problem:
        return Cause.UNREADABLE, problem
    if who is None:
        filled = sum(not is_blank(cell) for cell in row)
        return (Cause.TITLE, TITLE) if filled == 1 else (Cause.NO_PERSON, NO_ONE_NAMED)
    if who.met is Met.NOBODY:
        return Cause.NO_PERSON, NOBODY
    if who.met is Met.UNCLEAR:
        return Cause.UNREADABLE, HOW_MANY
    if log.on is None:
        heading = next((c.heading for c in log.mapping.columns if c.meaning == "date"), "")
        return Cause.BAD_DATE, BAD_DATE.format(heading=heading) if log.date_is_bad else NO_DATE
    return None


def add_contacts(log: LogSheet, number: int, who: Who, on: date, books: Books) -> None:
    """One contact for each name and one for the people without; what was given stands with the first."""
    row = log.sheet.rows[number - 1]
    if who.rounded:
        books.ledger.warn("A row gives a range of people, such as 4-5; the smaller number was counted.")
    words = {meaning: log.carry(meaning, row, always=always) for meaning, always in CARRIES.items()}
    session = session_on(on, words, log, books)
    met: list[tuple[str | None, int]] = [(person_called(name, log, number, books), 1) for name in who.names]
    met += [(None, who.n_unnamed)] if who.n_unnamed else []
    minutes, hours = (log.mapping.first(meaning) for meaning in ("minutes", "hours"))
    for place, (person, n_people) in enumerate(met):
        contact = ReadContact(
            person_key=person,
            n_people=n_people,
            on=on,
            at=read_clock(cell_at(row, log.mapping.first("time"))),
            session_key=session,
            kind_words=words["shift"],
            place_words=words["place"],
            workers_words=words["workers"],
            minutes=read_minutes(
                cell_at(row, minutes if minutes is not None else hours), plain_hours=minutes is None
            ),
            supplies=log.supplies(row, books.ledger) if place == 0 else {},
            done=log.done(row),
            seemed=log.joined("seemed", row),
            language=log.joined("language", row),
            note=log.joined("note", row),
            follow_up=log.joined("follow_up", row),
            sheet=log.sheet.name,
            row=number,
        )
        books.contacts.append(identified(contact, books))


def identified(contact: ReadContact, books: Books) -> ReadContact:
    """The contact with its row identity."""
    said = (
        contact.on, contact.person_key or "", contact.n_people, contact.at, contact.kind_words, contact.place_words,
        contact.minutes, sorted(contact.supplies.items()), contact.done, contact.note, contact.follow_up,
    )  # fmt: skip
    object.__setattr__(contact, "row_identity", books.identities.next("log contact", said))
    return contact


def person_called(name: str, log: LogSheet, number: int, books: Books) -> str:
    """The key of the person who goes by this name; the same name is the same person."""
    key = folded(name) or name
    if key not in books.people:
        books.people[key] = ReadPerson(key=key, called=name, sheet=log.sheet.name, row=number)
    return key


def session_on(on: date, words: dict[str, str], log: LogSheet, books: Books) -> str:
    """The key of the day's shift; the first row of the day says what kind it was and who worked."""
    key = on.isoformat()
    if key not in books.sessions:
        books.sessions[key] = ReadSession(
            key, on, words["shift"], words["workers"], words["place"], log.sheet.name
        )
    return key
