"""Pseudonymous rows out: what is in them, what is not, and that they come fast."""

import dataclasses
import time
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, extract
from yarrow.contacts.models import Contact, ContactDone, ContactSupply
from yarrow.vault.actors import Actor

DAY = date(2026, 3, 6)


def rows(shift, first=DAY, last=DAY):
    return list(extract.rows(shift.project, first, last))


def test_rows_carry_what_was_counted_and_nothing_that_was_said(shift):
    kim = shift.person("Kim")
    contact = shift.record(
        person=kim,
        supplies={"condoms": 6, "lube": 2},
        done=["wound_care", "information"],
        minutes=15,
        seemed="low",
        note="a secret",
        language="Czech",
        language_how="phone_line",
        language_unmet=True,
        met_at=NIGHT,
    )
    assert rows(shift) == [
        extract.ContactRow(
            id=contact.id,
            project_id=shift.project.id,
            session_id=shift.van.id,
            person_id=kim.id,
            n_people=1,
            gender_seen="",
            on=DAY,
            kind="van",
            zone="docks",
            supplies=(("condoms", 6), ("lube", 2)),
            done=("information", "wound_care"),
            minutes=15,
            seemed="low",
            language_how="phone_line",
            language_unmet=True,
            n_workers=1,
        )
    ]


def test_rows_have_no_field_for_a_name_a_note_or_a_time():
    names = {field.name for field in dataclasses.fields(extract.ContactRow)}
    assert not names & {"note", "met_at", "recorded_at", "recorded_by", "called", "language", "code"}


def test_rows_leave_out_what_was_removed_and_how_it_stood_before(shift):
    kept, gone = shift.record(n_people=2), shift.record(n_people=3)
    shift.act(actions.correct_contact, contact=kept, version=1, n_people=4)
    shift.act(actions.void_contact, contact=gone, version=1, reason="twice")
    assert [row.n_people for row in rows(shift)] == [4]


def test_rows_begin_and_end_with_the_days_asked_for(shift):
    for days in (0, 1, 2, 3):
        shift.record(session=None, kind="phone", happened_on=DAY - timedelta(days=days))
    found = rows(shift, DAY - timedelta(days=2), DAY - timedelta(days=1))
    assert [row.on for row in found] == [DAY - timedelta(days=2), DAY - timedelta(days=1)]


def test_rows_of_another_project_stay_there(shift):
    other = shift.world.other
    with other.inside():
        actions.record_contact(
            project=other.project, by=other.worker("outreach"), at=NIGHT, entry_id=uuid4(), kind="phone"
        )
    assert rows(shift) == []
    assert extract.first_and_last(shift.project) is None and extract.first_met_on(shift.project) == {}


def test_rows_outside_sessions_have_no_zone_and_no_crew(shift):
    shift.record(session=None, kind="phone", n_people=2, gender_seen="woman")
    (row,) = rows(shift)
    assert (row.zone, row.n_workers, row.session_id, row.gender_seen) == ("", None, None, "woman")


def test_first_met_on_is_the_first_contact_that_counts(shift):
    kim = shift.person()
    early = shift.record(session=None, kind="phone", person=kim, happened_on=DAY - timedelta(days=9))
    shift.record(session=None, kind="phone", person=kim, happened_on=DAY - timedelta(days=5))
    assert extract.first_met_on(shift.project) == {kim.id: DAY - timedelta(days=9)}
    shift.act(actions.void_contact, contact=early, version=1, reason="mistake")
    assert extract.first_met_on(shift.project) == {kim.id: DAY - timedelta(days=5)}
    assert extract.first_and_last(shift.project) == (DAY - timedelta(days=5), DAY - timedelta(days=5))


def test_labels_say_codes_in_words_also_for_what_is_no_longer_offered(shift):
    coordinator = shift.world.worker("coordinator")
    kind = shift.act(actions.add_kind, by=coordinator, sort="done", label="Knitting circle")
    shift.act(actions.retire_kind, by=coordinator, kind=kind)
    shift.act(actions.retire_zone, by=coordinator, zone=shift.docks)
    assert extract.done_labels(shift.project)["knitting_circle"] == "Knitting circle"
    assert extract.zone_labels(shift.project) == {"docks": "Docks"}
    assert extract.supply_labels(shift.project)["condoms"] == "Condoms"
    assert extract.kind_labels()["van"] == "Van"


def test_rows_need_no_key(shift):
    assert Actor.system("evaluation").unlocked is None
    shift.record(by=shift.case_worker, note="a secret", person=shift.person())
    assert len(rows(shift)) == 1


@pytest.fixture
def many(shift):
    """Twenty thousand contacts, written past the actions: only their number matters here."""
    contacts = [
        Contact(
            project=shift.project,
            entry_id=uuid4(),
            session=shift.van,
            kind="van",
            n_people=1 + n % 3,
            happened_on=DAY - timedelta(days=n % 700),
            zone=shift.docks,
            recorded_by=shift.outreach.id,
            recorded_at=NIGHT,
        )
        for n in range(20_000)
    ]
    Contact.objects.bulk_create(contacts, batch_size=2_000)
    ContactSupply.objects.bulk_create(
        (ContactSupply(contact=contact, kind="condoms", n=6) for contact in contacts), batch_size=2_000
    )
    ContactDone.objects.bulk_create(
        (ContactDone(contact=contact, kind="information") for contact in contacts[::2]), batch_size=2_000
    )


@pytest.mark.sqlite_only(reason="it counts queries, and both databases get the same")
def test_rows_cost_the_same_few_queries_for_very_many(shift, many):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        began = time.process_time()
        found = rows(shift, DAY - timedelta(days=700), DAY)
        took = time.process_time() - began
    assert len(found) == 20_000 and sum(row.supplies[0][1] for row in found) == 120_000
    assert len(seen) <= 5
    print(f"{len(found)} rows in {took:.2f} s")
    # Seconds of this process alone: 300,000 contacts are to stay well under half a minute.
    assert took < 1.5
