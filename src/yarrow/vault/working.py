"""A worker: a long process that plans the day, claims what is due and carries it out, until it is told to stop.

Any number of them may run. SIGTERM and SIGINT are looked for between portions: what is begun is finished, what was
claimed and not begun is given back. SIGKILL loses nothing: the leases end.
"""

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from yarrow.vault import due, jobs, keyless

ENDS = (signal.SIGTERM, signal.SIGINT)
# Seconds between looks while nothing is due.
PAUSE = 30.0
log = logging.getLogger(__name__)


@dataclass
class Told:
    """Whether this process was told to stop. The signals wait until they are looked for."""

    stop: bool = False

    def listen(self) -> None:
        """From now on the signals end nothing by themselves."""
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)

    def look(self, seconds: float = 0.0) -> bool:
        """Whether to stop; waits so long for being told."""
        self.stop = self.stop or signal.sigtimedwait(ENDS, seconds) is not None
        return self.stop


def only_work_here() -> Told:
    """Make this process a worker and nothing else: no key opens in it any more, and signals wait."""
    keyless.give_up_keys()
    told = Told()
    told.listen()
    return told


def work(told: Told, *, once: bool = False, pause: float = PAUSE) -> int:
    """Carry out what is due until told to stop (with `once`: until nothing is); how many rows were done."""
    n_done, worker = 0, uuid4()
    while not told.look():
        close_old_connections()
        try:
            n_claimed, n = batch(worker, told.look)
        except (OperationalError, InterfaceError) as fault:
            if once:
                raise
            log.error("the records can't be reached", exc_info=fault)
            connection.close()
            n_claimed, n = 0, 0
        n_done += n
        if not n_claimed and (once or told.look(pause)):
            break
    return n_done


def batch(worker: UUID, stop: Callable[[], bool] = lambda: False) -> tuple[int, int]:
    """(claimed, done) of one batch. Told to stop between portions, the rest is given back."""
    jobs.plan(timezone.now())
    rows = due.claim(worker, timezone.now())
    n_done, left = 0, list(due.portions(rows))
    while left and not stop():
        n_done += due.carry_out(left.pop(0), worker)
    if left:
        due.give_back([row for portion in left for row in portion], worker, timezone.now())
    return len(rows), n_done
