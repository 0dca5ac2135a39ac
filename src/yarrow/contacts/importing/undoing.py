"""Taking an import back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from yarrow.contacts import rules
from yarrow.contacts.importing.states_of_batches import check_state, empty
from yarrow.contacts.models import Contact, ImportBatch, Session
from yarrow.contacts.models.contacts import STANDS
from yarrow.people.actions import take_back_batch
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import erasing, trail
from yarrow.vault.actors import Actor

# A session nobody has opened again, changed, noted or joined: notes and joining leave its version as it is.
AS_IMPORTED = {"version": 1, "note": None, "workers": None, "agencies": None, "zones": None}


@transaction.atomic
def undo_import(*, project: Project, by: Actor, at: datetime, batch: ImportBatch) -> ImportBatch:
    """Take back exactly what the file added. What somebody has built on since stays, and is counted."""
    rules.check_may_import(by)
    rules.check_same_project(project, batch)
    batch = ImportBatch.objects.select_for_update().get(id=batch.id)
    batch.state = check_state(batch, "undo")
    batch.undone_at, batch.n_kept = at, 0
    contacts = Contact.objects.of(project).filter(batch_id=batch.id)
    # A part taken out of an imported contact is of its batch, but somebody has said who that was.
    untouched = contacts.filter(version=1, state=STANDS, follow_ups=None, parts=None, split_from=None)
    unnamed = list(untouched.unnamed().values_list("id", flat=True))
    untouched.delete()
    sessions = Session.objects.of(project).filter(batch_id=batch.id)
    gone = unnamed + _delete_each(sessions.filter(contacts=None, **AS_IMPORTED))
    gone += take_back_batch(project=project, batch_id=batch.id, by=by, at=at)
    people = Person.objects.in_project(project).filter(batch_id=batch.id)
    batch.n_kept = contacts.count() + sessions.count() + people.count()
    empty(batch)
    batch.save()
    trail.note(project.id, by=by, act="contacts.undo_import", at=at, subject=batch.id)
    for subject in gone:
        by.key.forget(project.id, subject)
    transaction.on_commit(lambda: _drop_keys(project, gone))
    return batch


def _drop_keys(project: Project, gone: list[Any]) -> None:
    """What was sealed under a row that is no more can't be opened from a backup either."""
    erasing.drop_keys(project.id, gone)


def _delete_each(rows: Any) -> list[Any]:
    """Delete the rows that nothing else hangs on; their ids."""
    gone = []
    for row in rows:
        row_id = row.pk
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            continue
        gone.append(row_id)
    return gone
