"""No page asks the database more than ten times: session, worker, keys and trail row among them.

Every address of a project that shows a page is measured, so a new page is too. The search, which is posted, is asked
here as well. Transactions count: their beginning and end are statements.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.walks.visiting import ROOMS, Visits
from yarrow.people.actions import add_alias, add_person

MOST = 10
# Pages that are opened a few times a year. Three add up every contact of a period; before an erasure, what each model
# holds of the person is counted, model by model. None asks more when there is more.
SELDOM = {"evaluation:show_activity": 21, "evaluation:show_grant": 20, "people:erase_person": 82}
SELDOM |= {"justice:show_figures": 12}
# A draft of an alert is compared with its reports and with every name and number that the project knows: the names,
# read apart, are kept once they were opened.
SELDOM |= {"alerts:show_alert": 12, "alerts:change_draft": 13, "alerts:publish_alert": 12}
PROJECT_ROOMS = sorted(room for room in ROOMS if not room.startswith("outside"))


def short(sql):
    """A statement in a line: what it reads from."""
    tables = list(dict.fromkeys(re.findall(r'(?:FROM|INTO|UPDATE|JOIN) "?([a-z]+_[a-z]+)', sql)))
    return f"{sql.split(' ', 1)[0]} {', '.join(tables)}"


def too_many(found):
    """What to say of pages that ask too often: each with its statements; "" when none does."""
    over = {page: ran for page, ran in found.items() if len(ran) > SELDOM.get(page, MOST)}
    return "\n".join(
        f"{page} asks {len(ran)} times; read lists together (vault/at_once.py):\n    " + "\n    ".join(ran)
        for page, ran in over.items()
    )


def asked(client, address, **kwargs):
    with CaptureQueriesContext(connection) as ran:
        answer = getattr(client, "post" if kwargs else "get")(address, **kwargs)
    return answer, [short(one["sql"]) for one in ran]


def warm(visits, who):
    """The browser of somebody who has been here: the token of forms is in the session, nothing is swept."""
    if who not in visits.clients:
        visits.client(who).get(visits.world.project.url("desk:explain_keeping"))
    return visits.client(who)


def pages(visits, room):
    """(page, its statements) of every address of a room; each is shown to somebody, or takes only posts."""
    for each in ROOMS[room]:
        address, met = each.of(visits.world, visits._ids), []
        for who in visits._candidates(each.name, address):
            answer, ran = asked(warm(visits, who), address)
            met.append(answer.status_code)
            if answer.status_code == 200:
                yield each.name, ran
            if answer.status_code in (200, 405):
                break
        assert met[-1] in (200, 405), (each.name, met)


@pytest.mark.sqlite_only(reason="the statements are the same on both")
@pytest.mark.parametrize("room", PROJECT_ROOMS)
def test_no_page_asks_more_than_ten_times(room, world):
    found = dict(pages(Visits(world), room))
    assert found
    assert not too_many(found), too_many(found)


@pytest.mark.sqlite_only(reason="the statements are the same on both")
def test_no_search_asks_more_than_ten_times(world, about):
    kim = add_person(**about, called="Kim")
    add_alias(**about, person=kim, kind="nickname", name="Kimmy")
    client = world.client("coordinator")
    client.get(world.project.url("people:list_people"))
    answer, ran = asked(client, world.project.url("people:search_people"), data={"text": "Kim"})
    assert answer.status_code == 200 and kim.code in answer.content.decode()
    assert not too_many({"people:search_people": ran}), too_many({"people:search_people": ran})


def test_page_that_asks_too_often_is_named_with_its_statements():
    said = too_many(
        {"people:show_person": ['SELECT "people_alias"'] * 11, "desk:show_today": ["SELECT"] * 10}
    )
    assert said.startswith("people:show_person asks 11 times") and "show_today" not in said
    sql = 'SELECT a FROM "people_person" INNER JOIN "staff_project" ON 1'
    assert short(sql) == "SELECT people_person, staff_project"
