"""The row of a message that is being armed: sealed and due, or ended at once with the reason."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from yarrow.methods.refusals import Fault
from yarrow.sending import envelopes, hours, rules, ways
from yarrow.sending.envelopes import Letter
from yarrow.sending.keyfile import Keys
from yarrow.sending.models import CHANNELS, Message
from yarrow.vault.sealing import Pair


@dataclass
class Arming:
    """What the messages of one act share. Pairs of days and beginnings of windows are worked out once."""

    project_id: UUID
    zone: ZoneInfo
    keys: Keys
    at: datetime
    _pairs: dict[object, Pair] = field(default_factory=dict)
    _windows: dict[object, datetime] = field(default_factory=dict)

    def letter(self, to: str, words: str, subject: str, safe: hours.Hours | None) -> Letter:
        """What goes into the envelope."""
        return Letter(to, words, subject, safe, str(self.zone))

    def row(
        self, reference: UUID, channel: str, letter: Letter, not_before: datetime, until: datetime
    ) -> Message:
        """The row, not saved."""
        if channel not in CHANNELS:
            raise Fault("there is no such channel")
        due_at = self._due(max(not_before, self.at), letter.hours)
        day = self.keys.day_for(until)
        row = Message(
            project_id=self.project_id,
            reference=reference,
            channel=channel,
            key_day=day,
            armed_at=self.at,
            due_at=due_at,
            until=until,
        )
        row.code = self._why_not(channel, letter, due_at < until)
        if row.code:
            row.state, row.ended_at = Message.State.FAILED, self.at
        else:
            row.envelope = envelopes.sealed(
                letter, self.project_id, reference, channel, self._pair(day).public
            )
        return row

    def _why_not(self, channel: str, letter: Letter, is_in_time: bool) -> str:
        """The code of what stands in the way; empty where nothing does."""
        if channel not in ways.set_up():
            return "not_set_up"
        if not rules.can_be_endpoint(channel, letter.to):
            return "endpoint"
        if not rules.can_be_said(channel, letter.words, letter.subject):
            return "words"
        is_window = letter.hours is None or hours.is_window(letter.hours)
        return "" if is_window and is_in_time else "no_window"

    def _due(self, moment: datetime, safe: hours.Hours | None) -> datetime:
        if safe is None or not hours.is_window(safe):
            return moment
        asked = (moment, safe)
        if asked not in self._windows:
            self._windows[asked] = hours.next_safe(moment, safe, self.zone)
        return self._windows[asked]

    def _pair(self, day: object) -> Pair:
        if day not in self._pairs:
            self._pairs[day] = self.keys.pair(day)  # type: ignore[arg-type]
        return self._pairs[day]
