"""The table of due jobs: rows are claimed in batches, carried out, and done exactly once.

    add      once for each (name, project, key), however often it is asked for
    claim    up to BATCH rows whose time has come; no other worker gets them before the lease is over
    carry_out   effect and completion in one transaction; what fails comes again after a growing pause

Whoever is killed leaves rows whose lease ends: the next worker claims them. On PostgreSQL workers step over each
other's rows (SKIP LOCKED); on SQLite one writes at a time.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from yarrow.vault import fence
from yarrow.vault.models import DueJob

BATCH = 500
LEASE = timedelta(minutes=15)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
log = logging.getLogger(__name__)

Hand = Callable[[list[DueJob], datetime], None]


@dataclass(frozen=True)
class Kind:
    """One kind of job.

    hand    carries out rows of this kind. It has the transaction in which they are done, so that a killed worker
            leaves all of it or nothing.
    alone   it keeps transactions of its own (erasing does) and gets one row at a time; killed before the row is done
            it runs again, and must be harmless then
    lease   how long it may take before another worker takes it for dead
    daily   a row for each day: one of the installation, or one of each project
    """

    name: str
    words: str
    hand: Hand
    alone: bool = False
    lease: timedelta = LEASE
    daily: Literal["", "installation", "project"] = ""


_kinds: dict[str, Kind] = {}


def carries(kind: Kind) -> None:
    """Say what carries out a kind of job; each room does so as it starts."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Every kind there is, in the order in which the rooms named them."""
    return list(_kinds.values())


def add(name: str, keys: Iterable[tuple[UUID | None, str]], *, due_at: datetime) -> None:
    """Rows of one kind for (project, key); those that stand already, done or not, are left alone."""
    rows = [DueJob(name=name, project_id=project_id, key=key, due_at=due_at) for project_id, key in keys]
    DueJob.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


@transaction.atomic
def claim(worker: UUID, at: datetime, n: int = BATCH) -> list[DueJob]:
    """Up to `n` rows whose time has come, the first first, for `worker` alone until their lease ends.

    Rows of a kind unknown here stay for a worker of the version that added them.
    """
    waiting = DueJob.objects.filter(done_at=None, due_at__lte=at, name__in=_kinds)
    rows = list(waiting.order_by("due_at", "id").select_for_update(skip_locked=True)[:n])
    _mine(row.pk for row in rows).update(claimed_by=worker, due_at=at + LEASE)
    return rows


def give_back(rows: list[DueJob], worker: UUID, at: datetime) -> None:
    """Rows that were claimed and not begun; another worker may have them at once."""
    _mine(row.pk for row in rows).filter(claimed_by=worker).update(claimed_by=None, due_at=at)


def portions(rows: list[DueJob]) -> Iterator[list[DueJob]]:
    """The rows as their hands get them: of one kind in one project, or one row where its kind goes alone."""
    found: dict[tuple[str, UUID | None], list[DueJob]] = {}
    for row in rows:
        found.setdefault((row.name, row.project_id), []).append(row)
    for (name, _project_id), those in found.items():
        if _kinds[name].alone:
            yield from ([row] for row in those)
        else:
            yield those


def carry_out(rows: list[DueJob], worker: UUID) -> int:
    """Carry out one portion, inside the fence of its project; how many rows are done.

    Of a portion that fails each row is tried by itself.
    """
    kind = _kinds[rows[0].name]
    try:
        with fence.around(rows[0].project_id):
            return _alone(kind, rows, worker) if kind.alone else _in_one_transaction(kind, rows, worker)
    except Exception as fault:  # one job must not stop the others, whatever is wrong with it
        if len(rows) > 1:
            return sum(carry_out([row], worker) for row in rows)
        # Its kind and place only: QuietFormatter leaves the text out, and the row keeps the class.
        log.error("job %s failed", kind.name, exc_info=fault)
        _put_off(rows[0], worker, fault)
        return 0


@transaction.atomic
def _in_one_transaction(kind: Kind, rows: list[DueJob], worker: UUID) -> int:
    held = list(_held(rows, worker).select_for_update().order_by("due_at", "id"))
    if held:
        at = timezone.now()
        kind.hand(held, at)
        _done(_mine(row.pk for row in held), at)
    return len(held)


def _alone(kind: Kind, rows: list[DueJob], worker: UUID) -> int:
    at = timezone.now()
    if not _held(rows, worker).update(due_at=at + kind.lease):
        return 0
    kind.hand(rows, at)
    return _done(_held(rows, worker), timezone.now())


def _put_off(row: DueJob, worker: UUID, fault: Exception) -> None:
    pause = PAUSES[min(row.n_tried, len(PAUSES) - 1)]
    name = f"{type(fault).__module__}.{type(fault).__qualname__}"
    _held([row], worker).update(
        n_tried=F("n_tried") + 1, fault=name[:200], claimed_by=None, due_at=timezone.now() + pause
    )


def _done(rows: models.QuerySet[DueJob], at: datetime) -> int:
    return rows.update(done_at=at, claimed_by=None, fault="")


def _mine(ids: Iterable[int]) -> models.QuerySet[DueJob]:
    return DueJob.objects.filter(pk__in=list(ids), done_at=None)


def _held(rows: list[DueJob], worker: UUID) -> models.QuerySet[DueJob]:
    return _mine(row.pk for row in rows).filter(claimed_by=worker)
