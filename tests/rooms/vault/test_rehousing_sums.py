"""The one form in which both databases tell a value."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection, models

from yarrow.methods.refusals import Fault
from yarrow.vault.fields import Sealed, SealedField
from yarrow.vault.rehousing import sums, tables

pytestmark = pytest.mark.sqlite_only(reason="a value is told without a database")
NOON = datetime(2026, 3, 1, 12, 0, 0, 1, UTC)
DIFFERENT = [
    *(None, "", b"", Sealed(b"a"), Sealed(b"b"), True, False, 1, 0, 1.0, 0.1, 0.1 + 2**-50),
    *("1", "a", "A", "e\u0301", "\u00e9", b"\x00", Decimal("1.5"), Decimal("0.5"), Decimal("100")),
    *(NOON, NOON.replace(microsecond=0), NOON.date(), NOON.time(), timedelta(microseconds=1), timedelta(1)),
    *(UUID(int=1), UUID(int=2)),
]
SAME = [
    (b"a", Sealed(b"a")),
    (b"a", memoryview(b"a")),
    (NOON, NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))),
    (Decimal("1.50"), Decimal("1.5")),
    (Decimal("1E+2"), Decimal("100")),
]
# An instant at midnight, and what is stored as one.
NAIVE = datetime(2026, 3, 1, 12)


def test_sums_tell_different_values_differently():
    told = [sums.told(value) for value in DIFFERENT]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_sums_tell_the_same_value_the_same(one, other):
    assert sums.told(one) == sums.told(other)


@pytest.mark.parametrize("value", [NAIVE, object(), {1}])
def test_sums_refuse_what_they_can_not_tell(value):
    with pytest.raises(Fault):
        sums.told(value)


def test_sums_tell_json_by_what_it_means():
    assert sums._json({"a": [1.0, {"b": None, "c": "1"}]}) == sums._json({"a": [1, {"c": "1", "b": None}]})
    assert len({sums._json(value) for value in ({}, [], None, "", 0, False, "1", 1, 1.5, [1], ["1"])}) == 11


def test_sums_let_nothing_pass_from_one_column_to_the_next():
    tell = [sums.told, sums.told]
    assert sums._row(tell, ("ab", "c")) != sums._row(tell, ("a", "bc"))
    assert sums._row(tell, (None, "n")) != sums._row(tell, ("n", None))


def test_sums_of_tables_differ_by_one_row_and_by_its_order(monkeypatch):
    rows = [(1, "a"), (2, "b"), (3, "c")]
    table = SimpleNamespace(fields=[models.IntegerField(), models.TextField()])

    def sum_of(read):
        monkeypatch.setattr(tables, "every", lambda _connection, _table: [read[:1], read[1:]])
        return sums.sum_of(connection, table)

    assert sum_of(rows) == sum_of(rows) and sum_of(rows).n == 3
    assert len({sum_of(read).digest for read in (rows, rows[:2], rows[::-1], [(1, "a"), *rows])}) == 4


def test_every_kind_of_field_we_have_can_be_told():
    known = {
        *(models.BinaryField, models.BooleanField, models.CharField, models.DateField, models.DateTimeField),
        *(models.FloatField, models.IntegerField, models.JSONField, models.TextField, models.UUIDField),
        *(models.TimeField, models.DurationField, models.DecimalField, SealedField),
    }
    fields = [field for table in tables.tables() for field in table.fields]
    targets = [field.target_field if field.is_relation else field for field in fields]
    assert len(fields) > 400 and not [field for field in targets if not isinstance(field, tuple(known))]
    assert sums.told(date(2026, 3, 1)) != sums.told(time(12))


def test_tables_are_all_that_hold_records():
    named = {each.name for each in tables.tables()}
    assert {"vault_trailrow", "people_paper", "contacts_session_zones", "mfa_authenticator"} <= named
    assert not named & tables.left_where_they_are()
    batches = {each.name: each.batch for each in tables.tables()}
    assert batches["people_paper"] < 10 < batches["people_person"]
