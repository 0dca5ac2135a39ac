"""Finding contacts, and what they add up to."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.contacts.pages import url
from tests.worlds import check_roles
from yarrow.contacts import actions, finding
from yarrow.contacts.finding import Asked
from yarrow.staff.roles import WORKERS

DAY = date(2026, 3, 6)
MARK = "Quillfeather"


@pytest.fixture
def some(shift):
    kim = shift.person(MARK)
    return {
        "kim": shift.record(person=kim, supplies={"condoms": 6}, done=["information"], follow_up_on=DAY),
        "two": shift.record(n_people=2, supplies={"condoms": 4, "lube": 2}),
        "call": shift.record(
            by=shift.case_worker, session=None, kind="phone", person=kim, happened_on=DAY - timedelta(days=9)
        ),
        "gone": shift.act(
            actions.void_contact, contact=shift.record(n_people=1), version=1, reason="mistake"
        ),
    }


def names(shift, some, **asked):
    fits = {row.id for row in finding.matching(shift.project, Asked(**asked))}
    return {name for name, contact in some.items() if contact.id in fits}


def test_matching_by_each_filter(shift, some):
    kim = some["kim"]
    assert names(shift, some) == {"kim", "two", "call"}
    for asked, fits in [
        ({"from_on": DAY}, {"kim", "two"}),
        ({"to_on": DAY - timedelta(days=1)}, {"call"}),
        ({"kind": "phone"}, {"call"}),
        ({"zone": "docks"}, {"kim", "two"}),
        ({"session": shift.van.id}, {"kim", "two"}),
        ({"worker": shift.case_worker.id}, {"call"}),
        ({"person": kim.person_id}, {"kim", "call"}),
        ({"supply": "lube"}, {"two"}),
        ({"done": "information"}, {"kim"}),
        ({"known": "known"}, {"kim", "call"}),
        ({"known": "not_known"}, {"two"}),
        ({"follow_up": True}, {"kim"}),
        ({"person": kim.person_id, "from_on": DAY, "supply": "condoms"}, {"kim"}),
    ]:
        assert names(shift, some, **asked) == fits, asked


def test_totals_say_out_of_how_many_of_the_same_days(shift, some):
    asked = Asked(from_on=DAY, supply="condoms", known="not_known")
    totals = finding.totals(shift.project, asked, finding.matching(shift.project, asked))
    assert (totals.n_contacts, totals.n_people, totals.n_not_known, totals.n_given, totals.out_of) == (
        2,
        0,
        2,
        4,
        3,
    )


def test_another_projects_contacts_are_never_found(shift, some):
    assert not finding.matching(shift.world.other.project, Asked()).exists()


def test_found_takes_at_most_ten_queries_beside_the_trail(shift, some):
    for _ in range(5):
        shift.record(person=shift.person(), supplies={"condoms": 1}, done=["listening"])
    with CaptureQueriesContext(
        connection,
    ) as ran:
        found = finding.found(shift.outreach, shift.project, Asked(supply="condoms"))
    asked = [one["sql"] for one in ran if "vault_trail" not in one["sql"] and "SAVEPOINT" not in one["sql"]]
    assert len(found.lines) == 7 and len(asked) <= 10, "\n".join(asked)


def test_find_contacts_keeps_the_filters_in_the_address_and_never_a_name(shift, some, outreach):
    page = url(shift, "find_contacts")
    text = outreach.get(f"{page}?known=known&supply=condoms").content.decode()
    assert (
        "1 of 4 contacts of these days." in text and MARK in text and "Given of the chosen supply: 6." in text
    )
    found = outreach.post(url(shift, "choose_whose") + "?known=known", {"name-text": MARK})
    person = some["kim"].person_id
    assert f"?known=known&amp;person={person}" in (listed := found.content.decode())
    assert f"?{MARK}" not in listed and f"={MARK}" not in listed
    only = outreach.get(f"{page}?known=known&person={person}").content.decode()
    assert f"Only contacts with {MARK}." in only and "2 of 4 contacts" in only


def test_find_contacts_goes_on_to_the_next_page_with_its_filters(shift, some, outreach, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 1)
    text = outreach.get(url(shift, "find_contacts") + "?known=known").content.decode()
    assert "?known=known&amp;page=2" in text
    last = outreach.get(url(shift, "find_contacts") + "?known=known&page=2").content.decode()
    assert "?known=known&amp;page=1" in last and "page=3" not in last


@pytest.mark.parametrize("asked", ["kind=gold", "worker=x", "person=x", "from_on=32", "page=-1", "zone=a%00"])
def test_find_contacts_with_what_can_not_be_read_says_so_and_goes_on(shift, some, outreach, asked):
    assert outreach.get(url(shift, "find_contacts") + f"?{asked}").status_code == 200


def test_find_contacts_of_somebody_elses_person_does_not_exist(shift, outreach):
    theirs = shift.world.other
    with theirs.inside():
        person = actions.record_contact(
            project=theirs.project,
            by=theirs.worker("outreach"),
            at=shift.van.opened_at,
            entry_id=shift.van.id,
            kind="phone",
            new_person=MARK,
        ).person
    assert outreach.get(url(shift, "find_contacts") + f"?person={person.id}").status_code == 404


def test_find_contacts_by_role(shift):
    check_roles(shift.world, url(shift, "find_contacts"), WORKERS)
