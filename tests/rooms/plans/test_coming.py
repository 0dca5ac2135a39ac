"""What is due of plans: whose it is, what comes next first, page by page, and no words outside the caseload."""

from datetime import timedelta

import pytest

from tests.rooms.plans.conftest import TODAY, text
from yarrow.people.actions import assign_key_worker, merge_people
from yarrow.plans import actions, coming

WEEK = timedelta(days=7)


def listed(table, whose=coming.MINE, by=None, page=1):
    return coming.listed(by or table.by, table.project, TODAY, whose=whose, page=page)


def keep(table, person, role):
    worker = table.world.account(role).worker
    table.do(assign_key_worker, person=person, worker=worker, by=table.world.worker("coordinator"))


def test_due_lists_steps_and_reviews_what_comes_next_first(table, kim):
    goal = table.goal(kim)
    table.step(goal, "later", due_on=TODAY + 3 * WEEK)
    table.step(goal, "soon", due_on=TODAY)
    table.step(goal, "some day")
    table.do(actions.add_review, plan=goal.plan, held_on=TODAY, next_on=TODAY + WEEK)
    lines, has_more = listed(table)
    assert [(line.what, line.is_review) for line in lines] == [("soon", False), ("", True), ("later", False)]
    assert not has_more and {line.who for line in lines} == {"Kim"}
    assert [
        line.is_late
        for line in coming.listed(table.by, table.project, TODAY + WEEK, whose=coming.MINE, page=1)[0]
    ] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("act", ["do", "let_go"])
def test_due_leaves_out_what_was_done(table, kim, act):
    step = table.step(table.goal(kim), due_on=TODAY)
    table.do(actions.move_step, step=step, act=act)
    assert listed(table)[0] == []


def test_due_leaves_out_goals_set_aside_and_plans_that_rest(table, kim):
    goal = table.goal(kim)
    table.step(goal, due_on=TODAY)
    table.do(actions.add_review, plan=goal.plan, held_on=TODAY, next_on=TODAY)
    assert len(listed(table)[0]) == 2
    table.do(actions.move_goal, goal=goal, act="set_aside")
    assert [line.is_review for line in listed(table)[0]] == [True]
    table.do(actions.move_plan, plan=goal.plan, act="rest")
    assert listed(table)[0] == []


def test_due_is_theirs_who_do_it_else_the_key_workers_else_whose_hand_wrote_it(table, kim):
    coordinator = table.world.worker("coordinator")
    goal = table.goal(kim)
    table.step(
        goal,
        "for the co-ordinator",
        who="worker",
        worker=table.world.account("coordinator").worker,
        due_on=TODAY,
    )
    table.step(goal, "for Kim", due_on=TODAY)
    assert [line.what for line in listed(table)[0]] == ["for Kim"]
    assert [line.what for line in listed(table, by=coordinator)[0]] == ["for the co-ordinator"]
    keep(table, kim, "coordinator")
    assert listed(table)[0] == []
    assert {line.what for line in listed(table, by=coordinator)[0]} == {"for Kim", "for the co-ordinator"}


def test_due_of_others_is_named_without_its_words(table, kim):
    table.step(table.goal(kim), "ring the clinic", due_on=TODAY)
    keep(table, kim, "coordinator")
    (line,) = listed(table, coming.ALL)[0]
    assert (line.who, line.what, line.whose) == ("Kim", "", "Sam Coordinator")


def test_due_page_by_page_misses_nothing_and_repeats_nothing(table, kim):
    goal = table.goal(kim)
    for n in range(coming.PAGE + 3):
        table.step(goal, f"step {n:02}", due_on=TODAY + timedelta(days=n))
    table.do(actions.add_review, plan=goal.plan, held_on=TODAY, next_on=TODAY + timedelta(days=1))
    first, more = listed(table)
    second, none = listed(table, page=2)
    assert more and not none and len(first) == coming.PAGE and len(second) == 4
    assert len({line.row.pk for line in first + second}) == coming.PAGE + 4
    assert max(line.on for line in first) <= min(line.on for line in second)


def test_due_of_a_merged_person_goes_with_the_record_that_stands(table, kim):
    lou = table.person("Lou")
    table.step(table.goal(lou), "ring", due_on=TODAY)
    table.do(merge_people, into=kim, came=lou, take=[], by=table.world.worker("coordinator"))
    assert [(line.who, line.what) for line in listed(table)[0]] == [("Kim", "ring")]


def test_list_due_page_leads_on_and_switches_whose(table, client, url, kim):
    goal = table.goal(kim)
    for n in range(coming.PAGE + 1):
        table.step(goal, f"step {n:02}", due_on=TODAY + timedelta(days=n))
    page = text(client.get(url("list_due")))
    assert "step 00" in page and "?whose=mine&amp;page=2" in page and url("show_plan", kim.id) in page
    assert f"step {coming.PAGE:02}" in text(client.get(url("list_due") + "?whose=mine&page=2"))
    boss = table.world.client("coordinator")
    assert "Nothing is due" in text(boss.get(url("list_due")))
    everybody = text(boss.get(url("list_due") + "?whose=all"))
    assert "Kim" in everybody and "step 00" not in everybody and "a step" in everybody


def test_list_due_stands_in_the_menu_of_those_who_keep_plans(table, client, url):
    home = table.project.url("desk:show_today")
    assert f'href="{url("list_due")}"' in text(client.get(home))
    assert f'href="{url("list_due")}"' not in text(table.world.client("outreach").get(home))
