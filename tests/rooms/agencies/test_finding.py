"""Finding services by need, place, language and words; thousands as fast as one."""

from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.agencies.conftest import NOW, text
from yarrow.agencies import actions, finding
from yarrow.agencies.finding import Wanted, found
from yarrow.agencies.models import Agency, Service

MOST = 10
MANY = 5_000


def names(desk, **wanted):
    return [row.name for row in found(desk.project, Wanted(**wanted))]


@pytest.fixture
def town(desk):
    union = desk.agency("Łódź Workers' Union", kind="union")
    house = desk.agency("Harbour House", kind="housing")
    desk.service(
        union, "Rights evening", needs=["labour_rights", "tax"], languages=["ro", "pl"], places=["Docks"]
    )
    desk.service(
        house,
        "Beds",
        needs=["housing"],
        languages=["en"],
        places=["Old Town", "Łódź"],
        about="A bed for a night",
    )
    desk.service(house, "Winter beds", needs=["housing"], status="temporarily_closed")
    return desk


def test_by_need_language_place_kind_and_words(town):
    assert names(town) == ["Beds", "Rights evening"]
    assert names(town, need="housing") == ["Beds"]
    assert names(town, language="pl") == ["Rights evening"]
    assert names(town, place="old TOWN") == ["Beds"]
    assert names(town, kind="union") == ["Rights evening"]
    assert names(town, text="night bed") == ["Beds"]
    assert names(town, text="union workers") == ["Rights evening"]
    assert names(town, need="tax", language="en") == []


def test_letters_with_and_without_their_marks_are_the_same(town):
    assert names(town, place="lodz") == names(town, place="ŁÓDŹ") == ["Beds"]
    assert names(town, text="lodz") == ["Rights evening"]
    assert names(town, text="100%") == names(town, text="_") == []


def test_one_code_is_not_found_in_another(town):
    town.service(name="Arts", needs=["learning"], agency=Agency.objects.first())
    assert names(town, need="legal") == [] and names(town, language="p") == []


def test_what_is_closed_or_gone_is_found_only_when_asked_for(town):
    assert names(town, need="housing", with_closed=True) == ["Beds", "Winter beds"]
    house = Agency.objects.get(name="Harbour House")
    town.do(actions.change_agency, agency=house, version=1, is_closed=True)
    assert names(town, need="housing") == []
    Service.objects.filter(name="Rights evening").update(gone_on=NOW.date())
    assert names(town) == [] and len(names(town, with_closed=True)) == 3


def test_facts_are_asked_for_by_what_is_known(town):
    beds = town.named("Beds")
    assert names(town, facts=("women_only",)) == []
    town.do(actions.note_fact, service=beds, fact="women_only", said="yes", known_from="asked_them")
    town.do(actions.note_fact, service=beds, fact="has_interpreter", said="no", known_from="asked_them")
    assert names(town, facts=("women_only",)) == ["Beds"]
    assert names(town, facts=("women_only", "has_interpreter")) == []


def test_a_room_above_says_which_ones(town):
    beds = town.named("Beds")
    assert [row.name for row in found(town.project, Wanted(), among=[beds.id])] == ["Beds"]
    assert list(found(town.project, Wanted(need="tax"), among=[beds.id])) == []
    assert list(found(town.project, Wanted(), among=[])) == []


def test_another_project_finds_nothing_of_it(town):
    with town.world.other.inside():
        assert list(found(town.world.other.project, Wanted(with_closed=True))) == []


@pytest.mark.sqlite_only(reason="it takes seconds, and asks the same on both")
def test_thousands_are_paged_quickly_and_with_few_questions(town):
    """5,000 services with words: a page and a search ask at most ten times, and none of them takes long."""
    agencies = Agency.objects.bulk_create(
        Agency(project=town.project, name=f"Agency {n}", added_by=town.project.id, added_at=NOW)
        for n in range(500)
    )
    rows = [
        Service(
            project=town.project, agency=agencies[n % 500], name=f"Service {n:05}", needs=["housing", "debt"],
            languages=["en"], places=[f"Area {n % 40}"], about="A long word about what it does. " * 20,
            added_by=town.project.id, added_at=NOW,
        )
        for n in range(MANY)
    ]  # fmt: skip
    for row in rows:
        finding.note_words(row)
    Service.objects.bulk_create(rows, batch_size=500)
    client, url = town.world.client("outreach"), town.project.url("agencies:list_services")
    client.get(url)
    for asked in ("", "?page=150", "?need=debt&place=area+7&language=en&text=service+long", "?text=nowhere"):
        with CaptureQueriesContext(connection) as ran:
            begun = perf_counter()
            answer = client.get(url + asked)
            took = perf_counter() - begun
        assert answer.status_code == 200 and len(ran) <= MOST, (asked, len(ran))
        assert took < 2, (asked, took)
    assert "No service fits" in text(client.get(f"{url}?text=nowhere"))
    page, more = finding.page_of(found(town.project, Wanted(place="area 7")), 1)
    assert (len(page), more) == (finding.PAGE, True)
    with CaptureQueriesContext(connection) as ran:
        assert client.get(town.project.url("agencies:list_agencies")).status_code == 200
    assert len(ran) <= MOST
