"""Referrals through the gate: as they stood on the last day, hidden where few people are behind, not worked out."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from tests.attacks.attacker import Attacker, too_narrow
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.differencing import as_released
from yarrow.methods.funnels import Followed, Walked, funnel
from yarrow.methods.pathways import ENDED, ENDED_SHORT, stage_of
from yarrow.methods.referral_gate import (
    CAME,
    COUNT,
    GAPS,
    SHORT,
    TOLD,
    WAITS,
    middles,
    pass_referrals,
)
from yarrow.methods.referred import Referred
from yarrow.methods.row_gate import OTHERS, Asked

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
HALF = Period(date(2026, 1, 1), date(2026, 6, 30))
CLINIC, HOSTEL, LAW, SMALL = (UUID(int=n) for n in range(1, 5))
FORWARD = ("sent", "received", "accepted", "attended", "engaged", "completed")


def referred(person, *moves, agency=CLINIC, need="housing", route="plain", usual=None):
    """(state, day, reason) of each move; the first is the offer."""
    standing = tuple((*one, "") if len(one) == 2 else one for one in moves)
    days = {}
    for state, on, _reason in standing:
        if (stage := stage_of(state)) is not None:
            days.setdefault(stage, on)
    state, since, reason = standing[-1]
    return Followed(
        person_id=UUID(int=person),
        agency=agency,
        service=None,
        need=need,
        route=route,
        offered_on=standing[0][1],
        walked=Walked(state, tuple(one[0] for one in standing)),
        days=days,
        reason=reason if state in ENDED_SHORT else "",
        ended_on=since if state in ENDED else None,
        standing=standing,
        usual_days=usual,
    )


def life(dice, person, agency, first=QUARTER.from_on, within=80):
    on = first + timedelta(days=dice.randrange(within))
    moves = [("offered", on)]
    for state in FORWARD[: dice.choice((0, 2, 3, 4, 4, 6, 6, 6))]:
        on += timedelta(days=dice.randrange(1, 12))
        moves.append((state, on))
    if len(moves) < 5 and dice.random() < 0.6:
        reason = dice.choice(("judged_sex_work", "refused_use", "full", "not_now", "other"))
        moves.append(("refused" if len(moves) > 1 else "declined", on + timedelta(days=3), reason))
    return referred(person, *moves, agency=agency, need=dice.choice(("housing", "money", "safety")))


def crowd(n, seed, agencies=(CLINIC, HOSTEL, LAW), first=0):
    """So many people; some are referred twice."""
    dice = random.Random(seed)
    return [
        life(dice, first + person, dice.choice(agencies))
        for person in range(n)
        for _again in range(dice.choice((1, 1, 2)))
    ]


def asked(what=CAME, by="agency", period=QUARTER, unnamed=()):
    return Asked(what, by, period, frozenset(unnamed))


class Reader(Attacker):
    """Knows that rows add up to everybody, that a stage is part of the one before, and reasons of all that ended."""

    def _sums(self, _is_filtered):
        rows = list(dict.fromkeys(row for (row, _column), _count in self.names))
        columns = list(dict.fromkeys(column for (_row, column), _count in self.names))
        for column in columns:
            parts = [self._cell(row, column) for row in rows if row != ALL]
            if parts:
                self._add([(self._cell(ALL, column), -1), *((one, 1) for one in parts)], 0, 0)
        for row in rows:
            self._inside(row, columns)

    def _inside(self, row, columns):
        nested = [one for one in columns if one in TOLD]
        pairs = [(before, [after]) for before, after in pairwise(nested)]
        if WAITS in columns:
            pairs.append(("sent", ["attended", WAITS]))
        if ALL in columns:
            pairs.append((ALL, [one for one in columns if one != ALL]))
        pairs += [("sent", [one]) for one in columns if one in ("turned_away", "slow")]
        for whole, parts in pairs:
            terms = [(self._cell(row, whole), 1), *((self._cell(row, one), -1) for one in parts)]
            self._add(terms, 0, 0 if whole == ALL else float("inf"))

    def _cell(self, row, column):
        return ((row, column), COUNT)


def reader_of(proposal):
    shown = proposal.gated.shown
    published, why = ({cell: getattr(one, name) for cell, one in shown.items()} for name in ("n", "why"))
    return Reader((), published, why)


def said(proposal):
    return {cell[0]: one.why or one.n for cell, one in proposal.gated.shown.items()}


@pytest.mark.parametrize("seed", range(3))
def test_true_figures_are_the_funnel_of_the_last_day(seed):
    rows = crowd(150, seed)
    behind = Referred(rows)
    proposal, _rows = pass_referrals(asked(), behind)
    there = funnel(one.as_of(QUARTER.to_on).walked for one in rows if one.offered_on in QUARTER)
    counted = {
        cell[0][1]: behind.count(place).n for cell, place in proposal.places.items() if cell[0][0] == ALL
    }
    assert {one.stage: one.n for one in there if one.stage in TOLD} == {
        stage: counted[stage] for stage in TOLD
    }


def test_as_of_knows_nothing_of_what_came_later():
    one = referred(
        1,
        ("offered", date(2026, 1, 5)),
        ("sent", date(2026, 1, 10)),
        ("refused", date(2026, 4, 2), "refused_use"),
    )
    then = one.as_of(QUARTER.to_on)
    assert (then.walked.state, then.reason, then.ended_on) == ("sent", "", None)
    assert then.wait("sent", "attended", QUARTER.to_on).days == 80
    later = one.as_of(date(2026, 4, 2))
    assert (later.walked.state, later.reason, later.ended_on) == ("refused", "refused_use", date(2026, 4, 2))
    assert one.as_of(date(2026, 1, 1)).walked.state == "offered"


@pytest.mark.parametrize("what", [CAME, SHORT, GAPS])
@pytest.mark.parametrize(("seed", "n"), [(0, 60), (1, 120), (2, 200), (3, 400)])
def test_small_figures_stay_hidden_from_whoever_can_add(what, seed, n):
    behind = Referred(crowd(n, seed))
    by = "need" if what == GAPS else "agency"
    proposal, _by = pass_referrals(asked(what, by), behind)
    for cell, shown in proposal.gated.shown.items():
        true = behind.count(proposal.places[cell])
        assert shown.n is None or (shown.n % 5 == 0 and abs(shown.n - true.n) <= 2)
        assert shown.n is None or not true.n or min(true.n, true.people) > 7
    if proposal.gated.is_safe:
        assert too_narrow(reader_of(proposal)) == {}


def test_many_referrals_of_a_few_people_are_hidden():
    many = [
        referred(n % 6, ("offered", date(2026, 2, 1)), ("sent", date(2026, 2, 2)), agency=HOSTEL)
        for n in range(60)
    ]
    proposal, _by = pass_referrals(asked(), Referred([*crowd(150, 1), *many]))
    assert (
        str(HOSTEL) not in {row for (row, _column) in said(proposal)}
        or said(proposal)[(str(HOSTEL), "offered")] != 60
    )


def test_small_agencies_and_those_without_a_name_are_counted_with_the_others():
    rows = crowd(160, 4) + crowd(5, 5, (SMALL,), 900)
    proposal, by = pass_referrals(asked(unnamed={str(LAW)}), Referred(rows))
    named = {row for (row, _column) in said(proposal)}
    assert named <= {str(CLINIC), str(HOSTEL), OTHERS, ALL} and OTHERS in named and by == ("agency", OTHERS)
    place = proposal.places[(OTHERS, "offered"), COUNT]
    assert set(dict(place.where)["agency"].split("|")) >= {str(LAW), str(SMALL)}


def test_months_that_are_mostly_hidden_become_longer():
    thin = pass_referrals(asked(by="month", period=HALF), Referred(crowd(24, 3)))
    assert thin[1] in {("quarter",), ()}
    full, by = pass_referrals(asked(by="month"), Referred(crowd(900, 3)))
    assert by == ("month",) and len({row for row, _column in said(full)}) == 4


def test_middle_wait_counts_those_who_still_wait_and_is_in_weeks():
    day = date(2026, 1, 5)
    seen = [
        referred(n, ("offered", day), ("sent", day), ("attended", day + timedelta(days=28)))
        for n in range(20)
    ]
    waiting = [referred(100 + n, ("offered", day), ("sent", day)) for n in range(19)]
    table = asked()
    proposal, _by = pass_referrals(table, Referred(seen + waiting))
    assert middles(table, Referred(seen + waiting), proposal)[ALL] == "4"
    more = Referred(
        [*seen, *waiting, *(referred(200 + n, ("offered", day), ("sent", day)) for n in range(9))]
    )
    proposal, _by = pass_referrals(table, more)
    assert middles(table, more, proposal)[ALL] == "open"
    few = Referred(seen[:8])
    proposal, _by = pass_referrals(table, few)
    assert middles(table, few, proposal)[ALL] == "few"


def test_gaps_count_who_waits_too_long_by_the_pathways_time():
    day = date(2026, 1, 1)
    rows = [referred(n, ("offered", day), ("sent", day), usual=100) for n in range(10)]
    rows += [referred(20 + n, ("offered", day), ("sent", day), usual=30) for n in range(10)]
    rows += [referred(40 + n, ("offered", day), ("sent", day)) for n in range(10)]
    refused = ("refused", day + timedelta(days=2), "full")
    rows += [referred(60 + n, ("offered", day), ("sent", day), refused) for n in range(10)]
    proposal, _by = pass_referrals(asked(GAPS, "need"), Referred(rows))
    figures = said(proposal)
    assert [figures[ALL, column] for column in ("sent", "turned_away", "slow")] == [40, 10, 20]


@pytest.mark.parametrize("n_late", range(1, 8))
def test_a_few_who_moved_between_two_releases_are_held_back(n_late):
    """Thirty were seen by March; so many of forty more were seen by June."""
    day = date(2026, 1, 5)
    seen = [referred(n, ("offered", day), ("sent", day), ("attended", day)) for n in range(30)]
    late = [
        referred(
            100 + n,
            ("offered", day),
            ("sent", day),
            *([("attended", date(2026, 5, 1))] if n < n_late else []),
        )
        for n in range(40)
    ]
    behind = Referred(seen + late)
    first, _by = pass_referrals(asked(by="month"), behind)
    ledger = as_released(first.places, first.gated.shown)
    second, _by = pass_referrals(replace(asked(by="month"), period=HALF), behind, ledger)
    assert said(first)[ALL, "attended"] == 30 and said(second)[ALL, "attended"] == "earlier"
    # Who was offered something is the same figure as before.
    assert said(second)[ALL, "offered"] == said(first)[ALL, "offered"] == 70
