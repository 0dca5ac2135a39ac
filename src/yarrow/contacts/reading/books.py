"""What has been read so far, whatever the kind of file."""

from dataclasses import dataclass, field

from yarrow.contacts.reading.identity import Identities
from yarrow.contacts.reading.ledger import FRAMING, TAKEN, Ledger
from yarrow.contacts.reading.mapping import FileMapping
from yarrow.contacts.reading.results import ReadAttendance, ReadContact, Reading, ReadPerson, ReadSession


@dataclass
class Books:
    """Filled row by row; people and sessions by their keys."""

    ledger: Ledger
    identities: Identities = field(default_factory=Identities)
    people: dict[str, ReadPerson] = field(default_factory=dict)
    sessions: dict[str, ReadSession] = field(default_factory=dict)
    contacts: list[ReadContact] = field(default_factory=list)
    attendances: list[ReadAttendance] = field(default_factory=list)
    # One entry for each sheet: the one year its dates were given, or None.
    years: set[int | None] = field(default_factory=set)
    # Marks of a register such as "n" or "absent", however they were counted.
    n_absence_words: int = 0

    def closed(self, mapping: FileMapping) -> Reading:
        """The finished reading. Raises DoesNotReconcile when a row isn't accounted for."""
        self.ledger.close()
        return Reading(
            kind=mapping.kind,
            mapping=mapping,
            people=tuple(self.people.values()),
            sessions=tuple(self.sessions.values()),
            contacts=tuple(self.contacts),
            attendances=tuple(self.attendances),
            not_taken=tuple(self.ledger.not_taken),
            warnings=self.ledger.warnings(),
            n_rows=self.ledger.n_rows,
            n_framing=self.ledger.counted(FRAMING),
            n_taken=self.ledger.counted(TAKEN),
            year_supplied=next(iter(self.years)) if len(self.years) == 1 else None,
        )
