"""The people behind a figure: the same figures as the activity table, and who stands behind each."""

from datetime import date

import pytest

from tests.methods.tables import YEAR, contacts
from yarrow.methods.activity import Met, Period, tabulate
from yarrow.methods.populations import COUNTS, Counted, Place, Populations

DAY = date(2025, 3, 1)


@pytest.mark.parametrize("dimension", ["kind", "zone", "gender", "setting"])
@pytest.mark.parametrize("seed", range(4))
def test_populations_count_as_the_activity_table_does(seed, dimension):
    listed = contacts(seed, n=150)
    populations = Populations(reversed(listed))
    for row in tabulate(listed, YEAR, [dimension]).rows:
        where = ((dimension, row.key[0]),)
        for measure in COUNTS:
            assert populations.count(Place(measure, YEAR, where)).n == getattr(row.figures, measure)
        for code, n in row.figures.given.items():
            assert populations.count(Place(f"given:{code}", YEAR, where)).n == n
        for code, n in row.figures.done.items():
            assert populations.count(Place(f"done:{code}", YEAR, where)).n == n
        assert populations.middle(YEAR, where)[0] == (row.figures.median_contacts or 0)


@pytest.mark.parametrize("seed", range(4))
def test_populations_of_each_month_count_as_the_table_does(seed):
    listed = contacts(seed, n=150)
    populations = Populations(listed)
    for row in tabulate(listed, YEAR, ["month"]).rows:
        days = YEAR.within(row.key[0])
        for measure in COUNTS:
            assert populations.count(Place(measure, days)).n == getattr(row.figures, measure)


def test_people_behind_are_known_people_and_people_met_unnamed():
    populations = Populations(
        [
            Met(on=DAY, kind="van", person="ada", given={"condoms": 200}),
            Met(on=DAY, kind="van", person="ada", given={"condoms": 50}),
            Met(on=DAY, kind="van", n_people=4, given={"condoms": 8}, done=("information",)),
        ]
    )
    here = Period(DAY, DAY)
    assert populations.count(Place("given:condoms", here)) == Counted(258, 5)
    assert populations.count(Place("n_contacts", here)) == Counted(6, 5)
    assert populations.count(Place("done:information", here)) == Counted(4, 4)
    assert populations.count(Place("n_people", here)) == Counted(1, 1)
    assert populations.count(Place("given:alarm", here)) == Counted(0, 0)
    everyone = populations.contacts_of(Place("n_contacts", here))
    assert [populations.are_few(everyone, most) for most in (3, 4, 5)] == [False, False, True]
    assert populations.are_few(0, 0)


def test_populations_know_their_values_and_codes():
    populations = Populations([Met(on=DAY, kind="van", zone="quay", given={"food": 1}, done=("crisis",))])
    assert populations.values("zone") == ["quay"] and populations.values("setting") == [""]
    assert populations.codes("given:") == ["given:food"] and populations.codes("done:") == ["done:crisis"]
    assert populations.middle(Period(DAY, DAY)) == (0.0, 0)


@pytest.mark.parametrize("place", [Place("n_moons", YEAR), Place("n_people", YEAR, (("month", "2025-01"),))])
def test_unknown_measures_and_dimensions_are_refused(place):
    with pytest.raises(ValueError, match="is no "):
        Populations([Met(on=DAY, kind="van")]).contacts_of(place)
