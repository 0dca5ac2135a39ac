"""A kind of job whose effect is counted in a table of its own, and workers that are killed while they carry it out."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from yarrow.vault import due, owning, working
from yarrow.vault.due import Kind
from yarrow.vault.models import DueJob

NAME = "test.count"
LEASE = timedelta(seconds=0.3)


@contextmanager
def counted(monkeypatch: Any) -> Iterator[None]:
    """While the block runs, the kind is known, leases are short, and its effects are rows of a table `effects`."""
    monkeypatch.setattr(due, "_kinds", {})
    monkeypatch.setattr(due, "LEASE", LEASE)
    due.carries(Kind(NAME, "count", count))
    with owning.as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE effects (job bigint NOT NULL)")
    try:
        yield
    finally:
        with owning.as_owner() as owner, owner.cursor() as cursor:
            cursor.execute("DROP TABLE effects")


def count(rows: list[DueJob], _at: Any) -> None:
    """One effect for each row."""
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO effects (job) VALUES (%s)", [(row.pk,) for row in rows])


def effects() -> list[int]:
    """The job of every effect, doubles and all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT job FROM effects ORDER BY job")
        return [row[0] for row in cursor.fetchall()]


def ask_for(n: int) -> list[int]:
    """Rows that are due now; their ids."""
    due.add(NAME, [(None, str(number)) for number in range(n)], due_at=timezone.now() - timedelta(minutes=1))
    return sorted(DueJob.objects.values_list("pk", flat=True))


def in_a_process(act: Callable[[], Any]) -> int:
    """Run `act` in a process with a connection of its own; its id."""
    connection.close()
    child = os.fork()
    if not child:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """Wait for a process; the signal that killed it, or its status as a negative number."""
    status = os.waitpid(child, 0)[1]
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def a_worker(batch: int) -> int:
    """A worker that claims so many at once, until nothing is due."""

    def act() -> None:
        due.claim.__wrapped__.__defaults__ = (batch,)  # type: ignore[attr-defined]
        working.work(working.only_work_here(), once=True)

    return in_a_process(act)


def kill_at_random(n_workers: int, batch: int, pauses: tuple[float, float], seed: int) -> tuple[int, int]:
    """Keep so many workers at it, killing one after each random pause, until all is done; (killed, left claimed)."""
    chosen, n_killed, n_left = random.Random(seed), 0, 0
    running: list[int] = []
    ends = time.monotonic() + 300
    while DueJob.objects.filter(done_at=None).exists() and time.monotonic() < ends:
        running += [a_worker(batch) for _each in range(n_workers - len(running))]
        time.sleep(chosen.uniform(*pauses))
        victim = running.pop(chosen.randrange(len(running)))
        os.kill(victim, signal.SIGKILL)
        n_killed += ended(victim) == signal.SIGKILL
        n_left += DueJob.objects.filter(done_at=None).exclude(claimed_by=None).count()
    for child in running:
        ended(child)
    return n_killed, n_left
