"""What the vault has done by itself each day, and the planning of it: today's rows, made once by whoever comes first.

No key is held here and nothing is opened: a process of jobs gives that up as it starts (`vault.keyless`).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from yarrow.methods.refusals import Fault
from yarrow.vault import anchors, clock, due, erasing
from yarrow.vault.backups import taking
from yarrow.vault.due import Kind
from yarrow.vault.models import DueJob, TrailHead

# At night, so that what is slow is not felt. A day whose hour is past is planned at once.
HOUR = timedelta(hours=2)
KEPT = timedelta(days=30)
LONG = timedelta(hours=2)


class StepsLeft(Fault):
    """Something past its clock could not be ended now."""


def ready() -> None:
    """What the vault itself carries out; called once as it starts."""
    for name, words, hand, each in (
        ("vault.anchor_trail", "write the end of the trail to the anchor file", _anchor, "project"),
        ("vault.retention", "end what is past its clock", _end, "project"),
        ("vault.retention_here", "end sessions and other rows of no project", _end, "installation"),
        ("vault.sweep_keys", "delete keys that belong to nothing", _sweep, "installation"),
    ):
        due.carries(Kind(name, words, hand, alone=True, lease=LONG, daily=each))  # type: ignore[arg-type]
    if settings.BACKUP_RECORDS and settings.BACKUP_KEYRING:
        due.carries(
            Kind("vault.backup", "take a backup", _back_up, alone=True, lease=LONG, daily="installation")
        )


def plan(at: datetime) -> None:
    """Make the day's rows of every daily kind, and delete what was done long ago. May be called at any time.

    A row of an earlier day that is still not done stands for the new day too.
    """
    day = at.date().isoformat()
    night = at.replace(hour=0, minute=0, second=0, microsecond=0) + HOUR
    daily = {kind.name: kind for kind in due.kinds() if kind.daily}
    standing = set(
        DueJob.objects.filter(Q(done_at=None) | Q(key=day), name__in=daily).values_list("name", "project_id")
    )
    projects = list(TrailHead.objects.order_by("project_id").values_list("project_id", flat=True))
    for name, kind in daily.items():
        whose = [each for each in _of(kind.daily, projects) if (name, each) not in standing]
        due.add(name, [(each, day) for each in whose], due_at=night)
    DueJob.objects.filter(done_at__lt=at - KEPT).delete()


def _of(daily: Literal["", "installation", "project"], projects: list[UUID]) -> list[UUID | None]:
    return [None] if daily == "installation" else list(projects)


def _anchor(rows: list[DueJob], at: datetime) -> None:
    for project_id in _projects(rows):
        anchors.anchor_trail(project_id, at)


def _end(rows: list[DueJob], at: datetime) -> None:
    ran = clock.run(at, {row.project_id for row in rows})
    if ran.left:
        raise StepsLeft(f"{len(ran.left)} steps could not be carried out")


def _sweep(_rows: list[DueJob], at: datetime) -> None:
    erasing.sweep_orphans(at)


def _back_up(_rows: list[DueJob], at: datetime) -> None:
    taking.take(
        Path(settings.BACKUP_RECORDS),
        Path(settings.BACKUP_KEYRING),
        at=at,
        same_disk=settings.BACKUP_SAME_DISK,
    )


def _projects(rows: list[DueJob]) -> Iterator[UUID]:
    return (row.project_id for row in rows if row.project_id)
