"""Saying later who somebody was: sealed facts move, totals stay."""

from datetime import date

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, extract
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.models import Contact
from yarrow.vault import inbox, keyring
from yarrow.vault.errors import Tampered
from yarrow.vault.fields import Sealed
from yarrow.vault.models import InboxEntry
from yarrow.vault.opening import reading
from yarrow.vault.trail import rows_about

DAY = date(2026, 3, 6)


def totals(project):
    """People counted, of them known, supplies, and things done for how many."""
    rows = list(extract.rows(project, DAY, DAY))
    return (
        sum(row.n_people for row in rows),
        sum(n for row in rows for _code, n in row.supplies),
        sum(row.n_people for row in rows for _code in row.done),
        sum(row.minutes or 0 for row in rows),
    )


def opened(shift, row, path):
    with reading(shift.case_worker, shift.project.id, act="test.read") as page:
        value = page.open(row, path)
    return value.value


def test_link_contact_of_one_moves_everything_sealed_to_the_person(shift):
    contact = shift.record(
        by=shift.case_worker,
        note="tall, red coat",
        met_at=NIGHT,
        follow_up_on=date(2026, 3, 9),
        follow_up_what="ask again",
    )
    shift.act(
        actions.correct_contact, by=shift.case_worker, contact=contact, version=1, note="tall, blue coat"
    )
    kim, before = shift.person(), totals(shift.project)
    linked = shift.act(actions.link_contact, by=shift.case_worker, contact=contact, person=kim)
    contact = shift.fresh(contact)
    assert linked.id == contact.id and contact.sealing_subject == kim.id
    assert opened(shift, contact, "notes.note") == "tall, blue coat"
    assert opened(shift, contact, "identity.met_at") == NIGHT.isoformat()
    line = contact.follow_ups.get()
    assert line.person == kim and opened(shift, line, "identity.what") == "ask again"
    former = contact.versions.order_by("n").first()
    assert opened(shift, former, "notes.note") == "tall, red coat"
    assert totals(shift.project) == before


def test_link_contact_leaves_no_ciphertext_that_still_opens(shift, django_capture_on_commit_callbacks):
    contact = shift.record(by=shift.case_worker, note="red coat", met_at=NIGHT)
    old = {name: bytes(getattr(contact, name).ciphertext) for name in ("note", "met_at", "text_digest")}
    with django_capture_on_commit_callbacks(execute=True):
        shift.act(actions.link_contact, by=shift.case_worker, contact=contact, person=shift.person())
    assert keyring.find(shift.project.id, "notes", [contact.id]) == {}
    linked = shift.fresh(contact)
    for name, ciphertext in old.items():
        assert bytes(getattr(linked, name).ciphertext) != ciphertext
        setattr(linked, name, Sealed(ciphertext))
    for path in ("notes.note", "identity.met_at", "identity.text_digest"):
        with pytest.raises(Tampered):
            linked.sealed.open_unrecorded(path, shift.world.worker("case_worker").unlocked)
    unlinked = shift.fresh(contact)
    unlinked.person, unlinked.note = None, Sealed(old["note"])
    with pytest.raises(Tampered):
        unlinked.sealed.open_unrecorded("notes.note", shift.world.worker("case_worker").unlocked)


def test_link_contact_of_two_takes_one_out_and_totals_stay(shift):
    contact = shift.record(
        n_people=2,
        gender_seen="woman",
        supplies={"condoms": 12},
        done=["information", "wound_care"],
        minutes=10,
    )
    before = totals(shift.project)
    part = shift.act(actions.link_contact, contact=contact, person=shift.person())
    rest = shift.fresh(contact)
    assert (part.n_people, rest.n_people, rest.person, part.split_from) == (1, 1, None, rest)
    assert rest.gender_seen == "woman" and part.gender_seen == ""
    assert totals(shift.project) == before
    second = shift.act(actions.link_contact, contact=rest, person=shift.person("Ada"))
    assert second.id == rest.id and totals(shift.project) == before
    assert Contact.objects.unnamed().count() == 0


def test_link_contact_of_two_leaves_the_note_with_the_rest(shift):
    contact = shift.record(by=shift.case_worker, n_people=2, note="both cold", met_at=NIGHT)
    part = shift.act(actions.link_contact, contact=contact, person=shift.person())
    assert part.note is None and opened(shift, part, "identity.met_at") == NIGHT.isoformat()
    assert opened(shift, shift.fresh(contact), "notes.note") == "both cold"


