"""Who reaches which page of plans; and that another project's rows are not here."""

import pytest
from django.utils import timezone

from tests.attacks.planning import planned
from tests.worlds import check_roles
from yarrow.people.actions import add_person
from yarrow.plans.models import FamilyEvent, Goal, Housing, Plan, Rating, Step

CASE = ("case_worker", "coordinator", "manager")
ABOUT_PERSON = [
    *(
        "show_needs",
        "turn_needs",
        "show_plan",
        "print_plan",
        "add_goal",
        "show_card",
        "print_card",
        "make_card",
    ),
    *(
        "show_course",
        "add_housing",
        "add_family_event",
        "note_movement",
        "forget_movements",
        "note_circumstances",
    ),
]


@pytest.mark.parametrize("page", ABOUT_PERSON)
def test_pages_about_a_person_are_for_case_work(table, url, kim, page):
    check_roles(table.world, url(page, kim.id), CASE)


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("list_due", CASE),
        ("show_distance", ("coordinator", "manager", "evaluator")),
        ("set_first_needs", ("coordinator", "manager")),
        ("set_sign_off", ("coordinator", "manager")),
    ],
)
def test_pages_of_the_project_are_for_whose_work_they_are(table, url, page, allowed):
    check_roles(table.world, url(page), allowed)


@pytest.mark.parametrize(
    "page", ["show_plan", "show_needs", "show_card", "show_course", "rate_needs", "show_distance"]
)
def test_locked_browser_reads_no_plan(table, url, kim, page):
    """While add-only nothing about a person opens; figures carry nobody's words and do."""
    locked = table.world.client("coordinator", locked=True)
    takes = {"rate_needs": [kim.id, "everyday"], "show_distance": []}.get(page, [kim.id])
    answer = locked.get(url(page, *takes))
    assert (answer.status_code == 200) is (page == "show_distance")
    assert "Kim" not in answer.content.decode()


@pytest.fixture
def theirs(table):
    """Somebody of another project, with one of everything."""
    other = table.world.other
    with other.inside():
        act = {"project": other.project, "by": other.worker("coordinator"), "at": timezone.now()}
        person = add_person(called="Stranger", **act)
        return person, planned(person, act, str)


def test_rows_of_another_project_are_not_here(table, url, kim, theirs):
    stranger, ids = theirs
    boss = table.world.client("coordinator", raise_request_exception=False)
    for page in ABOUT_PERSON:
        assert boss.get(url(page, stranger.id)).status_code == 404, page
    for page, name in (("change_goal", "goal_id"), ("change_step", "step_id"), ("end_housing", "housing_id")):
        assert boss.get(url(page, kim.id, ids[name])).status_code == 404, page
    for page, name in (("move_goal", "goal_id"), ("move_step", "step_id"), ("move_plan", "plan_id")):
        assert boss.post(url(page, kim.id, ids[name]), {"act": "take_up"}).status_code == 404, page
    assert "Stranger" not in boss.get(url("list_due") + "?whose=all").content.decode()


def test_rows_of_another_project_stay_as_they_were(table, theirs):
    with table.world.other.inside():
        counts = {model: model.objects.count() for model in (Rating, Goal, Plan, Step, Housing, FamilyEvent)}
        assert set(counts.values()) == {1}
    assert {model.objects.filter(project=table.project).count() for model in counts} == {0}


@pytest.mark.parametrize("name", ["move_goal", "move_step", "move_plan", "agree_plan", "sign_off_plan"])
def test_presses_take_no_get(table, url, kim, name):
    goal = table.goal(kim)
    row = {"move_goal": goal, "move_step": table.step(goal)}.get(name, goal.plan)
    assert table.world.client("coordinator").get(url(name, kim.id, row.pk)).status_code == 405
