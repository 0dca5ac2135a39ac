"""Who stands behind a figure of referrals, counted again the slow way; and what a long table costs."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from tests.methods.test_referral_gate import CLINIC, HALF, HOSTEL, QUARTER, asked, crowd, referred
from yarrow.methods import disclosure, row_gate
from yarrow.methods import referred as behind
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.differencing import Released, as_released, conflicts
from yarrow.methods.disclosure import MOST_HIDDEN_PEOPLE
from yarrow.methods.pathways import ATTENDED, ENDED_SHORT, OFFERED, SENT, furthest, reaches
from yarrow.methods.populations import Place
from yarrow.methods.referral_gate import COUNT, GAPS, SHORT, columns, columns_of, pass_referrals
from yarrow.methods.referred import LONG_DAYS, Referred

MONTHS = [Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 2, 1), date(2026, 2, 28)), QUARTER]
ROWS = [{}, {"agency": str(CLINIC)}, {"agency": f"{HOSTEL}|{UUID(int=77)}"}, {"need": "housing|money"}]
COLUMNS = [
    {},
    *({"came": stage} for stage in (OFFERED, SENT, ATTENDED)),
    {"waits": "yes"},
    {"short": ALL},
    {"short": "full|refused_use"},
    {"turned_away": "yes"},
    {"slow": "yes"},
]
DAYS = ["2026-01-31", "2026-03-31", "2026-12-31"]


def the_slow_way(place, rows):
    """The ids of what a place counts, from its words alone."""
    said = dict(place.where)
    day = date.fromisoformat(said.pop("as_of"))
    found = set()
    for one in rows:
        then, state = one.as_of(day), one.as_of(day).walked.state
        came = furthest((*then.walked.states, state))
        wait = then.wait(SENT, ATTENDED, day)
        holds = {
            "agency": lambda value, one=one: str(one.agency) in value.split("|"),
            "need": lambda value, one=one: one.need in value.split("|"),
            "came": lambda value, came=came: reaches(came, value),
            "waits": lambda _value, came=came, state=state: (
                reaches(state, SENT) and state not in ENDED_SHORT and not reaches(came, ATTENDED)
            ),
            "short": lambda value, then=then, state=state: (
                state in ENDED_SHORT and (value == ALL or then.reason in value.split("|"))
            ),
            "turned_away": lambda _value, state=state: state == "refused",
            "slow": lambda _value, wait=wait: wait is not None and wait.days > LONG_DAYS,
        }
        if one.offered_on in place.period and all(holds[name](value) for name, value in said.items()):
            found.add((one.person_id, one.standing))
    return found


ROWS_OF_LIFE = crowd(60, 9)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_place_counts_what_its_words_say(row, column):
    shuffled = random.Random(4).sample(ROWS_OF_LIFE, len(ROWS_OF_LIFE))
    found = Referred(shuffled)
    for period, day in product(MONTHS, DAYS):
        place = Place(COUNT, period, tuple(sorted({**row, **column, "as_of": day}.items())))
        members = [found.rows[n] for n in found.members(place)]
        assert {(one.person_id, one.standing) for one in members} == the_slow_way(place, ROWS_OF_LIFE)
        assert found.contacts_of(place).bit_count() == len(members) == found.count(place).n
        assert found.persons_of(place) == {str(one.person_id) for one in members}


def test_a_row_without_values_counts_everybody_and_an_unknown_value_nobody():
    found = Referred(crowd(20, 1))
    assert found.count(Place(COUNT, QUARTER)).n == len(found.rows)
    assert found.count(Place(COUNT, QUARTER, (("agency", "nobody's"),))) == found.count(
        Place(COUNT, Period(date(1, 1, 1), date(1, 1, 1)))
    )
    assert Referred([]).contacts_of(Place(COUNT, QUARTER)) == 0


@pytest.mark.parametrize("n_people", [0, 1, MOST_HIDDEN_PEOPLE, MOST_HIDDEN_PEOPLE + 1])
@pytest.mark.parametrize("each", [1, 30])
def test_few_are_people_however_often_they_were_referred(n_people, each):
    rows = [referred(n, ("offered", date(2026, 1, 5))) for n in range(n_people) for _again in range(each)]
    found = Referred([*rows, referred(99, ("offered", date(2026, 3, 31)))])
    bits = (1 << len(rows)) - 1
    assert found.are_few(bits, MOST_HIDDEN_PEOPLE) is (n_people <= MOST_HIDDEN_PEOPLE)
    assert found.are_few(1 << len(rows), 1)


def test_each_referral_is_looked_at_once_for_a_last_day_however_many_cells_ask(monkeypatch):
    looked, stood = [], behind._stood
    monkeypatch.setattr(behind, "_stood", lambda one, day: looked.append(day) or stood(one, day))
    rows = crowd(900, 3)
    pass_referrals(asked(by="month"), Referred(rows))
    assert looked and len(looked) <= len(rows)


def ten_years(n):
    dice, first = random.Random(2), date(2016, 1, 1)
    days = [first + timedelta(days=dice.randrange(3650)) for _one in range(n)]
    kinds = ([], [("sent", 2)], [("sent", 2), ("attended", 20)], [("sent", 2), ("refused", 9, "full")])
    return [
        referred(
            place,
            ("offered", on),
            *((state, on + timedelta(days=after), *why) for state, after, *why in dice.choice(kinds)),
        )
        for place, on in enumerate(days)
    ]


def test_ten_years_by_months_are_given_up_as_soon_as_they_are_mostly_holes(monkeypatch):
    """A search for more to hide goes on only while a third of the figures could still be enough."""
    asked_for, narrow = [], disclosure._narrow
    monkeypatch.setattr(
        disclosure,
        "_narrow",
        lambda cells, hidden, *rest: (
            asked_for.append((len(cells), len(hidden))) or narrow(cells, hidden, *rest)
        ),
    )
    period = Period(date(2016, 1, 1), date(2025, 12, 31))
    proposal, by = pass_referrals(asked(by="month", period=period), Referred(ten_years(2600)))
    assert by in {("quarter",), ("half_year",), ("year",)} and proposal.gated.is_fit
    assert all(n * 3 <= size for size, n in asked_for)


@pytest.mark.parametrize("what", [SHORT, GAPS])
def test_a_table_that_is_given_up_is_not_called_safe(what, monkeypatch):
    monkeypatch.setattr(row_gate, "MOST_HIDDEN", 1)
    behind_it, wanted = Referred(crowd(40, 8)), asked(what, "need")
    _by, rows = next(iter(row_gate._layouts(wanted, behind_it)))
    counts = columns(wanted, columns_of(wanted, behind_it))
    cells = row_gate.cells_of(wanted, rows, counts, "need")
    counted = {cell: behind_it.count(place) for cell, place in cells.items()}
    gated = disclosure.gate((), counted, (), (), row_gate.between(counts, counted), has_rows=True)
    assert gated.is_safe is (gated.share_hidden <= disclosure.MOST_HIDDEN)


def all_against_all(places, counted, ledger, populations):
    """Which cells clash, each asked of each released figure."""
    found = set()
    for cell, place in places.items():
        same = [one for one in ledger if one.place == place]
        if any(
            counted[cell].n > 0
            if one.n is None
            else disclosure.rounded(counted[cell].n) != one.n and not one.n
            for one in same
        ):
            found.add(cell)
        for one in () if same else ledger:
            if one.n is None or not counted[cell].n:
                continue
            mine, theirs = populations.contacts_of(place), populations.contacts_of(one.place)
            rests = [
                {populations.rows[n].person_id for n in range(len(populations.rows)) if rest >> n & 1}
                for rest in (mine & ~theirs, theirs & ~mine)
            ]
            if mine & theirs and mine != theirs and max(map(len, rests)) <= MOST_HIDDEN_PEOPLE:
                found.add(cell)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_what_clashes_with_earlier_releases_is_the_same_asked_all_against_all(seed):
    found = Referred([*crowd(60, seed), *crowd(4, seed + 50, first=700)])
    ledger = []
    for by, period in (("agency", QUARTER), ("month", MONTHS[0]), ("need", HALF), ("month", QUARTER)):
        table = asked(by=by, period=period)
        rows = next(iter(row_gate._layouts(table, found)))[1]
        cells = row_gate.cells_of(table, rows, columns(table, columns_of(table, found)), by)
        counted = {cell: found.count(place) for cell, place in cells.items()}
        clashes = {one.cell for one in conflicts(cells, counted, ledger, found)}
        assert clashes == all_against_all(cells, counted, ledger, found)
        shown = disclosure.gate((), counted, clashes).shown
        ledger += as_released(cells, shown)


def test_a_figure_of_other_days_or_of_another_measure_is_beside_nothing():
    rows = [referred(n, ("offered", date(2026, 1, 5) if n < 40 else date(2026, 3, 30))) for n in range(43)]
    found, place = Referred(rows), Place(COUNT, QUARTER)
    cells, counted = {(("*", "offered"), COUNT): place}, {(("*", "offered"), COUNT): found.count(place)}
    near = replace(place, period=Period(QUARTER.from_on, date(2026, 3, 20)))
    assert [one.released.place for one in conflicts(cells, counted, [Released(near, 40)], found)] == [near]
    for other in (
        replace(near, measure="n_people"),
        replace(near, period=Period(date(2025, 1, 1), date(2025, 1, 2))),
    ):
        assert conflicts(cells, counted, [Released(other, 40)], found) == []
    assert conflicts(cells, counted, [Released(near, None)], found) == []
