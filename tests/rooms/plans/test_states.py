"""The lives of a plan, a goal and a step: what can follow what, and the page that draws it."""

import pytest

from yarrow.plans import planning, states

MACHINES = {"A plan": states.PLAN_STATES, "A goal": states.GOAL_STATES, "A step": states.STEP_STATES}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_every_state_is_reached_from_every_other(machine):
    """Nothing is a dead end: coming back is as ordinary as going on."""
    for begin in machine:
        reached, waiting = set(), [begin]
        while waiting:
            here = waiting.pop()
            fresh = set(machine[here].values()) - reached
            reached |= fresh
            waiting += fresh
        assert reached == set(machine), begin


def test_diagram_draws_each_act_of_each_machine_once():
    drawn = states.diagram()
    for name, machine in MACHINES.items():
        assert f"## {name}" in drawn
        for state, acts in machine.items():
            for act, after in acts.items():
                assert drawn.count(f"    {state} --> {after}: {act}") == 1


def test_acts_have_words_and_say_nothing_of_work():
    said = " ".join(str(words).lower() for words in (*states.ACTS.values(), *states.LABELS.values()))
    assert [
        word for word in ("exit", "sex", "fail", "relapse", "comply", "close the case") if word in said
    ] == []


@pytest.mark.parametrize(
    ("machine", "act"), [(states.GOAL_STATES, "end"), (states.PLAN_STATES, ""), (states.STEP_STATES, "rest")]
)
def test_act_of_another_kind_of_thing_is_no_page(machine, act):
    with pytest.raises(planning.Http404):
        planning.check_act(machine, act)


def test_states_of_different_things_have_different_names():
    names = [state for machine in MACHINES.values() for state in machine]
    assert len(names) == len(set(names)) and set(names) == set(states.LABELS)
