"""An agreement covers what it names, for whoever signed it, between its days; and nothing else."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from yarrow.methods.agreements import SOON, Gap, Signed, Terms, uncovered

CLINIC, POLICE = UUID(int=1), UUID(int=2)
DAY = date(2026, 6, 15)
ONE = timedelta(days=1)
TERMS = Terms(
    id=UUID(int=9),
    purposes=frozenset({"health"}),
    categories=frozenset({"identity", "health"}),
    starts_on=DAY - 30 * ONE,
    expires_on=DAY + 30 * ONE,
    signed=(Signed(CLINIC, DAY - 20 * ONE),),
)


def gap(terms=TERMS, agency=CLINIC, purpose="health", categories=("identity",), day=DAY):
    found = uncovered(terms, agency, purpose, categories, day)
    return found and found.gap


def changed(**said):
    return Terms(**{**TERMS.__dict__, **said})


def test_what_was_signed_is_covered_on_the_first_and_the_last_day():
    assert gap() is None and gap(categories=("identity", "health")) is None
    signed = (Signed(CLINIC, TERMS.starts_on),)
    assert gap(changed(signed=signed), day=TERMS.starts_on) is None
    assert gap(day=TERMS.expires_on) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"day": TERMS.expires_on + ONE}, Gap.EXPIRED),
        ({"day": TERMS.starts_on - ONE}, Gap.NOT_YET),
        ({"day": date.max}, Gap.EXPIRED),
        ({"day": date.min}, Gap.NOT_YET),
        ({"agency": POLICE}, Gap.NOT_SIGNED),
        ({"day": DAY - 21 * ONE}, Gap.NOT_SIGNED),
        ({"purpose": "police"}, Gap.OTHER_PURPOSE),
        ({"purpose": ""}, Gap.OTHER_PURPOSE),
        ({"categories": ("identity", "safety")}, Gap.NOT_THAT_MUCH),
        ({"terms": changed(ended_on=DAY)}, Gap.ENDED),
        ({"terms": changed(signed=(Signed(CLINIC, DAY - ONE, DAY),))}, Gap.NOT_SIGNED),
    ],
)
def test_what_it_does_not_name_is_not_covered(said, expected):
    assert gap(**said) == expected


def test_it_says_which_categories_it_lacks():
    found = uncovered(TERMS, CLINIC, "health", ("identity", "safety", "ways"), DAY)
    assert found is not None and found.missing == {"safety", "ways"}


def test_the_day_before_it_is_ended_or_left_still_counts():
    assert gap(changed(ended_on=DAY + ONE)) is None
    assert gap(changed(signed=(Signed(CLINIC, DAY - ONE, DAY + ONE),))) is None


def test_an_agency_that_left_and_signed_again_is_covered_again():
    again = (Signed(CLINIC, DAY - 20 * ONE, DAY - 10 * ONE), Signed(CLINIC, DAY - 5 * ONE))
    assert gap(changed(signed=again)) is None
    assert gap(changed(signed=again), day=DAY - 7 * ONE) == Gap.NOT_SIGNED


def test_its_end_is_near_from_six_weeks_before_and_not_once_it_is_over():
    long = changed(expires_on=DAY + SOON)
    assert long.ends_soon(DAY) and not changed(expires_on=DAY + SOON + ONE).ends_soon(DAY)
    assert not long.ends_soon(DAY + SOON + ONE)
    assert not changed(ended_on=DAY).ends_soon(DAY)
