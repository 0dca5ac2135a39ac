"""What becomes overdue is noted by a job when its time comes, so that nobody has to open a page for it to be seen.

A job looks at bare columns; what a signal is about stays sealed, and nobody is named.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from yarrow.measures import states
from yarrow.measures.models import Signal
from yarrow.vault import due, fence, trail
from yarrow.vault.actors import Actor
from yarrow.vault.findings import Finding
from yarrow.vault.models import DueJob

JOB = "measures.note_overdue"
BY = Actor.system("overdue")


def late_since(state: str, look_by: datetime, act_by: datetime, now: datetime) -> datetime | None:
    """Since when the project's own time is over: to look while nobody has, to act until something was done."""
    due_by = {states.WAITING: look_by, states.SEEN: act_by}.get(state)
    return due_by if due_by is not None and now > due_by else None


def watch(signal: Signal) -> None:
    """Have both of its times looked at when they come."""
    for name, when in (("look", signal.look_by), ("act", signal.act_by)):
        due.add(JOB, [(signal.project_id, f"{signal.id} {name}")], due_at=when)


def note(rows: list[DueJob], at: datetime) -> None:
    """Write down which of these signals are late now; what was answered in time, or is gone, is left alone."""
    ids = {UUID(row.key.partition(" ")[0]) for row in rows}
    waiting = Signal.objects.filter(id__in=ids).exclude(state=states.CLOSED).select_for_update()
    for signal in waiting.only("id", "project_id", "person_id", "state", "look_by", "act_by"):
        if late_since(signal.state, signal.look_by, signal.act_by, at) is None:
            continue
        Signal.objects.filter(pk=signal.pk, overdue_at=None).update(overdue_at=at)
        trail.note(
            signal.project_id, by=BY, act="measures.note_overdue", at=at, subject=signal.sealing_subject
        )


def examine(at: datetime) -> Iterator[Finding]:
    """For `yarrow doctor`: how many signals of each project are late, jobs or no jobs."""
    for project_id in trail.project_ids():
        with fence.around(project_id):
            rows = Signal.objects.filter(project_id=project_id).exclude(state=states.CLOSED)
            times = list(rows.values_list("state", "look_by", "act_by"))
        n = sum(late_since(*each, at) is not None for each in times)
        if n:
            yield Finding(
                what=f"{n} signals after dangerous answers are overdue.",
                why="Somebody waits to be spoken to, longer than the project says they should.",
                todo="Tell the project's lead and deputy: Forms, Who waits to be spoken to.",
                weight="advice",
                project_id=project_id,
            )
