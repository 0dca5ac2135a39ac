"""How a CRM export's sheets hang together: the column whose numbers are the people's numbers."""

import re
from dataclasses import replace
from functools import lru_cache

from yarrow.contacts.reading.columns import assign, profiles_of
from yarrow.contacts.reading.headings import headings_at
from yarrow.contacts.reading.mapping import SheetMapping
from yarrow.contacts.reading.sheets import Cell, Sheet, cell_at, text_of

SAMPLE = 3_000
SHARED = 0.3
MOSTLY = 0.6
OF_A_PERSON = frozenset(
    {"first_name", "last_name", "known_as", "birth_date", "phone", "name", "gender", "first_seen", "consent"}
)
OF_A_CONTACT = frozenset({"minutes", "hours", "contact_type", "contact_id"})


def id_key(cell: Cell) -> str:
    """An id for comparing: `C0500`, `c0500 ` and `C 0500` are one; 500, 500.0 and `00500` are one."""
    return id_of(text_of(cell))


@lru_cache(maxsize=16_384)
def id_of(words: str) -> str:
    """The same for text."""
    text = re.sub(r"[\s\u00a0\u2010-\u2015-]+", "", words).casefold()
    number = re.fullmatch(r"0*(\d+)(?:\.0+)?", text)
    return number[1] if number else text


def find_join(sheets: list[Sheet], guessed: list[SheetMapping]) -> list[SheetMapping]:
    """The mappings with people and contacts told apart and the contacts' person column settled."""
    by_name = {sheet.name: sheet for sheet in sheets}
    people = settled_people(by_name, guessed)
    known: set[str] = set()
    for mapping in people:
        known |= keys_in(by_name[mapping.sheet], mapping, mapping.first("person_id"))
    result = []
    for mapping in guessed:
        if mapping in people or not mapping.heading_row or mapping.role == "register":
            result.append(mapping if mapping in people else replace(mapping, role="other"))
            continue
        result.append(as_contacts(by_name[mapping.sheet], mapping, known))
    return only_real_contacts(result)


def people_by_structure(sheets: list[Sheet], guessed: list[SheetMapping]) -> list[SheetMapping]:
    """The sheets with the people found by their numbers alone, whatever the number's heading says.

    A sheet that describes people and has a column in which every value stands once, most of which come back,
    several times over, in a column of another sheet.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    for place, mapping in enumerate(guessed):
        others = [(by_name[m.sheet], m) for m in guessed if m is not mapping and m.heading_row]
        people = as_people(by_name[mapping.sheet], mapping) if mapping.heading_row else None
        column = returning_column(by_name[mapping.sheet], people, others) if people else None
        if people is not None and column is not None:
            settled = people.changed({column: "person_id"})
            return [*guessed[:place], replace(settled, role="people"), *guessed[place + 1 :]]
    return guessed


def as_people(sheet: Sheet, mapping: SheetMapping) -> SheetMapping | None:
    """The sheet read as people, if its headings describe people at all."""
    headings = headings_at(sheet.rows, mapping.heading_row - 1)
    columns = assign(headings, profiles_of(headings, sheet.rows, mapping.heading_row), "people")
    described = {column.meaning for column in columns} & OF_A_PERSON
    return SheetMapping(mapping.sheet, "people", mapping.heading_row, columns) if len(described) > 1 else None


def returning_column(
    sheet: Sheet, people: SheetMapping, others: list[tuple[Sheet, SheetMapping]]
) -> int | None:
    """The column of numbers that come back on another sheet; the first such from the left."""
    for column in people.columns:
        filled = [id_key(cell_at(row, column.column)) for row in sheet.rows[people.heading_row :]]
        keys = {key for key in filled if key}
        if len(keys) < 3 or len(keys) < 0.95 * sum(map(bool, filled)):
            continue
        for other, mapping in others:
            n_rows = len(other.rows) - mapping.heading_row
            shares = [overlap(other, mapping, there.column, keys) for there in mapping.columns]
            if n_rows > len(keys) and max(shares, default=0.0) > MOSTLY:
                return column.column
    return None


def settled_people(by_name: dict[str, Sheet], guessed: list[SheetMapping]) -> list[SheetMapping]:
    """Sheets in which nearly every id stands once."""
    settled = []
    for mapping in guessed:
        if mapping.role == "people":
            sheet, column = by_name[mapping.sheet], mapping.first("person_id")
            filled = [id_key(cell_at(row, column)) for row in sheet.rows[mapping.heading_row :]]
            filled = [key for key in filled if key]
            if len(set(filled)) >= 0.8 * len(filled):
                settled.append(mapping)
    return settled


def keys_in(sheet: Sheet, mapping: SheetMapping, column: int | None) -> set[str]:
    """All ids of one column."""
    return {id_key(cell_at(row, column)) for row in sheet.rows[mapping.heading_row :]} - {""}


def as_contacts(sheet: Sheet, mapping: SheetMapping, known: set[str]) -> SheetMapping:
    """The sheet read as contacts; its person column is the one that shares most ids with the people."""
    headings = headings_at(sheet.rows, mapping.heading_row - 1)
    columns = assign(headings, profiles_of(headings, sheet.rows, mapping.heading_row), "contacts")
    contacts = SheetMapping(mapping.sheet, "contacts", mapping.heading_row, columns)
    if contacts.first("date") is None:
        return replace(contacts, role="other")
    if not known:
        return contacts if contacts.first("person_id") is not None else replace(contacts, role="other")
    shares = {
        column.column: overlap(sheet, contacts, column.column, known)
        for column in columns
        if column.meaning in ("person_id", "contact_id", "name", "")
    }
    best = max(shares, key=lambda column: shares[column], default=None)
    if best is None or shares[best] < SHARED:
        return contacts if contacts.first("person_id") is not None else replace(contacts, role="other")
    now = contacts.first("person_id")
    if now is None or shares[now] < SHARED:
        contacts = contacts.changed({best: "person_id"} | ({now: "contact_id"} if now is not None else {}))
    return contacts


def overlap(sheet: Sheet, mapping: SheetMapping, column: int, known: set[str]) -> float:
    """The share of a column's filled cells that are ids of people."""
    keys = [id_key(cell_at(row, column)) for row in sheet.rows[mapping.heading_row :][:SAMPLE]]
    keys = [key for key in keys if key]
    return sum(key in known for key in keys) / len(keys) if keys else 0.0


def only_real_contacts(mappings: list[SheetMapping]) -> list[SheetMapping]:
    """When one sheet says how long or how a contact was, sheets that say neither are something else."""
    contacts = [mapping for mapping in mappings if mapping.role == "contacts"]
    telling = [m for m in contacts if {column.meaning for column in m.columns} & {"minutes", "hours"}]
    telling = telling or [m for m in contacts if {column.meaning for column in m.columns} & OF_A_CONTACT]
    if not telling:
        return mappings
    return [
        replace(mapping, role="other") if mapping.role == "contacts" and mapping not in telling else mapping
        for mapping in mappings
    ]
