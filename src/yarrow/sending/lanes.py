"""Threads that hand messages over, each with a connection of its own. They never touch the records."""

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from yarrow.sending.channels import Channel, Handing
from yarrow.sending.errors import HandedBack, NotKnown
from yarrow.sending.models import Message
from yarrow.sending.steps import SENT, UNCLEAR, Done, Outcome


@dataclass(frozen=True)
class Task:
    """A row that was begun, and what is to be handed over of it."""

    row: Message
    handing: Handing


Back = tuple[Done, bool]


class Lanes:
    """So many threads of one channel. `back` gets what became of each message, and whether it holds for the others."""

    def __init__(self, make: Callable[[], Channel], n: int, back: "SimpleQueue[Back]") -> None:
        self.waiting: SimpleQueue[Task | None] = SimpleQueue()
        self.back, self.n_out = back, 0
        self.threads = [Thread(target=self._run, args=(make,), daemon=True) for _each in range(n)]
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

    def _run(self, make: Callable[[], Channel]) -> None:
        channel = make()
        while (task := self.waiting.get()) is not None:
            outcome, everywhere = handed(channel, task.handing)
            self.back.put((Done(task.row, task.handing.letter, outcome), everywhere))
        channel.close()


def handed(channel: Channel, handing: Handing) -> tuple[Outcome, bool]:
    """What became of one message, and whether the same would be said to any other of the channel."""
    try:
        channel.send(handing)
    except HandedBack as why:
        state = Message.State.ARMED if why.again else Message.State.FAILED
        return Outcome(state, why.code, why.maybe, why.wait), why.everywhere
    except NotKnown:
        return UNCLEAR, False
    except Exception:  # whatever broke, this message may have left, and the others go on
        channel.close()
        return UNCLEAR, False
    return SENT, False


def drained(back: "SimpleQueue[Back]", seconds: float) -> list[Back]:
    """What has come back; waits so long for the first."""
    found: list[Back] = []
    try:
        found.append(back.get(timeout=seconds) if seconds else back.get_nowait())
        while True:
            found.append(back.get_nowait())
    except Empty:
        return found
