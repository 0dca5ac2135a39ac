"""What bringing a file in means, in order: people first, then contacts. The same file gives the same plan."""

from dataclasses import dataclass, field
from datetime import date, time

from yarrow.contacts.importing.errors import NoDates
from yarrow.contacts.importing.kind_words import contact_kind, session_kind
from yarrow.contacts.reading import Reading
from yarrow.contacts.reading.results import ReadAttendance, ReadContact, ReadPerson, ReadSession, Unprinted

# What the reader calls things and what this room counts. What is missing here is written into the note.
SUPPLY_CODES = {
    "clothing": "clothes",
    "hygiene": "toiletries",
    "leaflets": "leaflet",
    "dental_dams": "dams",
    "pregnancy_tests": "pregnancy_test",
    "sharps_bins": "sharps_bin",
}


@dataclass(frozen=True)
class PlannedSession:
    """A session that contacts of the file happened at: one for each day and kind."""

    key: str
    kind: str
    on: date


@dataclass(frozen=True, repr=False)
class PlannedContact(Unprinted):
    """One contact to write down. `identity` becomes its entry id."""

    identity: str
    kind: str
    on: date
    person_key: str | None
    n_people: int = 1
    at: time | None = None
    session: PlannedSession | None = None
    minutes: int | None = None
    supplies: dict[str, int] = field(default_factory=dict)
    place: str = ""
    note: str = ""
    language: str = ""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Plan:
    """`first_on`: the day each person was first met, by key."""

    people: tuple[ReadPerson, ...]
    contacts: tuple[PlannedContact, ...]
    first_on: dict[str, date]

    @property
    def n_entries(self) -> int:
        """People and contacts to deal with."""
        return len(self.people) + len(self.contacts)


def plan_of(reading: Reading, supplies: frozenset[str]) -> Plan:
    """The plan of a reading; `supplies`: the codes this project counts. Raises NoDates."""
    if reading.kind == "register":
        sessions = {session.key: session for session in reading.sessions}
        contacts = [
            attended(attendance, sessions[attendance.session_key]) for attendance in reading.attendances
        ]
    elif reading.kind == "log":
        contacts = [met_on_shift(contact, supplies) for contact in reading.contacts]
    else:
        contacts = [from_export(contact, supplies) for contact in reading.contacts]
    first_on: dict[str, date] = {}
    for contact in contacts:
        if contact.person_key is not None:
            first_on[contact.person_key] = min(first_on.get(contact.person_key, contact.on), contact.on)
    return Plan(reading.people, tuple(contacts), first_on)


def attended(attendance: ReadAttendance, session: ReadSession) -> PlannedContact:
    """A mark of a register as a contact at the drop-in."""
    if session.on is None:
        raise NoDates(
            "The days in this register have no year. Write the year into its title, save it and bring it again."
        )
    kind = session_kind(session.kind_words, "drop_in")
    planned = PlannedSession(f"{session.on}|{kind}", kind, session.on)
    return PlannedContact(
        identity=attendance.row_identity,
        kind=kind,
        on=session.on,
        person_key=attendance.person_key,
        session=planned,
        sheet=attendance.sheet,
        row=attendance.row,
    )


def met_on_shift(contact: ReadContact, supplies: frozenset[str]) -> PlannedContact:
    """A row of a log as a contact on the night's session of its kind."""
    kind = session_kind(contact.kind_words, "street")
    given, beyond = counted(contact, supplies)
    return PlannedContact(
        identity=contact.row_identity,
        kind=kind,
        on=contact.on,
        person_key=contact.person_key,
        n_people=contact.n_people,
        at=contact.at,
        session=PlannedSession(f"{contact.on}|{kind}", kind, contact.on),
        minutes=contact.minutes,
        supplies=given,
        place=contact.place_words,
        note=joined(contact.note, beyond, contact.place_words, follow_up(contact)),
        language=contact.language,
        sheet=contact.sheet,
        row=contact.row,
    )


def from_export(contact: ReadContact, supplies: frozenset[str]) -> PlannedContact:
    """A row of an export as a contact by itself: exports say nothing of sessions."""
    given, beyond = counted(contact, supplies)
    return PlannedContact(
        identity=contact.row_identity,
        kind=contact_kind(contact.kind_words, contact.place_words, contact.programme_words),
        on=contact.on,
        person_key=contact.person_key,
        at=contact.at,
        minutes=contact.minutes,
        supplies=given,
        place=contact.place_words,
        note=joined(
            contact.note,
            contact.outcome_words,
            contact.programme_words,
            contact.workers_words,
            beyond,
            follow_up(contact),
        ),
        language=contact.language,
        sheet=contact.sheet,
        row=contact.row,
    )


def counted(contact: ReadContact, supplies: frozenset[str]) -> tuple[dict[str, int], str]:
    """What this project counts, and the rest in words. A ticked drink is one drink for each person."""
    said = dict(contact.supplies) | {code: contact.n_people for code in contact.done}
    given: dict[str, int] = {}
    beyond = []
    for code, n in said.items():
        ours = SUPPLY_CODES.get(code, code)
        if ours in supplies:
            given[ours] = given.get(ours, 0) + n
        else:
            beyond.append(f"{code.replace('_', ' ')}: {n}")
    return given, ", ".join(beyond)


def follow_up(contact: ReadContact) -> str:
    """What was to be done then. It goes into the note: a list of things years overdue would help nobody."""
    return f"Follow up: {contact.follow_up}" if contact.follow_up else ""


def joined(*parts: str) -> str:
    """What is said, one line each."""
    return "\n".join(part for part in parts if part)
