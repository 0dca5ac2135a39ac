"""A brake on very many tries at once. It counts by survey or by link, never by who sends: no address is looked at.

Kept in memory, by each process of the server for itself: a count in the shared cache would write the minute of an
answer to the disk. What is counted is forgotten after a minute, or sooner where very much is tried.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from threading import BoundedSemaphore, Lock
from time import monotonic, sleep

MINUTE = 60
MOST_A_MINUTE = 60
# Of all links together; beyond it each try waits a moment, in a few places, so that the server has room for others.
MOST_OF_ALL = 600
PAUSE_SECONDS, PLACES = 0.5, 4
# So many survey sheets and links are counted apart; the oldest are forgotten first.
MOST_COUNTED = 5000
EVERY_LINK = "every link"
_since: dict[Hashable, tuple[float, int]] = {}
_counting = Lock()
_places = BoundedSemaphore(PLACES)


def is_too_many(what: Hashable, most: int | None = None) -> bool:
    """Count one try; whether more came within a minute than people give."""
    # Tries that come together are all counted: one that was lost would let the next ones begin anew.
    with _counting:
        now = monotonic()
        began, n = _since.pop(what, (now, 0))
        if now - began >= MINUTE:
            began, n = now, 0
        # Put at the end, so that what is tried now is forgotten last.
        _since[what] = (began, n + 1)
        while len(_since) > MOST_COUNTED:
            _since.pop(next(iter(_since)))
    return n + 1 > (MOST_A_MINUTE if most is None else most)


def is_tried_too_often(token: str) -> bool:
    """Count one try of a link; the token itself is not kept, not even here."""
    return is_too_many(sha256(token.encode()).digest())


@contextmanager
def slowly(what: Hashable = EVERY_LINK, most: int = 0) -> Iterator[bool]:
    """A try among all: at once, after a moment where very many come, or (False) not now, where too many wait already.

    `what`: among which tries it is counted, of `most` a minute (0: as many as of all links).

    Nobody can shut the others out for longer than a moment: whoever comes back finds a place that became free.
    """
    if not is_too_many(what, most or MOST_OF_ALL):
        yield True
        return
    has_place = _places.acquire(blocking=False)
    try:
        if has_place:
            sleep(PAUSE_SECONDS)
        yield has_place
    finally:
        if has_place:
            _places.release()
