"""A report is taken back whole: what waits unread, what was sealed, the choices and the way back."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.safety import withheld
from yarrow.safety.actions.returning import check_on
from yarrow.safety.becoming import addition_ids
from yarrow.safety.models import Choice, Report, WayBack
from yarrow.safety.visits import Visit
from yarrow.staff.models import Project
from yarrow.vault import entries, forgetting, trail
from yarrow.vault.actors import Actor
from yarrow.vault.keyring import KeyringBusy
from yarrow.vault.models import InboxEntry
from yarrow.vault.sealing_model import SealedModel

REASON = "taken_back"
BY = Actor.system("erasing")


def take_back(*, report_id: UUID, project: Project, by: Actor, at: datetime, reason: str = REASON) -> None:
    """Nothing of the report can be read from now on. The caller has checked who asks, and holds no transaction.

    Raises KeyringBusy where only the last step is missing: nothing opens, and the next start finishes.
    """
    with transaction.atomic():
        # Whoever is unsealing it just now is waited for.
        trail.hold(project.id)
        row = Report.objects.filter(project=project, pk=report_id).first()
        if row is None:
            drop_beside(project.id, report_id, reason, at)
            trail.note(project.id, by=by, act="safety.take_back", at=at, subject=report_id, reason=reason)
    if row is not None:
        forgetting.forget(row, by=by, act="safety.take_back", reason=reason, at=at)


def take_back_mine(*, visit: Visit, project: Project, by: Actor, at: datetime) -> None:
    """The same by whoever reported. Raises VisitOver."""
    check_on(visit, project)
    # Where only the last bytes wait for somebody who still reads, nothing opens all the same.
    with suppress(KeyringBusy):
        take_back(report_id=visit.report_id, project=project, by=by, at=at)


def drop_beside(project_id: UUID, report_id: UUID, reason: str, at: datetime) -> None:
    """What belongs to a report by its number alone. Inside a transaction."""
    of_it = InboxEntry.objects.filter(
        project_id=project_id, entry_id__in=[report_id, *addition_ids(report_id)]
    )
    for entry in of_it.exclude(state=InboxEntry.State.OPENED):
        entries.mark(entry, InboxEntry.State.OPENED, BY, at, act="vault.dismiss_entry", reason=reason)
    Choice.objects.filter(project_id=project_id, report_id=report_id).delete()
    WayBack.objects.filter(project_id=project_id, report_id=report_id).delete()


def before_rows_go(row: SealedModel, reason: str, at: datetime) -> None:
    """The same whenever a report is erased, whoever erases it."""
    if isinstance(row, Report):
        drop_beside(row.project_id, row.pk, reason, at)
        withheld.follow(row.project, [row.pk], BY, at)
