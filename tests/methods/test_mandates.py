"""Mandated and voluntary contact: counted by hand, and a second time in the plainest way."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some

from yarrow.methods.mandates import Ago, Ended, Met, Month, by_month, how_long_ago, stayed

TODAY = date(2026, 3, 14)
KIM, LOU, MAX = (UUID(int=n) for n in (1, 2, 3))


def ago(n):
    return TODAY - timedelta(days=n)


def met(who, days_ago, mandated=False):
    return Met(who, ago(days_ago), mandated)


def rows(ended, contacts):
    return {one.ago: one for one in stayed(ended, contacts, TODAY)}


def test_months_tell_mandated_voluntary_and_everybody_else_apart():
    contacts = [
        *(Met(KIM, date(2026, 1, day), is_mandated=day == 5) for day in (5, 6, 31)),
        *(Met(LOU, date(2026, 1, day), False) for day in (1, 2)),
        Met(KIM, date(2026, 3, 1), True),
    ]
    assert by_month(contacts, {KIM}) == [
        Month(date(2026, 1, 1), 1, 2, 2),
        Month(date(2026, 3, 1), 1, 0, 0),
    ]
    assert by_month([], {KIM}) == []


def test_how_long_ago_changes_on_the_very_day():
    days = {
        0: "too_early",
        89: "too_early",
        90: "quarter",
        181: "quarter",
        182: "half",
        364: "half",
        365: "year",
    }
    assert {n: str(how_long_ago(ago(n), TODAY)) for n in days} == days
    assert how_long_ago(date(1, 1, 1), TODAY) is Ago.YEAR
    assert how_long_ago(date(9999, 12, 31), TODAY) is Ago.TOO_EARLY


def test_staying_needs_a_voluntary_contact_after_the_day_and_within_ninety():
    cases = {
        (200,): 0,  # the very day
        (199,): 1,
        (110,): 1,  # day 90
        (109,): 0,
        (201,): 0,
        (): 0,
    }
    for days, expected in cases.items():
        found = rows([Ended(KIM, ago(200), False)], [met(KIM, n) for n in days])
        assert found[Ago.HALF].n_stayed == expected, days
    assert rows([Ended(KIM, ago(200), False)], [met(KIM, 150, mandated=True)])[Ago.HALF].n_stayed == 0
    assert rows([Ended(KIM, ago(200), False)], [met(LOU, 150)])[Ago.HALF].n_stayed == 0


def test_too_early_is_said_of_the_quick_ones_too():
    early = rows([Ended(KIM, ago(89), True), Ended(LOU, ago(3), False)], [met(KIM, 80)])[Ago.TOO_EARLY]
    assert (early.n, early.n_people, early.n_light, early.n_stayed, early.share) == (2, 2, 1, None, None)
    assert not early.is_few


def test_share_is_of_orders_and_none_of_fewer_than_ten():
    nine = [Ended(UUID(int=n), ago(400), False) for n in range(9)]
    ten = [*nine, Ended(UUID(int=0), ago(500), False)]
    contacts = [met(UUID(int=n), 390) for n in range(4)]
    few, enough = rows(nine, contacts)[Ago.YEAR], rows(ten, contacts)[Ago.YEAR]
    assert few.is_few and few.share is None and few.n_stayed == 4
    assert (enough.n, enough.n_people, enough.share) == (10, 9, Fraction(2, 5)) and not enough.is_few
    empty = rows([], [])[Ago.YEAR]
    assert empty.n == 0 and empty.share is None and not empty.is_few


PEOPLE = some.sampled_from([KIM, LOU, MAX])
DAYS = some.integers(0, 500)


@given(
    some.lists(some.tuples(PEOPLE, DAYS, some.booleans()), max_size=8),
    some.lists(some.tuples(PEOPLE, DAYS, some.booleans()), max_size=12),
)
@settings(max_examples=60, deadline=None)
def test_counted_a_second_time_it_is_the_same(orders, contacts):
    ended = [Ended(who, ago(n), light) for who, n, light in orders]
    mets = [met(*one) for one in contacts]
    found = stayed(ended, mets, TODAY)
    assert [one.ago for one in found] == [Ago.YEAR, Ago.HALF, Ago.QUARTER, Ago.TOO_EARLY]
    assert sum(one.n for one in found) == len(orders)
    plain = sum(
        1
        for who, n, _light in orders
        if n >= 90 and any(w == who and not mandated and 0 < n - m <= 90 for w, m, mandated in contacts)
    )
    assert sum(one.n_stayed or 0 for one in found) == plain
    months = by_month(mets, {who for who, _n, _light in orders})
    assert sum(one.n_mandated for one in months) == sum(mandated for _w, _m, mandated in contacts)
    assert sum(one.n_mandated + one.n_voluntary + one.n_others for one in months) == len(contacts)
