"""What nobody has read yet when somebody is erased: entries that name them go, typed names are said to wait."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.contacts.conftest import NIGHT, make_shift
from yarrow.contacts.importing import actions as importing
from yarrow.people.actions import erase_person
from yarrow.vault import inbox, unread
from yarrow.vault.models import InboxEntry, TrailRow

FILE = b"Date,Name,Condoms\n2026-03-01,Rosa,4\n2026-03-02,Kim,2\n"


@pytest.fixture
def shift(db):
    return make_shift()


@pytest.fixture
def coordinator(shift):
    return shift.world.worker("coordinator")


def leave(shift, kind, payload, compartment="identity"):
    about = {"kind": kind, "payload": payload, "by": shift.outreach, "at": NIGHT, "entry_id": uuid4()}
    return inbox.leave(shift.project.id, compartment, **about)


def erase(shift, person, by):
    erase_person(person=person, reason="asked", project=shift.project, by=by, at=timezone.now())


def states(*entries):
    return [InboxEntry.objects.get(pk=entry.pk).state for entry in entries]


def test_erase_drops_entries_that_name_the_record_or_what_hangs_on_it(shift, coordinator):
    kim, ada = shift.person("Kim"), shift.person("Ada")
    contact = shift.record(person=kim)
    sheet = {"session": str(shift.van.id), "written_by": str(shift.outreach.id)}
    named = leave(shift, "contacts.contact", {**sheet, "form": {"who": [f"person:{kim.id}"]}})
    hangs = leave(shift, "contacts.note", {"contact": str(contact.id), "text": "said more"}, "notes")
    typed = leave(shift, "contacts.contact", {**sheet, "form": {"name": ["Kim"]}})
    other = leave(shift, "contacts.contact", {**sheet, "form": {"who": [f"person:{ada.id}"]}})
    erase(shift, kim, coordinator)
    assert states(named, hangs, typed, other) == ["opened", "opened", "waiting", "waiting"]
    left = InboxEntry.objects.get(pk=named.pk)
    assert bytes(left.envelope) == b"" and left.look_reason is None
    rows = TrailRow.objects.filter(act="vault.dismiss_entry", reason="erased")
    assert {row.subject for row in rows} == {named.entry_id, hangs.entry_id}


def test_erase_drops_a_refused_entry_with_what_was_said_of_it(shift, coordinator):
    kim = shift.person("Kim")
    entry = leave(shift, "contacts.link", {"contact": str(uuid4()), "person": str(kim.id)})
    assert inbox.open_waiting(shift.project.id, by=coordinator, at=NIGHT).n_need_a_look == 1
    erase(shift, kim, coordinator)
    assert states(entry) == ["opened"] and InboxEntry.objects.get(pk=entry.pk).look_reason is None


def test_erase_leaves_an_entry_that_cannot_be_read(shift, coordinator):
    kim = shift.person("Kim")
    entry = leave(shift, "contacts.note", {"contact": str(kim.id), "text": ""})
    InboxEntry.objects.filter(pk=entry.pk).update(envelope=b"broken on its way")
    erase(shift, kim, coordinator)
    assert states(entry) == ["waiting"]


def test_erase_reaches_no_entry_of_another_project(shift, coordinator):
    kim, other = shift.person("Kim"), shift.world.other
    with other.inside():
        entry = inbox.leave(
            other.project.id,
            "identity",
            kind="contacts.link",
            payload={"person": str(kim.id)},
            by=other.worker("outreach"),
            at=NIGHT,
            entry_id=uuid4(),
        )
    erase(shift, kim, coordinator)
    with other.inside():
        assert states(entry) == ["waiting"]


def test_unread_names_the_inbox_and_files_that_are_not_in(shift, coordinator):
    assert unread.in_project(shift.project) == []
    leave(shift, "contacts.contact", {"form": {"name": ["Kim"]}})
    given = {"project": shift.project, "by": coordinator, "at": NIGHT}
    batch, _reading = importing.start_import(**given, name="log.csv", content=FILE)
    found = {one.words: one.address for one in unread.in_project(shift.project)}
    assert found == {
        "1 entry in the inbox": shift.project.url("desk:list_entries"),
        "A spreadsheet that is not in yet, of 6 March 2026": shift.project.url(
            "contacts:show_import", batch.id
        ),
    }
    assert unread.in_project(shift.world.other.project) == []
    importing.drop_import(**given, batch=batch)
    assert [one.words for one in unread.in_project(shift.project)] == ["1 entry in the inbox"]


def test_erase_page_says_what_to_read_first(shift):
    kim, client = shift.person("Kim"), shift.world.client("coordinator")
    address = shift.project.url("people:erase_person", kim.id)
    assert "nobody has read yet" not in client.get(address).content.decode()
    leave(shift, "contacts.contact", {"form": {"name": ["Kim"]}})
    page = client.get(address).content.decode()
    assert "nobody has read yet" in page and f'href="{shift.project.url("desk:list_entries")}"' in page


def test_entry_that_names_an_erased_person_later_needs_a_look(shift, coordinator):
    """A sheet that was open during the erasing, or an entry that an older copy brought back."""
    kim = shift.person("Kim")
    contact = shift.record()
    erase(shift, kim, coordinator)
    entry = leave(shift, "contacts.link", {"contact": str(contact.id), "person": str(kim.id)})
    inbox.open_waiting(shift.project.id, by=coordinator, at=NIGHT)
    assert states(entry) == ["needs_a_look"] and shift.fresh(contact).person is None
