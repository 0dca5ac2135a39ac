"""A plan: it begins with a goal, moves any way, keeps two workers apart, and nobody's work is asked for."""

import inspect
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.attacks.scanner import scan_bytes
from tests.rooms.plans.conftest import NOW, TODAY
from yarrow.people.errors import NotForYou, NotHere
from yarrow.plans import actions, planning, states
from yarrow.plans.errors import CannotBe, ChangedMeanwhile, WrongStep
from yarrow.plans.models import Goal, Plan, Review, Step
from yarrow.vault.trail import rows_about

WEEK = timedelta(days=7)


def shown(table, person):
    return planning.of_person(table.by, person, TODAY, "")


def test_add_goal_begins_the_plan_and_seals_what_it_says(table, kim):
    goal = table.goal(kim, "See my daughter on Sundays", domain="parenting", kind="contact")
    table.do(actions.add_goal, at=NOW + WEEK, person=kim, words="Sleep")
    assert Plan.objects.count() == 1 and Goal.objects.count() == 2
    stored = Goal.objects.get(pk=goal.pk)
    held = b"".join(getattr(stored, name).ciphertext for name in ("words", "domain", "kind"))
    assert scan_bytes(held, ["daughter", "parenting", "contact"]) == []
    (plan,) = shown(table, kim)
    assert [(one.words, one.about) for one in plan.goals] == [
        ("See my daughter on Sundays", "Being a parent · Contact with a child"),
        ("Sleep", ""),
    ]


def test_add_goal_sent_twice_is_one(table, kim):
    entry = uuid4()
    assert table.goal(kim, entry_id=entry).pk == table.goal(kim, "Another", entry_id=entry).pk
    with pytest.raises(NotHere):
        table.goal(table.person("Lou"), entry_id=entry)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"words": "  "}, "words"), ({"domain": "castle"}, "domain"), ({"kind": "exit"}, "kind")],
)
def test_add_goal_what_can_not_be(table, kim, said, field):
    with pytest.raises(CannotBe) as refused:
        table.goal(kim, **said)
    assert refused.value.field == field and Plan.objects.count() == 0


def test_change_goal_of_two_workers_the_second_is_told(table, kim):
    goal = table.goal(kim)
    table.do(actions.change_goal, goal=goal, version=1, words="Weekends too")
    with pytest.raises(ChangedMeanwhile):
        table.do(actions.change_goal, goal=goal, version=1, words="Not at all")
    assert shown(table, kim)[0].goals[0].words == "Weekends too"


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (["reach"], "reached"),
        (["set_aside"], "set_aside"),
        (["reach", "take_up"], "wanted"),
        (["set_aside", "take_up", "reach"], "reached"),
    ],
)
def test_move_goal_any_way_and_back(table, kim, acts, state):
    goal = table.goal(kim)
    for act in acts:
        table.do(actions.move_goal, goal=goal, act=act)
    assert Goal.objects.get().state == state and Goal.objects.get().moved_at == NOW


def test_move_goal_twice_the_same_way_is_told(table, kim):
    goal = table.goal(kim)
    table.do(actions.move_goal, goal=goal, act="reach")
    with pytest.raises(WrongStep):
        table.do(actions.move_goal, goal=goal, act="reach")


def test_states_lead_from_every_state_to_every_other():
    for machine in (states.PLAN_STATES, states.GOAL_STATES, states.STEP_STATES):
        for state, acts in machine.items():
            assert acts and set(acts.values()) <= set(machine) and state not in acts.values()
            assert all(str(words) for _act, words in states.acts_from(machine, state)) and str(
                states.LABELS[state]
            )


def test_step_of_a_worker_is_theirs_who_wrote_it_unless_another_is_named(table, kim):
    goal, peer = table.goal(kim), table.world.account("peer").worker
    mine, theirs = table.step(goal, who="worker"), table.step(goal, who="worker", worker=peer)
    assert (mine.worker, theirs.worker) == (table.by.id, peer.id)
    assert table.step(goal, who="person", worker=peer).worker is None
    other = table.step(goal, who="other", other="Her sister")
    table.step(goal, who="person", other="Ana")
    (plan,) = shown(table, kim)
    assert {line.who for line in plan.goals[0].steps} == {
        *("They themselves", "Her sister", "Sam Case_Worker", "Sam Peer"),
        "They themselves, with Ana",
    }
    assert scan_bytes(Step.objects.get(pk=other.pk).other.ciphertext, ["sister"]) == []


