"""A funder's lines through the gate: lines that contain each other, split each other, or count the same."""

from datetime import date

from yarrow.methods.activity import Met, Period
from yarrow.methods.disclosure import NARROWEST
from yarrow.methods.populations import Populations
from yarrow.methods.returns import between, cell_of, pass_lines

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
ALL, WOMEN, MEN, OTHERS = ((), *((("gender", name),) for name in ("woman", "man", "non_binary")))


def people(**by_gender):
    return [
        Met(on=date(2025, 3, 1), kind="van", person=f"{gender}{n}", gender=gender, first_on=date(2025, 3, 1))
        for gender, how_many in by_gender.items()
        for n in range(how_many)
    ]


def shown(listed, *lines, measure="n_people"):
    proposal = pass_lines(YEAR, [(measure, where) for where in lines], Populations(listed))
    return {where: proposal.gated.shown[cell_of(measure, where)] for where in lines}


def test_lines_are_rounded_and_small_ones_hidden():
    said = shown(people(woman=31, man=12, non_binary=9), ALL, WOMEN, MEN)
    assert [said[where].n for where in (ALL, WOMEN, MEN)] == [50, 30, 10]


def test_line_that_leaves_a_few_people_out_is_held_back():
    said = shown(people(woman=31, man=3), ALL, WOMEN, MEN)
    assert said[ALL].n == 35 and said[WOMEN].why == "earlier" and said[MEN].why == "few"


def test_lines_that_split_another_are_a_sum():
    populations = Populations(people(woman=40, man=13, non_binary=7))
    places = pass_lines(
        YEAR, [("n_people", where) for where in (ALL, WOMEN, MEN, OTHERS)], populations
    ).places
    counted = {cell: populations.count(place) for cell, place in places.items()}
    ((terms, left),) = between(places, counted)
    assert left == 0 and sorted(terms.values()) == [-1, -1, -1, 1]


def test_hidden_part_of_a_whole_can_not_be_worked_out():
    """12 + 12 + 7 = 31: shown as 10, 10 and 30 the seven would lie between 6 and 7."""
    said = shown(people(woman=12, man=12, non_binary=7), ALL, WOMEN, MEN, OTHERS)
    assert said[OTHERS].why == "few"
    figures = [said[where].n for where in (ALL, WOMEN, MEN)]
    if None not in figures:
        whole, women, men = figures
        lowest, highest = max(1, whole - women - men - 6), min(7, whole - women - men + 6)
        assert highest - lowest >= NARROWEST


def test_new_and_known_before_are_a_sum_with_people():
    listed = people(woman=20)
    populations = Populations(listed)
    proposal = pass_lines(
        YEAR, [("n_people", ALL), ("n_new", ALL), ("n_repeat", ALL), ("n_people", ALL)], populations
    )
    assert len(proposal.places) == 3
    assert proposal.gated.shown[((), "n_repeat")].n is None
