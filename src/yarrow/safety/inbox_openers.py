"""What waits in the inbox for this room, opened through the same reading and action as if it had been typed.

safety.report       {sent: what `told.read` reads, way, taken_by: a worker's id or "", at: when it was left}
safety.addition     {report: its number, words}; its own number is made of the report's
safety.challenge    {sent: which, words, reach}
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from yarrow.safety import lists
from yarrow.safety.actions.again import take_again
from yarrow.safety.actions.challenging import KIND as CHALLENGE
from yarrow.safety.actions.challenging import open_challenge
from yarrow.safety.actions.returning import ADDITION, take_addition
from yarrow.safety.actions.taking import KIND, is_known, take_report
from yarrow.safety.becoming import free_addition
from yarrow.safety.fitting import read_sealed
from yarrow.safety.models import Addition, Report
from yarrow.staff.models import Project
from yarrow.vault import entries, inbox, unread
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry

# Of these no page shows a word before they are in the records: whether it may is known only there.
KINDS = (KIND, ADDITION)


def open_report(
    payload: dict[str, Any], *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID
) -> None:
    """A whole report. When it came is what the server wrote down, never what a phone says."""
    project = Project.objects.get(id=project_id)
    received_at = entries.arrived_at(project_id, entry_id) or at
    told = read_sealed(payload["sent"], received_at.astimezone(project.zone).date())
    if told.reporter and not is_known(project, told.reporter):
        # They took the earlier one back; this one is still a report.
        told = replace(told, reporter=None)
    with_worker = payload.get("way") == lists.WORKER and not _is_nobodys(project_id, entry_id)
    act: dict[str, Any] = {"project": project, "by": by, "at": at, "told": told}
    act["way"] = lists.WORKER if with_worker else lists.PHONE
    act["taken_by"] = UUID(payload["taken_by"]) if with_worker else None
    known = Report.objects.filter(project=project, pk=entry_id).first()
    if known is not None:
        take_again(report=known, received_at=_arrived_last(project_id, entry_id) or at, **act)
        return
    take_report(received_at=received_at, entry_id=entry_id, **act)


def _arrived_last(project_id: UUID, entry_id: UUID) -> datetime | None:
    same = InboxEntry.objects.filter(project_id=project_id, entry_id=entry_id)
    last: datetime | None = same.aggregate(last=Max("received_at"))["last"]
    return last


def _is_nobodys(project_id: UUID, entry_id: UUID) -> bool:
    """Whether it came by the public page: then it says nothing of a worker, whatever it claims."""
    same = InboxEntry.objects.filter(project_id=project_id, entry_id=entry_id)
    return same.filter(role="system").exists()


def open_addition(
    payload: dict[str, Any], *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID
) -> None:
    """What whoever reported told later; put otherwise under a number that was used, it is one more."""
    project, report_id = Project.objects.get(id=project_id), UUID(payload["report"])
    received_at = entries.arrived_at(project_id, entry_id) or at
    if Addition.objects.filter(project=project, pk=entry_id).exists():
        entry_id = free_addition(project, report_id) or entry_id
    take_addition(
        report_id=report_id,
        words=payload["words"],
        received_at=received_at,
        project=project,
        by=by,
        at=at,
        entry_id=entry_id,
    )


def ready() -> None:
    """Declare the openers; called once, when the room starts."""
    inbox.opens(KIND, open_report)
    # An earlier report of theirs, which says only that both are one person's.
    unread.only_names(KIND, "sent", "reporter")
    inbox.opens(CHALLENGE, open_challenge)
    inbox.opens(ADDITION, open_addition)
