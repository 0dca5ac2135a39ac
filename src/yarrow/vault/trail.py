"""The trail: every write and every opened page, one hash-chained row each, per project.

Written in the transaction of what it records, so neither stands without the other. Rows carry random ids and
field names, never a value and never a search term.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from yarrow.methods.refusals import Fault
from yarrow.vault import fence
from yarrow.vault.actors import Actor
from yarrow.vault.models import TrailHead, TrailRow

REASON = re.compile(r"[a-z0-9_]{0,80}|[a-z_]{1,40}: \d{1,20}")
# Every act and every opened page adds a row. The ORM would build these statements anew each time, which costs
# three times what running them does.
COLUMNS = tuple(field for field in TrailRow._meta.concrete_fields if not field.primary_key)
_NAMES, _MARKS = ", ".join(str(field.column) for field in COLUMNS), ", ".join(["%s"] * len(COLUMNS))
ADD_ROW = f"INSERT INTO {TrailRow._meta.db_table} ({_NAMES}) VALUES ({_MARKS})"  # noqa: S608 - our names
HEADS, OF_PROJECT = TrailHead._meta.db_table, TrailHead._meta.get_field("project_id")
READ_HEAD = f"SELECT n, hash FROM {HEADS} WHERE project_id = %s"  # noqa: S608 - our names
TRIED_ALONE = 5


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
) -> None:
    """Add one row to the project's chain.

    `reason` is a code, or a kind of thing with a number. A Fault outside a transaction (the act could stand without
    the row) and for a reason in words: the trail is plain, and words may name someone.
    """
    if not connection.in_atomic_block:
        raise Fault("a trail row is written in the transaction of what it records")
    _write(_next_row(hold(project_id), project_id, by, act, at, subject, fields, reason))


def note_look(
    project_id: UUID,
    *,
    by: Actor,
    act: str,
    at: datetime,
    subject: UUID | None,
    fields: Iterable[str],
    reason: str,
) -> None:
    """Add one row that records a look: nothing else is written, so its one statement is its own transaction.

    The chain is not held between reading its end and adding to it. Where somebody came between, the database refuses
    the row (its number is taken) and it is made anew; after a few times the chain is held.
    """
    told = (project_id, by, act, at, subject, fields, reason)
    if connection.in_atomic_block:
        return _write(_next_row(hold(project_id), *told))
    for _ in range(TRIED_ALONE):
        head = _head(project_id)
        if head is None:
            break
        try:
            return _write(_next_row(head, *told))
        except IntegrityError:
            continue
    with transaction.atomic():
        return _write(_next_row(hold(project_id), *told))


def _next_row(
    head: tuple[int, str],
    project_id: UUID,
    by: Actor,
    act: str,
    at: datetime,
    subject: UUID | None,
    fields: Iterable[str],
    reason: str,
) -> TrailRow:
    if not REASON.fullmatch(reason):
        raise Fault("a reason on the trail is a code, never a sentence")
    row = TrailRow(
        project_id=project_id,
        n=head[0] + 1,
        at=at,
        by_id=by.id,
        role=by.role,
        act=act,
        subject=subject,
        fields=sorted(set(fields)),
        reason=reason,
        previous=head[1],
    )
    row.hash = row_hash(row)
    return row


def _write(row: TrailRow) -> None:
    """Add the row; a trigger moves the head to it."""
    _run(ADD_ROW, *(_stored(field, getattr(row, field.attname)) for field in COLUMNS))


def hold(project_id: UUID) -> tuple[int, str]:
    """(number, hash) of the chain's last row, held until the transaction ends: whoever comes next waits."""
    head = _held(project_id)
    if head is None:
        TrailHead.objects.get_or_create(project_id=project_id)
        head = _held(project_id)
    if head is None:
        raise Fault("the head of a trail is gone")
    return head


def _held(project_id: UUID) -> tuple[int, str] | None:
    return _head(project_id, " FOR UPDATE" if connection.features.has_select_for_update else "")


def _head(project_id: UUID, waits: str = "") -> tuple[int, str] | None:
    rows = _run(READ_HEAD + waits, _stored(OF_PROJECT, project_id))
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def _stored(field: Any, value: Any) -> Any:
    """A value as this database keeps it in the field's column."""
    return field.get_db_prep_save(value, connection)


def _run(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


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


def project_ids() -> list[UUID]:
    """Every project that has a trail, which is every project that has keys."""
    return list(TrailHead.objects.order_by("project_id").values_list("project_id", flat=True))


def last_instants() -> Iterator[datetime]:
    """When the last row of each project's trail was written."""
    for project_id in project_ids():
        with fence.around(project_id):
            last = TrailRow.objects.filter(project_id=project_id).order_by("-n").first()
        if last is not None:
            yield last.at


def anchor(project_id: UUID) -> tuple[int, str]:
    """(number, hash) of the last row: kept outside the database, it betrays a cut or rewritten chain."""
    head = TrailHead.objects.filter(project_id=project_id).first()
    return (head.n, head.hash) if head else (0, "")


def verify(
    project_id: UUID, anchored: tuple[int, str] | None = None, *, after: tuple[int, str] = (0, "")
) -> list[Break]:
    """Walk the chain; every place where it is broken. With an anchor, cuts and rewrites show as well.

    `after`: the checkpoint (number and hash of the last row pruned) behind which the chain goes on. Without a
    hash it is none, and the rows before are missing.
    """
    n_pruned, previous = after if after[1] else (0, "")
    breaks, expected = [], n_pruned + 1
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
