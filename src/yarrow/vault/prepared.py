"""Lists whose statement is built once: the same question about another person takes only other values.

    _aliases = Prepared(lambda person_id: Alias.objects.filter(person=person_id))
    rows = _aliases(person.pk)      # asks nothing yet; `at_once.read(rows, …)` or iterating it does

Building a queryset and its statement costs more than the database's answer. Here it is built with stand-ins for the
arguments, once for each process, and afterwards the stand-ins' places in the statement get the arguments. Ids, days,
moments and texts are such arguments; anything else (a limit, None) makes a statement of its own: it must be one of few.
What no argument explains is refused when the statement is built: it would stay what it was at the first call.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, SafeUUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.query import FlatValuesListIterable, ValuesListIterable
from django.utils import timezone

from yarrow.methods.refusals import Fault

Convert = Callable[[Any], Any]
MOST_STATEMENTS = 64
BOUND = (UUID, date, str)
# An enum looks its members up anew each time, and pages read hundreds of ids.
UNKNOWN = SafeUUID.unknown
_LOOKS_BOUND = re.compile(r"[0-9a-f]{32}|\d{4}-\d\d-\d\d.*")


class NotExplained(Fault):
    """A prepared list was built from an id, a day or a moment that is none of its arguments."""


class Statement:
    """What one queryset asks, and how rows that were read for it become its results."""

    def __init__(self, queryset: Any) -> None:
        self.queryset = queryset
        self.is_sliced = queryset.query.is_sliced
        self.compiler: Any = queryset.query.get_compiler(using=connection.alias)
        self.sql, self.params = self.compiler.as_sql(with_col_aliases=True)
        self.columns = [(column.output_field, alias) for column, _sql, alias in self.compiler.select]
        self.is_flat = queryset._iterable_class is FlatValuesListIterable
        self.is_bare = self.is_flat or queryset._iterable_class is ValuesListIterable

    @cached_property
    def converters(self) -> list[tuple[int, Convert]]:
        """Which columns the driver's values are no values of yet, and what makes them so."""
        compiler = copy(self.compiler)
        compiler.connection = connection
        fields = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        found = compiler.get_converters(fields).items()
        return [(place, _converter(*each)) for place, each in found]

    def converted(self, rows: Iterable[Sequence[Any]], _unused: Any) -> Iterator[list[Any]]:
        """Rows of values, as `apply_converters` of a compiler gives them."""
        for came in rows:
            row = list(came)
            for place, convert in self.converters:
                row[place] = convert(row[place])
            yield row

    def results(self, rows: list[Any]) -> list[Any]:
        """The queryset's results of rows as the database gave them."""
        if not rows:
            return []
        if self.is_bare:
            # Lists of values need nothing else that Django does for rows.
            n, found = self.compiler.col_count, self.converted(rows, None)
            return [row[0] for row in found] if self.is_flat else [tuple(row[:n]) for row in found]
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_args, **_kwargs: [rows]
        compiler.get_converters = lambda _fields: self.converters
        compiler.apply_converters = self.converted
        asked = self.queryset._chain()
        asked.query.get_compiler = lambda *_args, **_kwargs: compiler
        return list(asked._iterable_class(asked))


def _converter(converters: list[Any], expression: Any) -> Convert:
    """One function for what Django has a list of; shorter ways for what most columns hold."""
    if converters == [getattr(connection.ops, "convert_uuidfield_value", None)]:
        return _uuid
    if converters == [getattr(connection.ops, "convert_datetimefield_value", None)] and _is_in_utc():
        return _moment
    if converters == [getattr(connection.ops, "convert_datefield_value", None)]:
        return _day

    def convert(value: Any) -> Any:
        for each in converters:
            value = each(value, expression, connection)
        return value

    return convert


def _is_in_utc() -> bool:
    return bool(connection.timezone == UTC)


def _uuid(value: Any) -> Any:
    """An id as SQLite keeps it, without what `UUID(…)` does for other ways of writing one: pages read hundreds."""
    if not isinstance(value, str) or len(value) != 32:
        return value if value is None or isinstance(value, UUID) else UUID(value)
    made = object.__new__(UUID)
    object.__setattr__(made, "int", int(value, 16))
    object.__setattr__(made, "is_safe", UNKNOWN)
    return made


