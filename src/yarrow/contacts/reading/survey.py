"""Which kind of file it is, and what part each sheet plays in it."""

from dataclasses import dataclass
from datetime import date

from yarrow.contacts.reading.columns import MEANINGS_OF, NAMES, assign, profiles_of
from yarrow.contacts.reading.errors import NotRecognised
from yarrow.contacts.reading.headings import heading_score, headings_at
from yarrow.contacts.reading.joins import find_join, people_by_structure
from yarrow.contacts.reading.mapping import ColumnMeaning, FileMapping, SheetMapping
from yarrow.contacts.reading.register_head import columns_of, find_head
from yarrow.contacts.reading.sheets import Sheet
from yarrow.contacts.reading.words import SUPPLIES
from yarrow.methods.sentences import to_say

NOT_RECOGNISED = to_say(
    "We could not tell what this file holds. It needs a line of headings such as Date, Name and Condoms "
    "(a log), Client ID and Date (an export), or names down the side and dates across (a register)."
)

SEARCHED = 60
# Two headings that we know make a line of headings.
LEAST_SCORE = 1.2
EVERY_MEANING = frozenset().union(*MEANINGS_OF.values())
OF_A_CONTACT = frozenset({"minutes", "hours", "contact_type", "contact_id"})
OF_A_PERSON = frozenset(
    {"first_name", "last_name", "known_as", "birth_date", "phone", "name", "gender", "first_seen"}
)


@dataclass(frozen=True)
class Context:
    """How dates are to be read where the file itself doesn't show it."""

    day_first: bool
    pivot: int
    today: date


def survey(sheets: list[Sheet], context: Context) -> FileMapping:
    """The guessed mapping of the whole file. Raises NotRecognised."""
    guessed = [part_of(sheet, context) for sheet in sheets]
    roles = {mapping.role for mapping in guessed}
    if "people" not in roles and len(sheets) > 1 and not gives(guessed):
        guessed = people_by_structure(sheets, guessed)
        roles = {mapping.role for mapping in guessed}
    if "people" in roles or ("contacts" in roles and "log" not in roles and "register" not in roles):
        joined = tuple(find_join(sheets, guessed))
        if any(mapping.role != "other" for mapping in joined):
            return FileMapping("crm", joined)
    for kind in ("log", "register"):
        if kind in roles:
            return FileMapping(kind, tuple(m if m.role == kind else as_other(m) for m in guessed))
    raise NotRecognised(NOT_RECOGNISED)


def gives(guessed: list[SheetMapping]) -> bool:
    """Is there a log in which things are given?"""
    return any(m.role == "log" and {column.meaning for column in m.columns} & SUPPLIES for m in guessed)


def as_other(mapping: SheetMapping) -> SheetMapping:
    """A sheet that isn't read."""
    return SheetMapping(mapping.sheet, "other", mapping.heading_row, mapping.columns)


def part_of(sheet: Sheet, context: Context) -> SheetMapping:
    """One sheet's part, judged by itself."""
    if sheet.hidden:
        return SheetMapping(sheet.name, "other", 0, ())
    head = find_head(sheet.rows, day_first=context.day_first, pivot=context.pivot)
    if head is not None:
        return SheetMapping(sheet.name, "register", head.place + 1, columns_of(sheet.rows, head))
    place = heading_place(sheet)
    if place is None:
        return SheetMapping(sheet.name, "other", 0, ())
    headings = headings_at(sheet.rows, place)
    seen = profiles_of(headings, sheet.rows, place + 1)
    as_log, as_people, as_contacts = (assign(headings, seen, role) for role in ("log", "people", "contacts"))
    role, columns = chosen_part(as_log, as_people, as_contacts)
    return SheetMapping(sheet.name, role, place + 1, columns)


def heading_place(sheet: Sheet) -> int | None:
    """The index of the likeliest line of headings."""
    scored = [(heading_score(row, EVERY_MEANING), -place) for place, row in enumerate(sheet.rows[:SEARCHED])]
    best, negative = max(scored, default=(0.0, 0))
    return -negative if best >= LEAST_SCORE else None


def chosen_part(
    log: tuple[ColumnMeaning, ...], people: tuple[ColumnMeaning, ...], contacts: tuple[ColumnMeaning, ...]
) -> tuple[str, tuple[ColumnMeaning, ...]]:
    """The part whose telling meanings are there."""
    in_log, in_people, in_contacts = (meanings(columns) for columns in (log, people, contacts))
    n_given = len(in_log & SUPPLIES)
    if ("date" in in_log or n_given > 1) and in_log & (NAMES | {"n_people"}) and n_given:
        return "log", log
    if "date" in in_contacts and "person_id" in in_contacts and in_contacts & OF_A_CONTACT:
        return "contacts", contacts
    if "person_id" in in_people and in_people & OF_A_PERSON and not in_contacts & {"minutes", "hours"}:
        return "people", people
    if "date" in in_log and in_log & (NAMES | {"person_id", "n_people"}):
        return (
            ("contacts", contacts)
            if in_contacts & OF_A_CONTACT and not {"shift", "place"} & in_log
            else ("log", log)
        )
    if "date" in in_contacts and in_contacts & {"person_id"} | in_contacts & OF_A_CONTACT:
        return "contacts", contacts
    return "other", log


def meanings(columns: tuple[ColumnMeaning, ...]) -> set[str]:
    """The meanings that columns were given."""
    return {column.meaning for column in columns if column.meaning}
