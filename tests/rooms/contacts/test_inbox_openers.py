"""What waited is opened as if it had been typed; what can't be decided waits for a person."""

from uuid import uuid4

import pytest
from django.http import QueryDict

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions
from yarrow.contacts.inbox_openers import NEW, answered, offers
from yarrow.contacts.models import Contact, Session
from yarrow.contacts.sheet import Sheet
from yarrow.people.actions import add_alias
from yarrow.people.models import Person
from yarrow.vault import inbox
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry


@pytest.fixture
def leave(shift):
    """Send a locked sheet; the entry it leaves."""

    def leave(text: str, *, entry_id=None) -> InboxEntry:
        by = Actor(shift.outreach.id, "outreach")
        sheet = Sheet(shift.project, shift.van, by, NIGHT)
        form = sheet.form(QueryDict(f"entry_id={entry_id or uuid4()}&{text}"))
        assert form.is_valid(), form.errors
        sheet.take(form)
        return InboxEntry.objects.order_by("id").last()

    return leave


def open_all(shift, by=None):
    return inbox.open_waiting(shift.project.id, by=by or shift.outreach, at=NIGHT)


def payload_of(shift, entry):
    return inbox.peek(entry, by=shift.outreach)["payload"]


def test_open_contact_of_two_women_not_known(shift, leave):
    leave("who=not_known:2&gender_seen=woman&supply_condoms=4&done=information&seemed=low")
    assert open_all(shift).n_opened == 1
    contact = Contact.objects.get()
    assert (contact.n_people, contact.gender_seen, contact.seemed) == (2, "woman", "low")
    assert (contact.session, contact.zone, contact.happened_on) == (shift.van, shift.docks, NIGHT.date())
    assert contact.supplies.get().n == 4 and contact.done.get().kind == "information"


def test_open_contact_is_counted_for_whoever_wrote_it_down(shift, leave):
    leave("who=not_known:1")
    open_all(shift, by=shift.case_worker)
    assert Contact.objects.get().recorded_by == shift.outreach.id


@pytest.mark.parametrize("typed", ["Kimberley", "kimberley", "KIMBERLEY ", "Kimmy"])
def test_open_contact_takes_the_one_person_of_that_name(shift, leave, typed):
    kim = shift.person("Kimberley")
    add_alias(project=shift.project, by=shift.outreach, at=NIGHT, person=kim, kind="nickname", name="Kimmy")
    shift.person("Ruby")
    leave(f"name={typed}")
    assert open_all(shift).n_opened == 1
    assert Contact.objects.get().person == kim


def test_open_entry_note_waits_for_its_contact_and_then_reaches_it(shift, leave):
    leave("name=Kim&note=hello")
    entry, note = InboxEntry.objects.order_by("id")
    settled = open_all(shift, by=shift.case_worker)
    assert (settled.n_opened, settled.n_need_a_look, settled.n_left) == (0, 1, 1)
    entry.refresh_from_db()
    assert settle(shift, entry, NEW)
    assert open_all(shift, by=shift.case_worker).n_opened == 1
    assert Contact.objects.get().note is not None
    note.refresh_from_db()
    assert note.state == "opened"


def test_open_entry_note_whose_contact_was_dismissed_needs_a_look(shift, leave):
    leave("name=Kim&note=hello")
    entry = InboxEntry.objects.order_by("id").first()
    inbox.dismiss(entry, by=shift.case_worker, at=NIGHT, reason="not_needed")
    assert open_all(shift, by=shift.case_worker).n_need_a_look == 1


def test_open_entry_note_by_an_outreach_worker_stays_for_a_holder(shift, leave):
    leave("who=not_known:2&note=hello")
    assert open_all(shift).n_opened == 1
    assert Contact.objects.get().note is None
    assert open_all(shift, by=shift.case_worker).n_opened == 1
    assert Contact.objects.get().note is not None


def test_open_contact_takes_a_code(shift, leave):
    kim = shift.person(None)
    leave(f"name={kim.code}")
    open_all(shift)
    assert Contact.objects.get().person == kim


def test_open_contact_of_a_name_nobody_has_needs_a_look(shift, leave):
    shift.person("Ruby")
    entry = leave("name=Kimberly")
    settled = open_all(shift)
    assert (settled.n_opened, settled.n_need_a_look, Contact.objects.count()) == (0, 1, 0)
    entry.refresh_from_db()
    assert inbox.look_at(entry, by=shift.outreach, at=NIGHT).reason.startswith("Nobody goes by this name")


def test_open_contact_of_a_name_two_have_needs_a_look_with_offers(shift, leave):
    both = {shift.person("Kim").id, shift.person("Kim").id}
    entry = leave("name=Kim&supply_lube=2")
    open_all(shift)
    entry.refresh_from_db()
    assert "Several people" in inbox.look_at(entry, by=shift.outreach, at=NIGHT).reason
    found = offers(payload_of(shift, entry), project=shift.project, by=shift.outreach)
    assert {one.person.id for one in found} == both


def test_offers_are_none_when_no_name_was_typed(shift, leave):
    entry = leave("who=not_known:2")
    assert offers(payload_of(shift, entry), project=shift.project, by=shift.outreach) == []


def settle(shift, entry, who):
    payload = answered(payload_of(shift, entry), who)
    return inbox.settle(entry, by=shift.outreach, at=NIGHT, payload=payload)


