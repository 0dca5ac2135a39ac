"""Sealed rows that pass from one subject to another, found by what each model declares in `class Privacy`.

A room built later is covered as soon as it declares the path to its subject; nothing below it changes.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction

from yarrow.vault import erasing
from yarrow.vault.actors import Actor
from yarrow.vault.privacy import declaration, our_models
from yarrow.vault.sealing_model import SealedColumn, SealedModel, sealed_fields

Rows = dict[type[SealedModel], list[UUID]]


def paths_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """(model, lookup) of every model of ours whose declared subject is a row of `target`."""
    for model in our_models():
        declared = declaration(model)
        if declared is None or declared.subject in ("", "self"):
            continue
        if _end_of(model, declared.subject) is target:
            yield model, declared.subject.replace(".", "__")


def links_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """(model, column) of every foreign key of ours to `target`."""
    for model in our_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield model, field.attname


def sealed_rows_of(target: type[SealedModel], ids: Collection[UUID]) -> Rows:
    """Ids of the sealed rows whose subject is one of `ids`, and of those themselves."""
    found: Rows = {target: list(ids)}
    for model, lookup in paths_to(target):
        if issubclass(model, SealedModel):
            rows = model._base_manager.filter(**{f"{lookup}__in": ids})
            found.setdefault(model, []).extend(rows.values_list("pk", flat=True))
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


def _seal_anew(row: SealedModel, former: UUID, by: Actor) -> None:
    for field in sealed_fields(type(row)):
        held = getattr(row, field.name)
        if held is not None:
            path = f"{field.compartment}.{field.name}"
            column = SealedColumn(type(row), path, row.project_id)
            row.sealed.put(path, column.open_unrecorded(row.pk, former, held, by.key), by.unlocked)


def _fetched(model: type[SealedModel], ids: Collection[UUID]) -> list[SealedModel]:
    """The rows as the database has them now, with what their subject is found by."""
    declared = declaration(model)
    along = declared.subject.replace(".", "__") if declared and declared.subject not in ("", "self") else ""
    rows = model._base_manager.filter(pk__in=ids)
    return list(rows.select_related(along) if along else rows)


def _end_of(model: type[models.Model], path: str) -> Any:
    """The model at the end of a subject path; None when it ends elsewhere."""
    found: Any = model
    for part in path.split("."):
        field = next((one for one in found._meta.get_fields() if one.name == part), None)
        if not isinstance(field, models.ForeignKey):
            return None
        found = field.related_model
    return found
