"""Pages of the directory: finding, keeping it, noting what was learned, reading other directories."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.rooms.agencies.conftest import text
from tests.rooms.agencies.directories import STREET, page, service
from tests.worlds import check_roles
from yarrow.agencies import actions, urls
from yarrow.agencies.models import Agency, Fact, Feed, FeedRun, Service
from yarrow.staff.access import rule_of
from yarrow.vault import compartments, trail

READERS = ("outreach", "peer", "case_worker", "coordinator", "manager", "adviser")
KEEPERS = ("coordinator", "manager")
FORM = {"name": "Dockside Collective", "kind": "sex_worker_led", "phone": "01632 960 002"}


@pytest.fixture
def client(desk):
    return desk.world.client("coordinator")


def at(desk, name, *ids):
    return desk.project.url(f"agencies:{name}", *ids)


def bring(desk, client, feed, content, **said):
    file = SimpleUploadedFile(
        "services.json", content if isinstance(content, bytes) else json.dumps(content).encode()
    )
    return client.post(at(desk, "bring_file", feed.id), {"file": file, **said}, follow=True)


def test_pages_are_for_whose_work_they_are(desk):
    wide = {"list_services", "list_agencies", "show_agency", "show_service"}
    roles = {each.name: rule_of(each.callback, None).roles for each in urls.urlpatterns}
    assert {name for name, allowed in roles.items() if allowed == READERS} == wide
    assert roles.pop("note_fact") == ("case_worker", *KEEPERS)
    assert {name for name, allowed in roles.items() if allowed == KEEPERS} == set(roles) - wide
    check_roles(desk.world, at(desk, "list_services"), READERS)


def test_an_agency_and_a_service_are_added_changed_and_found(desk, client):
    said = text(client.post(at(desk, "add_agency"), {**FORM, "address": "Quay 4"}, follow=True))
    assert "Dockside Collective" in said and "Led by sex workers" in said and "Quay 4" in said
    agency = Agency.objects.get()
    posted = {
        "name": "Tax evening",
        "needs": ["tax"],
        "places": "Docks\nOld Town",
        "languages": ["ro"],
        "status": "active",
    }
    said = text(
        client.post(at(desk, "add_service", agency.id), {**posted, "waiting_said": "none"}, follow=True)
    )
    assert "Tax and self-employment" in said and "Docks, Old Town" in said and "they say “none”" in said
    said = text(client.get(at(desk, "list_services") + "?need=tax&place=docks&language=ro&text=dockside"))
    assert "Tax evening" in said and "Nobody says when it was checked" in said
    found = Service.objects.get()
    shown = client.get(at(desk, "change_service", found.id)).content.decode()
    assert "Docks\nOld Town" in shown
    client.post(at(desk, "change_service", found.id), {**posted, "version": 1, "status": "inactive"})
    assert "Not running now" in text(client.get(at(desk, "show_service", found.id)))
    assert "No service fits" in text(client.get(at(desk, "list_services")))


def test_somebody_elses_change_is_said_before_it_is_written_over(desk, client):
    agency = desk.agency()
    desk.do(actions.change_agency, agency=agency, version=1, phone="1")
    answer = client.post(at(desk, "change_agency", agency.id), {**FORM, "version": 1, "address": ""})
    assert "Somebody changed this" in text(answer) and 'name="version" value="2"' in answer.content.decode()
    client.post(at(desk, "change_agency", agency.id), {**FORM, "version": 2, "address": ""})
    assert Agency.objects.get().phone == "01632 960 002"


def test_a_secret_address_is_opened_on_its_own_page_and_stands_on_the_trail(desk, client):
    client.post(at(desk, "add_agency"), {**FORM, "is_confidential": "on", "address": STREET})
    agency = Agency.objects.get()
    outreach = desk.world.client("outreach")
    assert STREET in text(outreach.get(at(desk, "show_agency", agency.id)))
    looks = [row.act for row in trail.rows_about(desk.project.id, agency.id)]
    assert looks.count("agencies.show_agency") == 1
    assert STREET in client.get(at(desk, "change_agency", agency.id)).content.decode()
    for name in ("list_agencies", "list_services"):
        assert STREET not in client.get(at(desk, name)).content.decode()


def test_who_cannot_read_a_secret_address_cannot_write_over_it(desk):
    agency = desk.agency("Haven", is_confidential=True, address=STREET)
    client = desk.world.client("manager")
    holder = desk.world.account("manager").worker.holder
    told = {"by": desk.world.worker("coordinator"), "at": timezone.now()}
    compartments.revoke(desk.project.id, "identity", holder_id=holder, **told)
    assert STREET not in text(client.get(at(desk, "show_agency", agency.id)))
    assert 'name="address"' not in client.get(at(desk, "change_agency", agency.id)).content.decode()
    client.post(
        at(desk, "change_agency", agency.id),
        {**FORM, "name": "Haven House", "is_confidential": "on", "version": 1},
    )
    assert Agency.objects.get().name == "Haven House"
    assert STREET in text(desk.world.client("outreach").get(at(desk, "show_agency", agency.id)))


def test_what_they_say_and_how_it_really_is_stand_together(desk, client):
    found = desk.service(waiting_said="3 weeks")
    posted = {"fact": "waiting_days", "days": "63", "known_from": "went_there"}
    said = text(desk.world.client("case_worker").post(at(desk, "note_fact", found.id), posted, follow=True))
    assert "they say “3 weeks”, really 9 weeks" in said
    assert "Somebody supported here went there" in said and "Really waiting: 9 weeks" in said
    worker = desk.world.account("case_worker").worker.name
    assert worker in said
    client.post(
        at(desk, "note_fact", found.id), {"fact": "women_only", "answer": "yes", "known_from": "they_say"}
    )
    assert "Women only: yes" in text(client.get(at(desk, "list_services")))
    assert "Note what you learned" not in text(
        desk.world.client("outreach").get(at(desk, "show_service", found.id))
    )


@pytest.mark.parametrize(
    "posted",
    [
        {"fact": "waiting_days", "days": "long"},
        {"fact": "women_only"},
        {"fact": ""},
        {"fact": "women_only", "answer": "x"},
    ],
)
def test_a_fact_that_cannot_be_is_said_and_not_written(desk, client, posted):
    found = desk.service()
    answer = client.post(at(desk, "note_fact", found.id), {"known_from": "went_there", **posted})
    assert answer.status_code == 200 and "Something needs another look" in text(answer)
    assert not Fact.objects.exists()


def test_old_news_is_marked(desk, client):
    today = timezone.now().astimezone(desk.project.zone).date()
    now = {"at": timezone.now()}
    fresh = desk.agency("Fresh", assured_on=today - timedelta(days=3), **now)
    old = desk.agency("Old", assured_on=today.replace(day=1) - timedelta(days=425), **now)
    assert "less than a month ago" in text(client.get(at(desk, "show_agency", fresh.id)))
    said = text(client.get(at(desk, "show_agency", old.id)))
    assert "14 months ago" in said or "13 months ago" in said
    assert "ask before you send somebody" in said


def test_a_file_is_brought_and_every_row_accounted_for(desk, client):
    client.post(at(desk, "add_feed"), {"name": "Council", "licence": "Open licence"})
    feed = Feed.objects.get()
    said = text(bring(desk, client, feed, page([service("A"), service("B"), {"id": "x"}]), is_whole="on"))
    assert "read 3 = new 2 + changed 0 + unchanged 0 + not taken 1" in said
    assert "It has no name" in said and "1 row stays out" in said
    said = text(bring(desk, client, feed, page([service("A")]), is_whole="on"))
    assert "gone since: 1" in said and "Every row is taken" in said
    gone = Service.objects.get(name="B")
    assert "No longer in the feed since" in text(client.get(at(desk, "show_service", gone.id)))
    assert "Open licence" in text(client.get(at(desk, "show_service", gone.id)))
    assert "1 service ·" in text(client.get(at(desk, "list_feeds")))


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"<html>", "What came is no JSON"), ({"a": 1}, "no list of services"), (b"", "empty")],
)
def test_a_file_that_is_no_directory_is_refused_at_its_field(desk, client, content, why):
    feed = desk.feed()
    answer = bring(desk, client, feed, content, is_whole="on")
    assert why in text(answer) and not FeedRun.objects.exists()


def test_a_part_of_a_feed_says_that_nothing_is_gone(desk, client):
    feed = desk.feed()
    bring(desk, client, feed, page([service("A"), service("B")]), is_whole="on")
    said = text(bring(desk, client, feed, page([service("A")])))
    assert "Only a part of the feed was read" in said and "gone since: 0" in said


def test_a_feed_is_changed_and_ended(desk, client):
    feed = desk.feed(address="https://old.example/api")
    said = text(client.get(at(desk, "change_feed", feed.id)))
    assert "asks anything of the internet" in said
    answer = client.post(at(desk, "change_feed", feed.id), {"address": "http://new.example"})
    assert "begins with https" in text(answer)
    client.post(at(desk, "change_feed", feed.id), {"address": "https://new.example/api", "is_ended": "on"})
    assert (Feed.objects.get().address, Feed.objects.get().is_ended) == ("https://new.example/api", True)
    assert "Read no more" in text(client.get(at(desk, "list_feeds")))


def test_of_a_feeds_rows_only_our_own_part_is_asked_for(desk, client):
    desk.take(desk.feed(), [service()])
    found = desk.named("Debt clinic")
    said = client.get(at(desk, "change_agency", found.agency_id)).content.decode()
    assert 'name="kind"' in said and 'name="phone"' not in said and 'name="name"' not in said
    client.post(
        at(desk, "change_agency", found.agency_id), {"version": 1, "kind": "debt_advice", "address": ""}
    )
    said = client.get(at(desk, "change_service", found.id)).content.decode()
    assert 'name="needs"' in said and 'name="about"' not in said
    client.post(at(desk, "change_service", found.id), {"version": 1, "needs": ["tax"]})
    again = desk.named("Debt clinic")
    assert (again.needs, again.agency.kind, again.agency.public_address) == (["tax"], "debt_advice", "")


def test_words_of_others_are_shown_as_words(desk, client):
    bad = "<script>alert(1)</script>"
    desk.take(desk.feed(), [service(bad, description=bad, url="javascript:alert(1)")])
    found = Service.objects.get()
    for name, ids in (
        ("list_services", ()),
        ("show_service", (found.id,)),
        ("show_agency", (found.agency_id,)),
    ):
        said = client.get(at(desk, name, *ids)).content.decode()
        assert "<script>alert" not in said and "javascript:" not in said.split("<main")[1]


def test_rows_of_another_project_are_no_pages_here(desk, client):
    with desk.world.other.inside():
        told = {
            "project": desk.world.other.project,
            "by": desk.world.other.worker("coordinator"),
            "at": timezone.now(),
        }
        agency = actions.add_agency(name="Theirs", **told)
        feed = actions.add_feed(name="Theirs", **told)
    for name, ids in (
        ("show_agency", (agency.id,)),
        ("show_feed", (feed.id,)),
        ("add_service", (agency.id,)),
    ):
        assert client.get(at(desk, name, *ids)).status_code == 404