def test_answered_with_a_person_keeps_everything_else(shift, leave):
    kim = shift.person("Kimberley")
    entry = leave("name=Kimmie&supply_lube=2&done=information")
    open_all(shift)
    entry.refresh_from_db()
    assert settle(shift, entry, kim)
    contact = Contact.objects.get()
    assert (contact.person, contact.supplies.get().n, contact.entry_id) == (kim, 2, entry.entry_id)


def test_answered_as_new_makes_the_record_with_the_typed_name(shift, leave):
    shift.person("Kim")
    entry = leave("name=Kim")
    shift.person("Kim")
    open_all(shift)
    entry.refresh_from_db()
    assert settle(shift, entry, NEW)
    assert Person.objects.count() == 3 and Contact.objects.get().person.called is not None


def test_answered_as_not_known_counts_one(shift, leave):
    entry = leave("name=Somebody&supply_lube=1")
    open_all(shift)
    entry.refresh_from_db()
    assert settle(shift, entry, None)
    assert (Contact.objects.get().person, Contact.objects.get().n_people) == (None, 1)


def test_open_contact_said_to_be_new_is_not_asked_about(shift, leave):
    shift.person("Kim")
    leave("name=Kim&is_new=on")
    assert open_all(shift).n_opened == 1 and Person.objects.count() == 2


def test_open_contact_sent_twice_while_locked_is_one(shift, leave):
    entry_id = uuid4()
    for _time in range(2):
        leave("who=not_known:2&supply_condoms=3", entry_id=entry_id)
    open_all(shift)
    assert Contact.objects.get().n_people == 2


def test_open_contact_after_the_session_closed_still_counts(shift, leave):
    leave("who=not_known:2")
    shift.act(actions.close_session, session=shift.van)
    assert open_all(shift).n_opened == 1 and Contact.objects.get().session == shift.van


def test_open_contact_of_a_cancelled_session_needs_a_look(shift, leave):
    leave("who=not_known:2")
    shift.act(actions.cancel_session, session=shift.van)
    assert open_all(shift).n_need_a_look == 1 and Contact.objects.count() == 0


def test_open_contact_whose_form_no_longer_fits_needs_a_look(shift, leave):
    coordinator = shift.world.worker("coordinator")
    kind = shift.act(actions.add_kind, by=coordinator, sort="done", label="Knitting circle", on_sheet=True)
    entry = leave("who=not_known:1&done=knitting_circle")
    shift.act(actions.retire_kind, by=coordinator, kind=kind)
    assert open_all(shift).n_need_a_look == 1
    entry.refresh_from_db()
    assert "knitting_circle" in inbox.look_at(entry, by=shift.outreach, at=NIGHT).reason


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_open_waiting_by_somebody_without_the_key_leaves_it(shift, leave, role):
    leave("who=not_known:2")
    settled = open_all(shift, by=shift.world.worker(role))
    assert settled.n_opened == 0 and InboxEntry.objects.get().state == "waiting"


def test_open_note_of_a_removed_contact_is_kept_with_it(shift):
    contact = shift.record(n_people=2, note="waits")
    shift.act(actions.void_contact, contact=contact, version=1, reason="mistake")
    assert open_all(shift, by=shift.case_worker).n_opened == 1
    assert shift.fresh(contact).note is not None and shift.fresh(contact).is_void


def test_open_note_whose_contact_is_in_another_project_needs_a_look(shift):
    other = shift.world.other
    with other.inside():
        theirs = actions.record_contact(
            project=other.project, by=other.worker("outreach"), at=NIGHT, entry_id=uuid4(), kind="phone"
        )
    inbox.leave(
        shift.project.id,
        "notes",
        kind="contacts.note",
        payload={"contact": str(theirs.id), "text": "x"},
        by=shift.outreach,
        at=NIGHT,
        entry_id=uuid4(),
    )
    assert open_all(shift, by=shift.case_worker).n_need_a_look == 1
    with other.inside():
        assert shift.fresh(theirs).note is None


def test_open_session_note_reaches_the_session(shift):
    shift.act(actions.note_session, session=shift.van, text="quiet")
    open_all(shift, by=shift.case_worker)
    van = Session.objects.get(id=shift.van.id)
    assert van.sealed.open_unrecorded("notes.note", shift.case_worker.unlocked) == "quiet"


def test_open_link_said_twice_stands_once(shift):
    contact, kim = shift.record(by=shift.case_worker, note="x"), shift.person()
    shift.act(actions.link_contact, contact=contact, person=kim)
    shift.act(actions.link_contact, by=shift.case_worker, contact=contact, person=kim)
    assert open_all(shift, by=shift.case_worker).n_opened == 1
    assert shift.fresh(contact).person == kim and shift.fresh(contact).version == 2


def test_open_link_to_another_person_than_was_said_since_needs_a_look(shift):
    contact, kim, ada = shift.record(by=shift.case_worker, note="x"), shift.person(), shift.person("Ada")
    shift.act(actions.link_contact, contact=contact, person=kim)
    shift.act(actions.link_contact, by=shift.case_worker, contact=contact, person=ada)
    assert open_all(shift, by=shift.case_worker).n_need_a_look == 1
    assert shift.fresh(contact).person == ada
