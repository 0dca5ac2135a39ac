"""Pages of a plan: writing, changing, one press each, two workers at once, and the sheet for the person."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.plans.conftest import text
from yarrow.plans import actions
from yarrow.plans.models import Goal, Plan, Review, Step


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


@pytest.fixture
def goal(table, kim):
    return table.goal(kim, "See my daughter on Sundays", domain="parenting")


def test_plan_from_nothing_to_a_goal_and_a_step(client, url, kim):
    page = text(client.get(url("show_plan", kim.id)))
    assert "Whatever it is, it counts" in page and url("add_goal", kim.id) in page
    said = {"words": "A room of my own", "domain": "housing", "kind": "own", "entry_id": str(uuid4())}
    assert client.post(url("add_goal", kim.id), said).headers["Location"] == url("show_plan", kim.id)
    goal = Goal.objects.get()
    due = timezone.localdate() + timedelta(days=3)
    step = {
        "what": "Ring the council",
        "who": "other",
        "other": "Ana",
        "worker": "",
        "entry_id": str(uuid4()),
    }
    client.post(url("add_step", kim.id, goal.id), step | day("due_on", due))
    page = text(client.get(url("show_plan", kim.id)))
    for words in ("A room of my own", "Where I live", "Ring the council", "Ana", "Not agreed yet"):
        assert words in page


def test_goal_with_a_mistake_keeps_what_was_typed(client, url, kim):
    said = {"words": "x" * 4001, "domain": "money", "kind": "own", "entry_id": str(uuid4())}
    page = text(client.post(url("add_goal", kim.id), said))
    assert "x" * 4001 in page and said["entry_id"] in page and Goal.objects.count() == 0
    assert '<option value="money" selected' in page


def test_presses_move_goal_step_and_plan(table, client, url, kim, goal):
    step = table.step(goal)
    for name, row, act in (
        ("move_step", step, "do"),
        ("move_goal", goal, "reach"),
        ("move_plan", goal.plan, "rest"),
    ):
        answer = client.post(url(name, kim.id, row.pk), {"act": act})
        assert answer.headers["Location"] == url("show_plan", kim.id)
    assert (Step.objects.get().state, Goal.objects.get().state, Plan.objects.get().state) == (
        "done",
        "reached",
        "resting",
    )
    assert client.post(url("move_goal", kim.id, goal.id), {"act": "reach"}).status_code == 409
    assert client.post(url("move_goal", kim.id, goal.id), {"act": "burn"}).status_code == 404
    assert client.post(url("agree_plan", kim.id, goal.plan_id)).status_code == 302
    assert Plan.objects.get().agreed_on is not None


def test_change_goal_beside_a_colleagues_change_loses_neither(table, client, url, kim, goal):
    page = text(client.get(url("change_goal", kim.id, goal.id)))
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    table.do(actions.change_goal, goal=goal, version=1, words="Weekends too", domain="parenting")
    said = {"words": "Holidays", "kind": "own", "domain": "", "entry_id": str(uuid4()), "version": version}
    answer = client.post(url("change_goal", kim.id, goal.id), said)
    page = text(answer)
    assert answer.status_code == 409 and "Weekends too" in page and "Holidays" in page
    said["version"] = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(url("change_goal", kim.id, goal.id), said).status_code == 302
    assert "Holidays" in text(client.get(url("show_plan", kim.id)))


def test_change_step_begins_with_what_stands(table, client, url, kim, goal):
    peer = table.world.account("peer").worker
    step = table.step(goal, "Ring the centre", who="worker", worker=peer, due_on=None)
    page = text(client.get(url("change_step", kim.id, step.id)))
    assert "Ring the centre" in page and re.search(rf'value="{peer.id}"[^>]*selected', page)
    said = {
        "what": "Write to the centre",
        "who": "person",
        "worker": "",
        "version": "1",
        "entry_id": str(uuid4()),
    }
    assert client.post(url("change_step", kim.id, step.id), said).status_code == 302
    assert "Write to the centre" in text(client.get(url("show_plan", kim.id)))


def test_add_review_says_what_helped_and_what_else_was_going_on(client, url, kim, goal):
    today = timezone.localdate()
    said = {"helped": "the bus pass", "around": "a raid", "unexpected": "", "entry_id": str(uuid4())}
    wrong = said | day("held_on", today) | day("next_on", today - timedelta(days=1))
    page = text(client.post(url("add_review", kim.id, goal.plan_id), wrong))
    assert "Choose today or a later day" in page and "the bus pass" in page and Review.objects.count() == 0
    client.post(url("add_review", kim.id, goal.plan_id), said | day("held_on", today))
    page = text(client.get(url("show_plan", kim.id)))
    assert "the bus pass" in page and "a raid" in page and "What nobody expected" not in page


def test_prompt_stands_on_the_plan_with_its_source(table, client, url, kim):
    table.rate(kim, trauma=1, drugs_alcohol=2)
    table.goal(kim, "Sleep", domain="trauma")
    page = text(client.get(url("show_plan", kim.id)))
    assert "Worth asking" in page and "Drugs or alcohol are hard for them too" in page
    assert "DUSSK" in page and "Sex workers convicted of crime" in page
    table.goal(kim, "Less", domain="drugs_alcohol")
    assert "Worth asking" not in text(client.get(url("show_plan", kim.id)))


def test_print_plan_says_nothing_of_where_it_is_from(table, client, url, kim, goal):
    table.step(goal, "Ring the centre")
    table.do(actions.move_goal, goal=table.goal(kim, "Reached long ago"), act="reach")
    page = text(client.get(url("print_plan", kim.id)))
    on_paper = re.sub(r"<header.*?</header>|<footer.*?</footer>|<title>.*?</title>", "", page, flags=re.S)
    assert "See my daughter on Sundays" in on_paper and "Ring the centre" in on_paper
    for hidden in (table.project.name, "Kim", "Reached long ago", "printed on", "plan for", "Yarrow"):
        assert hidden not in on_paper, hidden
    assert (
        table.project.name
        in re.search(
            r'<p class="only-printed">(.*?)</p>', text(client.get(url("print_plan", kim.id) + "?named=1"))
        )[1]
    )


def test_sign_off_button_only_where_wanted_and_for_those_who_may(table, client, url, kim, goal):
    boss = table.world.client("coordinator")
    assert "Sign it off" not in text(boss.get(url("show_plan", kim.id)))
    table.do(actions.set_sign_off, by=table.world.worker("coordinator"), is_wanted=True)
    assert "Sign it off" in text(boss.get(url("show_plan", kim.id)))
    assert "Sign it off" not in text(client.get(url("show_plan", kim.id)))
    assert client.post(url("sign_off_plan", kim.id, goal.plan_id)).status_code == 403
    boss.post(url("sign_off_plan", kim.id, goal.plan_id))
    assert "signed off by Sam Coordinator" in text(client.get(url("show_plan", kim.id)))


def test_goal_of_somebody_else_is_not_here(table, client, url, kim, goal):
    lou = table.person("Lou")
    for name in ("change_goal", "add_step"):
        assert client.get(url(name, lou.id, goal.id)).status_code == 404
    assert client.post(url("move_goal", lou.id, goal.id), {"act": "reach"}).status_code == 404
    assert Goal.objects.get().state == "wanted"