def test_link_contact_with_a_note_waits_for_somebody_who_can_move_it(shift):
    contact, kim = shift.record(by=shift.case_worker, note="red coat"), shift.person()
    assert shift.act(actions.link_contact, contact=contact, person=kim) is None
    assert shift.act(actions.link_contact, contact=contact, person=kim) is None
    assert shift.fresh(contact).person is None
    inbox.open_waiting(shift.project.id, by=shift.case_worker, at=NIGHT)
    linked = shift.fresh(contact)
    assert linked.person == kim and opened(shift, linked, "notes.note") == "red coat"
    assert not InboxEntry.objects.exclude(state="opened").exists()


def test_link_contact_before_its_note_was_opened_brings_the_note_to_the_person(shift):
    contact, kim = shift.record(note="red coat"), shift.person()
    assert shift.act(actions.link_contact, contact=contact, person=kim) is not None
    inbox.open_waiting(shift.project.id, by=shift.case_worker, at=NIGHT)
    assert opened(shift, shift.fresh(contact), "notes.note") == "red coat"


def test_link_contact_twice_is_refused_the_second_time(shift):
    contact = shift.record()
    shift.act(actions.link_contact, contact=contact, person=shift.person())
    with pytest.raises(Conflict):
        shift.act(actions.link_contact, contact=contact, person=shift.person("Ada"))


def test_link_contact_that_was_removed_is_refused(shift):
    contact = shift.record()
    shift.act(actions.void_contact, contact=contact, version=1, reason="twice")
    with pytest.raises(CannotBe):
        shift.act(actions.link_contact, contact=contact, person=shift.person())


def test_link_contact_to_another_projects_person_is_not_there(shift):
    theirs = shift.world.other
    with pytest.raises(NotHere):
        actions.link_contact(
            project=theirs.project,
            by=theirs.worker("outreach"),
            at=NIGHT,
            contact=shift.record(),
            person=shift.person(),
        )


def test_link_contact_is_on_the_persons_trail(shift):
    kim = shift.person()
    shift.act(actions.link_contact, contact=shift.record(), person=kim)
    assert "contacts.link_contact" in {row.act for row in rows_about(shift.project.id, kim.id)}


def test_move_contact_to_somebody_else_and_back_to_nobody(shift):
    kim, ada = shift.person("Kim"), shift.person("Ada")
    contact = shift.record(by=shift.case_worker, person=kim, note="hers", met_at=NIGHT)
    said = {"by": shift.case_worker, "contact": contact}
    moved = shift.act(actions.move_contact, **said, version=1, person=ada)
    assert moved.person == ada and opened(shift, shift.fresh(contact), "notes.note") == "hers"
    alone = shift.act(actions.move_contact, **said, version=2, person=None)
    assert alone.person is None and opened(shift, shift.fresh(contact), "notes.note") == "hers"
    for person in (kim, ada):
        assert "contacts.move_contact" in {row.act for row in rows_about(shift.project.id, person.id)}


def test_move_contact_and_link_again_still_opens(shift, django_capture_on_commit_callbacks):
    kim = shift.person("Kim")
    contact = shift.record(by=shift.case_worker, note="hers")
    for version in (1, 3, 5):
        with django_capture_on_commit_callbacks(execute=True):
            shift.act(actions.link_contact, by=shift.case_worker, contact=contact, person=kim)
        assert opened(shift, shift.fresh(contact), "notes.note") == "hers"
        with django_capture_on_commit_callbacks(execute=True):
            shift.act(
                actions.move_contact, by=shift.case_worker, contact=contact, version=version + 1, person=None
            )
        assert opened(shift, shift.fresh(contact), "notes.note") == "hers"


def test_move_contact_over_a_change_or_without_the_key_is_refused(shift):
    contact = shift.record(person=shift.person(), note="")
    with pytest.raises(Conflict):
        shift.act(actions.move_contact, contact=contact, version=7, person=None)
    with pytest.raises(NotAllowed):
        shift.act(
            actions.move_contact, by=shift.world.worker("peer"), contact=contact, version=1, person=None
        )
    noted = shift.record(person=shift.person("Ada"), note="a note")
    inbox.open_waiting(shift.project.id, by=shift.case_worker, at=NIGHT)
    with pytest.raises(CannotBe):
        shift.act(actions.move_contact, contact=noted, version=1, person=None)
    with pytest.raises(CannotBe):
        shift.act(actions.move_contact, contact=shift.record(), version=1, person=None)
