"""Figures counted a second time, contact by contact, and what the gate may make of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.tables import PEOPLE_MEASURES, YEAR, contacts, definition
from yarrow.methods.activity import ADDS_UP, Met, Period, tabulate, values_of
from yarrow.methods.breakdowns import ALL, days_of, equations, leftovers, places
from yarrow.methods.differencing import Released
from yarrow.methods.disclosure import FEW, Shown, gate, rounded
from yarrow.methods.populations import Counted, Place, Populations
from yarrow.methods.proposing import pass_gate

FEW_TIMES = settings(max_examples=15, deadline=None)
DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))
SEEDS = st.integers(0, 10_000)
KEPT = st.sampled_from(
    [
        (),
        (("zone", "quay"),),
        (("setting", "street"),),
        (("gender", "woman"), ("kind", "van")),
        (("zone", ""),),
    ]
)
MEASURES = (*PEOPLE_MEASURES, "given:condoms", "given:alarm", "done:information", "done:crisis")


def inside(listed, place):
    """The contacts of a place, looked at one by one."""
    return [
        met
        for met in listed
        if place.period.from_on <= met.on <= place.period.to_on
        and all(value in values_of(met, name) for name, value in place.where)
    ]


def people_of(met_there):
    known = {met.person for met in met_there if met.person is not None}
    return len(known) + sum(met.n_people for met in met_there if met.person is None)


def of_people(met_there, place):
    """Known people met, and those of them whose first contact lies within the days."""
    firsts = {met.person: met.first_on or met.on for met in met_there if met.person is not None}
    new = sum(1 for first in firsts.values() if place.period.from_on <= first <= place.period.to_on)
    return {"n_people": len(firsts), "n_new": new, "n_repeat": len(firsts) - new}


def recount(listed, place):
    """The figure of a place and the people behind it."""
    met_there = inside(listed, place)
    sort, _colon, code = place.measure.partition(":")
    if sort in ("n_people", "n_new", "n_repeat"):
        n = of_people(met_there, place)[sort]
        return Counted(n, n)
    if sort == "given":
        taking = [met for met in met_there if code in met.given]
        return Counted(sum(met.given[code] for met in taking), people_of(taking))
    if sort == "done":
        met_there = [met for met in met_there if code in met.done]
    if sort == "n_unnamed":
        met_there = [met for met in met_there if met.person is None]
    return Counted(sum(met.n_people for met in met_there), people_of(met_there))


@FEW_TIMES
@given(SEEDS, DAYS, DAYS, KEPT)
def test_every_measure_of_any_days_and_filters_is_what_one_counts_by_hand(seed, one, other, kept):
    listed = contacts(seed, n=120)
    populations, period = Populations(listed), Period(min(one, other), max(one, other))
    for measure in MEASURES:
        place = Place(measure, period, kept)
        assert populations.count(place) == recount(listed, place), measure


@FEW_TIMES
@given(
    SEEDS, st.sampled_from([("month", "zone"), ("quarter", "gender"), ("setting",), ("kind", "half_year")])
)
def test_every_cell_of_a_table_is_what_one_counts_by_hand(seed, by):
    listed = contacts(seed, n=100)
    populations = Populations(listed)
    for cell, place in places(definition(*by), populations).items():
        assert populations.count(place) == recount(listed, place), cell


@FEW_TIMES
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_writing_down_changes_no_figure(seed, dice):
    listed = contacts(seed, n=80)
    mixed = dice.sample(listed, len(listed))
    for measure in MEASURES:
        place = Place(measure, YEAR)
        assert Populations(listed).count(place) == Populations(mixed).count(place)


@FEW_TIMES
@given(SEEDS)
def test_new_and_known_before_are_everybody_over_any_quarter(seed):
    populations = Populations(contacts(seed, n=150))
    for key, _measure in places(definition("quarter", measures=("n_people",)), populations):
        days = YEAR if key == (ALL,) else days_of(key[0])
        sets = {name: populations.persons_of(Place(name, days)) for name in ("n_people", "n_new", "n_repeat")}
        assert sets["n_new"] | sets["n_repeat"] == sets["n_people"]
        assert not sets["n_new"] & sets["n_repeat"]


@FEW_TIMES
@given(SEEDS)
def test_nobody_is_new_in_two_months(seed):
    populations = Populations(contacts(seed, n=150))
    months = [YEAR.within(month) for month in YEAR.months()]
    new = [person for days in months for person in populations.persons_of(Place("n_new", days))]
    assert len(new) == len(set(new))


@FEW_TIMES
@given(SEEDS, st.sampled_from(["month", "kind", "zone", "gender"]))
def test_rows_that_are_said_to_add_up_do(seed, dimension):
    table = tabulate(contacts(seed, n=90), YEAR, [dimension])
    for measure in ADDS_UP[dimension] - {"given", "done"}:
        rows = sum(getattr(row.figures, measure) for row in table.rows)
        assert rows == getattr(table.total, measure), measure
    for sort in ("given", "done"):
        for code, n in getattr(table.total, sort).items():
            assert sum(getattr(row.figures, sort).get(code, 0) for row in table.rows) == n


def test_rows_of_zones_do_not_add_up_to_people_and_no_sum_says_so():
    both = [Met(on=date(2025, 3, 1), kind="van", person="ada", zone=zone) for zone in ("quay", "mills")]
    populations = Populations(both)
    cells = {
        cell: populations.count(place) for cell, place in places(definition("zone"), populations).items()
    }
    assert cells[((ALL,), "n_people")].n == 1
    assert not [
        one
        for one in equations(("zone",), cells)
        if ((ALL,), "n_people") in one and (("quay",), "n_people") in one
    ]


@FEW_TIMES
@given(SEEDS, st.sampled_from([("zone",), ("setting", "quarter"), ("gender", "kind")]))
def test_sums_that_the_gate_relies_on_hold_for_the_true_figures(seed, by):
    populations = Populations(contacts(seed, n=120))
    table = definition(*by, measures=MEASURES)
    cells = {cell: populations.count(place) for cell, place in places(table, populations).items()}
    for one in equations(by, cells):
        assert sum(sign * cells[cell].n for cell, sign in one.items()) == 0
    for one, left in leftovers(by, cells):
        assert sum(sign * cells[cell].n for cell, sign in one.items()) == left >= 0


SMALL = st.lists(st.integers(0, 40), min_size=2, max_size=6)


def one_row_each(figures):
    rows = {((f"r{place}",), "n_unnamed"): Counted(n, n) for place, n in enumerate(figures)}
    return rows | {((ALL,), "n_unnamed"): Counted(sum(figures), sum(figures))}


def known_of(shown):
    """What a reader may assume of one figure; 400 stands for anything."""
    if shown.n is None:
        return (1, 7) if shown.why == FEW else (8, 400)
    return (shown.n - 2, shown.n + 2) if shown.n else (0, 0)


def could_be(cell, shown):
    """The lowest and highest that fit the one sum: rows less their margin are nothing."""
    known = {name: known_of(one) for name, one in shown.items()}
    (lowest, highest), margin = known.pop(cell), ((ALL,), "n_unnamed")
    if cell == margin:
        least, most = (sum(one[end] for one in known.values()) for end in (0, 1))
    else:
        whole = known.pop(margin)
        least = whole[0] - sum(most for _least, most in known.values())
        most = whole[1] - sum(least for least, _most in known.values())
    return max(lowest, least), min(highest, most)


@settings(max_examples=120, deadline=None)
@given(SMALL)
def test_a_hidden_figure_of_a_simple_table_could_be_four_others_for_all_one_can_work_out(figures):
    cells = one_row_each(figures)
    gated = gate(("kind",), cells)
    for cell, shown in gated.shown.items():
        if gated.is_safe and shown.n is None:
            low, high = could_be(cell, gated.shown)
            assert low <= cells[cell].n <= high and high - low >= 3, (figures, cell, low, high)


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_a_zero_is_shown_as_zero_and_a_hidden_figure_as_nothing(figures):
    cells = one_row_each(figures)
    for cell, shown in gate(("kind",), cells).shown.items():
        assert (cells[cell].n == 0) == (shown == Shown(0))
        if 1 <= cells[cell].n <= 7:
            assert shown == Shown(None, FEW)


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_the_share_of_holes_counts_what_is_not_zero(figures):
    cells = one_row_each(figures)
    gated = gate(("kind",), cells)
    counting = [cell for cell in cells if cells[cell].n]
    holes = [cell for cell in counting if gated.shown[cell].n is None]
    assert gated.share_hidden * max(1, len(counting)) == len(holes)


def test_a_margin_is_never_added_up_from_rounded_rows():
    """Three times 12 is 36: shown as 10, 10, 10 and 35."""
    shown = gate(("kind",), one_row_each([12, 12, 12])).shown
    assert [one.n for one in shown.values()] == [10, 10, 10, 35]


def test_a_margin_of_small_rows_is_shown_from_its_own_figure():
    shown = gate(("kind",), one_row_each([6, 7, 30, 31, 32, 33])).shown
    assert [one.n for one in shown.values()] == [None, None, 30, 30, 30, 35, 140]


@pytest.mark.parametrize(("n", "shown"), [(7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_edges_of_hiding_and_rounding(n, shown):
    assert gate((), {((), "n_people"): Counted(n, n)}).shown[((), "n_people")].n == shown


@pytest.mark.parametrize(("people", "shown"), [(1, None), (7, None), (8, 1000)])
def test_a_large_figure_follows_the_people_behind_it(people, shown):
    cell = ((), "given:condoms")
    assert gate((), {cell: Counted(1001, people)}).shown[cell].n == shown


@pytest.mark.parametrize("measure", ["n_new", "n_repeat"])
def test_none_of_all_is_not_shown_as_zero_on_one_side_of_a_split(measure):
    other = {"n_new": "n_repeat", "n_repeat": "n_new"}[measure]
    cells = {((), "n_people"): Counted(30, 30), ((), measure): Counted(0, 0), ((), other): Counted(30, 30)}
    gated = gate((), cells)
    assert gated.shown[((), measure)] == Shown(None, FEW)
    whole, part = (gated.shown[((), name)].n for name in ("n_people", other))
    assert (whole + 2) - (part - 2) >= 3, "nought to four, for all that one can work out"


def test_a_split_of_nobody_is_zero_all_through():
    cells = {((), measure): Counted(0, 0) for measure in ("n_people", "n_new", "n_repeat")}
    assert set(gate((), cells).shown.values()) == {Shown(0)}


def test_an_expected_zone_without_anybody_is_a_zero_and_not_a_hole():
    listed = [Met(on=date(2025, 3, 1), kind="van", person=f"p{n}", zone="quay") for n in range(20)]
    proposal = pass_gate(definition("zone"), Populations(listed), expected={"zone": ["mills", "quay"]})
    assert proposal.gated.shown[(("mills",), "n_people")] == Shown(0)
    assert (("station",), "n_people") not in proposal.gated.shown


@given(st.integers(0, 10_000))
def test_rounding_never_turns_an_order_round(n):
    assert rounded(n) <= rounded(n + 1) <= rounded(n) + 5


def rest_of(listed, measure, short, wide):
    """How many people stand between two figures over these days."""
    within, around = (inside(listed, Place(measure, days)) for days in (short, wide))
    if measure == "n_people":
        return len({met.person for met in around} - {met.person for met in within} - {None})
    outside = [met for met in around if met.on not in short]
    return people_of([met for met in outside if measure == "n_contacts" or met.person is None])


@FEW_TIMES
@given(SEEDS, DAYS, st.integers(0, 200), st.sampled_from(["n_people", "n_contacts", "n_unnamed"]))
def test_of_two_nested_releases_both_shown_the_rest_is_nobody_or_many(seed, first, longer, measure):
    """Whoever subtracts a quarter from the longer time finds nobody, or at least eight people."""
    listed = contacts(seed, n=150)
    populations = Populations(listed)
    short = Period(first, first + timedelta(30))
    wide = Period(first - timedelta(longer // 10), short.to_on + timedelta(longer))
    earlier = pass_gate(definition(measures=(measure,), period=short), populations)
    ledger = [
        Released(earlier.places[cell], shown.n) for cell, shown in earlier.gated.shown.items() if shown.n
    ]
    later = pass_gate(definition(measures=(measure,), period=wide), populations, ledger)
    shown = later.gated.shown[((), measure)].n
    if ledger and shown is not None:
        rest = rest_of(listed, measure, short, wide)
        assert rest == 0 or rest >= 8
