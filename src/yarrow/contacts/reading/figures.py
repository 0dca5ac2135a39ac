"""The figures of a reading as one flat object: what stands in a project's own tally, to the unit."""

from collections import Counter
from typing import Any

from yarrow.contacts.reading.results import JUNK, Cause, Reading


def figures(reading: Reading) -> dict[str, Any]:
    """The kind, its figures, and the list of rows not taken; no names and no notes.

    log: named, unnamed, condoms, needles_out, needles_in, shifts, junk_rows, exact_duplicate_rows
    crm: people, contacts, minutes, unknown_person, bad_date
    register: people, attendances, sessions, year
    """
    counted = {"log": log_figures, "crm": crm_figures, "register": register_figures}[reading.kind](reading)
    listed = [{"sheet": entry.sheet, "row": entry.row, "reason": entry.reason} for entry in reading.not_taken]
    return {"kind": reading.kind, **counted, "not_taken": listed}


def causes(reading: Reading) -> Counter[Cause]:
    """How many rows were not taken for each cause."""
    return Counter(entry.cause for entry in reading.not_taken)


def log_figures(reading: Reading) -> dict[str, Any]:
    """Contacts with a name, people without one, things given, days out."""
    given: Counter[str] = Counter()
    for contact in reading.contacts:
        given.update(contact.supplies)
    why = causes(reading)
    return {
        "named": sum(contact.person_key is not None for contact in reading.contacts),
        "unnamed": sum(contact.n_people for contact in reading.contacts if contact.person_key is None),
        "condoms": given["condoms"],
        "needles_out": given["needles_out"],
        "needles_in": given["needles_in"],
        "shifts": len(reading.sessions),
        "junk_rows": sum(why[cause] for cause in JUNK),
        "exact_duplicate_rows": why[Cause.DUPLICATE],
    }


def crm_figures(reading: Reading) -> dict[str, Any]:
    """People of the people's sheet, contacts with a known person and a readable date, and their minutes."""
    why = causes(reading)
    return {
        "people": len(reading.people),
        "contacts": len(reading.contacts),
        "minutes": sum(contact.minutes or 0 for contact in reading.contacts),
        "unknown_person": why[Cause.UNKNOWN_PERSON],
        "bad_date": why[Cause.BAD_DATE],
    }


def register_figures(reading: Reading) -> dict[str, Any]:
    """People who came at least once, marks that mean present, date columns, and the year they were given."""
    return {
        "people": len({attendance.person_key for attendance in reading.attendances}),
        "attendances": len(reading.attendances),
        "sessions": len(reading.sessions),
        "year": reading.year_supplied,
    }