def test_step_of_a_worker_who_meets_nobody_is_refused(table, kim):
    with pytest.raises(CannotBe) as refused:
        table.step(table.goal(kim), who="worker", worker=table.world.account("evaluator").worker)
    assert refused.value.field == "worker"


def test_step_that_is_late_stays_so_while_its_words_change(table, kim):
    step = table.step(table.goal(kim), due_on=TODAY)
    later = NOW + WEEK
    changed = table.do(
        actions.change_step, at=later, step=step, version=1, what="Again", who="person", due_on=TODAY
    )
    assert changed.due_on == TODAY and changed.version == 2
    with pytest.raises(CannotBe) as refused:
        table.do(
            actions.change_step, at=later, step=step, version=2, what="x", who="person", due_on=TODAY - WEEK
        )
    assert refused.value.field == "due_on"


def test_steps_without_a_day_stand_last_and_late_ones_say_so(table, kim):
    goal = table.goal(kim)
    table.step(goal, "Some day")
    table.step(goal, "Soon", due_on=TODAY)
    lines = planning.of_person(table.by, kim, TODAY + WEEK, "")[0].goals[0].steps
    assert [(line.what, line.is_late) for line in lines] == [("Soon", True), ("Some day", False)]
    table.do(actions.move_step, step=lines[0].step, act="do")
    assert not planning.of_person(table.by, kim, TODAY + WEEK, "")[0].goals[0].steps[0].is_late


def test_plan_rests_ends_and_comes_back(table, kim):
    plan = table.goal(kim).plan
    for act, state in (("rest", "resting"), ("take_up", "going"), ("end", "ended"), ("take_up", "going")):
        assert table.do(actions.move_plan, plan=plan, act=act).state == state


def test_plan_that_rests_takes_a_new_goal_and_one_that_ended_does_not(table, kim):
    plan = table.goal(kim).plan
    table.do(actions.move_plan, plan=plan, act="rest")
    assert table.goal(kim, "Sleep").plan_id == plan.pk
    table.do(actions.move_plan, plan=plan, act="end")
    new = table.goal(kim, "Work").plan
    assert new.pk != plan.pk and [one.plan.pk for one in shown(table, kim)] == [new.pk, plan.pk]
    with pytest.raises(CannotBe, match="another plan"):
        table.do(actions.move_plan, plan=plan, act="take_up")


def test_agree_plan_says_on_which_day(table, kim):
    plan = table.goal(kim).plan
    assert table.do(actions.agree_plan, plan=plan).agreed_on == TODAY


def test_sign_off_only_where_the_project_wants_it(table, kim):
    plan, boss = table.goal(kim).plan, table.world.worker("coordinator")
    with pytest.raises(CannotBe, match="not signed off"):
        table.do(actions.sign_off_plan, by=boss, plan=plan)
    table.do(actions.set_sign_off, by=boss, is_wanted=True)
    table.project.refresh_from_db()
    with pytest.raises(NotForYou):
        table.do(actions.sign_off_plan, plan=plan)
    assert table.do(actions.sign_off_plan, by=boss, plan=plan).signed_by == boss.id
    (line,) = shown(table, kim)
    assert line.wants_sign_off and line.signed_by == "Sam Coordinator"
    again = table.do(actions.sign_off_plan, by=table.world.worker("manager"), plan=plan)
    assert again.signed_by == boss.id


