"""Writing contacts down."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.models import Contact, FollowUp
from yarrow.contacts.told import Told
from yarrow.people.models import Person
from yarrow.vault import inbox
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked
from yarrow.vault.models import InboxEntry
from yarrow.vault.opening import reading
from yarrow.vault.trail import rows_about, verify


def note_of(shift, contact):
    with reading(shift.case_worker, shift.project.id, act="test.read") as page:
        opened = page.open(shift.fresh(contact), "notes.note")
    return opened.value


def test_record_contact_with_a_known_person_takes_kind_day_and_zone_from_the_session(shift):
    kim = shift.person("Kim")
    contact = shift.record(person=kim, supplies={"condoms": 6, "lube": 0}, done=["information"], seemed="low")
    assert (contact.kind, contact.happened_on, contact.zone) == ("van", date(2026, 3, 6), shift.docks)
    assert list(contact.supplies.values_list("kind", "n")) == [("condoms", 6)]
    assert list(contact.done.values_list("kind", flat=True)) == ["information"]
    assert next(row.act for row in rows_about(shift.project.id, kim.id)) == "contacts.record_contact"
    assert verify(shift.project.id) == []


def test_record_contact_after_midnight_counts_on_the_day_of_the_shift(shift):
    contact = shift.record(n_people=1, at=NIGHT + timedelta(hours=4))
    assert contact.happened_on == date(2026, 3, 6)


def test_record_contact_sent_twice_is_one_contact(shift):
    entry_id, told = uuid4(), {"new_person": "Ruby", "supplies": {"condoms": 3}, "follow_up_what": "call"}
    first = shift.record(entry_id=entry_id, **told)
    again = shift.record(entry_id=entry_id, at=NIGHT + timedelta(seconds=4), **told)
    assert first.id == again.id
    assert (Contact.objects.count(), Person.objects.count(), FollowUp.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "other",
    [{"n_people": 3}, {"supplies": {"condoms": 2}}, {"note": "other words"}, {"done": ["information"]}],
)
def test_record_contact_with_other_facts_under_the_same_entry_is_a_conflict(shift, other):
    entry_id, told = uuid4(), {"n_people": 2, "supplies": {"condoms": 1}, "note": "cold night"}
    shift.record(entry_id=entry_id, **told)
    with pytest.raises(Conflict):
        shift.record(entry_id=entry_id, **(told | other))
    assert Contact.objects.get().n_people == 2


def test_record_contact_under_another_projects_entry_id_is_its_own_contact(shift):
    entry_id, other = uuid4(), shift.world.other
    shift.record(entry_id=entry_id, n_people=1)
    with other.inside():
        theirs = actions.record_contact(
            project=other.project, by=other.worker("outreach"), at=NIGHT, entry_id=entry_id, kind="phone"
        )
        assert Contact.objects.filter(project=other.project).get() == theirs
    assert Contact.objects.filter(project=shift.project).get().n_people == 1


def test_record_contact_of_a_new_person_makes_a_record_met_that_day(shift):
    contact = shift.record(new_person="Ruby")
    assert contact.person.first_met_on == date(2026, 3, 6) and contact.n_people == 1
    nameless = shift.record(new_person="")
    assert nameless.person.called is None


def test_record_contact_note_without_the_key_waits_and_is_attached_by_a_holder(shift):
    contact = shift.record(person=shift.person(), note="asked about the hostel")
    assert contact.note is None
    entry = InboxEntry.objects.get()
    assert (entry.kind, entry.compartment.name) == ("contacts.note", "notes")
    settled = inbox.open_waiting(shift.project.id, by=shift.case_worker, at=NIGHT)
    assert (settled.n_opened, note_of(shift, contact)) == (1, "asked about the hostel")


def test_record_contact_note_with_the_key_is_sealed_at_once(shift):
    contact = shift.record(by=shift.case_worker, person=shift.person(), note="asked about the hostel")
    assert InboxEntry.objects.count() == 0 and note_of(shift, contact) == "asked about the hostel"


def test_record_contact_follow_up_is_sealed_and_due(shift):
    kim = shift.person()
    shift.record(person=kim, follow_up_on=date(2026, 3, 9), follow_up_what="bring the letter")
    line = FollowUp.objects.get()
    assert (line.person, line.due_on, str(line.what)) == (kim, date(2026, 3, 9), "[sealed]")
    shift.act(actions.complete_follow_up, follow_up=line)
    done = shift.act(actions.complete_follow_up, follow_up=line, at=NIGHT + timedelta(days=1))
    assert done.done_at == NIGHT


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"n_people": 0}, "n_people"),
        ({"n_people": 100}, "n_people"),
        ({"supplies": {"gold": 1}}, "supplies"),
        ({"supplies": {"condoms": -1}}, "supplies"),
        ({"done": ["magic"]}, "done"),
        ({"seemed": "radiant"}, "seemed"),
        ({"minutes": 2_000}, "minutes"),
        ({"happened_on": date(2026, 3, 7)}, "happened_on"),
        ({"happened_on": date(1970, 1, 1)}, "happened_on"),
        ({"follow_up_on": date(2026, 3, 1)}, "follow_up_on"),
        ({"language_how": "telepathy"}, "language_how"),
        ({"gender_seen": "unicorn"}, "gender_seen"),
        ({"kind": "street"}, "kind"),
        ({"kind": "moon", "session": None}, "kind"),
    ],
)
def test_record_contact_refuses_what_cannot_be_at_its_field(shift, told, field):
    with pytest.raises(CannotBe) as refused:
        shift.record(**told)
    assert refused.value.field == field
    assert Contact.objects.count() == 0


def test_record_contact_with_a_known_person_is_one_person(shift):
    with pytest.raises(CannotBe):
        shift.record(person=shift.person(), n_people=2)


def test_record_contact_refuses_another_projects_things(shift):
    other = shift.world.other
    with other.inside():
        theirs = actions.open_session(
            project=other.project, by=other.worker("outreach"), at=NIGHT, kind="van"
        )
    with pytest.raises(NotHere):
        shift.record(session=theirs)


def test_record_contact_needs_an_open_key_and_a_role_that_meets_people(shift):
    with pytest.raises(Locked):
        shift.record(by=Actor(shift.outreach.id, "outreach"), n_people=1)
    with pytest.raises(NotAllowed):
        shift.record(by=shift.world.worker("evaluator"), n_people=1)


def test_record_contacts_are_taken_all_or_none_with_one_trail_row(shift):
    batch = uuid4()
    entries = [(uuid4(), Told(kind="street", n_people=2)), (uuid4(), Told(kind="phone"))]
    made = shift.act(actions.record_contacts, entries=entries, batch_id=batch)
    assert [c.n_people for c in made] == [2, 1] and {c.batch_id for c in made} == {batch}
    assert shift.act(actions.record_contacts, entries=entries, batch_id=batch) == made
    wrong = [(uuid4(), Told(kind="street")), (uuid4(), Told(kind="moon"))]
    with pytest.raises(CannotBe):
        shift.act(actions.record_contacts, entries=wrong)
    assert Contact.objects.count() == 2


def test_correct_contact_keeps_how_it_stood(shift):
    contact = shift.record(n_people=2, supplies={"condoms": 6}, done=["information"])
    corrected = shift.act(
        actions.correct_contact, contact=contact, version=1, n_people=3, supplies={"lube": 2}
    )
    assert (corrected.n_people, corrected.version) == (3, 2)
    assert list(corrected.supplies.values_list("kind", "n")) == [("lube", 2)]
    assert list(corrected.done.values_list("kind", flat=True)) == ["information"]
    former = corrected.versions.get()
    assert (former.n, former.stood["n_people"], former.stood["supplies"]) == (1, 2, {"condoms": 6})


def test_correct_contact_that_somebody_changed_meanwhile_loses_nothing(shift):
    contact = shift.record(n_people=2)
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=1, seemed="low")
    with pytest.raises(Conflict):
        shift.act(actions.correct_contact, contact=contact, version=1, seemed="fine")
    assert shift.fresh(contact).seemed == "low"


def test_correct_contact_note_is_replaced_by_a_holder_and_added_to_by_others(shift):
    contact = shift.record(by=shift.case_worker, person=shift.person(), note="first")
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=1, note="second")
    assert note_of(shift, contact) == "second"
    own = shift.record(person=shift.person("Ada"), note="mine")
    shift.act(actions.correct_contact, contact=own, version=1, note="and this")
    inbox.open_waiting(shift.project.id, by=shift.case_worker, at=NIGHT)
    assert note_of(shift, own) == "mine\n\nand this"


def test_correct_contact_by_somebody_else_is_for_case_workers(shift):
    contact = shift.record(by=shift.case_worker, n_people=1)
    with pytest.raises(NotAllowed):
        shift.act(actions.correct_contact, contact=contact, version=1, seemed="low")


def test_void_contact_stays_and_never_counts(shift):
    contact = shift.record(n_people=2)
    void = shift.act(actions.void_contact, contact=contact, version=1, reason="twice")
    assert void.is_void and not Contact.objects.standing().exists()
    with pytest.raises(CannotBe):
        shift.act(actions.void_contact, contact=void, version=2, reason="twice")


def test_undo_contact_is_for_the_recorder_and_for_a_moment(shift):
    contact = shift.record(n_people=1)
    with pytest.raises(NotAllowed):
        shift.act(actions.undo_contact, by=shift.case_worker, contact=contact)
    with pytest.raises(NotAllowed):
        shift.act(actions.undo_contact, contact=contact, at=NIGHT + timedelta(minutes=1))
    shift.act(actions.undo_contact, contact=contact, at=NIGHT + timedelta(seconds=9))
    assert shift.fresh(contact).void_reason == "undone"
