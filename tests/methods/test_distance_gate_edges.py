"""The gate of distance at its borders: seven and eight, first and last days, one person in many rows, nobody."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.methods.test_distance_gate import DOMAINS, QUARTER, UP_TO, asked, crowd, rated
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.differencing import as_released
from yarrow.methods.distance_gate import CODES, MOVED, NEEDED, PEOPLE, Journeys, cells_of, pass_distance
from yarrow.methods.populations import Place

DAY = timedelta(days=1)


def place(domain="housing", rater="self", period=QUARTER, **where):
    return Place(PEOPLE, period, tuple(sorted({"domain": domain, "rater": rater, **where}.items())))


def shown(answers, what=NEEDED, domains=("housing",), ledger=()):
    proposal, _left = pass_distance(asked(what, domains=domains), Journeys(answers, UP_TO), ledger)
    return {cell[0][1]: one.n for cell, one in proposal.gated.shown.items()}


@pytest.mark.parametrize("n", range(13))
def test_one_to_seven_people_are_hidden_and_none_and_eight_are_not(n):
    answers = [rated(person, QUARTER.from_on, 1 if person < n else 4) for person in range(40 + n)]
    figures = shown(answers)
    assert (figures["need"] is None) == (1 <= n <= 7)
    assert figures["need"] in (None, 5 * round(n / 5))
    assert figures[ALL] in (None, 5 * round((40 + n) / 5))


@pytest.mark.parametrize(
    ("on", "is_in"),
    [
        (QUARTER.from_on - DAY, False),
        (QUARTER.from_on, True),
        (QUARTER.to_on, True),
        (QUARTER.to_on + DAY, False),
    ],
)
def test_days_at_both_ends_are_in_and_none_beside_them(on, is_in):
    journeys = Journeys([rated(1, on, 1), rated(2, QUARTER.from_on + DAY, 3)], UP_TO)
    assert journeys.count(place()).n == 1 + is_in
    assert journeys.count(place(answer="need")).n == int(is_in)
    assert journeys.persons_of(place(answer="need")) == (
        frozenset({str(UUID(int=1))}) if is_in else frozenset()
    )


def test_a_step_from_before_the_period_is_no_beginning_in_it():
    answers = [rated(1, QUARTER.from_on - DAY, 1), rated(1, QUARTER.to_on, 4)]
    longer = Period(QUARTER.from_on - DAY, QUARTER.to_on)
    journeys = Journeys(answers, UP_TO)
    assert (
        journeys.count(place(answer="not_known")).n
        == journeys.count(place(period=longer, answer="up")).n
        == 1
    )
    assert journeys.count(place(answer="up")).n == 0


@pytest.mark.parametrize("what", [MOVED, NEEDED])
@pytest.mark.parametrize("seed", range(3))
def test_every_cell_counts_whom_its_row_asked_and_bits_are_people(what, seed):
    journeys = Journeys(crowd(30, seed), UP_TO)
    for ((domain, code), _measure), where in cells_of(asked(what)).items():
        row, bits = journeys.contacts_of(place(domain)), journeys.contacts_of(where)
        assert bits & row == bits and bits.bit_count() == journeys.count(where).n
        assert (code != ALL) or bits == row
    of_row = [journeys.contacts_of(place("money", answer=code)) for code in CODES[what]]
    assert sum(of_row) == journeys.contacts_of(place("money")), "everybody is somewhere, and nowhere twice"
    assert journeys.are_few(0b1011, 3) and not journeys.are_few(0b1111, 3)


def test_of_one_day_the_last_word_holds_also_when_it_is_none():
    """Somebody who corrects themselves to "rather not say" has no step that day."""
    answers = [rated(1, QUARTER.from_on, 1), rated(1, QUARTER.from_on, None), rated(2, QUARTER.from_on, 4)]
    answers += [rated(2, QUARTER.from_on, 1)]
    journeys = Journeys(answers, UP_TO)
    assert [journeys.count(place(answer=code)).n for code in CODES[NEEDED]] == [1, 0, 1]
    assert journeys.count(place(answer="not_known")).n == 2, "one day is no distance"


def test_whoever_was_added_or_left_out_later_can_not_be_subtracted():
    """The same table after one to seven people more, or fewer: each figure is the released one, or held back."""
    answers = [rated(n, QUARTER.from_on, 1 if n < 30 else 4) for n in range(60)]
    first, _left = pass_distance(asked(NEEDED, domains=("housing",)), Journeys(answers, UP_TO))
    ledger, before = as_released(first.places, first.gated.shown), shown(answers)
    for n in range(1, 8):
        more = [*answers, *(rated(900 + each, QUARTER.from_on, 1) for each in range(n))]
        for now in (shown(more, ledger=ledger), shown(answers[n:], ledger=ledger)):
            assert {code: one for code, one in now.items() if one not in (None, before[code])} == {}, n


def test_rows_left_out_are_not_those_with_the_most_to_say():
    full, thin = crowd(90, 1, ("housing",)), crowd(8, 2, ("money", "safety"), first=500)
    _proposal, left = pass_distance(asked(domains=DOMAINS), Journeys(full + thin, UP_TO))
    assert left == ("housing",)
    assert pass_distance(asked(domains=()), Journeys(full, UP_TO))[1] == ()
