"""What every page is told: navigation by the pages' own rules, lock, theme; and the pages for when things go wrong."""

import re

import pytest
from django.test import Client, RequestFactory

from tests.worlds import make_project
from yarrow.desk import nav, today
from yarrow.desk.surroundings import surroundings
from yarrow.desk.themes import choose_theme, chosen_theme

pytestmark = pytest.mark.django_db

LINKS = {
    "outreach": ["Today", "People", "Sessions", "Inbox"],
    "peer": ["Today", "People", "Sessions", "Inbox"],
    "adviser": ["Today", "People", "Sessions", "Inbox"],
    "coordinator": [
        "Today",
        "People",
        "Sessions",
        "Inbox",
        "Activity",
        "Releases",
        "Grants",
        "Workers",
        "Devices",
    ],
    "evaluator": ["Activity", "Releases", "Grants"],
    "administrator": ["Workers", "Devices"],
}


@pytest.mark.parametrize("role", LINKS)
def test_links_are_those_a_role_may_open(world, role):
    found = nav.links(world.project, role, "/")
    # Other rooms' links may stand between these.
    known = {label for labels in LINKS.values() for label in labels}
    assert [link["label"] for link in found if link["label"] in known] == LINKS[role]


@pytest.mark.parametrize("role", LINKS)
def test_every_link_opens(world, role):
    client = world.client(role)
    for link in nav.links(world.project, role, "/"):
        assert client.get(link["url"], secure=True).status_code == 200, link


def test_links_mark_the_page_and_its_children(world):
    home = world.project.url("desk:show_today")
    assert [x["label"] for x in nav.links(world.project, "manager", home) if x["current"]] == ["Today"]
    inbox = f"{home}inbox/3/"
    assert [x["label"] for x in nav.links(world.project, "manager", inbox) if x["current"]] == ["Inbox"]
    members = f"{home}alerts/members/new/"
    assert [x["label"] for x in nav.links(world.project, "coordinator", members) if x["current"]] == [
        "Members"
    ]


def folded(world, role, path="/"):
    found = nav.links(world.project, role, path)
    return len(found), {str(link["label"]) for link in found if link["is_folded"]}


def test_of_many_links_those_seldom_wanted_are_folded_but_never_where_one_is(world):
    n, away = folded(world, "coordinator")
    assert n > nav.ROW and {"Members", "Workers"} < away and not away & {"Today", "Inbox"}
    at_workers = folded(world, "coordinator", world.project.url("staff:list_workers"))
    assert at_workers == (n, away - {"Workers"})
    for role in ("evaluator", "administrator"):
        assert folded(world, role)[1] == set(), role


def test_a_folded_link_is_on_the_page_once_in_each_menu(world):
    page = world.client("coordinator").get(world.project.url("desk:show_today"), secure=True).content.decode()
    url = world.project.url("staff:list_workers")
    assert page.split("<main")[0].count(f'href="{url}"') == 2
    more = page.split('class="nav__more"')[1].split("</details>")[0]
    assert f'href="{url}"' in more and page.count('class="nav__more"') == 1


def test_a_frame_that_was_drawn_for_one_is_not_shown_to_another(world):
    other = make_project("second")
    seen = {}
    for name, project, client in (
        ("coordinator", world.project, world.client("coordinator")),
        ("peer", world.project, world.client("peer")),
        ("second", other.project, other.client("coordinator")),
        ("again", world.project, world.client("coordinator")),
    ):
        page = client.get(project.url("desk:show_today"), secure=True).content.decode()
        seen[name] = re.findall(r'<a href="([^"]*)"', page.split("<header")[1].split("</header>")[0])
    assert world.project.url("staff:list_workers") in seen["coordinator"]
    assert world.project.url("staff:list_workers") not in seen["peer"]
    assert seen["second"] and not set(seen["second"]) & set(seen["coordinator"])
    assert seen["again"] == seen["coordinator"]


def test_a_frame_speaks_the_language_of_its_reader(world):
    client = world.client("coordinator")
    home = world.project.url("desk:show_today")
    client.get(home, secure=True)
    client.post("/language/", {"language": "ar", "next": home}, secure=True)
    page = client.get(home, secure=True).content.decode()
    assert "Devices" not in page.split("<main")[0] and 'dir="rtl"' in page


def test_surroundings_work_before_any_middleware():
    about = surroundings(RequestFactory().get("/x/?a=1"))
    assert (about["project"], about["nav"], about["role"], about["is_locked"]) == (None, [], "", False)
    assert about["unlock_url"].endswith("next=%2Fx%2F%3Fa%3D1")


def test_surroundings_say_when_names_are_locked(world):
    address = world.project.url("desk:show_today")
    assert world.client("outreach", locked=True).get(address, secure=True).context["is_locked"]
    assert not world.client("outreach").get(address, secure=True).context["is_locked"]


def test_surroundings_have_no_navigation_outside_a_project(world):
    assert world.client("outreach").get("/account/", secure=True).context["nav"] == []


@pytest.mark.parametrize(("said", "kept"), [("night", "night"), ("day", "day"), ("device", ""), ("<b>", "")])
def test_theme_is_one_of_three(said, kept):
    request = RequestFactory().get("/")
    request.session = {}
    choose_theme(request, said)
    assert chosen_theme(request) == kept


def test_page_not_found_says_what_to_do():
    answer = Client().get("/no/such/page/", secure=True)
    assert answer.status_code == 404 and b"There is nothing here" in answer.content


def test_page_not_allowed_says_whom_to_ask(world):
    answer = world.client("evaluator").get(world.project.url("desk:show_today"), secure=True)
    assert answer.status_code == 403 and b"Ask a manager if it should." in answer.content


def test_form_without_its_token_says_that_nothing_was_saved(world):
    client = world.client("outreach", enforce_csrf_checks=True)
    answer = client.post("/theme/", {"theme": "night"}, secure=True)
    assert answer.status_code == 403 and b"Nothing was saved." in answer.content
    assert client.get(world.project.url("desk:show_today"), secure=True).context["theme"] == ""


def test_page_that_breaks_says_so_and_shows_nothing_of_why(world, monkeypatch):
    def boom(*_args, **_kwargs):
        raise RuntimeError("Zephyrine at the quay")

    monkeypatch.setattr(today, "Lists", boom)
    client = world.client("outreach", raise_request_exception=False)
    answer = client.get(world.project.url("desk:show_today"), secure=True)
    assert answer.status_code == 500 and b"Something broke" in answer.content
    assert b"Zephyrine" not in answer.content


def test_request_that_makes_no_sense_says_so():
    answer = Client().get("/health/", headers={"host": "elsewhere.example"}, secure=True)
    assert answer.status_code == 400 and b"We could not read that" in answer.content


@pytest.mark.parametrize("page", ["/health/", "/go/p/small/"])
def test_pages_of_the_door_are_never_stored(page):
    assert Client().get(page, secure=True)["Cache-Control"] == "no-store"
