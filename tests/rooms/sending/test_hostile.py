"""What somebody hostile, careless or unlucky asks of the sender."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rooms.sending.making import (
    SUBSCRIPTION,
    subscription,
)
from yarrow.sending import hours, rules
from yarrow.sending.errors import CannotBe

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
LONDON, HAVANA, SANTIAGO = ZoneInfo("Europe/London"), ZoneInfo("America/Havana"), ZoneInfo("America/Santiago")
WORDS = {
    "nothing": "",
    "blank": " \n\t ",
    "null": "a\x00b",
    "escape": "a\x1bb",
    "half a pair": "\ud83d",
    "delete": "a\x7f",
}


# --- what can be sent to ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [None, 0, 1, 5.5, True, False, "", [], ["https://push.example/a"], {}, {"https": 1}],
    ids=str,
)
def test_subscription_whose_address_is_no_text_is_none(endpoint):
    told = json.loads(SUBSCRIPTION)
    assert rules.subscription_of(json.dumps({**told, "endpoint": endpoint})) is None


@pytest.mark.parametrize(
    "keys",
    [
        None,
        [],
        "p256dh",
        {},
        {"p256dh": 1, "auth": 2},
        {"p256dh": "ä", "auth": "ä"},
        {"p256dh": [], "auth": {}},
    ],
    ids=str,
)
def test_subscription_whose_keys_are_none_is_none(keys):
    told = json.loads(SUBSCRIPTION)
    assert rules.subscription_of(json.dumps({**told, "keys": keys})) is None


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://push.example/a", True),
        ("HTTPS://PUSH.example/a", True),
        ("https://push.example:8443/a?b=c", True),
        ("https://push.example:0/a", False),
        ("https://push.example:-1/a", False),
        ("https://push.example:x/a", False),
        ("https://:443/a", False),
        ("https://name@push.example/a", False),
        ("https://push.example/a\r\nHost: x", False),
        ("https://push.example/\u2028", False),
        ("https://püsh.example/a", False),
        ("//push.example/a", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
    ],
)
def test_subscription_leads_to_one_address_under_tls(address, is_one):
    assert (rules.subscription_of(subscription(address)) is not None) is is_one


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "0", "{}", '"x"', "{", "NaN", "1" * 5_000, '{"endpoint": 1}']
)
def test_subscription_of_any_other_json_is_none(text):
    assert rules.subscription_of(text) is None


@pytest.mark.parametrize(
    ("number", "can_be"),
    [
        ("+447700900123", True),
        ("+436641234567", True),
        ("+12025550123", True),
        # One digit too many or too few: whoever answers there is somebody else.
        ("+4477009001234", False),
        ("+44770090012", False),
        ("+447700900123456", False),
        ("+44", False),
        ("+0447700900123", False),
        ("447700900123", False),
        ("++447700900123", False),
        ("+44 7700900123", False),
        ("+447700900123\n", False),
        ("+８４７７００９００１２３", False),
        ("+883510000000091", True),
        ("+449098790123", False),
    ],
)
def test_number_is_as_long_as_those_of_its_country_and_costs_nobody(number, can_be):
    assert rules.can_be_endpoint("sms", number) is can_be


@pytest.mark.parametrize(
    ("address", "can_be"),
    [
        ("rosa@post.example", True),
        ("Rosa.O'Hara+x@post.example", True),
        ("rosa@post", False),
        ("rosa@127.0.0.1", False),
        ("rosa@[127.0.0.1]", False),
        ("rosa@post.example\n", False),
        ("rosa@post.example\r\nBcc: x@post.example", False),
        ("<rosa@post.example>", False),
        ("rosa@post.example,other@post.example", False),
        ("rosä@post.example", False),
        ("rosa@pöst.example", False),
        (f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example", False),
        ("a@b@post.example", False),
        ("@post.example", False),
    ],
)
def test_address_is_one_mailbox_outside(address, can_be):
    assert rules.can_be_endpoint("email", address) is can_be


@pytest.mark.parametrize("channel", ["", "SMS", "fax", "sms ", "push\x00"])
def test_endpoint_of_a_channel_that_there_is_not_is_none(channel):
    assert not rules.can_be_endpoint(channel, "+447700900123")


# --- what can be said -------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["sms", "email", "push"])
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_words_that_are_none_leave_on_no_way(channel, words):
    assert not rules.can_be_said(channel, words, "Garden" if channel == "email" else "")


@pytest.mark.parametrize(
    ("channel", "sign", "most"),
    [("sms", "x", 600), ("sms", "☀", 600), ("sms", "🌱", 300), ("push", "x", 3000), ("push", "☀", 1000)],
)
def test_words_leave_up_to_the_last_letter_that_fits(channel, sign, most):
    assert rules.can_be_said(channel, sign * most)
    assert not rules.can_be_said(channel, sign * (most + 1))


@pytest.mark.parametrize(
    ("subject", "can_be"),
    [
        ("Garden", True),
        ("x" * 150, True),
        ("x" * 151, False),
        ("", False),
        ("  ", False),
        ("Garden\nBcc: x@post.example", False),
        ("Garden\r", False),
        ("Garden\x85", False),
        ("Garden\u2029", False),
        ("حديقة 🌱", True),
    ],
)
def test_subject_is_one_line(subject, can_be):
    assert rules.can_be_said("email", "Water", subject) is can_be
    assert not rules.can_be_said("sms", "Water", subject or "x")


# --- times ------------------------------------------------------------------------------------------------


AT = datetime(2026, 11, 29, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("not_before", "until", "can_be"),
    [
        (AT, AT + 7 * DAY, True),
        (AT, AT + 7 * DAY + timedelta(microseconds=1), False),
        (AT, AT + timedelta(microseconds=1), True),
        (AT, AT, False),
        (AT - 400 * DAY, AT + SECOND, True),
        (AT + HOUR, AT + HOUR, False),
        (AT + HOUR, AT + HOUR + SECOND, True),
        (datetime.max.replace(tzinfo=UTC), AT + DAY, False),
        (AT, datetime.max.replace(tzinfo=UTC), False),
        (datetime.min.replace(tzinfo=UTC), AT + DAY, True),
        (AT, datetime.min.replace(tzinfo=UTC), False),
        # The same instant in another zone.
        (AT.astimezone(HAVANA), (AT + 7 * DAY).astimezone(LONDON), True),
    ],
)
def test_times_are_looked_at_to_the_second(not_before, until, can_be):
    if can_be:
        rules.check_times(not_before, until, AT)
    else:
        with pytest.raises(CannotBe):
            rules.check_times(not_before, until, AT)


@pytest.mark.parametrize(
    ("moment", "safe", "begins"),
    [
        # One o'clock is skipped that night, however the moment before it is written.
        (datetime(2026, 3, 29, 0, 10, tzinfo=LONDON), (1, 2), datetime(2026, 3, 30, 1, tzinfo=LONDON)),
        (datetime(2026, 3, 29, 0, 10, tzinfo=UTC), (1, 2), datetime(2026, 3, 30, 1, tzinfo=LONDON)),
        # A time that the clock never showed is the hour after it.
        (datetime(2026, 3, 29, 1, 30, tzinfo=LONDON), (1, 2), datetime(2026, 3, 30, 1, tzinfo=LONDON)),
        (datetime(2026, 3, 29, 1, 30, tzinfo=LONDON), (2, 3), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # It comes twice that night: the first counts.
        (datetime(2026, 10, 25, 0, 10, tzinfo=LONDON), (1, 2), datetime(2026, 10, 25, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), (1, 2), datetime(2026, 10, 25, 0, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 59, tzinfo=UTC), (1, 2), datetime(2026, 10, 25, 1, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), (1, 2), datetime(2026, 10, 26, 1, tzinfo=LONDON)),
    ],
)
def test_window_on_the_nights_when_the_clock_is_changed(moment, safe, begins):
    found = hours.next_safe(moment, safe, LONDON)
    assert found.astimezone(UTC) == begins.astimezone(UTC)
    assert hours.are_safe(found, safe, LONDON)


@pytest.mark.parametrize("zone", [HAVANA, SANTIAGO, ZoneInfo("Asia/Beirut"), ZoneInfo("Africa/Cairo")])
@pytest.mark.parametrize("month", range(1, 13))
def test_window_over_midnight_where_midnight_itself_is_skipped(zone, month):
    """In these zones a night begins at one: what is written in local time is the same as in UTC."""
    for day in range(1, 29):
        local = datetime(2026, month, day, 12, tzinfo=zone)
        for safe in ((0, 1), (23, 1), (0, 6)):
            found = hours.next_safe(local, safe, zone)
            assert found.astimezone(UTC) == hours.next_safe(local.astimezone(UTC), safe, zone)
            assert hours.are_safe(found, safe, zone)


@pytest.mark.parametrize("safe", [(22, 6), (0, 24), (23, 0), (6, 22), (0, 1)])
def test_a_window_holds_each_of_its_hours_and_no_other(safe):
    begins, ends = safe
    length = (ends - begins) % 24 or 24
    inside = [
        hour for hour in range(24) if hours.are_safe(datetime(2026, 6, 1, hour, tzinfo=LONDON), safe, LONDON)
    ]
    assert sorted(inside) == sorted((begins + n) % 24 for n in range(length))
