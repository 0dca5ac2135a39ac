"""Funnels and waits, each worked out by hand."""

from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest

from yarrow.methods.funnels import Taken, Wait, Waited, Walked, funnel, steps_reached, waited
from yarrow.methods.pathways import read


def by_stage(*walked):
    return {one.stage: one for one in funnel(walked)}


def test_funnel_of_a_handful():
    found = by_stage(
        Walked("completed", ("offered", "agreed", "sent", "attended", "engaged", "completed")),
        Walked("waiting", ("offered", "agreed", "sent", "waiting")),
        Walked("refused", ("offered", "agreed", "sent", "refused")),
        Walked("declined", ("offered", "declined")),
        # Lost, offered anew: it stands at the beginning again, and what was reached stays reached.
        Walked("offered", ("offered", "agreed", "sent", "accepted", "lost", "offered")),
    )
    assert [(stage, one.n) for stage, one in found.items()] == [
        ("offered", 5),
        ("agreed", 4),
        ("sent", 4),
        ("received", 4),
        ("accepted", 3),
        ("booked", 1),
        ("attended", 1),
        ("engaged", 1),
        ("completed", 1),
    ]
    assert (found["accepted"].n_open, found["accepted"].n_ended, found["accepted"].before) == (2, 0, 4)
    assert (found["received"].n_open, found["received"].n_ended) == (0, 1)
    assert (found["offered"].n_ended, found["offered"].before, found["offered"].share) == (1, None, None)
    # Completed is neither open nor ended short.
    assert (found["completed"].n_open, found["completed"].n_ended) == (0, 0)
    assert found["agreed"].is_few and found["agreed"].share is None


def test_funnel_adds_up_and_gives_shares_of_ten_and_more():
    rows = [Walked("sent", ("offered", "agreed", "sent"))] * 6 + [Walked("offered", ("offered",))] * 4
    found = funnel(rows)
    assert found[1].share == Fraction(6, 10) and not found[1].is_few
    assert found[3].n == 0 and found[3].before == 6 and found[3].is_few
    # Nobody came before: no share and no few, nothing is known.
    assert (found[4].n, found[4].before, found[4].share, found[4].is_few) == (0, 0, None, False)
    for one, following in pairwise(found):
        assert one.n == following.n + one.n_open + one.n_ended


def over(*days):
    return [Wait(day, True) for day in days]


def still(*days):
    return [Wait(day, False) for day in days]


@pytest.mark.parametrize(
    ("waits", "median"),
    [
        ([], None),
        (over(7), 7),
        (over(3, 9), 3),
        (over(3, 5, 9), 5),
        # 3 of 4 over: 3/4, then 2/4 at day 5.
        (over(2, 5, 8) + still(20), 5),
        # Left at 4 with three at risk from then on: 4/5, then 2/3 and 1/3 of it: 8/15, then 4/15.
        (over(2, 6, 9) + still(4, 30), 9),
        # The same days without those who still wait would say 6.
        (over(2, 6, 9), 6),
        (over(2) + still(50, 60, 70), None),
        (still(5, 6), None),
        # On one day what came is counted before who left: 1/2 at day 5, not nought.
        (over(5) + still(5), 5),
        # Several on one day: 2 of 5 is 3/5, then 1 of 3 is 2/5.
        (over(4, 4, 6) + still(6, 10), 6),
    ],
)
def test_waited_by_hand(waits, median):
    assert waited(waits).median == median
    assert waited(reversed(waits)).median == median


def test_waited_says_who_still_waits_and_who_few_are():
    found = waited(over(1, 2) + still(3))
    assert found == Waited(3, 2, 2)
    assert found.n_waiting == 1 and found.is_few
    assert not waited(over(*range(10))).is_few and not waited([]).is_few


STEPS = ("group", "stable", "stabilisation", "screen", "therapy")
PATHWAY = read(
    {
        **{name: name for name in ("code", "version", "label", "words", "hint")},
        "steps": [
            {"code": code, "label": code, "kind": "meeting", "expected_days": 7, "repeatable": True}
            for code in STEPS
        ],
    }
)


def took(person, step, result):
    return Taken(UUID(int=person), step, result)


def test_the_published_pathway_eleven_took_part_four_were_screened_and_led_on():
    taken = [took(n, "group", "done" if n <= 4 else "stopped") for n in range(1, 12)]
    taken += [took(n, step, "done") for n in range(1, 5) for step in ("stable", "stabilisation", "screen")]
    group, stable, _stabilisation, screen, therapy = steps_reached(PATHWAY, taken)
    assert (group.n, group.n_done, group.n_stopped, group.before) == (11, 4, 7, None)
    assert (stable.n, stable.before, stable.n_came) == (4, 11, 4)
    assert (screen.n, screen.before, screen.n_done) == (4, 4, 4)
    assert (therapy.n, therapy.before, therapy.n_came) == (0, 4, 0)


def test_a_repeated_step_counts_a_person_once_by_the_best_that_came_of_it():
    taken = [took(1, "group", "stopped"), took(1, "group", "not_yet"), took(1, "group", "done")]
    taken += [took(2, "group", "going"), took(2, "group", "stopped"), took(3, "screen", "not_needed")]
    group, stable, _stabilisation, screen, _therapy = steps_reached(PATHWAY, taken)
    assert (group.n, group.n_times, group.n_done, group.n_going, group.n_stopped) == (2, 5, 1, 1, 0)
    assert stable.n == 0 and stable.before == 2
    # Whoever begins in the middle is counted there, and is nobody's share of the step before.
    assert (screen.n, screen.n_came, screen.before, screen.n_not_needed) == (1, 0, 0, 1)
