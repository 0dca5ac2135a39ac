"""Worlds are built through the real actions once per run, and put back row by row afterwards.

Founding a project makes some thirty key pairs; doing so for every test was half of the suite's time. What the
actions wrote the first time is remembered and written again: the same rows, in the same order. The statements of the
first time that they were put back are kept too, so that later ones need not be made.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection, models, transaction
from django.utils import timezone

from yarrow.contacts.models import GivenOn, LastMet
from yarrow.vault import keyring, policies, privacy
from yarrow.vault.belonging import to_project
from yarrow.vault.models import TrailHead, TrailRow

Rows = dict[type[models.Model], list[models.Model]]


@dataclass
class Snapshot:
    """What building something wrote, and what the caller wants to remember about it."""

    rows: Rows
    kept: Any
    keys: list[tuple[Any, ...]] = field(default_factory=list)
    statements: list[tuple[str, list[Any]]] = field(default_factory=list)


# What was done in a history that was remembered, and the hashes in which the trails of such histories end.
_done: dict[tuple[Any, ...], Snapshot] = {}
_histories: set[str] = set()


def remembered(project_id: Any, name: str, build: Callable[[], Any], again: Callable[[Any], Any]) -> Any:
    """What `build` gives, done through the actions the first time; put back from memory after the same history later.

    `again` makes of what was given then what stands in the rows now.
    """
    before = _history(project_id)
    if before not in _histories:
        return build()
    asked = (name, before, timezone.now().replace(minute=0, second=0, microsecond=0))
    if asked in _done:
        put_back(_done[asked])
        given = again(_done[asked].kept)
    else:
        _done[asked] = take(build, inside=project_id)
        given = _done[asked].kept
        _done[asked].kept = again(given)
    remember_history(project_id)
    return given


def remember_history(project_id: Any) -> None:
    """What stands in this project now will stand in it again, row by row."""
    _histories.add(_history(project_id))


def _history(project_id: Any) -> str:
    """All that ever happened in the project, as a hash."""
    return TrailHead.objects.get(project_id=project_id).hash


def _models() -> list[type[models.Model]]:
    """What the database reckons by itself comes by itself."""
    return [*(model for model in privacy.our_models() if model not in (GivenOn, LastMet)), Authenticator]


def _rows(model: type[models.Model], project_id: Any) -> models.QuerySet[Any]:
    """The rows of a project; of a table that is not a project's, all."""
    found = model._default_manager.order_by("pk")
    return found.filter(**{to_project(model): project_id}) if policies.is_fenced(model) else found


def take(build: Callable[[], Any], *, inside: Any = None) -> Snapshot:
    """Run `build` and remember every row it added: to the project that it makes and goes into, or to the one whose
    id `inside` is. Rows that were there already are not looked at again."""
    before = {
        model: set(_rows(model, inside).values_list("pk", flat=True))
        for model in _models()
        if inside or not policies.is_fenced(model)
    }
    keys = _keys(inside) if inside else set()
    kept = build()
    rows: Rows = {}
    for model in _models():
        found = _rows(model, inside or kept.project.id)
        rows[model] = [row for row in found if row.pk not in before.get(model, ())]
    made = _keys(inside) - keys if inside else set()
    return Snapshot({model: found for model, found in rows.items() if found}, kept, sorted(made))


def _keys(project_id: Any) -> set[tuple[Any, ...]]:
    """What the keyring holds of a project."""
    told = (str(project_id),)
    return set(keyring.connection().execute("SELECT * FROM subject_key WHERE project=?", told))


@transaction.atomic
def put_back(snapshot: Snapshot) -> None:
    """Write the rows again. Foreign keys are checked at the end of a transaction, so their order does not matter;
    counted ids are left to the database, since others may have taken them."""
    if snapshot.keys:
        marks = ", ".join("?" * len(snapshot.keys[0]))
        with keyring.together():
            keyring.connection().executemany(f"INSERT INTO subject_key VALUES ({marks})", snapshot.keys)
    if snapshot.statements:
        with connection.cursor() as cursor:
            for sql, told in snapshot.statements:
                cursor.executemany(sql, told)
    else:
        snapshot.statements = _write(snapshot.rows)


def empty_keyring(project_id: Any) -> None:
    """What another test with this project left there."""
    for table in ("subject_key", "tombstone"):
        keyring.connection().execute(f"DELETE FROM {table} WHERE project=?", (str(project_id),))


def _write(rows: Rows) -> list[tuple[str, list[Any]]]:
    """Write the rows through their models; the statements that did it, each with what it was told, time after time."""
    done: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            done.append((sql.partition(" RETURNING ")[0], params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for model, found in rows.items():
            if model not in (TrailRow, TrailHead):
                model._default_manager.bulk_create(_fresh(found))
        if TrailHead in rows:
            TrailHead.objects.create(project_id=rows[TrailHead][0].pk)
        # The trail only takes its next row, so it is told again one by one.
        for row in _fresh(rows[TrailRow]):
            row.save(force_insert=True)
    return [(sql, [told for _, told in each]) for sql, each in groupby(done, itemgetter(0))]


def _fresh(rows: list[Any]) -> list[Any]:
    """Copies that were never saved."""
    copies = [copy.copy(row) for row in rows]
    for row in copies:
        row._state = models.base.ModelState()
        row._state.db, row._state.adding = None, True
        if isinstance(row._meta.pk, models.AutoField):
            row.pk = None
    return copies
