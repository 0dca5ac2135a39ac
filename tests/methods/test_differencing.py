"""What must not stand beside an earlier release, over periods and filters that overlap."""

from dataclasses import replace
from datetime import date

import pytest

from tests.methods.tables import definition
from yarrow.methods.activity import Met, Period
from yarrow.methods.differencing import as_released
from yarrow.methods.populations import Populations
from yarrow.methods.proposing import pass_gate

HALF = Period(date(2025, 1, 1), date(2025, 6, 30))
QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
SECOND = Period(date(2025, 2, 1), date(2025, 4, 30))


def met(month, person, zone="quay", n=1):
    day = date(2025, month, 3)
    return [Met(on=day, kind="van", person=person, zone=zone, first_on=day)] * n


def town(n_mills=0, n_april=20):
    """Twenty people at the quay in February, some at the mills, some in April."""
    listed = [one for n in range(20) for one in met(2, f"q{n}")]
    listed += [one for n in range(n_mills) for one in met(2, f"m{n}", "mills", 3)]
    return listed + [one for n in range(n_april) for one in met(4, f"a{n}")]


def release(contacts, ledger=(), measure="n_people", **changes):
    table = replace(definition(measures=(measure,)), **changes)
    proposal = pass_gate(table, Populations(contacts), ledger)
    return proposal, as_released(proposal.places, proposal.gated.shown)


def figure(proposal, measure="n_people"):
    shown = proposal.gated.shown[((), measure)]
    return shown.n if shown.n is not None else shown.why


@pytest.mark.parametrize(("n_april", "shown"), [(0, 20), (1, "earlier"), (7, "earlier"), (8, 30)])
def test_longer_period_with_a_few_more_people(n_april, shown):
    listed = town(n_april=n_april)
    _first, ledger = release(listed, period=QUARTER)
    assert figure(release(listed, ledger, period=HALF)[0]) == shown


@pytest.mark.parametrize(("n_mills", "shown"), [(0, 20), (3, "earlier"), (8, 30)])
@pytest.mark.parametrize("measure", ["n_people", "n_new"])
def test_filter_dropped_with_a_few_more_people(n_mills, shown, measure):
    listed = town(n_mills, n_april=0)
    _first, ledger = release(listed, measure=measure, period=QUARTER, where=(("zone", "quay"),))
    second, _ledger = release(listed, ledger, measure, period=QUARTER)
    assert second.gated.shown[((), measure)].n == (shown if shown != "earlier" else None)
    assert len(second.conflicts) == (shown == "earlier")


def test_contacts_of_a_few_people_are_held_back_however_many_they_are():
    listed = town(3, n_april=0)
    _first, ledger = release(listed, measure="n_contacts", period=QUARTER, where=(("zone", "quay"),))
    assert figure(release(listed, ledger, "n_contacts", period=QUARTER)[0], "n_contacts") == "earlier"


def test_overlapping_periods_that_differ_by_a_few_on_either_side():
    listed = town(n_april=2) + met(1, "j1") + met(1, "j2")
    _first, ledger = release(listed, period=QUARTER)
    assert figure(release(listed, ledger, period=SECOND)[0]) == "earlier"


def test_periods_that_share_nobody_do_not_disturb_each_other():
    listed = town(n_april=9)
    _first, ledger = release(listed, period=QUARTER)
    april = Period(date(2025, 4, 1), date(2025, 4, 30))
    assert figure(release(listed, ledger, period=april)[0]) == 10


def test_same_figure_again_is_shown_when_it_rounds_to_the_same():
    _first, ledger = release(town(), period=QUARTER)
    assert figure(release(town() + met(3, "late"), ledger, period=QUARTER)[0]) == 20


@pytest.mark.parametrize(("n_late", "shown"), [(3, "earlier"), (9, "earlier"), (12, 30)])
def test_late_entries_that_would_show_a_few_people_change_nothing(n_late, shown):
    _first, ledger = release(town(), period=QUARTER)
    late = [one for n in range(n_late) for one in met(3, f"late{n}")]
    assert figure(release(town() + late, ledger, period=QUARTER)[0]) == shown


def test_what_was_hidden_once_stays_hidden():
    few = [one for n in range(5) for one in met(2, f"q{n}")]
    _first, ledger = release(few, period=QUARTER)
    assert figure(release(town(), ledger, period=QUARTER)[0]) == "beside"


def test_same_table_again_is_the_same_table():
    listed = town(7) + [one for n in range(12) for one in met(3, f"k{n}", "mills")]
    by_zone = {"period": HALF, "by": ("zone",), "measures": ("n_people", "n_unnamed", "n_contacts")}
    first, ledger = release(listed, **by_zone)
    again, _ledger = release(listed, ledger, **by_zone)
    assert {cell: one.n for cell, one in again.gated.shown.items()} == {
        cell: one.n for cell, one in first.gated.shown.items()
    }


@pytest.mark.parametrize(("n_now", "shown"), [(0, 0), (9, 10)])
def test_zero_that_was_released_is_corrected_by_many_only(n_now, shown):
    _first, ledger = release([], period=QUARTER)
    now = [one for n in range(n_now) for one in met(2, f"q{n}")]
    assert figure(release(now, ledger, period=QUARTER)[0]) == shown


def test_other_measures_are_not_compared():
    listed = town(3, n_april=0)
    _first, ledger = release(listed, measure="n_contacts", period=QUARTER, where=(("zone", "quay"),))
    assert figure(release(listed, ledger, period=QUARTER)[0]) == 25
