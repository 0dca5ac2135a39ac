"""The compliance note: what whoever gave an order may see of it, and nothing else.

It is made from three kinds of things only: the order's own number, the days of its appointments, and whether each was
kept. `Line` has no other field, so nothing else of a record can come to stand on a note by mistake. Why an appointment
was missed is another fact, which leaves only where the person agreed to that, too. Notes are in English, whatever
language the worker reads: the court reads English.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yarrow.justice import lists
from yarrow.justice.states import KEPT, MISSED, MOVED
from yarrow.sharing.actions import Fact

PURPOSE = "court"
ATTENDANCE, REASONS = "attendance", "missed_words"
# As they read, on the note. A day that is over and of which nobody said anything was not missed.
STANDS = {KEPT: "kept", MISSED: "not kept"}
TO_COME, UNSAID = "not yet", "not written down"


@dataclass(frozen=True)
class Line:
    """One appointment as the note says it: its day and how it stands (`states.APPOINTMENT_STATES`)."""

    on: date
    state: str


def attendance(reference: str, lines: Sequence[Line], today: date) -> str:
    """The note. Moved appointments are not on it: the one that took their place is."""
    shown = sorted((line for line in lines if line.state != MOVED), key=lambda line: line.on)
    said = [f"Order {reference}", *(f"{_day(line.on)}: {_stands(line, today)}" for line in shown)]
    n_kept = sum(line.state == KEPT for line in shown)
    return "\n".join([*said, f"Kept: {n_kept} of {len(shown)}"])


def reasons(missed: Sequence[tuple[date, str, str]]) -> str:
    """Why appointments were missed: (day, code of `reasons`, what was added in words); "" where none was."""
    return "\n".join(f"{_day(on)}: {_reason(code, words)}" for on, code, words in sorted(missed))


def facts(reference: str, lines: Sequence[Line], today: date, why: str = "") -> list[Fact]:
    """What leaves. `why`: "" where no reason is told."""
    told = [Fact(ATTENDANCE, attendance(reference, lines, today))]
    return [*told, Fact(REASONS, why)] if why else told


def mark_of(told: Sequence[Fact], agency: UUID | None) -> str:
    """What betrays that a note is not the one that was looked at, or goes to somebody else."""
    said = "\n\n".join([str(agency), *(f"{fact.code}\n{fact.says}" for fact in told)])
    return hashlib.sha256(said.encode()).hexdigest()


def _stands(line: Line, today: date) -> str:
    return STANDS.get(line.state, UNSAID if line.on < today else TO_COME)


def _day(on: date) -> str:
    return f"{on.day:02}.{on.month:02}.{on.year:04}"


def _reason(code: str, words: str) -> str:
    label = next((item.label for item in lists.items("reasons") if item.code == code), code)
    return f"{label} ({words})" if words else label
