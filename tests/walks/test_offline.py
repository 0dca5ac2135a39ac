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
    ruth.page.wait_for_selector("yarrow-sheet[data-kept]")
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


def loses_answers(tablet, address):
    """The server hears what is posted to `address`, and its answer never arrives."""

    def lose(route):
        if route.request.method != "POST":
            route.continue_()
            return
        route.fetch(max_redirects=0)
        route.abort()

    tablet.context.route(address, lose)


def test_offline_answers_lost_on_their_way_count_once(world, van, tablet):
    tablet.given("a line that takes what is sent and loses every answer")
    sheet = f"**{world.project.url('contacts:shift_sheet', van.id)}"
    for address in (sheet, "**/in/**"):
        loses_answers(tablet, address)
    tap(tablet, "3 not known")
    tablet.taps("Done")
    waits_for(tablet, "Waiting on this device, sealed: 1.")
    assert met(van) == 3
    tablet.taps("Send now")
    waits_for(tablet, "There is no signal.")
    assert InboxEntry.objects.count() == 1 and tablet.page.evaluate(N_WAITING) == 1
    tablet.when("the line works again")
    for address in (sheet, "**/in/**"):
        tablet.context.unroute(address)
    tablet.taps("Send now")
    waits_for(tablet, "Everything that waited on this device is sent.")
    tablet.then("it is one entry and one contact")
    assert (open_all(world).n_opened, met(van), InboxEntry.objects.count()) == (1, 3, 1)


def test_offline_shut_out_device_sends_nothing_and_keeps_all(world, van, tablet):
    tablet.context.set_offline(True)
    tap(tablet, "2 not known")
    tablet.taps("Done")
    waits_for(tablet, "Waiting on this device, sealed: 1.")
    tablet.when("it is shut out before the signal is back")
    devices.revoke_device(Device.objects.get(), by=world.worker("coordinator"), at=timezone.now())
    tablet.expects("403")
    tablet.context.set_offline(False)
    tablet.taps("Send now")
    waits_for(tablet, "This device was taken off the list")
    assert InboxEntry.objects.count() == 0 and tablet.page.evaluate(N_WAITING) == 1
    tablet.when("it is found, and added again")
    tablet.goes_to(world.project.url("desk:list_devices"))
    tablet.types("Name of this device", "Van tablet, found")
    tablet.taps("Add this device")
    waits_for(tablet, "This device is on the list")
    tablet.taps("Send now")
    waits_for(tablet, "Everything that waited on this device is sent.")
    assert open_all(world).n_opened == 1 and met(van) == 2


def test_offline_signed_out_goes_on_and_stays_one_document(world, van, tablet):
    tablet.given("a sheet with a signal: what is told is taken, and the page is never loaded anew")
    tablet.page.evaluate("window.isSame = true")
    tap(tablet, "1 not known")
    tablet.taps("Done")
    waits_for(tablet, "1 person met")
    tablet.page.wait_for_selector("yarrow-sheet[data-ready]")
    tablet.taps("Done")
    waits_for(tablet, "Say who it was")
    tap(tablet, PERSON)
    tablet.when("the session is gone")
    tablet.context.clear_cookies()
    tablet.expects("403")
    tablet.taps("Done")
    waits_for(tablet, "Your session has ended. It is written down on this device, sealed.")
    tablet.taps("Send now")
    waits_for(tablet, "Everything that waited on this device is sent.")
    assert tablet.page.evaluate("window.isSame")
    assert open_all(world).n_opened == 1 and met(van) == 2


def test_offline_full_device_says_so_and_leaves_what_was_typed(world, van, tablet):
    tablet.context.set_offline(True)
    full = "throw new DOMException('', 'QuotaExceededError')"
    tablet.page.evaluate(f"() => {{ IDBObjectStore.prototype.add = () => {{ {full} }} }}")
    tap(tablet, "2 not known")
    tablet.types("Condoms", "4")
    tablet.taps("Done")
    waits_for(tablet, "This could not be written down on the device.")
    assert tablet.page.get_by_label("Condoms", exact=True).input_value() == "4"
    assert tablet.page.evaluate(N_WAITING) == 0
    tablet.when("nobody is named, that is said as well")
    tablet.page.get_by_label("2 not known").evaluate("box => { box.checked = false }")
    tablet.taps("Done")
    waits_for(tablet, "Say who it was")


def test_offline_browser_that_is_no_device_leaves_what_was_typed_in_the_page(world, van, walker):
    rosa = walker(world, "outreach")
    rosa.expects("403")
    rosa.expects("ERR_INTERNET_DISCONNECTED")
    rosa.goes_to(world.project.url("contacts:shift_sheet", van.id))
    rosa.page.wait_for_selector("yarrow-sheet[data-ready]")
    rosa.context.set_offline(True)
    tap(rosa, "3 not known")
    rosa.taps("Done")
    waits_for(rosa, "There was no answer. What you wrote is still here")
    rosa.when("there is a signal, and her session is over")
    rosa.context.set_offline(False)
    cookies = rosa.context.cookies()
    rosa.context.clear_cookies()
    rosa.taps("Done")
    waits_for(rosa, "Your session has ended. What you wrote is still here.")
    rosa.when("she is signed in again, from another tab")
    again = walker(world, "outreach")
    rosa.context.add_cookies(again.context.cookies())
    assert rosa.context.cookies() != cookies
    rosa.taps("Done")
    waits_for(rosa, "3 people met")
    assert met(van) == 3
