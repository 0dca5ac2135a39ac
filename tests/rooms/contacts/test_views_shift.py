"""The shift sheet through its page: forms in, redirects out; what a locked session sees."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.contacts.conftest import NIGHT
from tests.rooms.contacts.pages import MARK, sent, sheet, url
from yarrow.contacts import actions
from yarrow.contacts.models import Contact
from yarrow.people.models import Person
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry


def test_shift_sheet_shows_faces_of_this_place_first(shift, outreach):
    far = shift.person("Faraway")
    near = shift.person("Nearby")
    phone = actions.record_contact(
        project=shift.project, by=shift.outreach, at=NIGHT, entry_id=uuid4(), kind="phone", person=far
    )
    assert phone.zone is None
    shift.record(person=near)
    page = outreach.get(sheet(shift)).content.decode()
    assert page.index("Nearby") < page.index("Faraway")


def test_shift_sheet_takes_a_known_person_and_shows_the_tally(shift, outreach):
    kim = shift.person("Kim")
    answer = outreach.post(
        sheet(shift), sent(who=f"person:{kim.id}", supply_condoms="6", done=["information"])
    )
    assert answer.status_code == 302 and answer["Location"] == sheet(shift)
    contact = Contact.objects.get()
    assert (contact.person, contact.zone) == (kim, shift.docks)
    page = outreach.get(sheet(shift)).content.decode()
    assert "1 person met" in page and "As last time" in page and "condoms ×\xa06" in page and "Undo" in page


def test_shift_sheet_takes_two_women_not_known(shift, outreach):
    outreach.post(sheet(shift), sent(who="not_known:2", gender_seen="woman"))
    contact = Contact.objects.get()
    assert (contact.person, contact.n_people, contact.gender_seen) == (None, 2, "woman")


def test_shift_sheet_takes_more_than_four_not_known(shift, outreach):
    outreach.post(sheet(shift), sent(n_people="7"))
    assert Contact.objects.get().n_people == 7


def test_shift_sheet_takes_someone_new_by_name_alone(shift, outreach):
    outreach.post(sheet(shift), sent(name="Ruby"))
    assert Contact.objects.get().person == Person.objects.get()


def test_shift_sheet_asks_when_somebody_goes_by_the_new_name_already(shift, outreach):
    ruby = shift.person("Ruby")
    page = outreach.post(sheet(shift), sent(name="ruby", supply_condoms="4")).content.decode()
    assert "goes by this name already" in page and f"person:{ruby.id}" in page and 'value="4"' in page
    outreach.post(sheet(shift), sent(name="ruby", is_new="on"))
    assert Person.objects.count() == 2 and Contact.objects.count() == 1


def test_shift_sheet_double_submit_is_one_contact(shift, outreach):
    once = sent(name="Ruby", usual="", supply_lube="2")
    assert outreach.post(sheet(shift), once).status_code == 302
    again = outreach.post(sheet(shift), once)
    assert (Contact.objects.count(), Person.objects.count()) == (1, 1)
    assert again.status_code == 302


def test_shift_sheet_usual_supplies_are_one_chip(shift, outreach):
    shift.record(n_people=1, supplies={"condoms": 6, "lube": 2})
    page = outreach.get(sheet(shift)).content.decode()
    assert 'value="condoms=6,lube=2"' in page
    outreach.post(sheet(shift), sent(who="not_known:1", usual="condoms=6,lube=2", supply_food="1"))
    latest = Contact.objects.order_by("recorded_at").last()
    assert dict(latest.supplies.values_list("kind", "n")) == {"condoms": 6, "food": 1, "lube": 2}


def test_shift_sheet_finds_somebody_and_keeps_what_was_typed(shift, outreach):
    kim = shift.person("Kimberley")
    page = outreach.post(
        sheet(shift), sent(look="1", find="kimberly", supply_condoms="8", note="half a note")
    ).content.decode()
    assert f"person:{kim.id}" in page and 'value="8"' in page and "half a note" in page
    assert "Something needs another look" not in page and Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Say who it was"),
        ({"who": "person:nobody"}, "Choose who it was again"),
        ({"who": "not_known:2", "name": "Ruby"}, "Choose one"),
        ({"who": "not_known:2", "supply_condoms": "many"}, "whole number"),
        ({"who": "not_known:2", "follow_up_what": "call"}, "Say by which day"),
        ({"who": "not_known:2", "usual": "gold=1"}, "Count what was given once more"),
    ],
)
def test_shift_sheet_says_what_is_wrong_at_the_field_and_keeps_the_rest(shift, outreach, typed, words):
    page = outreach.post(sheet(shift), sent(note="keep me", **typed)).content.decode()
    assert words in page and "keep me" in page and Contact.objects.count() == 0


def test_shift_sheet_keeps_more_closed_until_something_in_it_is_used(shift, outreach):
    assert "<details open" not in outreach.post(sheet(shift), sent(supply_food="1")).content.decode().replace(
        'class="govuk-details" ', ""
    )
    assert 'class="govuk-details" open' in outreach.post(sheet(shift), sent(note="a word")).content.decode()


def test_shift_sheet_says_that_a_note_waits_and_counts_it(shift, outreach):
    outreach.post(sheet(shift), sent(who="not_known:1", note=MARK))
    assert InboxEntry.objects.count() == 1
    page = outreach.get(sheet(shift)).content.decode()
    assert "Waiting to be opened" in page and "Your note is sealed and waits" in page and MARK not in page


def test_undo_contact_from_the_sheet(shift, outreach):
    outreach.post(sheet(shift), sent(who="not_known:2"))
    contact = Contact.objects.get()
    outreach.post(url(shift, "undo_contact", shift.van.id), {"contact": contact.id})
    assert shift.fresh(contact).is_void
    assert "0 people met" in outreach.get(sheet(shift)).content.decode()


def test_shift_sheet_locked_shows_nobody_and_takes_everything(shift):
    shift.record(person=shift.person(MARK), supplies={"condoms": 6})
    locked = shift.world.client("outreach", locked=True)
    page = locked.get(sheet(shift)).content.decode()
    for readable in (MARK, "person:", "condoms ×\xa06", "person met", "/undo/"):
        assert readable not in page, readable
    answer = locked.post(sheet(shift), sent(name=MARK, supply_condoms="3"))
    assert answer.status_code == 302 and Contact.objects.count() == 1
    page = locked.get(sheet(shift)).content.decode()
    assert "Waiting to be opened" in page
    assert "Kept, sealed" in page
    assert MARK not in page


def test_shift_sheet_locked_then_opened_equals_typed_directly(shift, outreach):
    kim = shift.person(MARK)
    locked = shift.world.client("outreach", locked=True)
    typed = {"supply_condoms": "3", "done": ["information"], "seemed": "low", "note": "said so"}
    locked.post(sheet(shift), sent(name=MARK, **typed))
    settled = inbox.open_waiting(shift.project.id, by=shift.case_worker, at=timezone.now())
    assert (settled.n_opened, settled.n_need_a_look) == (2, 0)
    by_inbox = Contact.objects.get()
    case_worker = shift.world.client("case_worker")
    case_worker.post(sheet(shift), sent(who=f"person:{kim.id}", **typed))
    direct = Contact.objects.exclude(id=by_inbox.id).get()
    same = ("person", "session", "kind", "n_people", "happened_on", "zone", "seemed", "digest")
    for name in [n for n in same if n != "digest"]:
        assert getattr(by_inbox, name) == getattr(direct, name), name
    for rows in ("supplies", "done"):
        assert [(r.kind, getattr(r, "n", 0)) for r in getattr(by_inbox, rows).all()] == [
            (r.kind, getattr(r, "n", 0)) for r in getattr(direct, rows).all()
        ]
    assert by_inbox.recorded_by == shift.outreach.id and by_inbox.note is not None


def test_shift_sheet_that_locked_while_it_was_filled_in_loses_nothing(shift):
    kim = shift.person(MARK)
    locked = shift.world.client("outreach", locked=True)
    typed = {"who": f"person:{kim.id}", "supply_condoms": "4"}
    page = locked.post(sheet(shift), sent(follow_up_what="call", **typed)).content.decode()
    assert "Whom you tapped before the lock" in page and str(kim.id) in page and 'value="4"' in page
    assert MARK not in page
    assert locked.post(sheet(shift), sent(**typed)).status_code == 302
    assert inbox.open_waiting(shift.project.id, by=shift.outreach, at=timezone.now()).n_opened == 1
    contact = Contact.objects.get()
    assert contact.person == kim and contact.supplies.get().n == 4
