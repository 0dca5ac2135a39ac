"""A kind of job whose effects are counted, and workers that are killed while they carry it out."""

import os
import random
import signal
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from tests.children import begin, ended
from yarrow.vault import due, working
from yarrow.vault.due import Kind
from yarrow.vault.models import DueJob

NAME, EFFECT = "test.count", "test.effect"
LEASE = timedelta(seconds=0.3)


def known(monkeypatch: Any) -> None:
    """The one kind that there is, with short leases."""
    monkeypatch.setattr(due, "_kinds", {})
    monkeypatch.setattr(due, "LEASE", LEASE)
    due.carries(Kind(NAME, "count", count))


def count(rows: list[DueJob], at: Any) -> None:
    """One effect for each row: a row of its own, as often as it happens."""
    made = [DueJob(name=EFFECT, key=f"{row.pk} {uuid4()}", due_at=at, done_at=at) for row in rows]
    DueJob.objects.bulk_create(made)


def effects() -> list[int]:
    """The job of every effect, doubles and all."""
    return sorted(int(row.key.split()[0]) for row in DueJob.objects.filter(name=EFFECT))


def jobs() -> Any:
    """The rows themselves, without the effects."""
    return DueJob.objects.exclude(name=EFFECT)


def ask_for(n: int) -> list[int]:
    """Rows that are due now; their ids."""
    due.add(NAME, [(None, str(number)) for number in range(n)], due_at=timezone.now() - timedelta(minutes=1))
    return sorted(jobs().values_list("pk", flat=True))


def a_worker(batch: int) -> int:
    """A worker in a process with a connection of its own, that claims so many at once until nothing is due; its id."""

    def act() -> None:
        due.claim.__wrapped__.__defaults__ = (batch,)  # type: ignore[attr-defined]
        working.work(working.only_work_here(), once=True)

    connection.close()
    return begin(act)


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
        n_killed += ended(victim) == -signal.SIGKILL
        n_left += DueJob.objects.filter(done_at=None).exclude(claimed_by=None).count()
    for child in running:
        ended(child)
    return n_killed, n_left