def test_review_keeps_what_helped_and_when_to_look_again(table, kim):
    plan, entry = table.goal(kim).plan, uuid4()
    said = {"helped": "the bus pass", "around": "a raid", "unexpected": "she sings"}
    told = {"plan": plan, "held_on": TODAY, "next_on": TODAY + WEEK, "entry_id": entry, **said}
    for _ in range(2):
        table.do(actions.add_review, **told)
    assert Review.objects.count() == 1 and Plan.objects.get().review_on == TODAY + WEEK
    (line,) = shown(table, kim)[0].reviews
    assert (line.helped, line.around, line.unexpected) == ("the bus pass", "a raid", "she sings")
    table.do(actions.add_review, plan=plan, held_on=TODAY)
    assert Plan.objects.get().review_on is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"held_on": None}, "held_on"),
        ({"held_on": TODAY + WEEK}, "held_on"),
        ({"next_on": TODAY - WEEK}, "next_on"),
    ],
)
def test_review_on_days_that_can_not_be(table, kim, said, field):
    plan = table.goal(kim).plan
    with pytest.raises(CannotBe) as refused:
        table.do(actions.add_review, plan=plan, **{"held_on": TODAY, **said})
    assert refused.value.field == field and Review.objects.count() == 0


@pytest.mark.parametrize(
    ("rated", "planned", "missing"),
    [
        ({"trauma": 1, "drugs_alcohol": 2}, ["trauma"], "drugs_alcohol"),
        ({"trauma": 1, "drugs_alcohol": 2}, ["drugs_alcohol"], "trauma"),
        ({"trauma": 1, "drugs_alcohol": 2}, ["drugs_alcohol", "trauma"], ""),
        ({"trauma": 1, "drugs_alcohol": 2}, ["housing"], ""),
        ({"trauma": 1, "drugs_alcohol": 5}, ["trauma"], ""),
        ({"trauma": 1}, ["trauma"], ""),
        ({"trauma": 1, "drugs_alcohol": "rather_not"}, ["trauma"], ""),
    ],
)
def test_trauma_and_substance_use_are_asked_together(table, kim, rated, planned, missing):
    table.rate(kim, **rated)
    for domain in planned:
        table.goal(kim, "Something", domain=domain)
    assert shown(table, kim)[0].missing == missing


def test_trauma_and_substance_use_goal_set_aside_is_not_in_the_plan(table, kim):
    table.rate(kim, trauma=1, drugs_alcohol=2)
    table.goal(kim, "Sleep", domain="trauma")
    other = table.goal(kim, "Less", domain="drugs_alcohol")
    assert shown(table, kim)[0].missing == ""
    table.do(actions.move_goal, goal=other, act="set_aside")
    assert shown(table, kim)[0].missing == "drugs_alcohol"


def test_plan_acts_are_on_the_trail_in_words(table, kim):
    goal = table.goal(kim)
    step = table.step(goal)
    table.do(actions.move_step, step=step, act="do")
    table.do(actions.move_goal, goal=goal, act="reach")
    acts = [row.act for row in rows_about(table.project.id, kim.id)]
    assert {"plans.add_goal", "plans.add_step", "plans.do_step", "plans.reach_goal"} <= set(acts)
    row = rows_about(table.project.id, kim.id).get(act="plans.add_goal")
    assert row.fields == ["plans.goal.notes.kind", "plans.goal.notes.words"]


def test_nothing_about_a_plan_has_to_be_about_work():
    """No act of a plan needs a word about the work somebody does, and none asks whether they leave it."""
    for act in (
        actions.add_goal,
        actions.add_step,
        actions.add_review,
        actions.agree_plan,
        actions.sign_off_plan,
    ):
        needed = [
            name
            for name, one in inspect.signature(act).parameters.items()
            if one.default is inspect.Parameter.empty
        ]
        assert set(needed) <= {
            *("project", "by", "at", "person", "goal", "plan"),
            *("words", "what", "who", "held_on"),
        }


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator"])
def test_plans_are_case_work(table, kim, role):
    by, goal = table.world.worker(role), table.goal(kim)
    for act, said in (
        (actions.add_goal, {"person": kim, "words": "x"}),
        (actions.move_goal, {"goal": goal, "act": "reach"}),
        (actions.add_step, {"goal": goal, "what": "x", "who": "person"}),
        (actions.make_card, {"person": kim, "said": {"signs": "x"}, "n_seen": 0}),
        (actions.add_housing, {"person": kim, "kind": "hostel", "from_on": TODAY}),
    ):
        with pytest.raises(NotForYou):
            table.do(act, by=by, **said)
