"""No page leads those who hold no key to case notes to a refusal, and a record says what they can do instead."""

import re
from html import unescape

import pytest
from django.urls import resolve

from tests.attacks.town import build

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#?]+)[^"]*"')
DEEP = 2
SEALED = "are open to those who hold the key to case notes"


@pytest.fixture
def town(world):
    """One of everything, with a plan, needs, a card and answers."""
    return build(world)


@pytest.fixture
def on_record(world, town):
    """on_record("peer") -> (a browser of that role, who has said why they open the record, its address)."""

    def opened(role):
        client, person = world.client(role), town["people", "person_id"]
        client.post(world.project.url("people:give_reason", person), {"reason": "they_asked"})
        return client, world.project.url("desk:show_record", person)

    return opened


def walked(client, *begin):
    """{kind of page: (answer's status, page that led there)}: every link from `begin`, each kind of page once."""
    waiting, found = [(address, "", 0) for address in begin], {}
    while waiting:
        address, place, deep = waiting.pop(0)
        here = kind_of(address)
        if here in found:
            continue
        answer = client.get(address)
        found[here] = (answer.status_code, place)
        if answer.status_code == 200 and deep < DEEP and "html" in answer["Content-Type"]:
            links = map(unescape, LINK.findall(answer.content.decode()))
            waiting += [(link, here, deep + 1) for link in links if link.startswith("/p/")]
    return found


def kind_of(address):
    """The view, and the words in the address: which record it is of makes no difference."""
    there = resolve(address)
    return " ".join([there.view_name, *(word for word in there.kwargs.values() if isinstance(word, str))])


@pytest.mark.sqlite_only(reason="links and rules are the same on both")
@pytest.mark.parametrize("role", ["peer", "outreach"])
def test_ways_from_today_refuse_nobody_without_the_key_to_notes(world, on_record, role):
    client, record = on_record(role)
    found = walked(client, world.project.url("desk:show_today"), record)
    assert {kind: place for kind, (status, place) in found.items() if status >= 400} == {}
    views = {kind.split()[0] for kind in found}
    assert {"desk:show_record", "people:list_consents", "surveys:list_surveys"} <= views
    assert not {view for view in views if view.startswith(("plans:", "measures:"))}


@pytest.mark.sqlite_only(reason="the page is the same on both")
def test_record_says_plainly_who_keeps_plans_and_answers(on_record):
    said = {}
    for role in ("peer", "outreach", "case_worker"):
        client, record = on_record(role)
        said[role] = client.get(record).content.decode()
    assert SEALED in said["peer"] and SEALED in said["outreach"]
    assert "Their plan</a>" in said["case_worker"] and SEALED not in said["case_worker"]
