"""The writes of an import: look, correct, bring in step by step, drop (taking back: `undoing`)."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import kinds, rules
from yarrow.contacts.importing import looking
from yarrow.contacts.importing.entry_ids import entry_ids
from yarrow.contacts.importing.errors import NotNow
from yarrow.contacts.importing.plan import Plan, plan_of
from yarrow.contacts.importing.states_of_batches import check_state, empty
from yarrow.contacts.importing.steps import Step
from yarrow.contacts.models import ImportBatch, RememberedColumns
from yarrow.contacts.reading import Reading, figures
from yarrow.contacts.states import BROUGHT, COMING, LOOKED
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading as opening

STEP = 200
# A long file is read anew for each request, so a request takes several steps of it before it answers.
LONG = 2_000
LONG_SECONDS = 8.0


def start_import(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    name: str,
    content: bytes,
    day_first: bool = True,
    absence_words: str = "",
) -> tuple[ImportBatch, Reading]:
    """Read an uploaded file and keep it sealed; nothing of it is added yet.

    `absence_words`: what a register's marks such as "n" mean; "" is what is remembered or guessed.
    Raises UnreadableFile's kinds, MappingRefused, NotAllowed, Locked, NoGrant.
    """
    rules.check_may_import(by)
    reading = looking.read_first(name, content, project, by, at, day_first, absence_words)
    batch = ImportBatch(
        project=project, kind=reading.kind, day_first=day_first, started_by=by.id, started_at=at
    )
    batch.sealed.put("identity.file_name", name[:200], by.key)
    batch.sealed.put("identity.content", looking.packed(content), by.key)
    with transaction.atomic():
        _read_as(batch, reading, by)
        batch.save(force_insert=True)
        trail.note(project.id, by=by, act="contacts.start_import", at=at, subject=batch.id)
    return batch, reading


def correct_import(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    batch: ImportBatch,
    changes: looking.Changes,
    day_first: bool,
    absence_words: str = "",
) -> Reading:
    """Read the file with other meanings of its columns or marks, and remember them for files with the same headings."""
    rules.check_may_import(by)
    rules.check_same_project(project, batch)
    check_state(batch, "begin")
    mapping = looking.mapping_of(batch, by).with_changes(changes).choosing(absence_words)
    batch.day_first = day_first
    batch.sealed.put("identity.columns", looking.mapping_to(mapping), by.key)
    reading = looking.read_again(batch, by, at)
    with transaction.atomic():
        # Reading took a while: somebody else may have begun to bring it in.
        check_state(ImportBatch.objects.select_for_update().get(id=batch.id), "begin")
        _read_as(batch, reading, by)
        batch.save()
        kept = RememberedColumns(project=project, remembered_at=at)
        kept.sealed.put("identity.columns", reading.mapping.to_json(), by.key)
        kept.save(force_insert=True)
        trail.note(project.id, by=by, act="contacts.correct_import", at=at, subject=batch.id)
    return reading


def continue_import(
    *, project: Project, by: Actor, at: datetime, batch: ImportBatch, reading: Reading | None = None
) -> ImportBatch:
    """Bring in the next rows; the batch says how far it is. Sent twice at once, the rows are taken once.

    Raises NotNow, NotAllowed, NoDates, Locked, NoGrant.
    """
    rules.check_may_import(by)
    rules.check_same_project(project, batch)
    if batch.state not in (LOOKED, COMING):
        raise NotNow(_("This file is not being brought in."))
    plan = plan_of(reading or looking.read_again(batch, by, at), kinds.counted(project).supplies)
    began = time.monotonic()
    batch = _one_step(batch, plan, project, by, at)
    while batch.state == COMING and plan.n_entries > LONG and time.monotonic() - began < LONG_SECONDS:
        batch = _one_step(batch, plan, project, by, at)
    return batch


def _one_step(batch: ImportBatch, plan: Plan, project: Project, by: Actor, at: datetime) -> ImportBatch:
    """STEP entries in one transaction."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(id=batch.id)
        if batch.state == LOOKED:
            check_state(batch, "begin")
            batch.state, batch.n_entries = COMING, plan.n_entries
        if batch.state != COMING:
            raise NotNow(_("This file is not being brought in."))
        _take_step(batch, plan, project, by, at)
        batch.save()
        trail.note(project.id, by=by, act="contacts.continue_import", at=at, subject=batch.id)
    return batch


def _take_step(batch: ImportBatch, plan: Plan, project: Project, by: Actor, at: datetime) -> None:
    end = min(plan.n_entries, batch.n_done + STEP)
    step = Step(project, by, at, batch.id, entry_ids(project, by), plan)
    step.run(batch.n_done, end)
    batch.n_done = end
    batch.n_people += step.book.n_added
    batch.n_sessions += step.n_sessions
    batch.n_contacts += step.n_contacts
    batch.n_known += step.n_known
    batch.n_refused += len(step.refused)
    if step.refused:
        listed = batch.sealed.open_unrecorded("identity.not_taken", by.key) or []
        refused = [{"sheet": sheet, "row": row, "reason": reason} for sheet, row, reason in step.refused]
        batch.sealed.put("identity.not_taken", listed + refused, by.key)
    if end == plan.n_entries:
        batch.state, batch.finished_at = BROUGHT, at
        empty(batch)


def run_import(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    batch: ImportBatch,
    reading: Reading,
    told: Callable[[int, int], None],
) -> ImportBatch:
    """Bring everything in, step by step; `told(done, total)` after each. For the console."""
    while batch.state in (LOOKED, COMING):
        batch = continue_import(project=project, by=by, at=at, batch=batch, reading=reading)
        told(batch.n_done, batch.n_entries)
    return batch


def not_taken(batch: ImportBatch, by: Actor) -> list[dict[str, Any]]:
    """Every row not taken: sheet, row, reason. Raises Locked, NoGrant."""
    with opening(by, batch.project_id, act="contacts.list_not_taken") as page:
        listed = page.open(batch, "identity.not_taken")
    return list(listed.value or [])


@transaction.atomic
def drop_import(*, project: Project, by: Actor, at: datetime, batch: ImportBatch) -> ImportBatch:
    """Not to bring the file in: its bytes are gone."""
    rules.check_may_import(by)
    rules.check_same_project(project, batch)
    batch = ImportBatch.objects.select_for_update().get(id=batch.id)
    batch.state = check_state(batch, "drop")
    empty(batch)
    batch.save()
    trail.note(project.id, by=by, act="contacts.drop_import", at=at, subject=batch.id)
    return batch


def _read_as(batch: ImportBatch, reading: Reading, by: Actor) -> None:
    """Put what the reading says onto the batch: numbers plainly, the rest sealed."""
    counted = figures(reading)
    listed = counted.pop("not_taken")
    batch.kind, batch.figures = reading.kind, counted
    batch.sealed.put("identity.columns", looking.mapping_to(reading.mapping, reading.warnings), by.key)
    batch.sealed.put("identity.not_taken", listed, by.key)
