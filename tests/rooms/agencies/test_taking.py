"""A reading reconciles: every row is new, changed, unchanged or not taken; what workers wrote stays theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.agencies.conftest import NOW, TODAY
from tests.rooms.agencies.directories import STREET, organization, page, published, service
from yarrow.agencies import actions, hsds
from yarrow.agencies.actions.feeds import READER
from yarrow.agencies.errors import NotAllowed, NotHere
from yarrow.agencies.models import Agency, FeedRun, NotTaken, Service
from yarrow.vault.actors import Actor

LATER = NOW + timedelta(days=7)


def figures(run):
    return run.n_read, run.n_new, run.n_changed, run.n_unchanged, run.n_not_taken, run.n_gone


def rows(n):
    return [service(f"Service {k}", f"Agency {k % 3}") for k in range(n)]


def test_a_directory_that_nobody_here_wrote_comes_in(desk):
    run = desk.take(desk.feed(), hsds.services_in(page([published()])))
    found = desk.named("Community Counselling")
    assert figures(run) == (1, 1, 0, 0, 0, 0)
    assert (found.agency.name, found.languages, found.fetched_at) == (
        "Example Organization Inc.",
        ["ur"],
        NOW,
    )
    assert found.source == found.agency.source == str(run.feed_id)


def test_read_again_it_is_unchanged_and_seen_today(desk):
    feed = desk.feed()
    desk.take(feed, rows(7))
    run = desk.take(feed, rows(7), at=LATER)
    assert figures(run) == (7, 0, 0, 7, 0, 0)
    assert set(Service.objects.values_list("fetched_at", flat=True)) == {LATER}
    assert (Agency.objects.count(), Service.objects.count()) == (3, 7)


def test_every_row_is_somewhere_and_says_why(desk):
    feed = desk.feed()
    desk.take(feed, rows(3))
    came = [
        *rows(2),
        service("Service 2", "Agency 2", status="inactive"),
        service("New"),
        "words",
        rows(1)[0],
    ]
    run = desk.take(feed, came)
    assert figures(run) == (6, 1, 1, 2, 2, 0)
    assert run.n_taken == 2
    assert [(row.number, row.reason) for row in run.not_taken.all()] == [(5, "not_an_object"), (6, "twice")]


def test_an_agency_that_changed_its_name_is_found_by_it(desk):
    feed = desk.feed()
    desk.take(feed, rows(3))
    said = {"organization": {**organization("Agency 1"), "name": "Crane Street"}}
    run = desk.take(feed, [service("Service 1", "Agency 1", **said), rows(3)[0], rows(3)[2]])
    assert figures(run) == (3, 0, 1, 2, 0, 0)
    assert "crane street" in desk.named("Service 1").words


def test_rows_that_say_less_of_an_agency_take_nothing_from_it(desk):
    fuller = {**organization(), "email": "ask@harbour.example"}
    feed = desk.feed()
    both = [service("A"), service("B", organization=fuller)]
    desk.take(feed, both)
    assert Agency.objects.get().email == "ask@harbour.example"
    assert figures(desk.take(feed, both)) == (2, 0, 0, 2, 0, 0)


def test_a_service_that_moved_to_another_agency_goes_with_it(desk):
    feed = desk.feed()
    desk.take(feed, [service("A", "One"), service("B", "Two")])
    moved = service("A", "One", organization=organization("Two"))
    assert figures(desk.take(feed, [moved, service("B", "Two")])) == (2, 0, 1, 1, 0, 0)
    assert desk.named("A").agency.name == "Two"


def test_what_workers_wrote_is_never_touched(desk):
    feed = desk.feed()
    desk.take(feed, [service()])
    found = desk.named("Debt clinic")
    desk.do(actions.change_agency, agency=found.agency, version=1, kind="debt_advice", is_published=True)
    desk.do(actions.change_service, service=found, version=1, needs=["debt", "tax"])
    for fact, said in (("waiting_days", "63"), ("women_only", "yes"), ("accepts_people_who_use", "no")):
        desk.do(actions.note_fact, service=found, fact=fact, said=said, known_from="asked_them")
    local = desk.service(name="Own")
    terms = [{"taxonomy_term": {"name": "Housing"}}]
    run = desk.take(feed, [service(attributes=terms, wait_time="3 weeks", phones=[])])
    again = desk.named("Debt clinic")
    assert figures(run) == (1, 0, 1, 0, 0, 0)
    assert (again.needs, again.waiting_days, again.women_only) == (["debt", "tax"], 63, "yes")
    assert (again.accepts_people_who_use, again.phone, again.waiting_said) == ("no", "", "3 weeks")
    assert (again.agency.kind, again.agency.is_published, again.facts.count()) == ("debt_advice", True, 3)
    assert desk.named("Own").version == local.version and desk.named("Own").gone_on is None


def test_needs_follow_the_feed_until_somebody_chose_them(desk):
    feed = desk.feed()
    desk.take(feed, [service("Evening")])
    assert desk.named("Evening").needs == ["debt"]
    desk.take(feed, [service("Evening", attributes=[{"taxonomy_term": {"name": "Housing"}}])])
    assert desk.named("Evening").needs == ["housing"]


def test_what_is_missing_is_gone_and_comes_back(desk):
    feed = desk.feed()
    desk.take(feed, rows(4))
    run = desk.take(feed, rows(4)[:3], at=LATER)
    gone = desk.named("Service 3")
    assert figures(run) == (3, 0, 0, 3, 0, 1)
    assert (gone.gone_on, gone.fetched_at) == (TODAY + timedelta(days=7), NOW)
    assert gone not in Service.objects.of(desk.project).running()
    assert figures(desk.take(feed, rows(4)[:3], at=LATER)) == (3, 0, 0, 3, 0, 0)
    assert figures(desk.take(feed, rows(4), at=LATER)) == (4, 0, 1, 3, 0, 0)
    assert desk.named("Service 3").gone_on is None


def test_nothing_is_gone_when_only_a_part_was_read(desk):
    feed = desk.feed()
    desk.take(feed, rows(4))
    run = desk.take(feed, rows(1), is_whole=False)
    assert (run.n_gone, run.is_whole, Service.objects.exclude(gone_on=None).count()) == (0, False, 0)


def test_a_row_that_became_unreadable_is_not_gone(desk):
    feed = desk.feed()
    desk.take(feed, rows(3))
    run = desk.take(feed, [*rows(2), service("Service 2", "Agency 2", status="who knows")])
    assert figures(run) == (3, 0, 0, 2, 1, 0)
    assert desk.named("Service 2").gone_on is None


def test_an_empty_feed_changes_nothing_and_says_so(desk):
    feed = desk.feed()
    desk.take(feed, rows(3))
    run = desk.take(feed, [])
    assert (run.failed, run.n_gone, Service.objects.exclude(gone_on=None).count()) == ("empty", 0, 0)


def test_half_a_feed_missing_is_believed_only_when_somebody_says_so(desk):
    feed = desk.feed()
    desk.take(feed, rows(12))
    run = desk.take(feed, rows(5))
    assert (run.failed, run.n_gone) == ("many_gone", 0)
    run = desk.take(feed, rows(5), believes_gone=True)
    assert (run.failed, run.n_gone) == ("", 7)


def test_two_feeds_with_the_same_ids_keep_apart(desk):
    council, network = desk.feed(), desk.feed("Network")
    desk.take(council, rows(2))
    assert figures(desk.take(network, rows(2))) == (2, 2, 0, 0, 0, 0)
    desk.take(network, rows(1))
    assert Service.objects.filter(feed=council, gone_on=None).count() == 2


def test_of_a_secret_place_a_feed_brings_no_word_and_no_street(desk):
    feed = desk.feed()
    desk.take(feed, [service()])
    found = desk.named("Debt clinic")
    assert STREET in found.public_address
    desk.do(actions.change_agency, agency=found.agency, version=1, is_confidential=True, address="Elsewhere")
    where = {"about": "", "public_address": "", "places": [], "place_words": ""}
    assert {name: getattr(desk.named("Debt clinic"), name) for name in where} == where
    full = organization(locations=[{"addresses": [{"address_1": STREET}]}])
    run = desk.take(feed, [service(organization=full, email="new@harbour.example")])
    again = desk.named("Debt clinic")
    assert run.n_changed == 1 and again.email == "new@harbour.example"
    assert {name: getattr(again, name) for name in where} == where
    assert (again.agency.about, again.agency.public_address, again.agency.name) == ("", "", "Harbour Advice")


def test_no_longer_secret_it_is_read_as_the_feed_has_it(desk):
    feed = desk.feed()
    desk.take(feed, [service()])
    agency = desk.named("Debt clinic").agency
    desk.do(actions.change_agency, agency=agency, version=1, is_confidential=True, address="Elsewhere")
    desk.do(actions.change_agency, agency=agency, version=2, is_confidential=False, address="")
    assert Agency.objects.get().address is None
    assert desk.take(feed, [service()]).n_changed == 1
    assert STREET in desk.named("Debt clinic").public_address


def test_a_failed_reading_stands_beside_the_last_good_one(desk):
    feed = desk.feed()
    desk.take(feed, rows(2))
    run = desk.do(actions.note_failure, feed=feed, code="no_answer", at=LATER)
    assert figures(run) == (0, 0, 0, 0, 0, 0)
    assert [one.failed for one in FeedRun.objects.all()] == ["no_answer", ""]
    assert Service.objects.exclude(gone_on=None).count() == 0


def test_feeds_are_read_by_keepers_and_by_the_command_alone(desk):
    feed = desk.feed()
    with pytest.raises(NotAllowed):
        desk.take(feed, rows(1), by="case_worker")
    other = Actor.system("somebody else")
    with pytest.raises(NotAllowed):
        actions.take_services(project=desk.project, by=other, at=NOW, feed=feed, rows=rows(1))
    reader = Actor.system(READER)
    assert actions.take_services(project=desk.project, by=reader, at=NOW, feed=feed, rows=rows(1)).n_new == 1


def test_a_feed_of_another_project_is_not_here(desk):
    feed = desk.feed()
    with pytest.raises(NotHere):
        actions.take_services(
            project=desk.world.other.project, by=Actor.system(READER), at=NOW, feed=feed, rows=rows(1)
        )
    assert NotTaken.objects.count() == Service.objects.count() == 0


def test_thousands_are_taken_in_few_questions(desk):
    feed = desk.feed()
    with CaptureQueriesContext(connection) as first:
        desk.take(feed, rows(1_200))
    with CaptureQueriesContext(connection) as second:
        assert desk.take(feed, rows(1_200), at=LATER).n_unchanged == 1_200
    assert len(first) < 60 and len(second) < 40, (len(first), len(second))
