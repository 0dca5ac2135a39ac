"""A project's tables as a Data Package: CSV files, a schema that programs read, a codebook that people read.

The shape is that of the Frictionless Data Package and Table Schema (v1): datapackage.json names every file, every
field's type, what is missing, and which field points to which table.
"""

import json
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from yarrow.methods.spreadsheet import csv_parts
from yarrow.methods.zipped import Member
from yarrow.vault import leaving, telling
from yarrow.vault.actors import Actor
from yarrow.vault.fields import SealedField, SealedFile
from yarrow.vault.leaving import Column, Leaving

TYPES: tuple[tuple[type[Any], str], ...] = (
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
)
Told = Callable[[str, int, int], None]
ABOUT = (
    "Everything of one project. An empty cell is something that was not said or not written down; a zero is a zero. "
    "Text that a spreadsheet program could take for a formula begins with an apostrophe. Lists and groups of facts "
    "are written as JSON. A file is a file of its own, which its cell names. Ids are random. Of workers there are ids "
    "and roles."
)


def members(
    project: Any, by: Actor, at: datetime, compartments: Collection[str], told: Told = lambda *_: None
) -> Iterator[Member]:
    """The files of the package, made as they are asked for. `told`: table, how many rows are done, of how many."""
    tables = leaving.tables(compartments)
    yield (
        "datapackage.json",
        [json.dumps(package(project, at, tables), ensure_ascii=False, indent=1).encode()],
    )
    yield "codebook.csv", csv_parts(BOOK, codebook(project, tables))
    yield "codes.csv", csv_parts(("table", "field", "code", "says"), codes(project, tables))
    yield "left-out.csv", csv_parts(("table", "field", "why"), left_out(tables))
    for table in tables:
        yield f"{table.name}.csv", _csv(table, project, by, told)
        for name, content in leaving.files(table, project.id, by):
            yield name, [content]


def package(project: Any, at: datetime, tables: list[Leaving]) -> dict[str, Any]:
    """datapackage.json"""
    return {
        "profile": "tabular-data-package",
        "name": f"project-{project.code}",
        "title": project.name,
        "description": ABOUT,
        "created": at.isoformat(timespec="seconds"),
        "resources": [_resource(table) for table in tables],
    }


BOOK = ("table", "field", "says", "class", "type", "codes")


def codebook(project: Any, tables: list[Leaving]) -> Iterator[list[str]]:
    """One line for each field: what it says, its class, its type, and its codes with their words."""
    for table in tables:
        for column in table.columns:
            words = _words(project, table, column)
            said = "; ".join(f"{code} = {label}" for code, label in words.items())
            yield [table.name, column.name, says(table, column), column.kind, type_of(column), said]


def codes(project: Any, tables: list[Leaving]) -> Iterator[list[str]]:
    """One line for each code of each field."""
    for table in tables:
        for column in table.columns:
            for code, label in _words(project, table, column).items():
                yield [table.name, column.name, str(code), str(label)]


def left_out(tables: list[Leaving]) -> Iterator[list[str]]:
    """What does not leave, and why."""
    for table in tables:
        for name in table.closed:
            yield [table.name, name, why_closed(table, name)]
        if told := telling.of(table.model).shut:
            yield [table.name, "", str(told.why)]
    for name, why in leaving.stays():
        yield [name, "", why]


def why_closed(table: Leaving, name: str) -> str:
    """Why a sealed field stays shut: nobody asked, or its room keeps such files and envelopes back."""
    field = table.model._meta.get_field(name)
    told = telling.of(table.model)
    is_kept_back = (
        name in told.kept_back or isinstance(field, SealedFile) or not isinstance(field, SealedField)
    )
    why = told.left_out.get(name) if is_kept_back else None
    return str(why or "sealed, and not asked to be opened")


def says(table: Leaving, column: Column) -> str:
    """What a field says, in words."""
    told = telling.of(table.model)
    return str(told.fields.get(column.field.name) or str(column.field.verbose_name).capitalize())


def type_of(column: Column) -> str:
    """The field's type in the words of Table Schema."""
    return next((name for kind, name in TYPES if isinstance(column.field, kind)), "string")


def _resource(table: Leaving) -> dict[str, Any]:
    keys = [
        {"fields": column.name, "reference": {"resource": column.to._meta.label_lower, "fields": "id"}}
        for column in table.columns
        if column.to is not None
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "encoding": "utf-8",
        "description": (table.model.__doc__ or "").strip().partition("\n")[0],
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": table.model._meta.pk.attname,
            "foreignKeys": keys,
        },
    }


def _field(table: Leaving, column: Column) -> dict[str, Any]:
    about = {"name": column.name, "type": type_of(column), "title": says(table, column)}
    if isinstance(column.field, models.UUIDField) or (
        column.to and column.to._meta.pk.__class__ is models.UUIDField
    ):
        about["format"] = "uuid"
    return {**about, "description": f"class: {column.kind}"}


def _words(project: Any, table: Leaving, column: Column) -> dict[Any, Any]:
    """The words for each code of a field; none for what is free."""
    made = telling.of(table.model).values.get(column.field.name)
    if made is not None:
        return dict(made(project))
    return dict(column.field.flatchoices or ())


def _csv(table: Leaving, project: Any, by: Actor, told: Told) -> Iterator[bytes]:
    total = leaving.count(table, project.id)

    def rows() -> Iterator[list[Any]]:
        for n, row in enumerate(leaving.values(table, project.id, by), start=1):
            if n % leaving.AT_ONCE == 0:
                told(table.name, n, total)
            yield [written(value) for value in row]
        told(table.name, total, total)

    return csv_parts([column.name for column in table.columns], rows())


def written(value: Any) -> Any:
    """A value as a cell: moments and days as ISO text, yes and no in words that programs read, the rest as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value
