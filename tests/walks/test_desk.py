"""Walks: a tablet becomes a device and seals with the browser's own cryptography; Today; the record; the figures."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.contacts import actions as contacts
from yarrow.people import actions as people
from yarrow.vault import inbox
from yarrow.vault.models import Device, InboxEntry

pytestmark = pytest.mark.django_db(transaction=True)


# What the browser kept, and whether its private key can be taken out.
LOOK_INSIDE = """async (project) => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result) })
  const db = await asked(indexedDB.open("outbox"))
  const row = await asked(db.transaction("device").objectStore("device").get(project))
  const taken = crypto.subtle.exportKey("pkcs8", row.pair.privateKey)
  const out = await taken.then(() => "exported", () => "refused")
  const plain = localStorage.length + sessionStorage.length
  return { out, plain, names: Object.keys(row).sort() }
}"""


def waits_for(walker, words):
    """Until the page says so: what a script does takes a moment."""
    walker.page.get_by_text(words).first.wait_for()
    return True


@pytest.fixture
def about(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


@pytest.fixture
def busy(world, about):
    """A person who waits for something, a van tonight, and a contact long ago."""
    day = timezone.localdate()
    kim = people.add_person(**about, called="Mirela", first_met_on=day - timedelta(days=50))
    contacts.plan_session(**about, kind="van", planned_on=day)
    hers = {**about, "by": world.worker("outreach")}
    contacts.add_follow_up(
        **hers, person=kim, due_on=day - timedelta(days=2), what="Ring about the hostel bed"
    )
    contacts.record_contact(
        **about,
        entry_id=uuid4(),
        kind="home",
        person=kim,
        happened_on=day - timedelta(days=45),
        note="Asked for the nurse",
    )
    return kim


def test_desk_device_seals_in_the_browser_and_the_next_holder_opens(walker, world):
    ruth = walker(world, "coordinator")
    ruth.given("a co-ordinator with the van's tablet in hand")
    ruth.goes_to(world.project.url("desk:list_devices"))
    ruth.looks("devices empty")
    ruth.types("Name of this device", "Van tablet")
    ruth.taps("Add this device")
    assert waits_for(ruth, "This device is on the list as “Van tablet”.")
    device = Device.objects.get()
    ruth.when("she leaves a test entry, sealed and signed by the browser itself")
    ruth.taps("Leave a test entry")
    assert waits_for(ruth, "The test entry was taken. It waits in the inbox.")
    entry = InboxEntry.objects.get()
    assert (entry.left_by, entry.way, entry.state) == (device.id, "browser", "waiting")
    ruth.then("the page says what is waiting, and one press opens it")
    ruth.goes_to(world.project.url("desk:list_entries"))
    ruth.looks("inbox waiting")
    ruth.taps("Open what I can")
    assert ruth.sees("1 entry is in the records now.")
    entry.refresh_from_db()
    assert entry.state == "opened" and inbox.waiting(world.project.id) == []
    ruth.when("the tablet is lost, she shuts it out in one press")
    ruth.goes_to(world.project.url("desk:list_devices"))
    ruth.looks("devices one")
    ruth.taps("Shut out")
    assert ruth.sees("“Van tablet” is shut out.")
    assert waits_for(ruth, "Add this device")
    assert not ruth.page.get_by_text("Leave a test entry").is_visible()


def test_desk_device_keeps_a_key_that_can_not_be_taken_out(walker, world):
    ruth = walker(world, "coordinator")
    ruth.goes_to(world.project.url("desk:list_devices"))
    ruth.types("Name of this device", "Van tablet")
    ruth.taps("Add this device")
    assert waits_for(ruth, "This device is on the list")
    kept = ruth.page.evaluate(LOOK_INSIDE, str(world.project.id))
    assert kept == {"out": "refused", "plain": 0, "names": ["id", "keys", "name", "pair", "project"]}


def test_desk_today_leads_to_the_sheet_and_marks_done_in_one_tap(walker, world, busy):
    rosa = walker(world, "outreach")
    rosa.given("an outreach worker before tonight's van")
    rosa.goes_to(world.project.url("desk:show_today"))
    assert rosa.sees("Ring about the hostel bed") and rosa.sees("2 days late")
    rosa.looks("today")
    with rosa.counting() as effort:
        rosa.taps("Done")
    assert effort.taps == 1 and effort.focuses == 0
    assert rosa.sees("Nobody is waiting for anything today.")
    with rosa.counting() as effort:
        rosa.taps("Open the sheet")
    assert effort.taps == 1 and "/sheet/" in rosa.page.url


def test_desk_today_locked_names_nobody(walker, world, busy):
    rosa = walker(world, "outreach", locked=True)
    rosa.goes_to(world.project.url("desk:show_today"))
    assert rosa.sees("1 thing is due.")
    assert "Mirela" not in rosa.page.content() and "hostel" not in rosa.page.content()
    rosa.looks("today locked")


def test_desk_record_tells_one_story(walker, world, busy):
    ruth = walker(world, "coordinator", color_scheme="dark")
    ruth.goes_to(world.project.url("people:show_person", busy.id))
    assert ruth.sees("What was promised") and ruth.sees("Asked for the nurse") and ruth.sees("First met")
    ruth.looks("record night")


def test_desk_activity_counts_what_is_asked(walker, world, busy):
    owen = walker(world, "evaluator")
    owen.goes_to(world.project.url("evaluation:show_activity"))
    assert owen.sees("Not for sharing") and owen.sees("1 known person met us 1 time")
    owen.looks("activity")
    owen.when("he asks by kind of contact")
    owen.page.get_by_label("Rows", exact=True).select_option(label="Kind of contact")
    owen.taps("Count")
    assert owen.sees("Contacts by kind of contact")
    owen.looks("activity by kind")
    owen.page.locator("[name=from_on_0]").fill("31")
    owen.page.locator("[name=from_on_1]").fill("2")
    owen.taps("Count")
    assert owen.sees("We could not read that date.")
    owen.looks("activity mistake")
