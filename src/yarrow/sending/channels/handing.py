"""What a channel gets, and what it is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from yarrow.sending.envelopes import Letter
from yarrow.sending.hours import safe_until
from yarrow.sending.keyfile import Keys


@dataclass(frozen=True)
class Handing:
    """One message to be handed over now. `number`: the row's own, the same in every try; `armed_at`: of the row."""

    number: int
    reference: UUID
    letter: Letter = field(repr=False)
    until: datetime
    at: datetime
    armed_at: datetime

    @property
    def seconds_left(self) -> int:
        """How long a server may keep it for a phone that is off: until its time or its safe hours are over."""
        ends = safe_until(self.at, self.letter.hours, self.letter.place)
        until = self.until if ends is None else min(self.until, ends)
        return max(0, int((until - self.at).total_seconds()))


class Channel(Protocol):
    """One connection, used for one message after another."""

    def __init__(self, keys: Keys) -> None:
        """With the sender's keys, as far as it needs them."""

    def send(self, handing: Handing) -> None:
        """Hand it over. Raises HandedBack where it was not taken, and anything else where nobody knows."""

    def close(self) -> None:
        """Let go of the connection."""

    def cut(self) -> None:
        """Break off whatever is waited for. Called from another thread."""
