"""Threads that hand messages over, each with a connection of its own. They never touch the records."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from yarrow.sending.channels import Channel, Handing
from yarrow.sending.errors import HandedBack, NotKnown
from yarrow.sending.models import Message
from yarrow.sending.steps import SENT, UNCLEAR, Done, Outcome

# Seconds for one message.
LONGEST = 45.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """A row that was begun, and what is to be handed over of it."""

    row: Message
    handing: Handing


class Lanes:
    """So many threads of one channel. `back` gets what became of each message."""

    def __init__(self, make: Callable[[], Channel], n: int, back: "SimpleQueue[Done]") -> None:
        self.waiting: SimpleQueue[Task | None] = SimpleQueue()
        self.back, self.n_out = back, 0
        # Since when each is at a message; nothing while it waits for one.
        self.at_it: dict[Channel, float] = {}
        self.threads = [Thread(target=self._run, args=(make(),), daemon=True) for _each in range(n)]
        for thread in self.threads:
            thread.start()

    def put(self, task: Task) -> None:
        """Hand this over when a thread is free."""
        self.n_out += 1
        self.waiting.put(task)

    def end(self) -> None:
        """Close every connection, once what waits is handed over."""
        for _thread in self.threads:
            self.waiting.put(None)
        for thread in self.threads:
            thread.join()

    def cut(self) -> None:
        """Break off what takes too long: a server that says a letter now and then would hold a thread for days."""
        late = monotonic() - LONGEST
        for channel, since in list(self.at_it.items()):
            if since < late:
                channel.cut()

    def _run(self, channel: Channel) -> None:
        while (task := self.waiting.get()) is not None:
            self.at_it[channel] = monotonic()
            outcome = handed(channel, task.handing)
            self.at_it.pop(channel)
            self.back.put(Done(task.row, task.handing.letter, outcome))
        channel.close()


def handed(channel: Channel, handing: Handing) -> Outcome:
    """What became of one message."""
    try:
        channel.send(handing)
    except HandedBack as why:
        state = Message.State.ARMED if why.again else Message.State.FAILED
        return Outcome(state, why.code, why.maybe, why.wait, why.everywhere)
    except NotKnown:
        return UNCLEAR
    except Exception as fault:  # whatever broke, this message may have left, and the others go on
        # Its kind and place only: QuietFormatter leaves the text out.
        log.error("a message could not be handed over", exc_info=fault)
        channel.close()
        return UNCLEAR
    return SENT


def drained(back: "SimpleQueue[Done]", seconds: float) -> list[Done]:
    """What has come back; waits so long for the first."""
    found: list[Done] = []
    try:
        found.append(back.get(timeout=seconds) if seconds else back.get_nowait())
        while True:
            found.append(back.get_nowait())
    except Empty:
        return found