def _moment(value: Any) -> Any:
    """A moment as SQLite keeps it, in UTC."""
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(value: Any) -> Any:
    """A day as SQLite keeps it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


class Rows:
    """The results of a prepared list: read together with others by `at_once`, or by itself when it is looked at."""

    def __init__(self, statement: Statement, params: tuple[Any, ...]) -> None:
        self.statement, self.params = statement, params
        self._result_cache: list[Any] | None = None

    def fill(self, rows: list[Any]) -> list[Any]:
        """Make the results of what the database gave."""
        self._result_cache = self.statement.results(rows)
        return self._result_cache

    def _read(self) -> list[Any]:
        if self._result_cache is not None:
            return self._result_cache
        with connection.cursor() as cursor:
            cursor.execute(self.statement.sql, self.params)
            return self.fill(cursor.fetchall())

    def values(self) -> list[list[Any]]:
        """The rows as bare values, read now: as much is done for none as for one."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement.sql, self.params)
            return list(self.statement.converted(cursor.fetchall(), None))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __getitem__(self, place: Any) -> Any:
        return self._read()[place]

    def first(self) -> Any:
        """The first row, if there is one."""
        return next(iter(self), None)


Place = tuple[Statement | None, dict[int, int]]


class NoRows(Rows):
    """What the database need not be asked for, such as rows with an id among none."""

    def __init__(self) -> None:
        self._result_cache = []


class PreparedLists:
    """Several lists by the same arguments, none of them a model instance; `build` returns their querysets.

    It reads nothing but its arguments.
    """

    def __init__(self, build: Callable[..., Sequence[Any]]) -> None:
        self.build = build
        self.known: dict[Any, list[Place]] = {}

    def __call__(self, *given: Any) -> list[Rows]:
        shape = tuple(type(value) if isinstance(value, BOUND) else value for value in given)
        key = (connection.vendor, timezone.get_current_timezone_name(), shape)
        if key not in self.known:
            if len(self.known) >= MOST_STATEMENTS:
                self.known.clear()
            self.known[key] = _built(self.build, given)
        adapted = [_adapted(value) if isinstance(value, BOUND) else value for value in given]
        return [_rows(*place, adapted) for place in self.known[key]]


class Prepared:
    """One such list; `build` returns its queryset."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self.lists = PreparedLists(lambda *given: [build(*given)])

    def __call__(self, *given: Any) -> Rows:
        return self.lists(*given)[0]


def _rows(statement: Statement | None, places: dict[int, int], adapted: list[Any]) -> Rows:
    if statement is None:
        return NoRows()
    params = list(statement.params)
    for place, number in places.items():
        params[place] = adapted[number]
    return Rows(statement, tuple(params))


def _built(build: Callable[..., Sequence[Any]], given: tuple[Any, ...]) -> list[Place]:
    """The statements for arguments of this shape, and which argument stands at which of their places."""
    stand_ins = [_stand_in(value, number) for number, value in enumerate(given)]
    bound = {_adapted(one): number for number, one in enumerate(stand_ins) if isinstance(one, BOUND)}
    built = [_placed(queryset, bound) for queryset in build(*stand_ins)]
    used = {number for _statement, places in built for number in places.values()}
    # What is asked of nobody, such as the first none of them, takes no arguments either.
    is_whole = all(statement is not None for statement, _places in built)
    if is_whole and (missing := set(bound.values()) - used):
        raise NotExplained(f"a prepared list does not use argument {min(missing) + 1} as it is")
    return built


def _placed(queryset: Any, bound: dict[Any, int]) -> Place:
    try:
        statement = Statement(queryset)
    except EmptyResultSet:
        return None, {}
    params = enumerate(statement.params)
    return statement, {place: bound[param] for place, param in params if _is_bound(param, bound)}


def _is_bound(param: Any, bound: dict[Any, int]) -> bool:
    """Whether this stands for an argument. NotExplained for what should."""
    if isinstance(param, BOUND) and param in bound:
        return True
    if isinstance(param, UUID | date) or (isinstance(param, str) and _LOOKS_BOUND.fullmatch(param)):
        raise NotExplained("a prepared list is built from an id, a day or a moment that is no argument of it")
    return False


def _stand_in(value: Any, number: int) -> Any:
    """What stands for an argument while a statement is built; what makes a statement of its own stands for itself."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, str):
        return f"stand-in {number} {uuid4()}"
    # Nobody's day: what is worked out from one is seen for not being it.
    moment = datetime(7000, 1, 1, tzinfo=UTC) + timedelta(days=1000 * number, microseconds=1)
    if isinstance(value, datetime):
        return moment
    return moment.date() if isinstance(value, date) else value


def _adapted(value: Any) -> Any:
    """An argument as the database's driver takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
