"""What a file says, once read. Names and notes stand in these objects and nowhere else: never print them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from yarrow.contacts.reading.mapping import FileMapping


class Cause(StrEnum):
    """Why a row was not taken, for counting."""

    BLANK = "blank"
    TOTAL = "total"
    HEADING = "heading"
    TITLE = "title"
    DUPLICATE = "duplicate"
    UNKNOWN_PERSON = "unknown_person"
    BAD_DATE = "bad_date"
    NO_PERSON = "no_person"
    UNREADABLE = "unreadable"
    OTHER_SHEET = "other_sheet"


# Rows that never held a record.
JUNK = frozenset({Cause.BLANK, Cause.TOTAL, Cause.HEADING, Cause.TITLE})


@dataclass(frozen=True)
class NotTaken:
    """One row of the list of rows not taken; `reason` is a sentence without any cell's value."""

    sheet: str
    row: int
    cause: Cause
    reason: str


class Unprinted:
    """Base of what holds words of a file: a traceback or a log shows where it stood, never what it says."""

    def __repr__(self) -> str:
        return f"[{type(self).__name__}]"


@dataclass(frozen=True, repr=False)
class ReadPerson(Unprinted):
    """A person. `key` joins contacts to people within one reading; `details` maps meanings to what was written."""

    key: str
    called: str
    external_ref: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    birth_on: date | None = None
    first_seen_on: date | None = None
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, repr=False)
class ReadSession(Unprinted):
    """A shift or a register's column. `on` is None when the file doesn't say which year."""

    key: str
    on: date | None
    kind_words: str = ""
    workers_words: str = ""
    place_words: str = ""
    sheet: str = ""


@dataclass(frozen=True, repr=False)
class ReadContact(Unprinted):
    """One meeting; person_key None: `n_people` people who gave no name. `minutes` None: not said."""

    person_key: str | None
    n_people: int
    on: date
    at: time | None = None
    session_key: str | None = None
    kind_words: str = ""
    place_words: str = ""
    workers_words: str = ""
    programme_words: str = ""
    outcome_words: str = ""
    minutes: int | None = None
    supplies: Mapping[str, int] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    seemed: str = ""
    language: str = ""
    note: str = ""
    follow_up: str = ""
    sheet: str = ""
    row: int = 0
    row_identity: str = ""


@dataclass(frozen=True, repr=False)
class ReadAttendance(Unprinted):
    """One person at one session of a register."""

    person_key: str
    session_key: str
    mark: str
    sheet: str = ""
    row: int = 0
    row_identity: str = ""


@dataclass(frozen=True)
class Reading:
    """Everything a file says. `n_rows` = `n_framing` (titles, headings) + `n_taken` + len(not_taken)."""

    kind: str
    mapping: FileMapping
    people: tuple[ReadPerson, ...]
    sessions: tuple[ReadSession, ...]
    contacts: tuple[ReadContact, ...]
    attendances: tuple[ReadAttendance, ...]
    not_taken: tuple[NotTaken, ...]
    warnings: tuple[str, ...]
    n_rows: int
    n_framing: int
    n_taken: int
    year_supplied: int | None = None
