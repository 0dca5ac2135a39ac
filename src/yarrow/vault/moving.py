"""Sealed rows that pass from one subject to another, found by what each model declares in `class Privacy`.

A room built later is covered as soon as it declares the path to its subject; nothing below it changes.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from django.db import models, transaction

from yarrow.vault import erasing
from yarrow.vault.actors import Actor
from yarrow.vault.belonging import belongings, declared
from yarrow.vault.privacy import declaration, our_models
from yarrow.vault.sealing_model import (
    SealedColumn,
    SealedModel,
    sealed_fields,
    sealed_files,
    without_files,
)

Rows = dict[type[SealedModel], list[UUID]]


def links_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """(model, column) of every foreign key to `target`: of our own rooms, and of whatever declares itself."""
    for model in dict.fromkeys([*our_models(), *declared()]):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield model, field.attname


def sealed_rows_of(target: type[SealedModel], ids: Collection[UUID]) -> Rows:
    """Ids of the sealed rows whose subject is one of `ids`, and of those themselves."""
    found: Rows = {}
    for each in belongings(target):
        if issubclass(each.model, SealedModel):
            found[each.model] = list(each.rows_of_any(ids).values_list("pk", flat=True))
    return found


@contextmanager
def resealing(rows: Rows, by: Actor) -> Iterator[None]:
    """Seal these rows anew wherever the block changes whose key they are sealed with.

    Inside a transaction; raises Locked, NoGrant or Erased, and then nothing may stand.
    """
    before = {
        model: {row.pk: row.sealing_subject for row in _fetched(model, ids)} for model, ids in rows.items()
    }
    yield
    for model, subjects in before.items():
        fields = sealed_fields(model)
        moved = [row for row in _fetched(model, list(subjects)) if row.sealing_subject != subjects[row.pk]]
        if sealed_files(model):
            _one_at_a_time(model, {row.pk: subjects[row.pk] for row in moved}, by)
            continue
        for row in moved:
            _seal_anew(row, subjects[row.pk], by)
        if moved and fields:
            model._base_manager.bulk_update(moved, [field.name for field in fields], batch_size=200)


def drop_key_when_committed(project_id: UUID, subject: UUID, by: Actor) -> None:
    """Destroy the key of a subject that nothing is sealed under any more, once that stands."""
    transaction.on_commit(partial(_drop, project_id, subject, by))


def _drop(project_id: UUID, subject: UUID, by: Actor) -> None:
    by.key.forget(project_id, subject)
    erasing.drop_keys(project_id, [subject])


def _one_at_a_time(model: type[SealedModel], subjects: dict[UUID, UUID], by: Actor) -> None:
    """The same for rows with files, of which only one is in memory."""
    for pk, former in subjects.items():
        (row,) = _fetched(model, [pk])
        _seal_anew(row, former, by)
        row.save(update_fields=[field.name for field in sealed_fields(model)])


def _seal_anew(row: SealedModel, former: UUID, by: Actor) -> None:
    for field in sealed_fields(type(row)):
        held = getattr(row, field.name)
        if held is not None:
            path = f"{field.compartment}.{field.name}"
            column = SealedColumn(type(row), path, row.project_id)
            row.sealed.put(path, column.open_unrecorded(row.pk, former, held, by.key), by.unlocked)


def _fetched(model: type[SealedModel], ids: Collection[UUID]) -> list[SealedModel]:
    """The rows as the database has them now, with what their subject is found by; files are read when asked for."""
    declared = declaration(model)
    along = declared.subject.replace(".", "__") if declared and declared.subject not in ("", "self") else ""
    rows = without_files(model._base_manager.filter(pk__in=ids))
    return list(rows.select_related(along) if along else rows)
