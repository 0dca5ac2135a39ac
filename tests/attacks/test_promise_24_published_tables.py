"""Published tables against someone who can count: integer programmes over a table, subtraction over two."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.attacks.attacker import Attacker, too_narrow
from tests.methods import test_distance_gate as journeys
from tests.methods import test_referral_gate as onward
from tests.methods.tables import YEAR, contacts, definition
from yarrow.methods import differencing, disclosure, distance_gate, proposing, row_gate
from yarrow.methods.activity import Met, Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.differencing import as_released
from yarrow.methods.distance_gate import MOVED, NEEDED, Journeys, pass_distance
from yarrow.methods.populations import Populations
from yarrow.methods.referral_gate import CAME, GAPS, SHORT, pass_referrals
from yarrow.methods.referred import Referred
from yarrow.methods.returns import cell_of, pass_lines

PROMISE = (
    "Published tables point to nobody: no hidden figure can be worked out, not from two releases either."
)
TABLES = (("month",), ("quarter",), ("zone",), ("kind",), ("gender",), ("setting",), ("half_year", "gender"))
THINGS = ("n_contacts", "given:condoms", "given:alarm", "done:information", "done:crisis")


def attackers(seeds, tables=TABLES, sizes=(150, 400)):
    """An attacker for each table that the gate lets out."""
    for seed in seeds:
        populations = Populations(contacts(seed, n=sizes[seed % len(sizes)]))
        for by in tables:
            for asked in (definition(*by), definition(*by, measures=THINGS)):
                yield attacker_of(proposing.propose(asked, populations))


def attacker_of(proposal):
    shown = proposal.gated.shown
    return Attacker(
        proposal.definition.by,
        {cell: one.n for cell, one in shown.items()},
        {cell: one.why for cell, one in shown.items()},
        is_filtered=bool(proposal.definition.where),
    )


def test_hidden_figures_can_not_be_worked_out():
    n_hidden = 0
    for attacker in attackers(range(2)):
        n_hidden += sum(1 for n in attacker.published.values() if n is None)
        assert too_narrow(attacker) == {}
    assert n_hidden > 60


def lines_of_a_return(seed, n_people):
    """Everybody, and each gender, as lines of one return: the attacker reads them as a table with its margin."""
    populations = Populations(contacts(seed, n=120, n_people=n_people))
    genders = ("woman", "man", "non_binary")
    lines = [("n_people", ()), *(("n_people", (("gender", name),)) for name in genders)]
    proposal = pass_lines(YEAR, lines, populations)
    shown = {
        ((name,), "n_people"): proposal.gated.shown[cell_of("n_people", where)]
        for name, (_measure, where) in zip((ALL, *genders), lines, strict=True)
    }
    published = {cell: one.n for cell, one in shown.items()}
    return proposal, Attacker(("gender",), published, {cell: one.why for cell, one in shown.items()})


@pytest.mark.parametrize("n_people", [25, 40])
@pytest.mark.parametrize("seed", range(4))
def test_lines_of_a_return_can_not_be_worked_out(seed, n_people):
    proposal, attacker = lines_of_a_return(seed, n_people)
    if not proposal.gated.is_safe:
        assert not proposal.says_something
        return
    small = {name for name, why in attacker.why.items() if why in (disclosure.FEW, disclosure.BESIDE)}
    assert not small & set(too_narrow(attacker))


def met(day, person, zone="quay"):
    return Met(on=day, kind="van", person=person, zone=zone, first_on=day)


def two_halves(n_late):
    """Thirty people by May; in June some more, who come only then."""
    early = [met(date(2025, 1 + n % 5, 3), f"p{n}") for n in range(30)]
    return early + [met(date(2025, 6, 4), f"late{n}") for n in range(n_late)]


def both_releases(populations):
    """January to May, then January to June: the reader subtracts."""
    first = replace(definition(measures=("n_people",)), period=Period(date(2025, 1, 1), date(2025, 5, 31)))
    second = replace(first, period=Period(date(2025, 1, 1), date(2025, 6, 30)))
    before = proposing.propose(first, populations)
    ledger = as_released(before.places, before.gated.shown)
    after = proposing.propose(second, populations, ledger)
    return before.gated.shown[((), "n_people")].n, after.gated.shown[((), "n_people")].n


@pytest.mark.parametrize("n_late", range(1, 8))
def test_two_releases_that_differ_by_a_few_people_are_not_both_shown(n_late):
    assert both_releases(Populations(two_halves(n_late))) == (30, None)


def test_two_releases_that_differ_by_many_people_are_both_shown():
    assert both_releases(Populations(two_halves(9))) == (30, 40)


def test_tables_twin_with_true_margins_is_caught(monkeypatch):
    gate = disclosure.gate

    def with_true_margins(by, cells, *held):
        gated = gate(by, cells, *held)
        shown = {
            cell: replace(one, n=cells[cell].n) if one.n and ALL in cell[0] else one
            for cell, one in gated.shown.items()
        }
        return replace(gated, shown=shown)

    monkeypatch.setattr(proposing, "gate", with_true_margins)
    assert any(too_narrow(attacker) for attacker in attackers([1], [("half_year", "gender")]))


def test_tables_twin_that_hides_the_small_alone_is_caught(monkeypatch):
    monkeypatch.setattr(disclosure, "_narrow", lambda *args: None)
    assert any(too_narrow(attacker) for attacker in attackers(range(4)))


def test_tables_twin_without_the_ledger_is_caught(monkeypatch):
    monkeypatch.setattr(differencing, "conflicts", lambda *args: [])
    before, after = both_releases(Populations(two_halves(3)))
    assert after - before == 5


def test_share_of_hidden_figures_is_bounded_unless_nothing_is_broken_down():
    for seed in range(4):
        proposal = proposing.propose(definition("month", "zone"), Populations(contacts(seed, n=150)))
        assert not proposal.definition.by or proposal.gated.share_hidden <= Fraction(1, 3)


# --- distance travelled and needs ---------------------------------------------------------------------------


def journeys_of(n_late):
    """Thirty-two people rated in January and March; in June so many more, who are rated once."""
    first = [journeys.rated(n, date(2026, 1, 5), 2 + n % 2) for n in range(32)]
    again = [journeys.rated(n, date(2026, 3, 5), 3) for n in range(32)]
    return [*first, *again, *(journeys.rated(100 + n, date(2026, 6, 5), 1) for n in range(n_late))]


def two_distances(n_late):
    """January to March, then January to June: what a reader gets of those who were asked about housing."""
    behind = Journeys(journeys_of(n_late), journeys.UP_TO)
    first = journeys.asked(domains=("housing",))
    second = replace(first, period=Period(date(2026, 1, 1), date(2026, 6, 30)))
    before, _domains = pass_distance(first, behind)
    after, _domains = pass_distance(second, behind, as_released(before.places, before.gated.shown))
    cell = (("housing", ALL), "n_people")
    return before.gated.shown[cell].n, after.gated.shown[cell].n


def pinned_down(seeds):
    """Hidden figures of distance and needs that whoever can add pins down."""
    return [
        cell
        for seed in seeds
        for what in (MOVED, NEEDED)
        for cell in too_narrow(
            journeys.reader_of(
                pass_distance(
                    journeys.asked(what), Journeys(journeys.crowd(35 + 20 * seed, seed), journeys.UP_TO)
                )[0]
            )
        )
    ]


def test_distance_and_needs_can_not_be_worked_out():
    assert pinned_down(range(5)) == []


@pytest.mark.parametrize("n_late", range(1, 8))
def test_distance_of_two_releases_never_shows_a_few_who_came_between(n_late):
    assert two_distances(n_late) == (30, None)


def test_distance_with_many_who_came_between_is_shown_twice():
    assert two_distances(12) == (30, 45)


def test_distance_twin_that_forgets_what_adds_up_is_caught(monkeypatch):
    monkeypatch.setattr(distance_gate, "between", lambda *args: [])
    assert pinned_down(range(5))


def test_distance_twin_without_the_ledger_is_caught(monkeypatch):
    monkeypatch.setattr(differencing, "conflicts", lambda *args: [])
    before, after = two_distances(4)
    assert after - before == 5


# --- referrals: how far they came, why they ended short, gaps --------------------------------------------------


def one_beside_sixteen():
    """Eight, eight and one: rounded to 10, 10 and 15 in all, the one is known."""
    agencies = [onward.CLINIC] * 8 + [onward.HOSTEL] * 8 + [onward.LAW]
    return [onward.referred(n, ("offered", date(2026, 2, 1)), agency=one) for n, one in enumerate(agencies)]


def told_of_referrals(seeds):
    """Hidden figures of referrals that whoever can add pins down; nothing is published that is not safe."""
    found = []
    for rows in (one_beside_sixteen(), *(onward.crowd(70 + 60 * seed, seed) for seed in seeds)):
        behind = Referred(rows)
        for what, by in ((CAME, "agency"), (SHORT, "agency"), (GAPS, "need")):
            proposal, _by = pass_referrals(onward.asked(what, by), behind)
            if proposal.says_something:
                found += too_narrow(onward.reader_of(proposal))
    return found


def seen_by_two_releases(n_late):
    """How many were seen by March, and by June, of those offered it in January; so many were seen in May."""
    day = date(2026, 1, 5)
    lives = [("offered", day), ("sent", day), ("attended", day)]
    early = [onward.referred(n, *lives) for n in range(30)]
    late = [onward.referred(100 + n, *lives[:2], ("attended", date(2026, 5, 1))) for n in range(n_late)]
    behind = Referred([*early, *late, *(onward.referred(200 + n, *lives[:2]) for n in range(30))])
    before, _by = pass_referrals(onward.asked(by="month"), behind)
    ledger = as_released(before.places, before.gated.shown)
    after, _by = pass_referrals(onward.asked(by="month", period=onward.HALF), behind, ledger)
    return [onward.said(one)[ALL, "attended"] for one in (before, after)]


def test_figures_of_referrals_can_not_be_worked_out():
    assert told_of_referrals(range(4)) == []


@pytest.mark.parametrize("n_late", range(1, 8))
def test_referrals_of_two_releases_never_show_a_few_who_were_seen_between(n_late):
    assert seen_by_two_releases(n_late) == [30, "earlier"]


def test_referrals_of_many_who_were_seen_between_are_shown_twice():
    assert seen_by_two_releases(12) == [30, 40]


def test_referrals_of_a_few_people_are_hidden_however_many():
    few = [
        onward.referred(n % 7, ("offered", date(2026, 2, 1)), ("sent", date(2026, 2, 1))) for n in range(70)
    ]
    proposal, _by = pass_referrals(onward.asked(), Referred(few))
    assert {one.n for one in proposal.gated.shown.values()} == {None, 0}


def test_referrals_twin_that_forgets_what_adds_up_is_caught(monkeypatch):
    monkeypatch.setattr(row_gate, "between", lambda *_args, **_said: [])
    assert told_of_referrals([])


def test_referrals_twin_that_counts_referrals_as_people_is_caught(monkeypatch):
    count = Referred.count
    monkeypatch.setattr(Referred, "count", lambda *args: replace(count(*args), people=count(*args).n))
    with pytest.raises(AssertionError):
        test_referrals_of_a_few_people_are_hidden_however_many()


def test_referrals_twin_without_the_ledger_is_caught(monkeypatch):
    monkeypatch.setattr(differencing, "conflicts", lambda *args: [])
    assert seen_by_two_releases(4) == [30, 35]
