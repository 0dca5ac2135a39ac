"""Worlds are built through the real actions once per run, and put back row by row afterwards.

Founding a project makes some thirty key pairs; doing so for every test was half of the suite's time. What the
actions wrote the first time is remembered and written again: the same rows, in the same order.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from yarrow.vault import keyring, policies, privacy
from yarrow.vault.belonging import to_project
from yarrow.vault.models import TrailHead, TrailRow

Rows = dict[type[models.Model], list[models.Model]]


@dataclass
class Snapshot:
    """What building something wrote, and what the caller wants to remember about it."""

    rows: Rows
    kept: Any


def _models() -> list[type[models.Model]]:
    return [*privacy.our_models(), Authenticator]


def _keys() -> dict[type[models.Model], set[Any]]:
    """Ids in the tables that are not a project's."""
    shared = (model for model in _models() if not policies.is_fenced(model))
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in shared}


def take(build: Callable[[], Any]) -> Snapshot:
    """Run `build`, which goes into the project it makes, and remember every row it added."""
    before = _keys()
    kept = build()
    rows: Rows = {}
    for model in _models():
        found = model._default_manager.order_by("pk")
        if model not in before:
            found = found.filter(**{to_project(model): kept.project.id})
        rows[model] = [row for row in found if row.pk not in before.get(model, ())]
    return Snapshot({model: found for model, found in rows.items() if found}, kept)


@transaction.atomic
def put_back(snapshot: Snapshot, project_id: Any) -> None:
    """Write the rows again. Foreign keys are checked at the end of a transaction, so their order does not matter;
    counted ids are left to the database, since others may have taken them."""
    for model, rows in snapshot.rows.items():
        if model not in (TrailRow, TrailHead):
            model._default_manager.bulk_create(_fresh(rows))
    _retell(_fresh(snapshot.rows[TrailRow]))
    for table in ("subject_key", "tombstone"):
        keyring.connection().execute(f"DELETE FROM {table} WHERE project=?", (str(project_id),))


def _fresh(rows: list[Any]) -> list[Any]:
    """Copies that were never saved."""
    copies = [copy.copy(row) for row in rows]
    for row in copies:
        row._state = models.base.ModelState()
        row._state.db, row._state.adding = None, True
        if isinstance(row._meta.pk, models.AutoField):
            row.pk = None
    return copies


def _retell(trail: list[TrailRow]) -> None:
    """The trail only takes its next row, so it is told again one by one."""
    TrailHead.objects.create(project_id=trail[0].project_id)
    for row in trail:
        row.save(force_insert=True)
