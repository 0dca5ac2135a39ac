"""Everything of a project, table by table, for the project's own move: found by the declarations, read in batches.

Keys, sessions, accounts, the trail and entries that nobody has opened stay; so do tables whose room says so.
Sealed fields are opened only in the compartments asked for, with one trail row for each batch.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps

from yarrow.vault import telling
from yarrow.vault.actors import Actor
from yarrow.vault.belonging import Model, Rows, declared
from yarrow.vault.errors import Erased
from yarrow.vault.fields import SealedField
from yarrow.vault.opening import Opened, Page, reading
from yarrow.vault.privacy import declaration

LEAVES = ("with_subject", "last_contact", "contact", "project_life", "import", "proposal")
AT_ONCE = 2000
OWN = "vault"


@dataclass(frozen=True)
class Column:
    """One field that leaves. `kind`: plain, personal or sealed; `to`: the model that it points to."""

    field: Any
    kind: str
    to: Model | None

    @property
    def name(self) -> str:
        return str(self.field.attname)


@dataclass(frozen=True)
class Leaving:
    """One model whose rows leave; `lookup` leads from a row to its project. `closed`: sealed fields that stay shut."""

    model: Model
    lookup: str
    columns: tuple[Column, ...]
    closed: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its table and its file are called."""
        return str(self.model._meta.label_lower)

    def rows_in(self, project_id: UUID) -> Rows:
        """This project's rows, in order of their ids, with what their keys are found by."""
        rows = self.model._base_manager.filter(**{self.lookup: project_id}).order_by("pk")
        first = self.lookup.rpartition("__")[0]
        return rows.select_related(first) if first else rows


def tables(compartments: Collection[str]) -> list[Leaving]:
    """Every table that leaves, with sealed fields of these compartments open."""
    leaving = [model for model in _models() if _lookup(model)]
    return [_leaving(model, leaving, compartments) for model in leaving]


def stays() -> list[tuple[str, str]]:
    """(table, why) of what a room keeps back."""
    return [(m._meta.label_lower, str(telling.of(m).stays)) for m in declared() if telling.of(m).stays]


def count(table: Leaving, project_id: UUID) -> int:
    """How many rows leave."""
    return table.rows_in(project_id).count()


def values(table: Leaving, project_id: UUID, by: Actor) -> Iterator[list[Any]]:
    """Every row's values in the order of the columns, AT_ONCE rows in memory. Raises Locked, NoGrant."""
    last: Any = None
    while True:
        rows = table.rows_in(project_id)
        batch = list((rows if last is None else rows.filter(pk__gt=last))[:AT_ONCE])
        if not batch:
            return
        last = batch[-1].pk
        opened = _opened(table, batch, project_id, by)
        for row in batch:
            yield [_value(row, column, opened) for column in table.columns]


def _models() -> Iterator[Model]:
    """The models whose rows leave: declared so, or the lines between two of them."""
    kept = [
        model
        for model in declared()
        if model._meta.app_label != OWN and _retention(model) in LEAVES and not telling.of(model).stays
    ]
    yield from kept
    for model in apps.get_models(include_auto_created=True):
        between: Any = model._meta.auto_created
        if between in kept:
            yield model


def _retention(model: Model) -> str:
    found = declaration(model)
    return found.retention if found else ""


def _lookup(model: Model) -> str:
    """How a row leads to its project; "" when it does not."""
    names = {field.attname: field for field in model._meta.concrete_fields}
    if "project_id" in names:
        return "project_id"
    for field in names.values():
        if field.is_relation and field.related_model is not model:
            further = _lookup(field.related_model)  # type: ignore[arg-type]
            if further:
                return f"{field.name}__{further}"
    return ""


def _leaving(model: Model, leaving: list[Model], compartments: Collection[str]) -> Leaving:
    found = declaration(model)
    columns, closed = [], []
    for field in model._meta.concrete_fields:
        if field.attname == "project_id":
            continue
        if isinstance(field, SealedField) and field.compartment not in compartments:
            closed.append(field.name)
            continue
        kind = "sealed" if isinstance(field, SealedField) else "plain"
        if found and field.name in found.personal:
            kind = "personal"
        to = field.related_model if field.is_relation and field.related_model in leaving else None
        columns.append(Column(field, kind, to))
    return Leaving(model, _lookup(model), tuple(columns), tuple(closed))


def _opened(table: Leaving, batch: list[Any], project_id: UUID, by: Actor) -> dict[tuple[Any, str], Opened]:
    fields = [column.field for column in table.columns if column.kind == "sealed"]
    if not fields:
        return {}
    found: dict[tuple[Any, str], Opened] = {}
    with reading(by, project_id, act="vault.export_rows", reason=f"rows: {len(batch)}") as page:
        for field in fields:
            held = [row for row in batch if getattr(row, field.name) is not None]
            by.key.prime(project_id, field.compartment, (row.sealing_subject for row in held))
            for row in held:
                value = _open(page, row, f"{field.compartment}.{field.name}")
                if value is not None:
                    found[(row.pk, field.name)] = value
    return found


def _open(page: Page, row: Any, path: str) -> Opened | None:
    try:
        return page.open(row, path)
    except Erased:
        return None


def _value(row: Any, column: Column, opened: dict[tuple[Any, str], Opened]) -> Any:
    if column.kind == "sealed":
        held = opened.get((row.pk, column.name))
        return held.value if held else None
    return getattr(row, column.name)
