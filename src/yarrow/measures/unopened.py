"""Answers that ask for somebody and still lie sealed: the lead and the deputy are told that one waits, and since when.

Nothing is opened for it: the device rang the bell (`vault.bell`), as the person agreed. What it is about, and whose it
is, stands in the envelope until a holder opens it; then the signal takes its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from yarrow.measures.models import SafeResponse
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS
from yarrow.vault import due, fence, trail
from yarrow.vault.actors import Actor
from yarrow.vault.findings import Finding
from yarrow.vault.models import DueJob, InboxEntry
from yarrow.vault.prepared import Prepared, Rows

JOB = "measures.note_unopened"
BY = Actor.system("overdue")
# Where a project never said how long (`SafeResponse.look_within`).
LOOK_WITHIN = 120


@dataclass(frozen=True)
class Unopened:
    """What Today says. `n_looks`: of them those that were opened and need a look first, such as for nobody clear."""

    n: int = 0
    n_looks: int = 0
    since: datetime | None = None
    overdue_since: datetime | None = None


def watch(entry: InboxEntry) -> None:
    """Have it looked at when the project's own time to look is over."""
    response = SafeResponse.objects.filter(project_id=entry.project_id).first()
    minutes = response.look_within if response else LOOK_WITHIN
    due.add(JOB, [(entry.project_id, str(entry.pk))], due_at=entry.received_at + timedelta(minutes=minutes))


def note(rows: list[DueJob], at: datetime) -> None:
    """Write down which of these nobody has opened in time."""
    for entry in _ringing().filter(pk__in=[int(row.key) for row in rows]):
        trail.note(entry.project_id, by=BY, act=JOB, at=at, subject=entry.entry_id)


def _told(project_id: UUID, worker_id: UUID, arranges: bool) -> "QuerySet[Any, Any]":
    said = _ringing().filter(project_id=project_id)
    said = said.annotate(
        lead=_of_response("lead_id"),
        deputy=_of_response("deputy_id"),
        within=_of_response("look_within"),
    )
    return said.filter(is_told(worker_id, arranges)).values_list("entry_id", "received_at", "state", "within")


def is_told(worker_id: UUID, arranges: bool) -> Q:
    """Which answers ring for this worker."""
    mine = Q(lead=worker_id) | Q(deputy=worker_id)
    return mine | Q(lead=None) if arranges else mine


_told_in = Prepared(_told)


def told_to(project: Project, by: Actor) -> Rows:
    """(entry, since when, state, minutes to look within) of what rings for this worker, still to be read (`summed`).

    It rings for the lead and the deputy; where nobody is named, for those who arrange the work.
    """
    return _told_in(project.pk, by.id, by.role in ARRANGERS)


def summed(rows: list[tuple[UUID, datetime, str, int | None]], now: datetime) -> Unopened:
    """What of it is said: an entry that came twice is one."""
    first: dict[UUID, tuple[datetime, str, datetime]] = {}
    for entry_id, since, state, within in sorted(rows, key=lambda row: row[1]):
        first.setdefault(entry_id, (since, state, since + timedelta(minutes=within or LOOK_WITHIN)))
    late = [look_by for _since, _state, look_by in first.values() if look_by < now]
    return Unopened(
        n=len(first),
        n_looks=sum(state != InboxEntry.State.WAITING for _since, state, _by in first.values()),
        since=min((since for since, _state, _by in first.values()), default=None),
        overdue_since=min(late, default=None),
    )


def examine(at: datetime) -> Iterator[Finding]:
    """For `yarrow doctor`: how many answers that ask for somebody lie sealed longer than their project says."""
    for project_id in trail.project_ids():
        with fence.around(project_id):
            rows = _ringing().filter(project_id=project_id).annotate(within=_of_response("look_within"))
            told = summed(list(rows.values_list("entry_id", "received_at", "state", "within")), at)
        if told.overdue_since is not None:
            yield Finding(
                what=f"{told.n} answers that ask for somebody lie sealed, and their time is over.",
                why="Somebody waits to be spoken to, and nobody who holds a key has opened what waits.",
                todo="Tell the project's lead and deputy: Today, Open the waiting entries.",
                weight="advice",
                project_id=project_id,
            )


def _of_response(name: str) -> Subquery:
    return Subquery(SafeResponse.objects.filter(project=OuterRef("project_id")).values(name)[:1])


def _ringing() -> "QuerySet[InboxEntry]":
    return InboxEntry.objects.filter(rings=True).exclude(state=InboxEntry.State.OPENED)
