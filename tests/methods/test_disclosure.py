"""Properties of the publish gate over random tables, and its edges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.tables import PEOPLE_MEASURES, contacts, definition
from yarrow.methods.breakdowns import ALL, places
from yarrow.methods.disclosure import BESIDE, FEW, gate, middle_shown, rounded
from yarrow.methods.populations import Counted, Populations
from yarrow.methods.proposing import pass_gate, propose

BYS = (("month",), ("quarter",), ("zone",), ("gender",), ("setting",), ("half_year", "kind"), ())


@given(st.integers(0, 100_000))
def test_rounding_is_to_the_nearest_five_and_has_no_ties(n):
    assert rounded(n) % 5 == 0 and abs(rounded(n) - n) <= 2


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(BYS), st.integers(20, 250))
def test_nothing_of_few_people_is_shown_and_all_else_is_near(seed, by, n):
    populations = Populations(contacts(seed, n=n))
    table = definition(*by, measures=(*PEOPLE_MEASURES, "given:condoms", "done:information"))
    proposal = pass_gate(table, populations)
    for cell, shown in proposal.gated.shown.items():
        counted = populations.count(proposal.places[cell])
        if 1 <= counted.people <= 7:
            assert shown.n is None and shown.why == FEW
        elif shown.n is not None:
            assert shown.n % 5 == 0 and abs(shown.n - counted.n) <= 2
            assert (shown.n == 0) == (counted.n == 0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(BYS))
def test_margins_come_from_their_own_true_figure(seed, by):
    populations = Populations(contacts(seed, n=300))
    proposal = pass_gate(definition(*by), populations)
    total = ((ALL,) * len(by), "n_contacts")
    shown = proposal.gated.shown[total]
    assert shown.n == rounded(populations.count(proposal.places[total]).n) or shown.why == BESIDE


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(BYS))
def test_a_table_is_safe_and_no_more_than_a_third_holes_or_it_is_coarser(seed, by):
    proposal = propose(definition(*by), Populations(contacts(seed, n=120)))
    assert proposal.gated.is_fit or proposal.definition.by == ()
    assert proposal.is_coarser == (proposal.definition.by != by)


def test_the_finest_fitting_table_is_proposed():
    asked = definition("month", "zone")
    assert [one.by for one in asked.coarser()] == [
        *(("quarter", "zone"), ("half_year", "zone")),
        *(("month",), ("quarter",), ("half_year",)),
        *(("zone",), ()),
    ]


def test_a_share_that_can_not_be_worked_out_stays():
    """A hidden figure beside another hidden one needs no third."""
    cells = {
        (("a",), "n_unnamed"): Counted(3, 3),
        (("b",), "n_unnamed"): Counted(4, 4),
        (("c",), "n_unnamed"): Counted(20, 20),
        ((ALL,), "n_unnamed"): Counted(27, 27),
    }
    shown = gate(("kind",), cells).shown
    assert [shown[((name,), "n_unnamed")].n for name in "abc"] == [None, None, 20]
    assert shown[((ALL,), "n_unnamed")].n == 25


def test_figures_held_back_are_hidden_and_say_why():
    cells = {((), "n_people"): Counted(40, 40)}
    assert gate((), cells, {((), "n_people")}).shown[((), "n_people")].why == "earlier"


@pytest.mark.parametrize(("n", "shown"), [(9, None), (10, 2.5)])
def test_middle_needs_ten_people(n, shown):
    assert middle_shown(2.5, n) == shown


def test_rows_of_time_are_whole_stretches_from_the_first_day():
    cells = places(definition("quarter", measures=("n_people",)), Populations([]))
    assert [key[0] for key, _measure in cells] == [
        "2025-01-01/2025-03-31",
        "2025-04-01/2025-06-30",
        "2025-07-01/2025-09-30",
        "2025-10-01/2025-12-31",
        ALL,
    ]


@pytest.mark.parametrize("by", [("month", "quarter"), ("moon",), ("zone", "kind", "gender")])
def test_impossible_rows_are_refused(by):
    with pytest.raises(ValueError, match="at most two"):
        definition(*by)
    with pytest.raises(ValueError, match="counts something"):
        definition("zone", measures=())
