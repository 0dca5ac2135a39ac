"""Laws that hold whatever was said in whatever order, tried on ledgers that nobody thought of."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as tried
from hypothesis import settings
from hypothesis import strategies as st

from tests.methods.test_sharing import APPROVED, ASKED, AT, LOCK, QUAY, TODAY, back, given
from yarrow.methods.sharing import Ground, Why, WhyNot, decide, decide_by_gateway

CATEGORIES = ("identity", "health", "safety")
SOME = st.frozensets(st.sampled_from(CATEGORIES), min_size=1)
AGENCIES = st.sampled_from([None, QUAY, LOCK])
KINDS = st.sampled_from(["clinic", "clinic", "gp"])
DAYS = st.sampled_from([None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=3)])
ROW = st.tuples(st.booleans(), AGENCIES, SOME, KINDS, DAYS, st.booleans())
ASK = st.builds(
    lambda categories, by_name: replace(ASKED, categories=categories, is_by_name=by_name), SOME, st.booleans()
)


def _row(n, said):
    is_given, agency, categories, recipient, expires_on, is_only_named = said
    named = agency is None and is_only_named
    row = given(n, agency, categories=categories, expires_on=expires_on, is_only_named=named)
    return replace(row if is_given else back(n, agency), recipient=recipient)


LEDGER = st.lists(ROW, max_size=7).map(lambda rows: [_row(n, said) for n, said in enumerate(rows)])
few = settings(max_examples=80, deadline=None)


def is_ground(rows, asked):
    return isinstance(decide(rows, asked), Ground)


@few
@tried(LEDGER, ASK)
def test_a_ground_is_made_of_what_was_agreed_stands_today_and_covers_it_all(rows, asked):
    found = decide(rows, asked)
    if isinstance(found, WhyNot):
        assert (found.why == Why.NOT_THAT_MUCH) == bool(found.missing) and found.missing <= asked.categories
        return
    by_id = {row.id: row for row in rows}
    used = [by_id[one] for one in found.consents]
    assert used and len(set(found.consents)) == len(used) and found.gateway is None
    assert all(row.is_given and row.recipient == "clinic" and row.agency in (None, QUAY) for row in used)
    assert all(row.expires_on is None or row.expires_on >= asked.day for row in used)
    assert all(row.categories & asked.categories for row in used), "no row that was not needed"
    assert asked.categories <= frozenset().union(*(row.categories for row in used))
    assert not any(row.is_only_named for row in used)
    assert not asked.is_by_name or all(row.agency == QUAY for row in used)
    last = max(row.n for row in used)
    noes = [
        row for row in rows if not row.is_given and row.agency in (None, QUAY) and row.recipient == "clinic"
    ]
    assert not any(row.n > last for row in noes)


@few
@tried(LEDGER, st.lists(st.tuples(SOME, KINDS), max_size=3), ASK)
def test_no_by_its_name_holds_whatever_its_kind_is_given_later(rows, later, asked):
    rows = [*rows, replace(back(50, QUAY), recipient="gp")]
    rows += [replace(given(51 + n, categories=said), recipient=kind) for n, (said, kind) in enumerate(later)]
    assert not is_ground(rows, asked)
    rows.append(given(90, QUAY, categories=CATEGORIES))
    assert decide(rows, asked) == Ground((rows[-1].id,)), "a yes by its name lifts it"
    assert not is_ground([*rows, back(91)], asked)


@few
@tried(LEDGER, ASK)
def test_less_may_leave_where_more_may_and_never_later_what_may_not_now(rows, asked):
    later = replace(asked, day=asked.day + timedelta(days=2))
    if is_ground(rows, asked):
        assert all(is_ground(rows, replace(asked, categories=frozenset({one}))) for one in asked.categories)
    else:
        assert not is_ground(rows, later)
    if asked.is_by_name and is_ground(rows, asked):
        assert is_ground(rows, replace(asked, is_by_name=False)), (
            "a kind by which it is meant reaches no less"
        )


@few
@tried(LEDGER, st.lists(ROW, max_size=3), ASK)
def test_what_was_said_of_others_changes_nothing(rows, others, asked):
    apart = [_row(60 + n, said) for n, said in enumerate(others)]
    apart = [
        replace(row, purpose="support") if n % 2 else replace(row, agency=LOCK) for n, row in enumerate(apart)
    ]
    assert decide([*apart, *rows], asked) == decide(rows, asked)


@pytest.mark.parametrize("asked_of", [{"agency": LOCK}, {"categories": frozenset({"safety"})}])
def test_a_gateway_is_judged_first_by_who_stands_for_it_and_whether_it_is_over(asked_of):
    """Whoever tries another share on it learns nothing but that it does not stand."""
    asked = replace(ASKED, **asked_of)
    order = [
        ({"approver": None, "is_used": True, "until": AT}, Why.NOT_APPROVED),
        ({"is_used": True, "until": AT}, Why.USED),
        ({"until": AT}, Why.OVER),
        ({}, Why.OTHER_SHARE),
    ]
    for changed, why in order:
        assert decide_by_gateway(replace(APPROVED, **changed), asked, AT).why == why
    assert isinstance(decide_by_gateway(APPROVED, ASKED, APPROVED.until - timedelta(microseconds=1)), Ground)
