"""Under 18: the safeguarding path begins by itself, and nobody so young stands on a list of adults.

The promise is attacked page by page; the twin lets everybody count as an adult and must be caught.
"""

from datetime import date
from uuid import uuid4

import pytest

from tests.rooms.people.rows import last_row, opened
from tests.worlds import check_roles
from yarrow.contacts import actions as contacts
from yarrow.contacts import queries as contact_queries
from yarrow.contacts.seen import not_seen_lately
from yarrow.evaluation.activity import apart_in, met_in
from yarrow.methods.activity import Period, count
from yarrow.methods.refusals import Refusal
from yarrow.people import actions
from yarrow.people.extract import rows
from yarrow.people.lists import UNDER_18
from yarrow.people.models import PersonSet, SafeguardingStep
from yarrow.people.queries import is_nobody_told
from yarrow.staff.roles import WORKERS
from yarrow.vault.models import TrailRow

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
HEADING = "<h2>Under 18</h2>"


@pytest.fixture
def client(world):
    return world.client("coordinator")


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"people:{name}", *args)


@pytest.fixture
def young(add, given, world):
    """Lia, sixteen, and Lia the adult, both met in an open session and on one caseload."""
    both = add("Lia", full_name="Lia Stone", born_on=date(2009, 9, 9)), add("Lia", full_name="Lia Rivers")
    worker = world.account("coordinator").worker
    van = contacts.open_session(kind="van", **given)
    for person in both:
        actions.assign_key_worker(person=person, worker=worker, **given)
        contacts.record_contact(entry_id=uuid4(), session=van, person=person, met_at=given["at"], **given)
    return (*both, van)


def mixed(client, url, young) -> list[str]:
    """Pages on which the young person stands before any heading for young people."""
    found = []
    pages = {
        "list": client.get(url("list_people")),
        "search": client.post(url("search_people"), {"text": "Lia"}),
        "caseload": client.get(url("show_caseload")),
    }
    for name, answer in pages.items():
        page = answer.content.decode()
        assert young[1].code in page, f"{name} lists the adult"
        if young[0].code in page.split(HEADING)[0]:
            found.append(name)
    return found


def test_no_list_of_adults_has_somebody_under_18(client, url, young):
    assert mixed(client, url, young) == []


def test_no_list_twin_in_which_everybody_is_an_adult_is_caught(client, url, young, monkeypatch):
    monkeypatch.setattr(PersonSet, "adults", lambda rows: rows.all())
    monkeypatch.setattr(type(young[0]), "is_under_18", False)
    assert mixed(client, url, young) == ["list", "search", "caseload"]


def test_lists_have_the_young_under_a_heading_of_their_own(client, url, young):
    page = client.get(url("list_people")).content.decode()
    assert young[0].code in page.split(HEADING)[1] and young[1].code in page.split(HEADING)[0]


def test_the_shift_sheet_expects_adults_only(project, young):
    assert contact_queries.Shift(project, young[2]).recent_people() == [young[1]]


def test_nobody_so_young_is_on_the_list_of_those_not_seen(project, young):
    late = not_seen_lately(project, date(2026, 12, 1), 10)
    assert [one.person for one in late] == [young[1]]


def test_the_activity_table_counts_the_young_apart(project, young):
    assert count(list(met_in(project, YEAR)), YEAR).n_people == 1
    assert apart_in(project, YEAR)[UNDER_18].n_people == 1
    assert {row.person_id: row.counted_as for row in rows(project)}[young[0].id] == UNDER_18


def test_an_age_under_18_begins_the_path_once(add, given, project):
    kim = add("Kim")
    assert not SafeguardingStep.objects.exists()
    actions.change_person(person=kim, version=1, age_band=UNDER_18, **given)
    actions.change_person(person=kim, version=2, called="Kimmy", **given)
    assert SafeguardingStep.objects.filter(person=kim).count() == 1
    assert TrailRow.objects.filter(project_id=project.id, act="people.start_safeguarding").count() == 1
    assert is_nobody_told(kim)


def test_add_person_under_18_asks_for_the_safeguarding_lead(client, url):
    page = client.get(url("add_person")).content.decode()
    entry = page.split('name="entry_id"')[1].split('value="')[1].split('"')[0]
    answer = client.post(url("add_person"), {"entry_id": entry, "called": "Lia", "age_band": UNDER_18})
    assert answer["Location"].endswith("/safeguarding/")
    assert "Speak to your safeguarding lead today" in client.get(answer["Location"]).content.decode()


def test_note_safeguarding_is_sealed_and_stands_in_the_banner(client, url, young, by, project):
    lia = young[0]
    page = client.get(url("show_person", lia.id)).content.decode()
    assert "Nobody has been told yet" in page
    said = {"told": "Ruth Lead", "next_step": "Strategy meeting", "note": "Lives with an aunt"}
    days = {"next_on_0": "20", "next_on_1": "3", "next_on_2": "2027"}
    answer = client.post(url("note_safeguarding", lia.id), {"entry_id": str(uuid4()), **said, **days})
    assert answer["Location"] == url("show_person", lia.id)
    step = SafeguardingStep.objects.get(person=lia, next_on=date(2027, 3, 20))
    assert opened(step, "identity.told", by) == "Ruth Lead"
    assert opened(step, "notes.note", by) == "Lives with an aunt"
    assert "people.safeguardingstep.told" in last_row(project).fields
    page = client.get(url("show_person", lia.id)).content.decode()
    assert "Told: Ruth Lead" in page and "Strategy meeting" in page and "Nobody has been told" not in page


def test_note_safeguarding_without_the_key_to_notes_offers_no_note(world, url, young, given):
    actions.note_safeguarding(person=young[0], told="Ruth Lead", note="An aunt", **given)
    actions.end_key_worker(person=young[0], reason="moved_on", **given)
    page = world.client("outreach").get(url("note_safeguarding", young[0].id)).content.decode()
    assert "Ruth Lead" in page and "An aunt" not in page and 'name="note"' not in page


def test_note_safeguarding_needs_something_said(young, given):
    with pytest.raises(Refusal, match="who was told"):
        actions.note_safeguarding(person=young[0], **given)


def test_note_safeguarding_sent_twice_is_once(young, given):
    entry_id = uuid4()
    for _ in range(2):
        actions.note_safeguarding(person=young[0], told="Ruth Lead", entry_id=entry_id, **given)
    assert SafeguardingStep.objects.filter(person=young[0]).count() == 2, "the beginning, and this"


def test_note_safeguarding_is_for_those_who_meet_people(world, url, kim):
    check_roles(world, url("note_safeguarding", kim.id), WORKERS)
