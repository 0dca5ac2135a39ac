"""Clearing a subject's rows out of the records, as each model declares it: deleted, or emptied where it counts."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import ProtectedError

from yarrow.methods.refusals import Fault
from yarrow.vault.belonging import Belonging, Model, Rows, belongings, subject_models
from yarrow.vault.privacy import Declaration, declaration

EMPTY_ID = UUID(int=0)
AT_ONCE = 500


@dataclass(frozen=True)
class Reach:
    """What erasing does to one model: `n` rows of it go, or stay as counts."""

    model: Model
    n: int
    stays: bool


def reach_of(subject: models.Model) -> list[Reach]:
    """What erasing `subject` would do, model by model; models without a row are left out."""
    found = [
        Reach(each.model, each.rows_of(subject).count(), _declared(each.model).counted)
        for each in belongings(type(subject))
    ]
    return [each for each in found if each.n]


def clear(subject: models.Model, at: datetime) -> None:
    """Empty what totals count, delete the rest. The caller holds the transaction; done twice it changes nothing.

    A Fault when rows that go are held by rows that stay: then nothing was done.
    """
    found = belongings(type(subject))
    for each in found:
        if _declared(each.model).counted:
            _empty(each.rows_of(subject), _declared(each.model))
    _delete([each for each in found if not _declared(each.model).counted], subject)
    if _declared(type(subject)).counted:
        type(subject)._base_manager.filter(pk=subject.pk).update(erased_at=at)


def not_cleared(project_id: UUID, subjects: Iterable[UUID]) -> Iterator[models.Model]:
    """The subjects of which something still stands: their clearing was cut short, or older records came back."""
    wanted = list(subjects)
    for model in subject_models():
        if not isinstance(model._meta.pk, models.UUIDField):
            continue
        everyone = model._base_manager.filter(project_id=project_id)
        for start in range(0, len(wanted), AT_ONCE):
            here = everyone.filter(pk__in=wanted[start : start + AT_ONCE])
            yield from here.filter(pk__in=_standing(here))


def _standing(subjects: Rows) -> set[Any]:
    """Ids of those that were not emptied themselves, and of those whom a row names that erasing would have deleted."""
    model: Model = subjects.model
    untouched = subjects.filter(erased_at=None) if _declared(model).counted else subjects
    found, ids = set(untouched.values_list("pk", flat=True)), list(subjects.values_list("pk", flat=True))
    for each in belongings(model)[:-1] if ids else ():
        if _declared(each.model).counted:
            continue
        for lookup in each.lookups:
            rows = each.model._base_manager.filter(**{f"{lookup}__in": ids})
            found |= set(rows.order_by().values_list(lookup, flat=True))
    return found


def empty_value(field: Any) -> Any:
    """What a field holds once it says nothing; a fresh random one where each row needs its own."""
    if field.null:
        return None
    is_unique = field.unique or any(
        field.name in each.fields for each in field.model._meta.constraints if _is_unique(each)
    )
    if isinstance(field, models.UUIDField):
        return uuid4() if is_unique else EMPTY_ID
    return secrets.token_hex(field.max_length)[: field.max_length] if is_unique else ""


def _is_unique(constraint: Any) -> bool:
    return isinstance(constraint, models.UniqueConstraint)


def _declared(model: Model) -> Declaration:
    found = declaration(model)
    if found is None:
        raise Fault(f"{model._meta.label} has no class Privacy")
    return found


def _empty(rows: Rows, declared: Declaration) -> None:
    """Each row on its own, since what must be unique differs between them."""
    fields = [declared.model._meta.get_field(name) for name in declared.emptied]
    if not fields:
        return
    for pk in list(rows.order_by().values_list("pk", flat=True)):
        emptied = {field.name: empty_value(field) for field in fields}
        declared.model._base_manager.filter(pk=pk).update(**emptied)


def _delete(left: list[Belonging], subject: models.Model) -> None:
    """The furthest first; rows that hold others back are tried again once those are gone."""
    while left:
        held = [each for each in left if not _is_deleted(each.rows_of(subject))]
        if len(held) == len(left):
            raise Fault(f"{held[0].model._meta.label} is held by rows that stay, and could not be erased")
        left = held


def _is_deleted(rows: Rows) -> bool:
    try:
        with transaction.atomic():
            rows.order_by().delete()
    except ProtectedError:
        return False
    return True
