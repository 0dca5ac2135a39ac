"""Distance travelled and needs on their way out: counted as inside, hidden where few, never to be worked out."""

import random
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.attacks.attacker import Attacker, too_narrow
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.differencing import as_released
from yarrow.methods.distance import Rated, needs, travelled
from yarrow.methods.distance_gate import (
    CODES,
    MOVED,
    NEEDED,
    PEOPLE,
    Asked,
    Journeys,
    between,
    cells_of,
    pass_distance,
)
from yarrow.methods.populations import Place

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
DOMAINS = ("housing", "money", "safety")
UP_TO = 2


def rated(person, day, step, domain="housing", rater="self"):
    return Rated(UUID(int=person), domain, rater, day, step)


def crowd(n, seed, domains=DOMAINS, first=0, day=QUARTER.from_on):
    """So many people rated at the beginning, most of them again six weeks later; some without a step."""
    dice, found = random.Random(seed), []
    for person in range(first, first + n):
        for domain in domains:
            if dice.random() < 0.9:
                step = dice.randint(1, 4)
                found.append(rated(person, day, step, domain))
                again = min(5, max(1, step + dice.choice((-1, 0, 0, 1, 1, 1))))
                if dice.random() < 0.7:
                    later = None if dice.random() < 0.1 else again
                    found.append(rated(person, day + timedelta(days=42), later, domain))
    return found


def asked(what=MOVED, period=QUARTER, domains=DOMAINS, rater="self"):
    return Asked(what, rater, period, domains)


class Reader(Attacker):
    """Knows that everybody who was asked is somewhere among the answers."""

    def _sums(self, _is_filtered):
        for domain in {key[0] for key, _measure in self.names}:
            codes = [name for name in self.names if name[0][0] == domain and name[0][1] != ALL]
            self._add([(((domain, ALL), PEOPLE), -1), *((name, 1) for name in codes)], 0, 0)


def reader_of(proposal):
    shown = proposal.gated.shown
    published, why = ({cell: getattr(one, name) for cell, one in shown.items()} for name in ("n", "why"))
    return Reader((), published, why)


@pytest.mark.parametrize("what", [MOVED, NEEDED])
@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_inside_and_out_of_everybody_who_was_asked(what, seed):
    answers = crowd(60, seed)
    journeys = Journeys(answers, UP_TO)
    said = {cell[0]: journeys.count(place).n for cell, place in cells_of(asked(what)).items()}
    for domain in DOMAINS:
        assert said[domain, ALL] == sum(said[domain, code] for code in CODES[what])
        if what == MOVED:
            inside = travelled(answers)[domain, "self"]
            assert [said[domain, code] for code in CODES[what]] == [
                inside.up,
                inside.stayed,
                inside.down,
                inside.not_known,
            ]


def test_needs_are_told_by_the_latest_step():
    days = [QUARTER.from_on + timedelta(days=n) for n in range(4)]
    answers = [rated(1, days[0], 1), rated(1, days[1], 3), rated(2, days[0], 4), rated(2, days[1], 2)]
    answers += [rated(3, days[0], None), rated(4, days[0], 2), rated(4, days[2], None)]
    assert {line[2].int: said for line, said in needs(answers, UP_TO).items()} == {
        1: "no_need",
        2: "need",
        3: "no_step",
        4: "need",
    }


@pytest.mark.parametrize("what", [MOVED, NEEDED])
@pytest.mark.parametrize(("seed", "n"), [(0, 40), (1, 60), (2, 90), (3, 150)])
def test_small_figures_stay_hidden_from_whoever_can_add(what, seed, n):
    journeys = Journeys(crowd(n, seed), UP_TO)
    proposal, domains = pass_distance(asked(what), journeys)
    assert domains and proposal.says_something
    for cell, shown in proposal.gated.shown.items():
        true = journeys.count(proposal.places[cell]).n
        assert shown.n is None or (shown.n % 5 == 0 and abs(shown.n - true) <= 2)
        assert shown.n is None or not 1 <= true <= 7
    assert too_narrow(reader_of(proposal)) == {}


