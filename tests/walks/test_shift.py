"""A night in the van: a worker with cold hands, one thumb, a phone 360 px wide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.walks.walker import LAPTOP
from yarrow.contacts import actions
from yarrow.contacts.models import Contact, Session
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault.models import InboxEntry

PERSON = "Marguerite"


@pytest.fixture
def van(world):
    """An open van at the docks where one person was met last week."""
    now, outreach = timezone.now(), world.worker("outreach")
    coordinator = world.worker("coordinator")
    said = {"project": world.project, "by": outreach, "at": now}
    docks = actions.add_zone(project=world.project, by=coordinator, at=now, label="Docks")
    person = add_person(**said, called=PERSON)
    last_week = now - timedelta(days=7)
    before = actions.open_session(project=world.project, by=outreach, at=last_week, kind="van", zones=[docks])
    actions.record_contact(
        project=world.project,
        by=outreach,
        at=last_week,
        entry_id=before.id,
        session=before,
        person=person,
        supplies={"condoms": 6, "lube": 2},
    )
    actions.close_session(project=world.project, by=outreach, at=last_week, session=before)
    return actions.open_session(**said, kind="van", zones=[docks])


def sheet(world, van):
    return world.project.url("contacts:shift_sheet", van.id)


def tap(walker, words, *, exact=False):
    """Press the face or chip that says `words`, where a finger meets it."""
    walker.page.get_by_label(words, exact=exact).first.click()


def looks(walker, name):
    """Look at the sheet from its end, where the bar with "Done" lies below everything and covers nothing."""
    walker.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    walker.looks(name)


def is_quick(effort):
    assert effort.taps <= 3 and effort.seconds < 15, effort


def test_shift_known_person_takes_three_taps(world, van, walker):
    outreach = walker(world, "outreach")
    outreach.given("an open sheet, with the one who was here last week on top")
    outreach.goes_to(sheet(world, van))
    looks(outreach, "shift-sheet")
    outreach.when("she is tapped, gets what is usual, and that is it")
    with outreach.counting() as effort:
        tap(outreach, PERSON)
        tap(outreach, "As last time")
        outreach.taps("Done")
        outreach.page.wait_for_selector("text=1 person met")
    is_quick(effort)
    assert effort.focuses == 0
    outreach.then("she is counted with what she got, and it can be undone")
    contact = Contact.objects.get(session=van)
    assert dict(contact.supplies.values_list("kind", "n")) == {"condoms": 6, "lube": 2}
    looks(outreach, "shift-sheet-after")
    outreach.taps("Undo")
    outreach.page.wait_for_selector("text=0 people met")
    contact.refresh_from_db()
    assert contact.is_void


def test_shift_known_person_with_the_keyboard_alone(world, van, walker):
    outreach = walker(world, "outreach", viewport=LAPTOP)
    outreach.goes_to(sheet(world, van))
    with outreach.counting() as effort:
        outreach.keys(PERSON, "Space")
        outreach.keys("As last time", "Space")
        outreach.keys("Done", "Enter")
        outreach.page.wait_for_selector("text=1 person met")
    assert effort.taps == 0
    contact = Contact.objects.get(session=van)
    assert dict(contact.supplies.values_list("kind", "n")) == {"condoms": 6, "lube": 2}


def test_shift_new_person_takes_three_taps_and_a_name(world, van, walker):
    outreach = walker(world, "outreach")
    outreach.goes_to(sheet(world, van))
    with outreach.counting() as effort:
        outreach.page.get_by_label("Someone new").click()
        outreach.page.keyboard.type("Ruby")
        tap(outreach, "As last time")
        outreach.taps("Done")
        outreach.page.wait_for_selector("text=1 person met")
    is_quick(effort)
    assert effort.focuses == 1
    assert Contact.objects.get(session=van).person == Person.objects.latest("created_at")


def test_shift_two_women_not_known_take_three_taps(world, van, walker):
    outreach = walker(world, "outreach")
    outreach.goes_to(sheet(world, van))
    with outreach.counting() as effort:
        tap(outreach, "2 not known")
        tap(outreach, "Women", exact=True)
        outreach.taps("Done")
        outreach.page.wait_for_selector("text=2 people met, 2 not known")
    is_quick(effort)
    assert effort.focuses == 0
    contact = Contact.objects.get(session=van)
    assert (contact.n_people, contact.gender_seen, contact.person) == (2, "woman", None)


def test_shift_works_without_scripts(world, van, walker):
    outreach = walker(world, "outreach", java_script_enabled=False)
    outreach.goes_to(sheet(world, van))
    tap(outreach, PERSON)
    outreach.types("Condoms", "4")
    outreach.taps("Done")
    outreach.page.wait_for_selector("text=1 person met")
    outreach.types("Find someone else", "margarite")
    outreach.taps("Find")
    assert outreach.sees(PERSON)
    outreach.taps("Undo")
    outreach.page.wait_for_selector("text=0 people met")


def test_shift_goes_on_while_locked_and_shows_nobody(world, van, walker):
    outreach = walker(world, "outreach", locked=True)
    outreach.goes_to(sheet(world, van))
    assert PERSON not in outreach.page.content()
    looks(outreach, "shift-sheet-locked")
    outreach.types("A name you know them by", PERSON)
    outreach.taps("Done")
    outreach.page.wait_for_selector("text=Waiting to be opened")
    assert InboxEntry.objects.count() == 1 and Contact.objects.filter(session=van).count() == 0


def test_shift_sheet_mistakes_are_said_at_the_field(world, van, walker):
    outreach = walker(world, "outreach", color_scheme="dark")
    outreach.goes_to(sheet(world, van))
    outreach.types("Condoms", "5")
    outreach.taps("Done")
    outreach.page.wait_for_selector("text=Say who it was")
    assert outreach.page.get_by_label("Condoms", exact=True).input_value() == "5"
    looks(outreach, "shift-sheet-mistake-night")


@pytest.mark.sqlite_only(reason="it looks at how pages are drawn")
def test_shift_other_pages_are_clean_on_a_phone(world, van, walker):
    outreach = walker(world, "outreach")
    url = world.project.url
    contact = Contact.objects.exclude(session=van).get()
    for name, args in [
        ("list_sessions", []),
        ("plan_session", []),
        ("show_session", [van.id]),
        ("change_session", [van.id]),
        ("choose_person", []),
        ("record_contact", []),
        ("record_for_person", [contact.person_id]),
        ("show_contact", [contact.id]),
        ("correct_contact", [contact.id]),
        ("link_contact", [contact.id]),
        ("remove_contact", [contact.id]),
        ("list_unnamed", []),
        ("list_follow_ups", []),
        ("add_follow_up", [contact.person_id]),
    ]:
        outreach.goes_to(url(f"contacts:{name}", *args))
        outreach.looks(f"contacts-{name}")
    coordinator = walker(world, "coordinator")
    coordinator.goes_to(url("contacts:arrange"))
    coordinator.looks("contacts-arrange")


def test_shift_is_opened_and_closed_from_the_list(world, walker):
    outreach = walker(world, "outreach")
    outreach.goes_to(world.project.url("contacts:list_sessions"))
    outreach.taps("Street outreach")
    outreach.page.wait_for_selector("text=Done")
    session = Session.objects.get()
    assert (session.kind, session.state) == ("street", "open")
    outreach.taps("The whole shift")
    outreach.taps("Close the session")
    outreach.page.wait_for_selector("text=Open one now")
    session.refresh_from_db()
    assert session.state == "closed"


def test_shift_later_it_is_known_who_somebody_was(world, van, walker):
    now = timezone.now()
    contact = actions.record_contact(
        project=world.project,
        by=world.worker("outreach"),
        at=now,
        entry_id=van.id,
        session=van,
        n_people=2,
        gender_seen="woman",
        supplies={"condoms": 12},
    )
    outreach = walker(world, "outreach")
    outreach.given("two women, not known, whom the van met tonight")
    outreach.goes_to(world.project.url("contacts:list_unnamed"))
    outreach.page.get_by_role("link", name="2 not known").click()
    outreach.when("it turns out who one of them was")
    outreach.taps("Say who it was")
    outreach.types("Name or code", "margarite")
    outreach.taps("Find")
    outreach.looks("contacts-link-found")
    outreach.taps(f"It was {PERSON}")
    outreach.page.wait_for_selector("text=Met together with others")
    outreach.then("two people were met, one of them known, with the same supplies as before")
    contact.refresh_from_db()
    assert contact.n_people == 1 and contact.parts.get().person is not None
    outreach.goes_to(world.project.url("contacts:show_session", van.id))
    assert outreach.sees("2 (1 known, 1 not known)") and outreach.sees("condoms × 12")


def test_shift_two_workers_correcting_the_same_contact_see_each_other(world, van, walker):
    contact = actions.record_contact(
        project=world.project,
        by=world.worker("outreach"),
        at=timezone.now(),
        entry_id=van.id,
        session=van,
        n_people=2,
    )
    page = world.project.url("contacts:correct_contact", contact.id)
    outreach, coordinator = walker(world, "outreach"), walker(world, "coordinator")
    outreach.goes_to(page)
    coordinator.goes_to(page)
    coordinator.types("How many people", "3")
    coordinator.taps("Save")
    coordinator.page.wait_for_selector("text=Written down.")
    outreach.types("How many people", "4")
    outreach.taps("Save")
    outreach.page.wait_for_selector("text=How it stands now")
    assert outreach.sees("3 not known")
    assert outreach.page.get_by_label("How many people", exact=True).input_value() == "4"
    outreach.looks("contacts-conflict")
    outreach.taps("Save")
    outreach.page.wait_for_selector("text=Version 2")
    contact.refresh_from_db()
    assert (contact.n_people, contact.version) == (4, 3)
