"""Whether something may leave: what was said last about an agency holds for it, and nothing overrides it."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from yarrow.methods.sharing import (
    Approved,
    Asked,
    Ground,
    Said,
    Why,
    WhyNot,
    decide,
    decide_by_gateway,
)

QUAY, LOCK = UUID(int=1), UUID(int=2)
TODAY = date(2026, 3, 14)
AT = datetime(2026, 3, 14, 12, tzinfo=UTC)
ALL = frozenset({"identity", "health"})
ASKED = Asked("health", "clinic", QUAY, ALL, TODAY)


def given(n, agency=None, *, categories=ALL, **said):
    return Said(UUID(int=100 + n), n, True, "health", "clinic", frozenset(categories), agency, **said)


def back(n, agency=None):
    return replace(given(n, agency), is_given=False, categories=frozenset())


def ids(*numbers):
    return tuple(UUID(int=100 + n) for n in numbers)


def says(*rows, asked=ASKED):
    """The numbers of the rows that it rests on, or why not; the same in whatever order the rows are read."""
    found = {decide(order, asked) for order in itertools.permutations(rows)}
    assert len(found) == 1
    answer = found.pop()
    return tuple(one.int - 100 for one in answer.consents) if isinstance(answer, Ground) else answer.why


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), Why.NOTHING),
        ((given(1),), (1,)),
        ((given(1, QUAY),), (1,)),
        ((given(1, LOCK),), Why.NOTHING),
        ((given(1), back(2)), Why.WITHDRAWN),
        ((given(1, QUAY), back(2)), Why.WITHDRAWN),
        ((given(1), back(2, QUAY)), Why.WITHDRAWN),
        ((given(1), back(2, LOCK)), (1,)),
        ((given(1), back(2), given(3)), (3,)),
        ((given(1), back(2, QUAY), given(3)), Why.REFUSED),
        ((given(1, QUAY), back(2, QUAY), given(3)), Why.REFUSED),
        ((back(1, QUAY), given(2)), Why.REFUSED),
        ((back(1, QUAY), given(2), back(3)), Why.WITHDRAWN),
        ((back(1, QUAY), back(2), given(3)), Why.REFUSED),
        ((back(1, QUAY), given(2), given(3, QUAY)), (3,)),
        ((back(1, QUAY), given(2, QUAY), given(3)), (3, 2)),
        ((back(1, QUAY), given(2, QUAY), back(3), given(4)), (4,)),
        ((back(1, LOCK), given(2)), (2,)),
        ((back(1, QUAY), given(2, is_only_named=True)), Why.WITHDRAWN),
        ((given(1, QUAY), back(2), given(3, LOCK)), Why.WITHDRAWN),
        ((given(1, QUAY), given(2)), (2, 1)),
        ((given(1), given(2, QUAY)), (2,)),
        ((given(1, QUAY), back(2), given(3)), (3,)),
        ((given(1, QUAY, categories=["identity"]), given(2, categories=["health"])), (2, 1)),
        ((given(1), given(2, QUAY, categories=["identity"])), Why.NOT_THAT_MUCH),
        ((given(1), given(2, categories=["identity"])), Why.NOT_THAT_MUCH),
        ((given(1, is_only_named=True),), Why.ONE_NAMED),
        ((given(1), given(2, is_only_named=True)), (1,)),
        ((given(1, is_only_named=True), back(2)), Why.WITHDRAWN),
    ],
)
def test_decide_what_was_said_last_about_an_agency_holds(rows, expected):
    assert says(*rows) == expected


@pytest.mark.parametrize(
    ("ends", "expected"), [(TODAY, (1,)), (TODAY - timedelta(days=1), Why.EXPIRED), (None, (1,))]
)
def test_decide_a_consent_holds_on_its_last_day(ends, expected):
    assert says(given(1, expires_on=ends)) == expected


def test_decide_one_that_ran_out_does_not_stand_for_another():
    over = TODAY - timedelta(days=1)
    assert says(
        given(1, QUAY, categories=["identity"]), given(2, categories=["health"], expires_on=over)
    ) == (Why.NOT_THAT_MUCH)
    assert says(given(1, QUAY), given(2, expires_on=over)) == (1,)
    assert says(given(1), given(2, QUAY, expires_on=over)) == Why.EXPIRED


def test_decide_says_exactly_which_categories_are_missing():
    asked = replace(ASKED, categories=ALL | {"safety"})
    assert decide([given(1, categories=["health"])], asked) == WhyNot(
        Why.NOT_THAT_MUCH, frozenset({"identity", "safety"})
    )


def test_decide_rests_on_no_row_that_was_not_needed():
    asked = replace(ASKED, categories=frozenset({"health"}))
    rows = (given(1, QUAY, categories=["identity"]), given(2, categories=["health"]))
    assert says(*rows, asked=asked) == (2,)


@pytest.mark.parametrize("field", ["purpose", "recipient"])
def test_decide_another_purpose_or_recipient_is_no_ground(field):
    assert says(replace(given(1), **{field: "other"})) == Why.NOTHING
    assert says(given(1), replace(back(2), **{field: "other"})) == (1,)


def test_decide_nothing_is_not_shared():
    assert says(given(1), asked=replace(ASKED, categories=frozenset())) == Why.NO_CATEGORY


def test_decide_by_name_only_its_own_name_reaches_it():
    asked = replace(ASKED, is_by_name=True)
    assert says(given(1), asked=asked) == Why.BY_NAME
    assert says(given(1), given(2, QUAY), asked=asked) == (2,)
    assert says(given(1, QUAY), given(2), asked=asked) == (1,)
    assert says(given(1, QUAY), back(2), asked=asked) == Why.WITHDRAWN


APPROVED = Approved(
    id=UUID(int=9), code="court_order", agency=QUAY, categories=ALL, author=UUID(int=5), approver=UUID(int=6),
    until=AT + timedelta(hours=1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"approver": None}, Why.NOT_APPROVED),
        ({"approver": UUID(int=5)}, Why.NOT_APPROVED),
        ({"is_used": True}, Why.USED),
        ({"until": AT}, Why.OVER),
        ({"agency": LOCK}, Why.OTHER_SHARE),
        ({"categories": frozenset({"health"})}, Why.OTHER_SHARE),
    ],
)
def test_gateway_stands_for_what_two_people_approved_and_no_more(changed, why):
    assert decide_by_gateway(APPROVED, ASKED, AT) == Ground(gateway=APPROVED.id, code="court_order")
    found = decide_by_gateway(replace(APPROVED, **changed), ASKED, AT)
    assert isinstance(found, WhyNot) and found.why == why


def test_gateway_for_nothing_is_none():
    found = decide_by_gateway(APPROVED, replace(ASKED, categories=frozenset()), AT)
    assert found == WhyNot(Why.NO_CATEGORY)
