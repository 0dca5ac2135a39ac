"""What comes first is the project's own: dated, agreed with somebody, and only theirs to set."""

import re

import pytest
from django.utils import timezone

from tests.rooms.plans.conftest import TODAY, text
from yarrow.people.errors import NotForYou
from yarrow.plans import actions, queries
from yarrow.plans.errors import CannotBe
from yarrow.plans.models import FirstNeeds


def agree(table, domains, **said):
    told = {"domains": domains, "agreed_on": TODAY, "agreed_with": "peers", **said}
    return table.do(actions.set_first_needs, by=table.world.worker("coordinator"), **told)


def test_first_needs_keep_every_agreement_and_the_latest_holds(table):
    agree(table, ["housing", "safety"])
    agree(table, ["safety", "safety", "money"])
    assert FirstNeeds.objects.count() == 2
    table.do(actions.set_sign_off, by=table.world.worker("manager"), is_wanted=True)
    assert queries.sign_off(table.project) == {"is_wanted": True}
    assert ["safety", "money"] in FirstNeeds.objects.values_list("domains", flat=True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"domains": ["castle"]}, "domains"),
        ({"agreed_with": "Ana and Bea"}, "agreed_with"),
        ({"n_peers": -1}, "n_peers"),
        ({"agreed_on": None}, "agreed_on"),
        ({"agreed_on": TODAY.replace(year=2090)}, "agreed_on"),
    ],
)
def test_first_needs_that_can_not_be(table, said, field):
    with pytest.raises(CannotBe) as refused:
        agree(table, **{"domains": ["housing"], **said})
    assert refused.value.field == field and queries.first_needs(table.project) is None


@pytest.mark.parametrize("role", ["case_worker", "outreach", "evaluator", "administrator"])
def test_first_needs_are_set_by_those_who_arrange(table, role):
    by = table.world.worker(role)
    with pytest.raises(NotForYou):
        table.do(actions.set_first_needs, by=by, domains=[], agreed_on=TODAY, agreed_with="peers")
    with pytest.raises(NotForYou):
        table.do(actions.set_sign_off, by=by, is_wanted=True)


def test_set_first_needs_page_suggests_nothing_and_says_who_agreed(table, client, url, kim):
    boss = table.world.client("coordinator")
    page = text(boss.get(url("set_first_needs")))
    assert "Nothing is agreed yet" in page and not re.search(r'value="\w+" selected', page)
    day = timezone.localdate()
    on = {"agreed_on_0": day.day, "agreed_on_1": day.month, "agreed_on_2": day.year}
    said = {"first_1": "safety", "first_3": "housing", "agreed_with": "peers_and_team", "n_peers": "6", **on}
    assert boss.post(url("set_first_needs"), said).status_code == 302
    assert queries.first_needs(table.project).domains == ["safety", "housing"]
    assert "Peers and the team together (6)" in text(boss.get(url("set_first_needs")))
    table.rate(kim, housing=1, safety=2)
    page = text(client.get(url("show_needs", kim.id)))
    assert "What comes first here" in page and "Peers and the team together (6)" in page
    assert page.index("<li>Safety from strangers") < page.index("<li>Where I live")


def test_set_sign_off_page_is_one_tick(table, url):
    boss = table.world.client("coordinator")
    boss.post(url("set_sign_off"), {"is_wanted": "on"})
    assert queries.sign_off(table.project) == {"is_wanted": True}
    assert "checked" in text(boss.get(url("set_sign_off")))
    boss.post(url("set_sign_off"), {})
    assert queries.sign_off(table.project) == {"is_wanted": False}
