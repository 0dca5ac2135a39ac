"""A shift in a place without a signal: nothing that was entered is lost, nothing is counted twice."""

import pytest
from django.utils import timezone

from yarrow.contacts import actions
from yarrow.contacts.models import Contact
from yarrow.people.actions import add_person
from yarrow.vault import devices, inbox
from yarrow.vault.models import Device, InboxEntry

pytestmark = pytest.mark.django_db(transaction=True)
PERSON = "Marguerite"
# What the page that is kept, the outbox and the stores of this browser hold, as one text.
STORED = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result) })
  const db = await asked(indexedDB.open("outbox"))
  const rows = await asked(db.transaction("entries").objectStore("entries").getAll())
  db.close()
  const letters = (part) => String.fromCharCode(...new Uint8Array(part.envelope))
  const cache = await caches.open("page")
  const kept = await Promise.all((await cache.keys()).map(async (key) =>
    key.url.endsWith("/pad/") ? (await cache.match(key)).text() : key.url))
  return { n: rows.length, sealed: rows.flatMap((row) => row.parts.map(letters)).join(), kept: kept.join() }
}"""
N_WAITING = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result) })
  const db = await asked(indexedDB.open("outbox"))
  const n = await asked(db.transaction("entries").objectStore("entries").count())
  db.close()
  return n
}"""


@pytest.fixture
def van(world):
    """An open van where one person was met last week."""
    said = {"project": world.project, "by": world.worker("outreach"), "at": timezone.now()}
    session = actions.open_session(**said, kind="van")
    person = add_person(**said, called=PERSON)
    actions.record_contact(**said, entry_id=session.id, person=person, kind="phone")
    return session


@pytest.fixture
def tablet(world, van, walker):
    """The van's tablet, set up, with the sheet open and everything kept."""
    ruth = walker(world, "coordinator")
    ruth.goes_to(world.project.url("desk:list_devices"))
    ruth.types("Name of this device", "Van tablet")
    ruth.taps("Add this device")
    waits_for(ruth, "This device is on the list")
    ruth.goes_to(world.project.url("contacts:shift_sheet", van.id))
    ruth.page.wait_for_selector("yarrow-sheet[data-ready]")
    ruth.page.wait_for_function(
        "async () => (await caches.has('page')) && !!(await caches.match(document.querySelector('yarrow-sheet').dataset.pad))"
    )
    ruth.expects("ERR_INTERNET_DISCONNECTED")
    ruth.expects("ERR_FAILED")
    return ruth


def waits_for(walker, words):
    walker.page.get_by_text(words).first.wait_for()


def tap(walker, words, *, exact=False):
    walker.page.get_by_label(words, exact=exact).first.click()


def open_all(world):
    return inbox.open_waiting(world.project.id, by=world.worker("coordinator"), at=timezone.now())


def met(van):
    return sum(contact.n_people for contact in Contact.objects.filter(session=van))


def test_offline_shift_end_to_end(world, van, tablet):
    tablet.given("a sheet open on the van's tablet, and the signal gone")
    tablet.context.set_offline(True)
    tablet.when("she whose face is on the sheet is tapped")
    tap(tablet, PERSON)
    tablet.types("Condoms", "4")
    tablet.taps("Done")
    waits_for(tablet, "Written down on this device, sealed.")
    waits_for(tablet, "Waiting on this device, sealed: 1.")
    tablet.when("two were written down by mistake, and one is taken back")
    tap(tablet, "2 not known")
    tablet.taps("Done")
    waits_for(tablet, "Waiting on this device, sealed: 2.")
    tablet.taps("Undo")
    waits_for(tablet, "Taken back.")
    tablet.when("the page is loaded again without a signal")
    tablet.page.reload()
    waits_for(tablet, "Tonight's list of names is not kept here")
    assert PERSON not in tablet.page.content()
    waits_for(tablet, "Waiting on this device, sealed: 1.")
    tablet.types("A name you know them by", PERSON)
    tablet.page.get_by_text("More: five or more").click()
    tablet.types("Note", "Zephyr at the docks")
    tablet.taps("Done")
    waits_for(tablet, "Waiting on this device, sealed: 2.")
    stored = tablet.page.evaluate(STORED)
    assert PERSON not in str(stored) and "Zephyr" not in str(stored) and "csrf" not in stored["kept"]
    assert "sealed" in stored["kept"] and str(van.id) not in stored["kept"]
    tablet.looks("pad-waiting")
    tablet.when("the signal is back")
    tablet.context.set_offline(False)
    tablet.taps("Send now")
    waits_for(tablet, "Everything that waited on this device is sent.")
    assert InboxEntry.objects.count() == 3 and tablet.page.evaluate(N_WAITING) == 0
    tablet.then("the next holder opens it, and both are counted once")
    assert open_all(world).n_opened == 3
    contacts = Contact.objects.filter(session=van)
    assert {contact.person.code for contact in contacts} == {contacts[0].person.code} and met(van) == 2
    assert sorted(contact.note is not None for contact in contacts) == [False, True]
