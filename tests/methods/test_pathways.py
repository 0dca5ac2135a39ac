"""How a referral moves, and pathways that can't be walked."""

import pytest

from yarrow.methods import pathways
from yarrow.methods.pathways import ENDED, MOVES, STAGES, BadPathway, NotFrom, after, furthest, reaches, read

STEP = {"code": "group", "label": "Group", "kind": "meeting", "expected_days": 14}
TOLD = {"code": "one", "version": "1", "label": "One", "words": "", "hint": "ours", "steps": [STEP]}


def walked(*acts, begins="offered"):
    state = begins
    for act in acts:
        state = after(state, act)
    return state


@pytest.mark.parametrize(
    ("acts", "ends"),
    [
        (
            ("agree", "send", "receive", "accept", "wait", "book", "accompany", "engage", "complete"),
            "completed",
        ),
        (("agree", "send", "attend", "complete"), "completed"),
        (("agree", "send", "wait", "book", "miss", "book", "attend"), "attended"),
        (("agree", "send", "refuse", "offer_again", "agree"), "agreed"),
        (("decline",), "declined"),
        (("agree", "send", "accept", "lose"), "lost"),
    ],
)
def test_a_referral_moves(acts, ends):
    assert walked(*acts) == ends


@pytest.mark.parametrize(
    ("state", "act"),
    [
        # Nothing is sent that was not agreed to, and nothing is received that was not sent.
        ("offered", "send"),
        ("offered", "attend"),
        ("agreed", "receive"),
        ("agreed", "refuse"),
        ("completed", "offer_again"),
        ("attended", "book"),
        ("lost", "send"),
        ("nowhere", "agree"),
    ],
)
def test_a_referral_does_not_leap(state, act):
    with pytest.raises(NotFrom):
        after(state, act)


def test_sending_comes_before_everything_that_happens_elsewhere():
    senders = {state for state, acts in MOVES.items() if "send" in acts}
    reached, frontier = {"offered"}, ["offered"]
    while frontier:
        acts = MOVES[frontier.pop()]
        for act, following in acts.items():
            if act != "send" and following not in reached:
                reached.add(following)
                frontier.append(following)
    assert senders == {"agreed"}
    assert reached == {"offered", "agreed", "declined", "lost"}


def test_every_state_is_reached_and_every_open_one_can_end():
    following = {state for acts in MOVES.values() for state in acts.values()}
    assert set(MOVES) == following | {"offered"}
    for state, acts in MOVES.items():
        assert state in ENDED or {"declined", "lost", "completed"} & set(acts.values()), state


@pytest.mark.parametrize(
    ("states", "stage"),
    [
        (("offered",), "offered"),
        (("offered", "declined"), "offered"),
        (("offered", "agreed", "sent", "refused"), "received"),
        (("offered", "agreed", "sent", "waiting", "lost"), "accepted"),
        (("offered", "agreed", "sent", "booked", "waiting"), "booked"),
        (("offered", "agreed", "sent", "accompanied"), "attended"),
        (("offered", "agreed", "sent", "attended", "declined"), "attended"),
        ((), "offered"),
    ],
)
def test_furthest_stage(states, stage):
    assert furthest(states) == stage


def test_reaches_counts_leaps_and_no_ends():
    assert reaches("attended", "booked") and reaches("accompanied", "attended")
    assert not reaches("lost", "offered") and not reaches("waiting", "booked")
    assert [stage for stage in STAGES if reaches("refused", stage)] == [
        "offered",
        "agreed",
        "sent",
        "received",
    ]


def test_read_a_pathway():
    more = {**STEP, "code": "therapy", "needs": ["trauma"], "fast_days": 7, "repeatable": True}
    found = read({**TOLD, "steps": [STEP, more]})
    therapy = found.step("therapy")
    assert found.after("group") == therapy and found.after("therapy") is None and found.step("none") is None
    assert (therapy.days(is_fast=True), therapy.days(is_fast=False)) == (7, 14)
    assert found.step("group").days(is_fast=True) == 14 and therapy.needs == ("trauma",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": []},
        {"steps": [STEP, STEP]},
        {"steps": [{**STEP, "kind": "sermon"}]},
        {"steps": [{**STEP, "expected_days": 0}]},
        {"steps": [{**STEP, "fast_days": 15}]},
        {"steps": [{**STEP, "fast_days": 0}]},
        {"steps": [{**STEP, "expected_days": pathways.MOST_DAYS + 1}]},
        {"steps": [{**STEP, "nobody": "knows"}]},
        {"steps": [{"code": "x"}]},
    ],
)
def test_a_pathway_that_cannot_be_walked_is_refused(wrong):
    with pytest.raises(BadPathway):
        read({**TOLD, **wrong})
    with pytest.raises(BadPathway):
        read({name: said for name, said in TOLD.items() if name != "label"})
