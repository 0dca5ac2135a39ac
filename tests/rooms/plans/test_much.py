"""Much of everything: pages ask the database no more often, whatever a person has."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.plans.conftest import NOW, TODAY, text
from yarrow.plans import actions, figures, lists
from yarrow.plans.actions import Answer

MOST = 10
LONG = "Wintergartenvorstadtquartiersbegehungsteilnehmerverzeichnis " * 60


def asked(client, address):
    """How often a page asks, once the browser has been here."""
    client.get(address)
    with CaptureQueriesContext(connection) as ran:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(ran), text(answer)


def much(table, kim):
    """Every domain by every rater five times with long words; twelve goals of four steps; nine reviews; three cards."""
    every = {
        item.code: Answer(step=3, words=LONG[:3000], wanted=LONG[:900]) for item in lists.items("domain")
    }
    for rater in lists.RATERS:
        for days_ago in (400, 300, 200, 100, 0):
            table.rate(kim, days_ago=days_ago, rater=rater, **every)
    for n in range(12):
        at = NOW + timedelta(minutes=n)
        goal = table.do(actions.add_goal, at=at, person=kim, words=LONG[:1000], domain="housing")
        for k in range(4):
            table.step(goal, LONG[:300], due_on=TODAY + timedelta(days=k))
    for _ in range(9):
        table.do(actions.add_review, plan=goal.plan, held_on=TODAY, helped=LONG[:3000])
    for n in range(3):
        table.do(actions.make_card, person=kim, n_seen=n, said={"signs": LONG[:3000]})


def test_pages_ask_no_more_when_there_is_much(table, client, url, kim):
    pages = ("show_needs", "turn_needs", "show_plan", "print_plan", "show_card", "show_course")
    table.rate(kim, housing=2)
    table.goal(kim)
    few = {page: asked(client, url(page, kim.id))[0] for page in pages}
    much(table, kim)
    many = {page: asked(client, url(page, kim.id))[0] for page in pages}
    # A card that was not there is opened now.
    assert {page: n for page, n in many.items() if n > few[page]}.keys() <= {"show_card"}
    assert max(many.values()) <= MOST, many


def test_lists_of_the_project_ask_no_more_when_there_is_much(table, client, url, kim):
    much(table, kim)
    n, page = asked(client, url("list_due"))
    assert n <= MOST and 'rel="next"' in page
    with CaptureQueriesContext(connection) as ran:
        found = figures.of_project(table.project, TODAY - timedelta(days=500), TODAY, TODAY)
    assert len(ran) == 2 and len(found.tables) == len(lists.RATERS)
    assert {tuple(row[1:6]) for one in found.tables for row in one.rows} == {(0, 1, 0, 0, 1)}


@pytest.mark.parametrize("page", ["show_domain", "rate_needs"])
def test_pages_of_one_domain_stand_with_much(table, client, url, kim, page):
    much(table, kim)
    n, said = asked(client, url(page, kim.id, "housing" if page == "show_domain" else "everyday"))
    assert n <= MOST and ("Wintergarten" in said) is (page == "show_domain")
