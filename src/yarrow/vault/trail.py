"""The trail: every write and every opened page, one hash-chained row each, per project.

Written in the transaction of what it records, so neither stands without the other. Rows carry random ids and
field names, never a value and never a search term.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, models

from yarrow.methods.refusals import Fault
from yarrow.vault.actors import Actor
from yarrow.vault.models import TrailHead, TrailRow

REASON = re.compile(r"[a-z0-9_]{0,80}|[a-z_]{1,40}: \d{1,20}")


@dataclass(frozen=True)
class Break:
    """A place where the chain is not what was written."""

    n: int
    what: str


def note(
    project_id: UUID,
    *,
    by: Actor,
    act: str,
    at: datetime,
    subject: UUID | None = None,
    fields: Iterable[str] = (),
    reason: str = "",
) -> TrailRow:
    """Add one row to the project's chain.

    `reason` is a code, or a kind of thing with a number. A Fault outside a transaction (the act could stand without
    the row) and for a reason in words: the trail is plain, and words may name someone.
    """
    if not connection.in_atomic_block:
        raise Fault("a trail row is written in the transaction of what it records")
    if not REASON.fullmatch(reason):
        raise Fault("a reason on the trail is a code, never a sentence")
    head = hold(project_id)
    row = TrailRow(
        project_id=project_id,
        n=head.n + 1,
        at=at,
        by_id=by.id,
        role=by.role,
        act=act,
        subject=subject,
        fields=sorted(set(fields)),
        reason=reason,
        previous=head.hash,
    )
    row.hash = row_hash(row)
    row.save(force_insert=True)
    TrailHead.objects.filter(project_id=project_id).update(n=row.n, hash=row.hash)
    return row


def hold(project_id: UUID) -> TrailHead:
    """The head of the project's chain, held until the transaction ends: whoever comes next waits."""
    held = TrailHead.objects.select_for_update().filter(project_id=project_id)
    head = next(iter(held), None)
    if head is None:
        TrailHead.objects.get_or_create(project_id=project_id)
        head = held.get()
    return head


def row_hash(row: TrailRow) -> str:
    """SHA-256 over the row and the hash before it."""
    content = [
        str(row.project_id),
        row.n,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(row.by_id),
        row.role,
        row.act,
        str(row.subject or ""),
        row.fields,
        row.reason,
        row.previous,
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def rows_about(project_id: UUID, subject: UUID) -> "models.QuerySet[TrailRow]":
    """The rows that name a subject, newest first."""
    return TrailRow.objects.filter(project_id=project_id, subject=subject).order_by("-n")


def anchor(project_id: UUID) -> tuple[int, str]:
    """(number, hash) of the last row: kept outside the database, it betrays a cut or rewritten chain."""
    head = TrailHead.objects.filter(project_id=project_id).first()
    return (head.n, head.hash) if head else (0, "")


def verify(project_id: UUID, anchored: tuple[int, str] | None = None) -> list[Break]:
    """Walk the chain; every place where it is broken. With an anchor, cuts and rewrites show as well."""
    breaks, previous, expected = [], "", 1
    for row in TrailRow.objects.filter(project_id=project_id).order_by("n").iterator():
        if row.n != expected:
            breaks.append(Break(expected, "missing"))
        elif row.previous != previous or row.hash != row_hash(row):
            breaks.append(Break(row.n, "changed"))
        if anchored and row.n == anchored[0] and row.hash != anchored[1]:
            breaks.append(Break(row.n, "rewritten since the anchor"))
        previous, expected = row.hash, row.n + 1
    if anchored and expected <= anchored[0]:
        breaks.append(Break(expected, "cut off since the anchor"))
    if anchor(project_id) != (expected - 1, previous):
        breaks.append(Break(expected, "the head does not match the last row"))
    return breaks
