"""One sum over a table, the same whichever database holds it: each value is told in one form, then all are hashed.

n  nothing          i  whole number     f  float, exactly        d  decimal, without trailing noughts
b  yes or no        s  text             y  bytes, sealed too     u  UUID
j  JSON: keys in order, 1.0 told as 1   t  instant in UTC, with microseconds; day; time; span
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from yarrow.methods.refusals import Fault
from yarrow.vault.fields import Sealed
from yarrow.vault.rehousing import tables
from yarrow.vault.rehousing.tables import Table, Values


@dataclass(frozen=True)
class Sum:
    """How many rows, and SHA-256 over all of them in the order of their keys."""

    n: int
    digest: str


def sum_of(connection: Any, table: Table) -> Sum:
    """Read a whole table."""
    tellers = [_json if isinstance(field, models.JSONField) else told for field in table.fields]
    total, n = hashlib.sha256(), 0
    for batch in tables.every(connection, table):
        for row in batch:
            total.update(_row(tellers, row))
        n += len(batch)
    return Sum(n, total.hexdigest())


def _row(tellers: Sequence[Callable[[Any], bytes]], row: Values) -> bytes:
    """Each value behind its length, so that nothing can pass from one column to the next."""
    parts = [tell(value) for tell, value in zip(tellers, row, strict=True)]
    return b"".join(b"%d:%b" % (len(part), part) for part in parts) + b"\n"


def told(value: Any) -> bytes:
    """One value that is no JSON in its one form. A Fault for a kind that no field of ours has."""
    for kind, tell in FORMS.items():
        if isinstance(value, kind):
            return tell(value)
    raise Fault(f"a {type(value).__name__} has no form to be compared in")


def _instant(value: datetime.datetime) -> bytes:
    if value.tzinfo is None:
        raise Fault("an instant without a zone can't be compared")
    return b"t" + value.astimezone(datetime.UTC).isoformat(timespec="microseconds").encode()


def _span(value: datetime.timedelta) -> bytes:
    return b"t%d" % (value // datetime.timedelta(microseconds=1))


def _decimal(value: Decimal) -> bytes:
    written = f"{value:f}"
    return b"d" + (written.rstrip("0").rstrip(".") if "." in written else written).encode()


# In this order: a bool is an int, an instant is a day.
FORMS: dict[Any, Callable[[Any], bytes]] = {
    type(None): lambda _value: b"n",
    bool: lambda value: b"b1" if value else b"b0",
    int: lambda value: b"i%d" % value,
    float: lambda value: b"f" + value.hex().encode(),
    Decimal: _decimal,
    str: lambda value: b"s" + value.encode("utf-8", "surrogatepass"),
    Sealed: lambda value: b"y" + value.ciphertext,
    (bytes, bytearray, memoryview): lambda value: b"y" + bytes(value),
    UUID: lambda value: b"u" + value.bytes,
    datetime.datetime: _instant,
    datetime.date: lambda value: b"t" + value.isoformat().encode(),
    datetime.time: lambda value: b"t" + value.isoformat(timespec="microseconds").encode(),
    datetime.timedelta: _span,
}


def _json(value: Any) -> bytes:
    """PostgreSQL keeps neither the order of keys nor how a number was written."""
    return b"j" + json.dumps(_plain(value), sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
