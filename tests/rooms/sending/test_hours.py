"""Safe hours, over midnight and over the change of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yarrow.sending import hours

LONDON, KATHMANDU = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu")


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "safe", "zone", "begins"),
    [
        ("2026-11-29T12:10:05", None, LONDON, "2026-11-29T12:10:05"),
        ("2026-11-29T12:10:05", (9, 21), LONDON, "2026-11-29T12:10:05"),
        ("2026-11-29T08:59:59", (9, 21), LONDON, "2026-11-29T09:00"),
        ("2026-11-29T21:00:00", (9, 21), LONDON, "2026-11-30T09:00"),
        ("2026-11-29T23:30:00", (20, 6), LONDON, "2026-11-29T23:30"),
        ("2026-11-29T06:00:00", (20, 6), LONDON, "2026-11-29T20:00"),
        ("2026-11-29T23:59:59", (0, 1), LONDON, "2026-11-30T00:00"),
        ("2026-11-29T22:00:00", (22, 24), LONDON, "2026-11-29T22:00"),
        ("2026-11-29T00:00:00", (22, 24), LONDON, "2026-11-29T22:00"),
        ("2026-11-29T03:00:00", (0, 24), LONDON, "2026-11-29T03:00"),
        # Half past one is skipped that night, and comes twice in the other.
        ("2026-03-28T03:00:00", (1, 2), LONDON, "2026-03-30T01:00"),
        ("2026-10-25T02:30:00", (1, 2), LONDON, "2026-10-26T01:00"),
        ("2026-11-29T08:10:00", (9, 21), KATHMANDU, "2026-11-29T09:00"),
    ],
)
def test_next_safe(moment, safe, zone, begins):
    assert hours.next_safe(at(moment, zone), safe, zone) == at(begins, zone)


@pytest.mark.parametrize("pair", [(9, 9), (0, 0), (24, 3), (-1, 3), (3, 25)])
def test_what_is_no_window(pair):
    assert not hours.is_window(pair)


@given(
    some.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=some.just(UTC)),
    some.tuples(some.integers(0, 23), some.integers(0, 24)).filter(hours.is_window),
    some.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_next_safe_is_safe_soon_and_no_later_than_it_must_be(moment, safe, name):
    zone = ZoneInfo(name)
    found = hours.next_safe(moment, safe, zone)
    assert moment <= found <= moment + hours.LONGEST and hours.are_safe(found, safe, zone)
    tried = moment
    while tried < found:
        assert not hours.are_safe(tried, safe, zone)
        tried += timedelta(minutes=5)


@given(
    some.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=some.just(UTC)),
    some.tuples(some.integers(0, 23), some.integers(0, 24)).filter(hours.is_window),
    some.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_a_safe_window_ends_where_it_is_not_safe_any_more(moment, safe, name):
    zone = ZoneInfo(name)
    begun = hours.next_safe(moment, safe, zone)
    ends = hours.safe_until(begun, safe, zone)
    if ends is None:
        assert safe == (0, 24)
        return
    assert begun < ends <= begun + hours.LONGEST and not hours.are_safe(ends, safe, zone)
    assert hours.are_safe(ends - timedelta(seconds=1), safe, zone)
