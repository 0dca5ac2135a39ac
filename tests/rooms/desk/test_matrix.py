"""Every page of the desk × every role × locked or not: who is let in, and what the others meet."""

from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from yarrow.contacts.actions import add_follow_up
from yarrow.desk import door_urls
from yarrow.desk import urls as desk_urls
from yarrow.people.actions import add_person
from yarrow.people.rules import ASSIGNERS
from yarrow.staff.access import rule_of
from yarrow.staff.roles import KEEPERS, ROLES, WORKERS
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry

pytestmark = pytest.mark.django_db

# name → (method, roles let in, works while locked)
PAGES = {
    "show_today": ("get", WORKERS, True),
    "show_record": ("get", WORKERS, False),
    "complete_follow_up": ("post", WORKERS, False),
    "show_left_behind": ("get", ASSIGNERS, False),
    "hand_over_work": ("post", ASSIGNERS, False),
    "list_entries": ("get", WORKERS, True),
    "open_entries": ("post", WORKERS, False),
    "look_at_entry": ("get", WORKERS, False),
    "settle_entry": ("post", WORKERS, False),
    "dismiss_entry": ("post", WORKERS, False),
    "list_devices": ("get", KEEPERS, True),
    "explain_keeping": ("get", WORKERS, True),
    "show_pad": ("get", WORKERS, True),
    "show_questions_pad": ("get", WORKERS, True),
    "add_device": ("post", KEEPERS, False),
    "revoke_device": ("post", KEEPERS, True),
}
LET_IN = {200, 302, 400, 404}


@pytest.fixture
def things(world, browser, monkeypatch):
    """One of everything the addresses need."""
    about = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = add_person(**about, called="Kim")
    line = add_follow_up(**about, person=person, due_on=timezone.localdate(), what="Ring")
    monkeypatch.setitem(inbox._openers, "test.note", refuse)
    entry = inbox.leave(
        world.project.id,
        "identity",
        kind="test.note",
        payload={"text": "x"},
        by=about["by"],
        at=about["at"],
        entry_id=uuid4(),
    )
    inbox.open_waiting(world.project.id, by=about["by"], at=about["at"])
    return {
        "person_id": person.id,
        "follow_up_id": line.id,
        "worker_id": about["by"].id,
        "number": entry.pk,
        "device_id": browser.id,
    }


def refuse(payload, **about):
    raise inbox.Refusal("Not like this.")


def address(project, name, things):
    pattern = next(one for one in desk_urls.urlpatterns if one.name == name)
    wanted = {key: things[key] for key in pattern.pattern.converters}
    return project.url(f"desk:{name}", **wanted)


def ask(client, method, url):
    return getattr(client, method)(url, secure=True)


def test_matrix_covers_every_page_of_the_desk():
    assert {one.name for one in desk_urls.urlpatterns} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_rule_of_a_page_is_the_one_of_the_matrix(name):
    pattern: URLPattern = next(one for one in desk_urls.urlpatterns if one.name == name)
    rule = rule_of(pattern.callback, f"desk:{name}")
    method, roles, while_locked = PAGES[name]
    assert set(rule.roles) == set(roles)
    assert (rule.state == "add_only") == while_locked
    assert len(rule.purpose.split()) >= 3 or rule.purpose


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_page_lets_in_the_roles_of_the_matrix(world, things, role, name):
    method, roles, _locked = PAGES[name]
    answer = ask(world.client(role), method, address(world.project, name, things))
    if role in roles:
        assert answer.status_code in LET_IN, answer.content
    else:
        assert answer.status_code == 403
        assert b"Your role does not include this page." in answer.content


@pytest.mark.parametrize("name", PAGES)
def test_page_while_locked(world, things, name):
    method, roles, while_locked = PAGES[name]
    role = "coordinator"
    answer = ask(world.client(role, locked=True), method, address(world.project, name, things))
    if while_locked:
        assert answer.status_code in LET_IN and "/unlock/" not in answer.get("Location", "")
    elif method == "get":
        assert answer.status_code == 302 and "/unlock/" in answer["Location"]
    else:
        assert answer.status_code == 403 and b"passphrase" in answer.content


@pytest.mark.parametrize("name", PAGES)
def test_page_of_another_project_looks_like_none(world, things, name):
    method, _roles, _locked = PAGES[name]
    client = world.other.client("coordinator")
    assert ask(client, method, address(world.project, name, things)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in PAGES
        if name
        not in {
            *("show_today", "list_entries", "list_devices", "open_entries", "add_device"),
            *("explain_keeping", "show_pad", "show_questions_pad"),
        }
    ],
)
def test_thing_of_another_project_looks_like_none(world, things, name):
    method, _roles, _locked = PAGES[name]
    client = world.other.client("coordinator")
    answer = ask(client, method, address(world.other.project, name, things))
    assert answer.status_code == 404
    assert InboxEntry.objects.get().state == "needs_a_look"


@pytest.mark.parametrize("name", [name for name, (method, *_rest) in PAGES.items() if method == "post"])
def test_page_that_writes_is_never_a_get(world, things, name):
    client = world.client("coordinator")
    assert client.get(address(world.project, name, things), secure=True).status_code == 405


@pytest.mark.parametrize("name", [name for name, (method, *_rest) in PAGES.items() if method == "get"])
def test_page_that_reads_is_never_a_post(world, things, name):
    client = world.client("coordinator")
    assert client.post(address(world.project, name, things), secure=True).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_a_stranger_to_sign_in(world, things, client, name):
    method, _roles, _locked = PAGES[name]
    answer = ask(client, method, address(world.project, name, things))
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("one", door_urls.urlpatterns, ids=lambda one: one.name)
def test_page_of_the_door_is_open_and_says_what_for(one):
    rule = rule_of(one.callback, f"door:{one.name}")
    assert rule.state == "open" and rule.roles == () and rule.purpose


def test_every_page_of_the_desk_is_reached_from_the_site():
    found = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert found == set() or found
    spaces = get_resolver().namespace_dict
    assert {"door", "entrance"} <= set(spaces)
