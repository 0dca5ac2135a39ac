"""A contact told while locked, whose name nobody could place: the inbox asks who it was and takes the answer."""

from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.contacts.actions import open_session, plan_session, record_contact
from yarrow.contacts.models import Contact
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(about):
    planned = plan_session(**about, kind="van", planned_on=timezone.localdate())
    return open_session(**about, session=planned)


def told_while_locked(world, session, name):
    """A worker with a locked session writes a name on the shift sheet and sends it."""
    client = world.client("outreach", locked=True)
    address = world.project.url("contacts:shift_sheet", session.id)
    page = client.get(address, secure=True)
    sent = {"name": name, "entry_id": str(uuid4()), "version": "1", "done": ["information"]}
    answer = client.post(address, sent, secure=True)
    assert page.status_code == 200 and answer.status_code in (200, 302), answer.content
    return inbox.InboxEntry.objects.get()


@pytest.fixture
def asked(world, session):
    """The entry after the co-ordinator tried to open it."""
    entry = told_while_locked(world, session, "Shaz")
    inbox.open_waiting(world.project.id, by=world.worker("coordinator"), at=timezone.now())
    entry.refresh_from_db()
    assert entry.state == "needs_a_look"
    return entry


@pytest.fixture
def address(world, asked):
    return world.project.url("desk:settle_entry", asked.pk)


def look(world, asked):
    client = world.client("coordinator")
    return client.get(world.project.url("desk:look_at_entry", asked.pk), secure=True).content.decode()


def test_look_at_entry_of_a_conflict_leads_to_what_stands(world, about, session, asked):
    # Something else came under the entry id of a contact that was written down before.
    contact = record_contact(**about, session=session, n_people=2, entry_id=asked.entry_id)
    assert str(contact.id) not in look(world, asked)
    inbox.InboxEntry.objects.filter(pk=asked.pk).update(state="conflict")
    assert world.project.url("contacts:show_contact", contact.id) in look(world, asked)


def test_look_at_entry_asks_who_it_was(world, about, asked):
    kim = add_person(**about, called="Shazia")
    text = look(world, asked)
    assert "The name given was “Shaz”." in text and str(kim.id) in text
    assert "Information" in text and "Put it right" not in text


def test_settle_entry_with_a_person(world, about, asked, address):
    kim = add_person(**about, called="Sharon")
    world.client("coordinator").post(address, {"it_was": str(kim.id)}, secure=True)
    contact = Contact.objects.get()
    assert contact.person == kim and contact.entry_id == asked.entry_id
    assert contact.recorded_by == world.account("outreach").worker.id


def test_settle_entry_with_someone_new(world, asked, address):
    world.client("coordinator").post(address, {"it_was": "new"}, secure=True)
    assert Contact.objects.get().person == Person.objects.get()


def test_settle_entry_with_someone_not_known(world, asked, address):
    world.client("coordinator").post(address, {"it_was": "not_known"}, secure=True)
    assert Contact.objects.get().person is None and not Person.objects.exists()


def test_settle_entry_looks_for_another_name(world, about, asked, address):
    add_person(**about, called="Magda")
    text = world.client("coordinator").post(address, {"another_name": "Magda"}, secure=True).content.decode()
    assert "Magda" in text and not Contact.objects.exists()


@pytest.mark.parametrize("who", ["nonsense", "6f2b8f0e-4d3c-4a51-9b7e-2f6f0a1c9d55"])
def test_settle_entry_with_a_stranger_is_refused(world, asked, address, who):
    assert world.client("coordinator").post(address, {"it_was": who}, secure=True).status_code == 404
    assert not Contact.objects.exists()


def test_settle_entry_with_another_projects_person_is_refused(world, asked, address):
    with world.other.inside():
        theirs = add_person(
            project=world.other.project,
            by=world.other.worker("coordinator"),
            at=timezone.now(),
            called="Shaz",
        )
    answer = world.client("coordinator").post(address, {"it_was": str(theirs.id)}, secure=True)
    assert answer.status_code == 404 and not Contact.objects.exists()
