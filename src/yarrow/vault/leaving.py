"""Everything of a project, table by table, for the project's own move: found by the declarations, read in batches.

Keys, sessions, accounts, the trail and entries that nobody has opened stay; so do tables whose room says so.
Sealed fields are opened only in the compartments asked for, with one trail row for each batch. Of sealed files
those leave whose room says so; a table names them, and each is opened by itself.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BinaryField

from yarrow.vault import telling
from yarrow.vault.actors import Actor
from yarrow.vault.belonging import Model, Rows, declared, to_project
from yarrow.vault.errors import Erased
from yarrow.vault.fields import SealedField, SealedFile
from yarrow.vault.opening import Opened, Page, reading
from yarrow.vault.privacy import declaration
from yarrow.vault.sealing_model import is_held, without_files

LEAVES = ("with_subject", "last_contact", "contact", "project_life", "import", "proposal", "report")
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

    @property
    def is_file(self) -> bool:
        """Whether its values are files of their own, and the table says what they are called."""
        return isinstance(self.field, SealedFile)


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
        rows = without_files(self.model._base_manager.filter(**{self.lookup: project_id}).order_by("pk"))
        first = self.lookup.rpartition("__")[0]
        return rows.select_related(first) if first else rows


def tables(compartments: Collection[str]) -> list[Leaving]:
    """Every table that leaves, with sealed fields of these compartments open."""
    leaving = [model for model in _models() if to_project(model)]
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
            yield [_value(table, row, column, opened) for column in table.columns]


def files(table: Leaving, project_id: UUID, by: Actor) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file of a table, one in memory, each with its trail row. Raises Locked, NoGrant."""
    for column in (column for column in table.columns if column.is_file):
        rows = table.rows_in(project_id).exclude(**{column.name: None})
        for pk in list(rows.values_list("pk", flat=True)):
            row = rows.filter(pk=pk).first()
            if row is None:
                continue
            with reading(by, project_id, act="vault.export_rows", reason="files: 1") as page:
                opened = _open(page, row, f"{column.field.compartment}.{column.name}")
            if opened is not None:
                yield file_name(table, column, row), opened.value


def file_name(table: Leaving, column: Column, row: Any) -> str:
    """What a file is called in the package; it says nothing but the row's random id."""
    return f"files/{table.name}/{row.pk}.{telling.of(table.model).files[column.name]}"


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


def _leaving(model: Model, leaving: list[Model], compartments: Collection[str]) -> Leaving:
    found = declaration(model)
    columns, closed = [], []
    for field in model._meta.concrete_fields:
        if field.attname == "project_id":
            continue
        if isinstance(field, BinaryField) and not _is_asked_for(field, model, compartments):
            closed.append(field.name)
            continue
        kind = "sealed" if isinstance(field, SealedField) else "plain"
        if found and field.name in found.personal:
            kind = "personal"
        to = field.related_model if field.is_relation and field.related_model in leaving else None
        columns.append(Column(field, kind, to))
    return Leaving(model, to_project(model), tuple(columns), tuple(closed))


def _is_asked_for(field: Any, model: Model, compartments: Collection[str]) -> bool:
    if not isinstance(field, SealedField):
        # Bytes of a row that are no sealed field are an envelope to a key that stays.
        return False
    told = telling.of(model)
    stays = field.name in told.kept_back or (isinstance(field, SealedFile) and field.name not in told.files)
    return field.compartment in compartments and not stays


def _opened(table: Leaving, batch: list[Any], project_id: UUID, by: Actor) -> dict[tuple[Any, str], Opened]:
    fields = [column.field for column in table.columns if column.kind == "sealed" and not column.is_file]
    if not fields:
        return {}
    found: dict[tuple[Any, str], Opened] = {}
    batch = _not_shut(table, batch, project_id)
    with reading(by, project_id, act="vault.export_rows", reason=f"rows: {len(batch)}") as page:
        for field in fields:
            held = [row for row in batch if getattr(row, field.name) is not None]
            by.key.prime(project_id, field.compartment, (row.sealing_subject for row in held))
            for row in held:
                value = _open(page, row, f"{field.compartment}.{field.name}")
                if value is not None:
                    found[(row.pk, field.name)] = value
    return found


def _not_shut(table: Leaving, batch: list[Any], project_id: UUID) -> list[Any]:
    told = telling.of(table.model).shut
    shut = set(told.of(project_id, batch)) if told else set()
    return [row for row in batch if row.pk not in shut]


def _open(page: Page, row: Any, path: str) -> Opened | None:
    try:
        return page.open(row, path)
    except Erased:
        return None


def _value(table: Leaving, row: Any, column: Column, opened: dict[tuple[Any, str], Opened]) -> Any:
    if column.is_file:
        return file_name(table, column, row) if is_held(row, column.field) else None
    if column.kind == "sealed":
        held = opened.get((row.pk, column.name))
        return held.value if held else None
    return getattr(row, column.name)
