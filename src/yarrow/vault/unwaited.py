"""Writes that need not outlive a power cut: whoever is served does not wait until the disk has them.

    with unwaited():
        …one statement that counts something for an hour or a day…

Nothing is torn: what was committed before stays whole, and everything that was waited for is on the disk with all that
came before it. Inside somebody's transaction it is waited for as that is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def unwaited() -> Iterator[None]:
    """The block's statements are committed together, and not waited for."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            yield
    else:
        with _sqlite_not_waiting():
            yield


@contextmanager
def _sqlite_not_waiting() -> Iterator[None]:
    """In a log written ahead, NORMAL leaves out the wait at each commit, and nothing else."""
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA synchronous").fetchone()
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        with transaction.atomic():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={before:d}")
