"""The directory at its edges: renamed agencies, addresses that stay, odd searches, versions, what a refusal keeps."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.rooms.agencies.conftest import NOW, text
from tests.rooms.agencies.directories import STREET, organization, page, service
from tests.worlds import make_project
from yarrow.agencies import actions, finding, giving, hsds, showing
from yarrow.agencies.errors import CannotBe, Conflict
from yarrow.agencies.finding import Wanted
from yarrow.agencies.models import Agency, Fact, FeedRun, Service

WITH_STREET = {"locations": [{"addresses": [{"address_1": STREET}]}]}
BAD = "<img src=x onerror=alert(1)>"


@pytest.fixture
def client(desk):
    return desk.world.client("coordinator")


def at(desk, name, *ids):
    return desk.project.url(f"agencies:{name}", *ids)


def renamed(row, name):
    return {**row, "organization": {**row["organization"], "name": name}}


def found(desk, words):
    return sorted(one.name for one in finding.found(desk.project, Wanted(text=words, with_closed=True)))


def test_a_new_name_from_a_feed_finds_also_what_was_not_read_and_what_is_our_own(desk):
    feed = desk.feed()
    desk.take(feed, [service("A"), service("B")])
    desk.service(Agency.objects.get(), "Ours")
    desk.take(feed, [renamed(service("A"), "Crane Street")], is_whole=False)
    assert found(desk, "crane") == ["A", "B", "Ours"] and found(desk, "harbour advice ours") == []


def test_changing_our_part_of_a_feeds_agency_leaves_its_address(desk, client):
    desk.take(desk.feed(), [service(organization=organization(**WITH_STREET))])
    agency = Agency.objects.get()
    assert agency.public_address == STREET
    client.post(at(desk, "change_agency", agency.id), {"kind": "debt_advice", "version": 1, "address": ""})
    assert (Agency.objects.get().kind, Agency.objects.get().public_address) == ("debt_advice", STREET)


@pytest.mark.parametrize(
    "said", [{"is_confidential": False}, {"is_confidential": False, "phone": "1"}, {"phone": "1"}]
)
def test_an_address_that_was_not_spoken_of_stays(desk, said):
    agency = desk.agency(address="Quay 4")
    desk.do(actions.change_agency, agency=agency, version=1, **said)
    assert Agency.objects.get().public_address == "Quay 4"
    desk.do(actions.change_agency, agency=agency, version=2, address="")
    assert Agency.objects.get().public_address == ""


def test_a_secret_address_stays_when_other_things_change(desk):
    agency = desk.agency("Haven", is_confidential=True, address=STREET)
    desk.do(actions.change_agency, agency=agency, version=1, is_confidential=True, phone="1")
    key = desk.world.worker("coordinator").key
    assert Agency.objects.get().sealed.open_unrecorded("identity.address", key) == STREET


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "0", "2"])
def test_a_version_that_nobody_saw_writes_nothing_and_keeps_what_was_typed(desk, client, version):
    agency = desk.agency()
    found = desk.service(agency)
    for name, row, model in (("change_agency", agency, Agency), ("change_service", found, Service)):
        typed = {
            "name": "Typed anew",
            "kind": "union",
            "status": "active",
            "about": "Typed about",
            "version": version,
        }
        said = client.post(at(desk, name, row.id), typed).content.decode()
        assert "Typed anew" in said and "Typed about" in said and 'name="version" value="1"' in said
        assert model.objects.get().name != "Typed anew"


def test_of_two_who_save_the_second_is_told_and_saves_over_what_they_saw(desk):
    one = desk.service()
    first = {"service": one, "version": 1}
    desk.do(actions.change_service, **first, phone="1")
    with pytest.raises(Conflict):
        desk.do(actions.change_service, **first, phone="2")
    desk.do(actions.note_fact, service=one, fact="women_only", said="yes", known_from="they_say")
    desk.do(actions.change_service, service=one, version=2, phone="2")
    row = Service.objects.get()
    assert (row.phone, row.version, row.women_only) == ("2", 3, "yes"), (
        "what was learned is no change of theirs"
    )


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"fact": "waiting_days", "days": "9 weeks"}, 'value="9 weeks"'),
        ({"fact": "waiting_days", "days": "9 weeks", "known_from": ""}, 'value="9 weeks"'),
        ({"fact": "waiting_days", "days": BAD[:5]}, 'value="&lt;img "'),
    ],
)
def test_a_refused_fact_keeps_what_was_typed(desk, client, posted, kept):
    one = desk.service()
    address, shown = at(desk, "note_fact", one.id), at(desk, "show_service", one.id)
    said = client.post(address, {"known_from": "went_there", **posted}).content.decode()
    assert kept in said and "error-summary" in said and not Fact.objects.exists()
    # It is a page of its own: read again it is there, and it leads back.
    again = client.get(address).content.decode()
    assert (
        f'href="{shown}"' in said and f'href="{shown}"' in again and "<h1>Note what you learned</h1>" in again
    )
    told = {"fact": "women_only", "answer": "yes", "known_from": "went_there"}
    assert client.post(address, told)["Location"] == shown


@pytest.mark.parametrize(
    "typed",
    [
        *({"url": "javascript:alert(1)"}, {"assured_on_0": "31"}, {"name": ""}, {"email": "nobody"}),
        *({"kind": "spaceport"}, {"name": "x" * 201}),
    ],
)
def test_a_refused_agency_keeps_what_was_typed(desk, client, typed):
    form = {"name": "Typed", "kind": "union", "about": "Typed about", "address": "Typed street", **typed}
    said = client.post(at(desk, "add_agency"), form).content.decode()
    assert "Typed about" in said and "Typed street" in said and not Agency.objects.exists()


def test_a_fact_noted_twice_is_kept_twice_and_the_latest_holds(desk):
    one = desk.service()
    for minutes, said in enumerate(("63", "63", "7", "")):
        told = {"fact": "waiting_days", "said": said, "known_from": "went_there"}
        desk.do(actions.note_fact, service=one, at=NOW + timedelta(minutes=minutes), **told)
        assert Service.objects.get().waiting_days == (int(said) if said else None)
    assert [fact.said for fact in Fact.objects.all()] == ["", "7", "63", "63"]
    assert Service.objects.get().version == 1


@pytest.mark.parametrize(
    "words",
    [
        *("%", "_", "\\", "'", '"', "’", "100%", "--", "; DROP", "[a-z]", "*", "\u200f", "🌹", "\\u0061"),
        *("a " * 40, "x" * 80),
    ],
)
def test_odd_words_find_what_has_them_and_nothing_else(desk, client, words):
    agency = desk.agency()
    desk.service(agency, "Plain")
    desk.service(agency, f"Odd {words}"[:200])
    said = text(client.get(at(desk, "list_services"), {"text": words}))
    has_words = bool(finding.fold(words))
    assert "Odd" in said and ("Plain" in said) == (not has_words or finding.fold(words).split() == ["a"] * 40)


@pytest.mark.parametrize(
    "asked", ["text=a%00b", "need=spaceport", "language=%22", "place=" + "x" * 61, "facts=waiting_days"]
)
def test_a_filter_that_can_not_be_is_left_out_and_said(desk, client, asked):
    desk.service()
    answer = client.get(at(desk, "list_services") + f"?{asked}")
    assert answer.status_code == 200 and "Rights evening" in text(answer)
    assert "Something needs another look" in text(answer)


@pytest.mark.parametrize("number", ["0", "-1", "٣", "1e9", "9999999", "", "1.0", "999999"])
def test_any_page_number_is_a_page(desk, client, number):
    desk.service()
    for name in ("list_services", "list_agencies"):
        answer = client.get(at(desk, name), {"page": number, "with_closed": "on"})
        assert answer.status_code == 200 and ("Harbour Union" in text(answer)) == (number != "999999")


def test_names_of_others_are_words_in_every_list_file_and_message(desk, client):
    desk.take(desk.feed(BAD), [service(BAD, BAD, phones=[{"number": BAD}], languages=[{"name": BAD}])])
    one = Service.objects.select_related("agency", "feed").get()
    run = FeedRun.objects.get()
    pages = [("list_services",), ("list_agencies",), ("show_service", one.id), ("show_agency", one.agency_id)]
    pages += [
        ("change_agency", one.agency_id),
        ("change_service", one.id),
        ("list_feeds",),
        ("show_feed", one.feed_id),
    ]
    for each in [*pages, ("show_run", one.feed_id, run.id), ("change_feed", one.feed_id)]:
        assert "<img src=x" not in client.get(at(desk, *each)).content.decode(), each
    desk.do(actions.change_agency, agency=one.agency, version=1, is_published=True)
    given = client.get(at(desk, "give_directory"))
    assert given["Content-Type"] == "application/json" and given["X-Content-Type-Options"] == "nosniff"
    again = hsds.read_service(1, json.loads(given.content)["contents"][0], NOW.date())
    assert (again.name, again.agency.name) == (BAD, BAD)


def test_one_page_of_several_marks_nothing_as_gone_whatever_was_ticked(desk, client):
    feed = desk.feed()
    rows = [service(f"Service {n}") for n in range(6)]
    desk.take(feed, rows)
    file = SimpleUploadedFile("p.json", json.dumps({**page(rows[:4], 1, 2), "total_items": 6}).encode())
    said = text(client.post(at(desk, "bring_file", feed.id), {"file": file, "is_whole": "on"}, follow=True))
    assert "Only a part of the feed was read" in said and not Service.objects.exclude(gone_on=None).exists()


def test_an_id_twice_in_one_file_is_the_first_one_also_by_number_and_word(desk):
    run = desk.take(
        desk.feed(), [service("One", id=17), service("Two", id="17"), service("Three", id=" 17 ")]
    )
    assert [(row.number, row.reason) for row in run.not_taken.all()] == [(2, "twice"), (3, "twice")]
    assert Service.objects.get().name == "One"


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Pacific/Auckland", datetime(2026, 11, 14, 10, 30, tzinfo=UTC), 14),
        ("Pacific/Auckland", datetime(2026, 11, 14, 11, 30, tzinfo=UTC), 15),
        ("America/Los_Angeles", datetime(2026, 11, 14, 7, 30, tzinfo=UTC), 13),
        ("Europe/London", datetime(2026, 6, 14, 23, 30, tzinfo=UTC), 15),
    ],
)
def test_days_of_the_directory_are_the_projects_own(db, zone, instant, day):
    """What was right today is right today, what a feed lost is gone on that day, tomorrow is refused."""
    world = make_project(f"day-{day}", time_zone=zone, at=datetime(2024, 1, 2, tzinfo=UTC))
    act = {"project": world.project, "by": world.worker("coordinator"), "at": instant}
    here = instant.date().replace(day=day)
    agency = actions.add_agency(name="Quay", assured_on=here, **act)
    with pytest.raises(CannotBe) as refused:
        actions.change_agency(agency=agency, version=1, assured_on=here + timedelta(days=1), **act)
    assert refused.value.field == "assured_on"
    assert "less than a month" in showing.age_of(agency, here).words
    feed = actions.add_feed(name="Council", **act)
    dated = [
        service(name, assured_date=said.isoformat())
        for name, said in (("A", here), ("B", here + timedelta(days=1)))
    ]
    actions.take_services(feed=feed, rows=dated, **act)
    actions.take_services(feed=feed, rows=dated[:1], **act)
    assert list(Service.objects.order_by("name").values_list("assured_on", "gone_on")) == [
        (here, None),
        (None, here),
    ]


@pytest.mark.parametrize(
    ("then", "today", "months"),
    [("2025-11-28", "2026-11-28", 12), ("2025-11-29", "2026-11-28", 11), ("2024-02-29", "2025-02-28", 11),
     ("2026-01-31", "2026-02-28", 0), ("2026-12-01", "2026-11-28", 0), ("0001-01-01", "2026-11-28", 24_310)],
)  # fmt: skip
def test_months_have_passed_when_their_day_has_come(then, today, months):
    told = [datetime.fromisoformat(one).date() for one in (then, today)]
    assert showing.months_between(*told) == months


def test_what_is_given_leaves_out_what_closed_was_lost_or_is_not_to_be_given(desk):
    open_one = desk.agency("Open", is_published=True)
    desk.service(open_one, "Given")
    desk.service(desk.agency("Not said", is_published=False), "Kept")
    desk.service(desk.agency("Closed", is_published=True, is_closed=True), "Over")
    Service.objects.filter(pk=desk.service(open_one, "Lost").pk).update(gone_on=NOW.date())
    page = giving.page_of(desk.project)
    assert [one["name"] for one in page["contents"]] == ["Given"] and page["total_items"] == 1
    assert not hsds.has_more(page)
