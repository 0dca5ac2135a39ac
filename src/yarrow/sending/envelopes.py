"""What of a message is sealed: who it goes to, its words, its safe hours; bound to project, reference and channel."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from yarrow.sending.hours import Hours
from yarrow.sending.keyfile import Keys
from yarrow.sending.models import Message
from yarrow.vault import sealing
from yarrow.vault.errors import Tampered

# Nearly every message is as long as every other.
BLOCK = 1_024


@dataclass(frozen=True)
class Letter:
    """One message as it leaves. `to`: the number, the address, or the subscription of a browser as JSON text."""

    to: str = field(repr=False)
    words: str = field(repr=False)
    subject: str = field(default="", repr=False)
    hours: Hours | None = field(default=None, repr=False)
    zone: str = "UTC"

    @property
    def place(self) -> ZoneInfo:
        """The zone in which the hours count."""
        return ZoneInfo(self.zone)


def sealed(letter: Letter, project_id: UUID, reference: UUID, channel: str, public: bytes) -> bytes:
    """The envelope, for whoever has the other half of this key."""
    said: dict[str, Any] = {
        "at": _at(project_id, reference, channel),
        "to": letter.to,
        "words": letter.words,
        "subject": letter.subject,
        "hours": letter.hours,
        "zone": letter.zone,
    }
    return sealing.seal_to(public, sealing.pack(said, BLOCK))


def opened(row: Message, keys: Keys) -> Letter:
    """What a row's envelope says. NoKey where its day is over; Tampered where it is not the row's own."""
    said = sealing.unpack(sealing.open_with(keys.pair(row.key_day).private, bytes(row.envelope)))
    if said.pop("at") != _at(row.project_id, row.reference, row.channel):
        raise Tampered("an envelope was moved to another message")
    hours = said.pop("hours")
    return Letter(**said, hours=tuple(hours) if hours else None)


def _at(project_id: UUID, reference: UUID, channel: str) -> list[str]:
    return [str(project_id), str(reference), channel]
