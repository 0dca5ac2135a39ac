"""Pruning a trail: rows past their clock go, behind a signed checkpoint in the anchor file.

    checkpoint (number and hash of the last row that goes) on the disk, signed → in one transaction: the act's own
    row, the triggers away, the rows gone, the triggers back

A process that dies in between leaves a checkpoint and all rows, which is a whole trail still.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Min

from yarrow.vault import anchors, append_only, forgetting, trail
from yarrow.vault.clock import BY, Step
from yarrow.vault.models import TrailRow
from yarrow.vault.retention import period


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """One step for a project whose trail has rows past their clock."""
    last = last_to_go(project_id, at)
    if last:
        going = TrailRow.objects.filter(project_id=project_id, n__lte=last)
        oldest = going.aggregate(at=Min("at"))["at"]
        on = (oldest + period("trail")).date()
        yield Step("trail", project_id, on, going.count(), partial(prune, project_id))


def last_to_go(project_id: UUID, at: datetime) -> int:
    """The number of the last row before which every row is past its clock; 0 when none is."""
    limit = at - period("trail")
    rows = TrailRow.objects.filter(project_id=project_id)
    first_kept = rows.filter(at__gt=limit).aggregate(n=Min("n"))["n"]
    last: int | None = (rows.filter(n__lt=first_kept) if first_kept else rows).aggregate(n=Max("n"))["n"]
    return last or 0


def prune(project_id: UUID, at: datetime) -> int:
    """Take away the rows past their clock; how many. The last row, that of the pruning itself, always stays."""
    last = last_to_go(project_id, at)
    end = TrailRow.objects.filter(project_id=project_id, n=last).first()
    if end is None:
        return 0
    anchors.note_pruned(project_id, end.n, end.hash, at)
    with transaction.atomic():
        trail.hold(project_id)
        going = TrailRow.objects.filter(project_id=project_id, n__lte=last)
        n = going.count()
        trail.note(project_id, by=BY, act="vault.prune_trail", at=at, reason=f"rows: {n}")
        append_only.cut(connection, project_id, last)
    forgetting.empty_the_records_log()
    return n