def test_rows_that_are_mostly_hidden_are_left_out_emptiest_first():
    answers = crowd(120, 5, ("housing", "money")) + crowd(9, 6, ("safety",)) + crowd(6, 7, ("tax",))
    every = asked(domains=("tax", *DOMAINS))
    proposal, domains = pass_distance(every, Journeys(answers, UP_TO))
    assert domains in {("housing", "money"), DOMAINS} and proposal.gated.is_fit
    assert pass_distance(asked(), Journeys(crowd(9, 6) + crowd(90, 2, ("money",), 99), UP_TO))[1] == (
        "money",
    )
    assert {key[0] for key, _measure in proposal.places} == set(domains)


def test_of_one_row_left_something_is_said_or_nothing():
    few, some = (Journeys(crowd(n, 1, ("safety",)), UP_TO) for n in (6, 30))
    assert not pass_distance(asked(), few)[0].says_something
    proposal, domains = pass_distance(asked(), some)
    assert domains == ("safety",) and proposal.says_something
    nobody, none = pass_distance(asked(), Journeys([], UP_TO))
    assert none == () and not nobody.says_something


def test_raters_domains_and_days_are_kept_apart():
    answers = [*crowd(30, 1), *(rated(900 + n, QUARTER.from_on, 2, rater="worker") for n in range(12))]
    journeys = Journeys(answers, UP_TO)

    def n(**where):
        return journeys.count(Place(PEOPLE, QUARTER, tuple(sorted(where.items())))).n

    assert (
        n(domain="housing", rater="worker") == n(domain="housing", rater="worker", answer="not_known") == 12
    )
    assert n(domain="money", rater="worker") == 0
    later = Place(
        PEOPLE, Period(date(2026, 4, 1), date(2026, 6, 30)), (("domain", "housing"), ("rater", "self"))
    )
    assert journeys.count(later).n == 0
    one, other = (
        journeys.contacts_of(Place(PEOPLE, QUARTER, (("domain", domain), ("rater", "self"))))
        for domain in ("housing", "money")
    )
    assert one and other and not one & other


def test_what_adds_up_does_so_in_every_table():
    journeys = Journeys(crowd(50, 3), UP_TO)
    counted = {cell: journeys.count(place) for cell, place in cells_of(asked()).items()}
    sums = between(asked(), counted)
    assert len(sums) == len(DOMAINS)
    assert all(sum(sign * counted[cell].n for cell, sign in one.items()) == n == 0 for one, n in sums)


def test_the_same_table_again_shows_the_same_and_corrects_nothing_by_a_few():
    answers = crowd(120, 8)
    first, domains = pass_distance(asked(), Journeys(answers, UP_TO))
    ledger = as_released(first.places, first.gated.shown)
    again, _domains = pass_distance(asked(), Journeys(answers, UP_TO), ledger)
    assert [one.n for one in again.gated.shown.values()] == [one.n for one in first.gated.shown.values()]
    late = [rated(5_000 + n, QUARTER.to_on, 1, domain) for n in range(3) for domain in domains]
    after, _domains = pass_distance(asked(), Journeys(answers + late, UP_TO), ledger)
    before = {one.place: one.n for one in ledger}
    assert not [
        cell for cell, place in after.places.items() if after.gated.shown[cell].n not in (None, before[place])
    ]


def test_needs_beside_distance_of_the_same_days_show_no_few():
    """The two tables count the same people otherwise: nearly the same ones are held back."""
    answers = [rated(n, QUARTER.from_on, 1) for n in range(40)]
    answers += [rated(n, QUARTER.to_on, 3) for n in range(23)]
    answers += [rated(100 + n, QUARTER.from_on, None) for n in range(20)]
    journeys = Journeys(answers, UP_TO)
    first, _domains = pass_distance(asked(domains=("housing",)), journeys)
    assert first.gated.shown[("housing", "up"), PEOPLE].n == 25
    ledger = as_released(first.places, first.gated.shown)
    second, _domains = pass_distance(asked(NEEDED, domains=("housing",)), journeys, ledger)
    # Who moved up has no need now: the same people, which says nothing new.
    assert second.gated.shown[("housing", "no_need"), PEOPLE].n == 25
    more = [*answers, *(rated(200 + n, QUARTER.from_on, 4) for n in range(2))]
    second, _domains = pass_distance(asked(NEEDED, domains=("housing",)), Journeys(more, UP_TO), ledger)
    assert second.gated.shown[("housing", "no_need"), PEOPLE].why == "earlier"
