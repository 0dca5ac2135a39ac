"""Gaps in provision: what nobody offers, what people met, each with what it is out of."""

from datetime import timedelta

import pytest

from tests.rooms.referrals.conftest import TODAY, text
from tests.worlds import check_roles
from yarrow.agencies.actions import change_service, note_fact
from yarrow.agencies.lists import label
from yarrow.referrals import provision, rules

YEAR = timedelta(days=365)


@pytest.fixture
def offered(table, clinic):
    """A clinic in Polish that takes people who use, one that is closed for now, and an interpreter for debts."""
    by = table.world.worker("coordinator")
    both = table.service(clinic, "Both", needs=["sexual_health", "debt"], languages=["pl"])
    shut = table.service(clinic, "Shut", needs=["sexual_health", "housing"])
    debts = table.service(clinic, "Debts", needs=["debt"])
    table.do(
        note_fact, by=by, service=both, fact="accepts_people_who_use", said="yes", known_from="asked_them"
    )
    table.do(note_fact, by=by, service=debts, fact="has_interpreter", said="yes", known_from="asked_them")
    table.do(
        note_fact, by=by, service=debts, fact="accepts_people_who_use", said="no", known_from="asked_them"
    )
    table.do(change_service, by=by, service=shut, version=shut.version, status="temporarily_closed")
    return both


def found(table):
    return provision.gaps(table.project, TODAY - YEAR, TODAY, TODAY)


def rows(table):
    return {row[0]: row[1:] for row in table.rows}


def test_services_are_counted_out_of_those_that_are_open(table, offered):
    gaps = found(table)
    services = rows(gaps.services)
    assert services[label("needs", "sexual_health")] == [1, 2, 1, 0, 0]
    assert services["Debt"] == [2, 2, 1, 1, 1] and services["A place to live"] == [0, 1, 0, 0, 0]
    assert "A place to live" in gaps.none_open and "Debt" not in gaps.none_open + gaps.none_takes_use
    assert rows(gaps.languages)["Polish"] == [2, 2, len(gaps.services.rows)]


def test_what_people_met_says_where_all_were_refused_or_waited_too_long(table, agreed, clinic):
    table.sent(agreed, clinic, need="debt", days_ago=50)
    table.sent(agreed, clinic, need="debt", days_ago=3)
    table.move(table.sent(agreed, clinic, need="housing", days_ago=9), "refuse", reason="refused_use")
    table.offer(agreed, clinic, need="money")
    met = rows(found(table).met)
    assert met["Debt"][:3] == [2, 0, 1] and "usual time" not in met["Debt"][3]
    assert met["A place to live"][:3] == [1, 1, 0] and met["A place to live"][3].startswith(
        "Every one was refused."
    )
    assert "Money" not in met
    table.sent(agreed, clinic, need="safety", days_ago=43)
    assert "Nobody got there in the usual time." in rows(found(table).met)[label("needs", "safety")][3]


def test_page_says_what_is_out_of_what_and_is_for_those_who_count(table, offered, agreed, clinic, url):
    table.sent(agreed, clinic, need="debt", days_ago=50)
    client = table.world.client("evaluator")
    page = text(client.get(url("show_gaps")))
    assert "A place to live" in page and "Longer than usual" in page and "Polish" in page
    assert url("show_gaps") in text(client.get(url("show_answers")))
    odd = {"from_on_0": 1, "from_on_1": 1, "from_on_2": 1, "to_on_0": 2, "to_on_1": 1, "to_on_2": 1}
    for name in ("show_gaps", "show_answers"):
        assert client.get(url(name), odd).status_code == 200
        assert (
            client.get(url(name), {**odd, "from_on_2": "", "from_on_1": "", "from_on_0": ""}).status_code
            == 200
        )
    check_roles(table.world, url("show_gaps"), rules.COUNTERS)
