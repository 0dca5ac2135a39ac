"""Figures of referrals on their way out: how far they came, why they ended short, gaps in provision.

A cell counts referrals offered in the table's days (`row_gate`); whether it is small is asked of the people behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from yarrow.methods.breakdowns import ALL, STRETCHES
from yarrow.methods.differencing import Released
from yarrow.methods.disclosure import FEWEST_FOR_MIDDLE, MOST_HIDDEN_PEOPLE
from yarrow.methods.funnels import waited
from yarrow.methods.pathways import ACCEPTED, ATTENDED, COMPLETED, ENGAGED, OFFERED, RECEIVED, SENT
from yarrow.methods.proposing import Proposal
from yarrow.methods.referred import DIMENSIONS, Referred
from yarrow.methods.row_gate import OTHERS, Asked, Columns, pass_rows

COUNT = "n_referrals"
CAME, SHORT, GAPS = "came", "short", "gaps"
# What each table can be broken down by.
ROWS_BY = {CAME: (*DIMENSIONS, *STRETCHES), SHORT: ("agency", "need"), GAPS: ("need", "agency", "route")}
TOLD = (OFFERED, SENT, RECEIVED, ACCEPTED, ATTENDED, ENGAGED, COMPLETED)
WAITS, TURNED_AWAY, SLOW = "waits", "turned_away", "slow"
# Why somebody was let down for who they are: never told under "other reasons".
ALWAYS_TOLD = ("judged_sex_work", "refused_use")
DAYS_A_WEEK = 7
# Of a row: too few for a middle, and fewer than half seen.
TOO_FEW, NOT_YET = "few", "open"


def columns_of(asked: Asked, referred: Referred) -> dict[str, dict[str, str]]:
    """Each column of the table with what it counts, the widest first."""
    if asked.what == CAME:
        stages = {stage: {} if stage == OFFERED else {"came": stage} for stage in TOLD}
        return {**stages, WAITS: {"waits": "yes"}}
    if asked.what == GAPS:
        return {SENT: {"came": SENT}, TURNED_AWAY: {"turned_away": "yes"}, SLOW: {"slow": "yes"}}
    whole = columns(asked, {}).place(asked, asked.by, ALL, (), {"short": ALL})
    people: dict[str, set[UUID]] = {}
    for one in referred.stood(whole, asked.period.to_on):
        people.setdefault(one.reason, set()).add(one.person_id)
    alone = [
        code for code, who in people.items() if len(who) > MOST_HIDDEN_PEOPLE and code not in ALWAYS_TOLD
    ]
    others = sorted(set(people) - set(alone) - set(ALWAYS_TOLD))
    found = {code: {"short": code} for code in (*ALWAYS_TOLD, *sorted(alone))}
    if others:
        found[OTHERS] = {"short": "|".join(others)}
    return {ALL: {"short": ALL}, **found}


def pass_referrals(
    asked: Asked, referred: Referred, ledger: Iterable[Released] = ()
) -> tuple[Proposal, tuple[str, ...]]:
    """(the table that may leave, what its rows are by): small rows are joined until it is not mostly holes."""
    return pass_rows(asked, referred, columns(asked, columns_of(asked, referred)), ledger)


def middles(asked: Asked, referred: Referred, proposal: Proposal) -> dict[str, str]:
    """Row → the middle wait from being sent to being seen, in whole weeks, or TOO_FEW or NOT_YET.

    Given only beside figures that are shown, of ten people or more who were sent.
    """
    said = {}
    for (row, column), _count in proposal.places:
        if column == SENT:
            said[row] = _middle(asked, referred, proposal, row)
    return said


def _middle(asked: Asked, referred: Referred, proposal: Proposal, row: str) -> str:
    sent, seen = (((row, stage), COUNT) for stage in (SENT, ATTENDED))
    place, shown = proposal.places[sent], proposal.gated.shown
    if not shown[sent].n or shown[seen].n is None or referred.count(place).people < FEWEST_FOR_MIDDLE:
        return TOO_FEW
    on = asked.period.to_on
    waits = (wait for one in referred.stood(place, on) if (wait := one.wait(SENT, ATTENDED, on)))
    median = waited(waits).median
    return NOT_YET if median is None else str((median + DAYS_A_WEEK // 2) // DAYS_A_WEEK)


def columns(asked: Asked, told: Mapping[str, Mapping[str, str]]) -> Columns:
    return Columns(COUNT, told, _within(asked, list(told)))


def _within(asked: Asked, columns: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """(a column, those that are part of it and have nothing in common)."""
    if asked.what == GAPS:
        return [(SENT, (TURNED_AWAY,)), (SENT, (SLOW,))]
    if asked.what == SHORT:
        return [(ALL, tuple(column for column in columns if column != ALL))]
    pairs = [(before, (stage,)) for before, stage in pairwise(TOLD)]
    return [*pairs, (SENT, (ATTENDED, WAITS))]
