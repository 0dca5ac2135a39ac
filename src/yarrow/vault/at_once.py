"""Several lists in one query: a page asks the database a few times, however many kinds of rows it shows.

    aliases, ways = Alias.objects.filter(…), WayToReach.objects.filter(…)
    read(aliases, ways)

Each queryset is filled as if it had been iterated: the same rows, order, types and relations. The database gets one
UNION ALL whose parts are the querysets' own statements. What a page needs of a room, an object with such querysets in
`lists`, can be given in their place: whoever composes the page reads the lists of several together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from yarrow.vault.prepared import Rows, Statement

Row = Sequence[Any]
Loader = Callable[[str], Any]
# PostgreSQL wants one type for all rows of a column, so there everything travels as text.
LOADERS: tuple[tuple[Any, Loader], ...] = (
    (models.UUIDField, UUID),
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
    (models.TimeField, time.fromisoformat),
    (models.BooleanField, "true".__eq__),
    (models.IntegerField, int),
    (models.FloatField, float),
    (models.DecimalField, Decimal),
    (models.BinaryField, lambda text: bytes.fromhex(text.removeprefix("\\x"))),
)


class _Part:
    """One list: its statement and values, and the rows that came for it."""

    def __init__(self, asked: Any) -> None:
        self.asked = asked
        prepared = isinstance(asked, Rows)
        self.statement: Statement = asked.statement if prepared else Statement(asked)
        self.params = asked.params if prepared else self.statement.params
        self.columns = self.statement.columns
        self.rows: list[Row] = []

    def select(self, number: int, width: int) -> str:
        """`number`, the row's place in its own order, and its columns."""
        start = f"SELECT {number}, ROW_NUMBER() OVER ()"
        if connection.vendor == "postgresql":
            named = ", ".join(
                f"part.{connection.ops.quote_name(alias)}::text" for _field, alias in self.columns
            )
            return f"{start}, ARRAY[{named}]::text[] FROM ({self.statement.sql}) part"
        padding = ", NULL" * (width - len(self.columns))
        # Without a limit, SQLite may leave the order of a part out.
        limit = "" if self.statement.is_sliced else " LIMIT -1"
        return f"{start}, part.*{padding} FROM ({self.statement.sql}{limit}) part"

    def take(self, columns: Row) -> None:
        """One row as it came."""
        self.rows.append(tuple(columns[: len(self.columns)]))

    def fill(self) -> None:
        """Make the list's results of the rows."""
        if connection.vendor == "postgresql":
            loaders = [_loader(field) for field, _alias in self.columns]
            self.rows = [
                tuple(
                    None if value is None else load(value) for load, value in zip(loaders, row, strict=True)
                )
                for row in self.rows
            ]
        if isinstance(self.asked, Rows):
            self.asked.fill(self.rows)
        else:
            self.asked._result_cache = self.statement.results(self.rows)


def read(*asked: Any) -> None:
    """Fill all these querysets, and `lists` of querysets, with one query; what was read before is left as it is."""
    parts = []
    for queryset in (each for one in asked for each in getattr(one, "lists", [one])):
        if queryset._result_cache is not None:
            continue
        try:
            parts.append(_Part(queryset))
        except EmptyResultSet:
            queryset._result_cache = []
    if parts:
        _run(parts)
        for part in parts:
            part.fill()


def steady(queryset: Any) -> Any:
    """In the same order each time: SQLite's rows stay where they are, PostgreSQL's move when they change."""
    return queryset.order_by("pk") if connection.vendor == "postgresql" else queryset.order_by()


def columns(rows: Rows) -> list[Sequence[Any]]:
    """The columns of a prepared `values_list(…)` as the driver has them, ids unconverted: for thousands of rows."""
    with connection.cursor() as cursor:
        cursor.execute(rows.statement.sql, rows.params)
        found = cursor.fetchall()
        return list(zip(*found, strict=True)) if found else [()] * len(cursor.description)


def as_id(raw: Any) -> UUID:
    """An id that `columns` gave."""
    return raw if isinstance(raw, UUID) else UUID(raw)


def attach(rows: Iterable[Any], name: str, found: Mapping[Any, list[Any]]) -> None:
    """Let `row.<name>.all()` give what was read beside the rows, by their ids.

    It gives a list: a queryset for each row would cost more than reading them. Whoever asks it for anything else of a
    queryset gets an AttributeError.
    """
    for row in rows:
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found.get(row.pk, [])


def grouped(rows: Iterable[Any], key: str) -> dict[Any, list[Any]]:
    """Rows by what they hold under `key`, in their order."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _run(parts: list[_Part]) -> None:
    width = max(len(part.columns) for part in parts)
    statements = [part.select(number, width) for number, part in enumerate(parts)]
    if connection.vendor != "postgresql":
        # SQLite's driver reads values by the types declared for the first part's columns: it gets none.
        statements.insert(0, f"SELECT NULL, NULL{', NULL' * width} WHERE 0")
    params = [param for part in parts for param in part.params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), params)
        found = sorted(cursor.fetchall(), key=lambda row: row[:2])
    for number, _place, *columns in found:
        parts[number].take(columns[0] if connection.vendor == "postgresql" else columns)


def _loader(field: Any) -> Loader:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return next((load for kind, load in LOADERS if isinstance(field, kind)), str)
