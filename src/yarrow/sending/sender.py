"""The sender: a long process that hands over what is due, until it is told to stop. No key of a worker opens in it.

It begins as many messages as its lanes can take, waits for what becomes of them, and writes that down. Any number of
senders may run. Told to stop it finishes what it began. Killed, it leaves what it had begun: whoever sends next
settles that (`steps.look_after`). A channel that refuses everybody is left alone for a while.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from queue import SimpleQueue
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from yarrow.methods.refusals import Fault
from yarrow.sending import alive, asking, channels, hours, keyfile, steps, ways
from yarrow.sending.channels import Handing
from yarrow.sending.envelopes import Letter, opened
from yarrow.sending.lanes import Lanes, Task, drained
from yarrow.sending.models import CHANNELS, EMAIL, PUSH, SMS, Message
from yarrow.sending.steps import UNCLEAR, Done, Outcome
from yarrow.vault import fence, trail

# Connections of each channel.
LANES = {SMS: 16, PUSH: 16}
MOST_LANES = 20
# Seconds between looks while nothing is due, and between looks at what has come back.
PAUSE, TICK = 5.0, 0.5
RESTS = tuple(timedelta(minutes=minutes) for minutes in (0.5, 1, 2, 5, 10))
LOOK = timedelta(seconds=PAUSE)
NO_KEY = Outcome(Message.State.FAILED, "no_key")
NOT_SET_UP = Outcome(Message.State.FAILED, "not_set_up")
log = logging.getLogger(__name__)


def lanes_of(channel: str) -> int:
    """How many connections a channel has; that of a mail server is for its owner to say."""
    return LANES.get(channel) or min(max(settings.MAIL_LINES, 1), MOST_LANES)


def window_of(channel: str) -> int:
    """How many messages may be begun at once. Of e-mails only those that are being said: killed, they are unclear."""
    return lanes_of(channel) * (1 if channel == EMAIL else 2)


class Told(Protocol):
    """Whether to stop."""

    def look(self, seconds: float = 0.0) -> bool:
        """Waits so long for being told."""


@dataclass
class Rest:
    """A channel that refused everybody is left alone until then, each time for longer."""

    until: datetime | None = None
    n: int = 0

    def is_on(self, at: datetime) -> bool:
        return self.until is not None and at < self.until

    def begins(self, at: datetime, seconds: int) -> None:
        """One more refusal. Those of messages that were out at the same time count once."""
        if not self.is_on(at):
            pause = RESTS[min(self.n, len(RESTS) - 1)]
            self.until, self.n = at + max(pause, timedelta(seconds=seconds)), self.n + 1


@dataclass
class Sender:
    """One sender and what is in its hands."""

    life: alive.Life
    keys: keyfile.Keys
    back: "SimpleQueue[Done]" = field(default_factory=SimpleQueue)
    lanes: dict[str, Lanes] = field(default_factory=dict)
    rests: dict[str, Rest] = field(default_factory=lambda: {name: Rest() for name in CHANNELS})
    # Projects that have something due, by channel.
    due: dict[str, list[UUID]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    looked_at: datetime | None = None
    # Rows that are on a lane or came back from one and are not written down yet.
    out: set[int] = field(default_factory=set)
    unwritten: list[Done] = field(default_factory=list)
    n_done: int = 0

    def turn(self, at: datetime, *, begins: bool) -> bool:
        """Begin what there is room for, and write down what came back; whether there was anything to do."""
        if begins:
            self._look(at)
            for channel in CHANNELS:
                self._begin(channel, at)
        was_busy = bool(self.out)
        if any(lanes.n_out for lanes in self.lanes.values()):
            self._take(drained(self.back, TICK))
            for lanes in self.lanes.values():
                lanes.cut()
        self._write()
        return was_busy

    def end(self) -> None:
        """Close every connection, once what is on a lane is handed over; and write that down, whatever ended us."""
        for lanes in self.lanes.values():
            lanes.end()
        self._take(drained(self.back, 0))
        try:
            self._write()
        except (OperationalError, InterfaceError) as fault:
            log.error("what was handed over could not be written down", exc_info=fault)

    def _look(self, at: datetime) -> None:
        """Find out where something is due, and look after what is over or was left. Seldom while there is work."""
        if self.looked_at is not None and self.looked_at <= at < self.looked_at + LOOK:
            return
        self.looked_at, self.keys = at, keyfile.ready(at)
        self.due = {name: [] for name in CHANNELS}
        for project_id in trail.project_ids():
            with fence.around(project_id):
                steps.look_after(project_id, self._is_alive, at)
                steps.take_back(project_id, self.life.id, self.out, at)
                if due := steps.channels_due(project_id, at):
                    asking.ask(project_id, at)
                for channel in due:
                    self.due[channel].append(project_id)

    def _is_alive(self, sender: UUID) -> bool:
        return sender == self.life.id or alive.is_alive(sender)

    def _begin(self, channel: str, at: datetime) -> None:
        """Fill the channel's lanes, project by project, so that none waits for the end of another's thousands."""
        if self.rests[channel].is_on(at):
            return
        # Few steps of many rows rather than many of one.
        most = window_of(channel)
        room = most - self._out(channel)
        while self.due[channel] and 2 * room >= most:
            project_id = self.due[channel].pop(0)
            with fence.around(project_id):
                rows = steps.begin(project_id, channel, room, self.life.id, at)
                self._hand_over(channel, rows, at)
            if len(rows) == room:
                self.due[channel].append(project_id)
            room = most - self._out(channel)

    def _hand_over(self, channel: str, rows: Iterable[Message], at: datetime) -> None:
        """Open each and put it on a lane; what can't or should not leave now is settled at once."""
        settled, not_now = [], []
        for row in rows:
            letter = self._opened(row)
            if letter is None:
                settled.append(Done(row, None, NO_KEY))
            elif steps.may_double(row, at):
                settled.append(Done(row, letter, UNCLEAR))
            elif channel not in ways.set_up():
                settled.append(Done(row, letter, NOT_SET_UP))
            elif letter.hours and not hours.are_safe(at, letter.hours, letter.place):
                not_now.append((row, hours.next_safe(at, letter.hours, letter.place)))
            else:
                self.out.add(row.pk)
                handing = Handing(row.pk, row.reference, letter, row.until, at, row.armed_at)
                self._lanes(channel).put(Task(row, handing))
        steps.finish(settled, self.life.id, at)
        for row, due_at in not_now:
            steps.give_back([row], self.life.id, due_at)

    def _opened(self, row: Message) -> Letter | None:
        try:
            return opened(row, self.keys)
        except Fault as fault:
            log.error("a message could not be opened", exc_info=fault)
            return None

    def _take(self, came: list[Done]) -> None:
        at = timezone.now()
        for done in came:
            channel = done.row.channel
            self.lanes[channel].n_out -= 1
            self.unwritten.append(done)
            if done.outcome.everywhere:
                self.rests[channel].begins(at, done.outcome.wait)
            elif done.outcome.state == Message.State.SENT:
                self.rests[channel] = Rest()

    def _write(self) -> None:
        """Write down what came back. Where the records can't be reached it is kept for the next turn."""
        for project_id in {done.row.project_id for done in self.unwritten}:
            those = [done for done in self.unwritten if done.row.project_id == project_id]
            with fence.around(project_id):
                steps.finish(those, self.life.id, timezone.now())
            self.unwritten = [done for done in self.unwritten if done.row.project_id != project_id]
            self.out -= {done.row.pk for done in those}
            self.n_done += len(those)

    def _out(self, channel: str) -> int:
        return self.lanes[channel].n_out if channel in self.lanes else 0

    def _lanes(self, channel: str) -> Lanes:
        if channel not in self.lanes:
            make = partial(channels.MAKE[channel], self.keys)
            self.lanes[channel] = Lanes(make, lanes_of(channel), self.back)
        return self.lanes[channel]


def send(told: Told, *, once: bool = False, pause: float = PAUSE) -> int:
    """Hand over what is due until told to stop (with `once`: until nothing is); how many were handed over."""
    keys = keyfile.ready(timezone.now())
    life = alive.Life()
    sender = Sender(life, keys)
    try:
        while True:
            stop = told.look()
            is_busy = _turn(sender, begins=not stop, once=once)
            if not is_busy and (stop or once or told.look(pause)):
                return sender.n_done
    finally:
        sender.end()
        life.end()


def _turn(sender: Sender, *, begins: bool, once: bool) -> bool:
    close_old_connections()
    try:
        return sender.turn(timezone.now(), begins=begins)
    except (OperationalError, InterfaceError) as fault:
        if once:
            raise
        log.error("the records can't be reached", exc_info=fault)
        connection.close()
        return False
