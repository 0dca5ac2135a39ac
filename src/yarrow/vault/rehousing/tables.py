"""The tables of the records as both databases have them, and their rows in the order of their keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from yarrow.vault.fields import SealedFile

# How many rows are read and written at once: few where a row may hold a whole picture.
BATCH, BATCH_WITH_FILES = 2_000, 5
Values = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """One table, with the fields that say how its columns are read and written."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def fields(self) -> tuple[Any, ...]:
        return tuple(self.model._meta.concrete_fields)

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    @property
    def key(self) -> Any:
        """The field of its primary key."""
        return self.model._meta.pk

    @cached_property
    def place_of_key(self) -> int:
        """Where in a row its key stands."""
        return self.fields.index(self.key)

    @property
    def batch(self) -> int:
        """How many rows at once."""
        return BATCH_WITH_FILES if any(isinstance(each, SealedFile) for each in self.fields) else BATCH


def tables() -> list[Table]:
    """Every table whose rows are records, by name: all of every room's and library's models."""
    found = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return [
        Table(model)
        for _name, model in sorted(found.items())
        if model._meta.managed and not model._meta.proxy
    ]


def left_where_they_are() -> set[str]:
    """Tables that are no records: which migrations were made here, and how often somebody tried to sign in."""
    return {"django_migrations", settings.RATE_LIMITS}


def read(
    connection: Any, table: Table, *, after: Any = None, n: int = 0, backwards: bool = False
) -> list[Values]:
    """`n` rows (a batch) behind the one with the key `after`, as Python values, in the order of their keys."""
    quote = connection.ops.quote_name
    key = quote(table.key.column) + _in_bytes(connection, table)
    select = (
        f"SELECT {', '.join(map(quote, table.columns))} FROM {quote(table.name)} "  # noqa: S608 - names of our models
        f"{'' if after is None else f'WHERE {key} > %s '}"
        f"ORDER BY {key} {'DESC ' if backwards else ''}LIMIT {n or table.batch}"
    )
    bound = [] if after is None else [table.key.get_db_prep_save(after, connection)]
    with connection.cursor() as cursor:
        cursor.execute(select, bound)
        found = cursor.fetchall()
    converters = [(place, list(_converters(connection, table, field))) for place, field in _places(table)]
    return [_converted(row, converters, connection) for row in found]


def every(connection: Any, table: Table, *, after: Any = None) -> Iterator[list[Values]]:
    """All rows behind `after`, batch by batch."""
    while batch := read(connection, table, after=after):
        yield batch
        after = batch[-1][table.place_of_key]


def count(connection: Any, table: Table) -> int:
    """How many rows it has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 - our name
        return int(cursor.fetchone()[0])


def last_key(connection: Any, table: Table) -> Any:
    """The key of the last row in the order of keys; None when it is empty."""
    found = read(connection, table, n=1, backwards=True)
    return found[0][table.place_of_key] if found else None


def _in_bytes(connection: Any, table: Table) -> str:
    """Text is ordered by its bytes, as SQLite does, whatever the language of the database."""
    is_text = isinstance(table.key.target_field if table.key.is_relation else table.key, models.CharField)
    return ' COLLATE "C"' if is_text and connection.vendor == "postgresql" else ""


def _places(table: Table) -> list[tuple[int, Any]]:
    return list(enumerate(table.fields))


def _converters(connection: Any, table: Table, field: Any) -> Iterator[tuple[Any, Any]]:
    column = field.get_col(table.name)
    for convert in [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]:
        yield convert, column


def _converted(row: Values, converters: Any, connection: Any) -> Values:
    """As the ORM reads a row."""
    values = list(row)
    for place, steps in converters:
        for convert, column in steps:
            values[place] = convert(values[place], column, connection)
    return tuple(values)
