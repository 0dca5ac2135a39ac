"""A plan as FHIR R4: what is required is there, lists are closed, references lead somewhere, nothing is made up."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods import r4
from yarrow.methods.care import (
    FIELDS,
    GOAL_STATUSES,
    PLAN_STATUSES,
    STEP_STATUSES,
    GoalOut,
    PlanOut,
    StepOut,
    bundle_of,
)

AT = datetime(2026, 3, 14, 21, 30, 0, 5, tzinfo=UTC)
DAYS = st.dates(date(1980, 1, 1), date(2100, 1, 1))
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
STEPS = st.builds(
    StepOut,
    what=st.just("") | WORDS,
    status=st.sampled_from(sorted(STEP_STATUSES)),
    who=st.sampled_from(["", "the person", "a worker"]),
    due_on=st.none() | DAYS,
)
GOALS = st.builds(
    GoalOut,
    id=st.uuids(),
    words=WORDS,
    status=st.sampled_from(sorted(GOAL_STATUSES)),
    said_on=DAYS,
    moved_on=st.none() | DAYS,
    domain=st.none() | st.just(("housing", "Where I live")),
    steps=st.lists(STEPS, max_size=3),
)
PLANS = st.builds(
    PlanOut,
    id=st.uuids(),
    status=st.sampled_from(sorted(PLAN_STATUSES)),
    begun_on=DAYS,
    goals=st.lists(GOALS, max_size=3),
)
ME = UUID("7f1d4c52-90a4-4f1f-8c86-0b8d4d4a9a01")


def goal(**changed):
    said = {"words": "A door that locks", "status": "active", "said_on": date(2026, 2, 1)}
    return GoalOut(id=UUID(int=7), **{**said, **changed})


def one(how="active", **changed):
    plan = PlanOut(UUID(int=3), how, date(2026, 1, 9), [goal(**changed)])
    return [entry["resource"] for entry in bundle_of([plan], ME, AT)["entry"]]


@given(st.lists(PLANS, max_size=2))
def test_whatever_leaves_is_r4_and_whole(plans):
    bundle = json.loads(json.dumps(bundle_of(plans, ME, AT)))
    # R4 has no empty list.
    assert ("entry" in bundle) is bool(plans)
    assert r4.faults(bundle) == []
    assert not bundle.get("entry") or r4.dangling(bundle) == set()
    n_goals = sum(len(plan.goals) for plan in plans)
    assert len(bundle.get("entry", [])) == len(plans) + n_goals


def test_members_say_what_the_plan_says():
    step = StepOut("Ring the council", "completed", "a worker", date(2026, 4, 1))
    about = ("housing", "Where I live")
    plan, wanted = one("on-hold", status="completed", moved_on=date(2026, 3, 1), domain=about, steps=[step])
    who = {"identifier": {"system": "urn:yarrow:logical-id", "value": str(ME)}}
    assert (plan["status"], plan["intent"], plan["created"]) == ("on-hold", "plan", "2026-01-09")
    assert plan["subject"] == wanted["subject"] == wanted["expressedBy"] == who
    assert plan["goal"] == plan["activity"][0]["detail"]["goal"] == [{"reference": f"urn:uuid:{UUID(int=7)}"}]
    detail = plan["activity"][0]["detail"]
    assert (detail["status"], detail["description"]) == ("completed", "Ring the council")
    assert detail["scheduledPeriod"] == {"end": "2026-04-01"} and detail["performer"] == [
        {"display": "a worker"}
    ]
    assert wanted["description"] == {"text": "A door that locks"}
    assert wanted["achievementStatus"]["coding"][0]["code"] == "achieved"
    assert (wanted["startDate"], wanted["statusDate"]) == ("2026-02-01", "2026-03-01")
    assert wanted["category"][0]["coding"][0]["code"] == "housing"


def test_what_was_not_said_is_not_there():
    plan, wanted = one()
    assert "activity" not in plan
    assert not {"achievementStatus", "category", "statusDate"} & wanted.keys()


@pytest.mark.parametrize(
    ("plan", "changed"),
    [
        ("going", {}),
        ("active", {"status": "wanted"}),
        ("active", {"steps": [StepOut("x", "to_do")]}),
        ("active", {"words": "  "}),
    ],
)
def test_what_r4_does_not_know_is_refused(plan, changed):
    with pytest.raises(ValueError, match=r"R4|without words"):
        one(plan, **changed)


def test_every_member_that_is_written_stands_on_the_reference_page():
    step = StepOut("x", "completed", "a worker", date(2026, 4, 1))
    told = {"status": "completed", "moved_on": date(2026, 3, 1), "domain": ("a", "b"), "steps": [step]}
    page = " ".join(name for name, _says in FIELDS)
    for resource in one(**told):
        members = set(resource) - {"resourceType", "activity"}
        assert {name for name in members if f"{resource['resourceType']}.{name}" not in page} == set()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan, goal: plan.pop("status"),
        lambda plan, goal: plan.pop("intent"),
        lambda plan, goal: goal.pop("lifecycleStatus"),
        lambda plan, goal: goal.pop("description"),
        lambda plan, goal: goal.pop("subject"),
        lambda plan, goal: plan.update(status="going"),
        lambda plan, goal: goal.update(startDate="9 March"),
        lambda plan, goal: goal.update(note="a member of another shape"),
        lambda plan, goal: plan.update(goal=[]),
    ],
)
def test_twin_a_spoilt_file_is_found(spoil):
    bundle = bundle_of([PlanOut(UUID(int=3), "active", date(2026, 1, 9), [goal()])], ME, AT)
    spoil(*(entry["resource"] for entry in bundle["entry"]))
    assert r4.faults(bundle) != []
