"""Walks: somebody is added, found by how the name sounded, reached safely, handed over; two workers at once."""

import re

import pytest
from django.utils import timezone

from tests.walks.walker import LAPTOP
from yarrow.people import actions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def given(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


@pytest.fixture
def url(world):
    return lambda name, *args: world.project.url(f"people:{name}", *args)


def tick(walker, label):
    walker.page.get_by_label(label, exact=True).check()


def test_people_from_adding_to_reaching_on_a_phone(walker, world, url):
    rosa = walker(world, "outreach")
    rosa.given("an outreach worker on an empty project")
    rosa.goes_to(url("list_people"))
    rosa.looks("people empty")
    rosa.when("she adds somebody with a name alone")
    rosa.taps("Add someone")
    rosa.looks("people add")
    rosa.types("Name to be called by", "Mirela")
    rosa.taps("Add them")
    assert rosa.sees("Added. Their code is")
    rosa.when("she adds a phone that may never get a text")
    rosa.taps("Add a way to reach them")
    tick(rosa, "Phone")
    rosa.types("The number, the name or the place", "07700 900123")
    rosa.types("When it is safe", "after 8, not on Sundays")
    tick(rosa, "Never by text")
    rosa.looks("people way")
    rosa.taps("Add")
    rosa.then("the page says never by text before it shows the number")
    text = rosa.page.locator("main").inner_text()
    assert text.index("Never by text") < text.index("07700 900123")
    rosa.taps("Add a setting")
    rosa.page.get_by_label("Setting", exact=True).select_option(label="Webcam")
    rosa.types("Their own word for it", "on cam")
    rosa.taps("Add")
    rosa.taps("Add a name or number")
    tick(rosa, "Working name")
    rosa.types("The name, or the number", "Roxanne")
    rosa.taps("Add")
    rosa.looks("people person")
    rosa.when("she looks for her by how a colleague said the working name")
    rosa.goes_to(url("list_people"))
    rosa.types("Find someone", "Rocksan")
    rosa.taps("Find")
    assert rosa.sees("Found by other name")
    assert "Rocksan" not in rosa.page.url
    rosa.looks("people found")
    rosa.page.get_by_role("link", name=re.compile("Mirela")).click()
    assert rosa.sees("07700 900123")
    rosa.taps("Who opened this record")
    assert rosa.sees("added this person")
    rosa.looks("people openings")


def test_people_with_a_refused_form_keep_what_was_typed(walker, world, url):
    rosa = walker(world, "outreach")
    rosa.goes_to(url("add_person"))
    rosa.types("Name to be called by", "M" * 90)
    rosa.page.get_by_text("What else they told you").click()
    rosa.types("Full name", "Mirela Popa")
    rosa.taps("Add them")
    assert rosa.sees("This is 10 characters too long")
    assert rosa.page.get_by_label("Full name", exact=True).input_value() == "Mirela Popa"
    rosa.looks("people refused")


def test_people_outside_the_caseload_are_opened_with_a_reason_that_is_shown(walker, world, url, given):
    kim = actions.add_person(called="Kim", full_name="Kim Ashdown", **given)
    keeper = world.account("case_worker").worker
    actions.assign_key_worker(person=kim, worker=keeper, **given)
    sam = walker(world, "outreach")
    sam.goes_to(url("show_person", kim.id))
    assert not sam.page.get_by_text("Ashdown").count()
    sam.looks("people why")
    tick(sam, "I met them on a shift or at a drop-in")
    sam.taps("Open the record")
    assert sam.sees("Kim Ashdown")
    keeper_at_work = walker(world, "case_worker")
    keeper_at_work.goes_to(url("show_openings", kim.id))
    assert keeper_at_work.sees("Reason: I met them on a shift or at a drop-in")


def test_people_changed_by_two_workers_at_once_lose_nothing(walker, world, url, given):
    kim = actions.add_person(called="Kim", nationality="Romanian", **given)
    mona, sam = walker(world, "manager", viewport=LAPTOP), walker(world, "coordinator")
    for one in (mona, sam):
        one.goes_to(url("change_person", kim.id))
    mona.types("Nationality", "Moldovan")
    mona.types("Name to be called by", "Kimi")
    mona.taps("Save")
    sam.types("Name to be called by", "Kimmy")
    sam.types("How to recognise them", "Red scarf")
    sam.expects("409")
    sam.taps("Save")
    assert sam.sees("Mona Manager saved this record while you were writing")
    sam.looks("people meanwhile")
    assert sam.page.get_by_label("Name to be called by", exact=True).input_value() == "Kimmy"
    assert sam.page.get_by_label("Nationality", exact=True).input_value() == "Moldovan"
    sam.taps("Save")
    main = sam.page.locator("main")
    assert sam.sees("Red scarf") and "Kimmy" in main.inner_text() and "Moldovan" in main.inner_text()


def test_people_handed_over_from_one_caseload_to_another(walker, world, url, given):
    first, second = world.account("case_worker").worker, world.account("peer").worker
    for name in ("Kim", "Zoe", "Ana"):
        actions.assign_key_worker(person=actions.add_person(called=name, **given), worker=first, **given)
    mona = walker(world, "manager", viewport=LAPTOP)
    mona.goes_to(url("show_caseload_of", first.pk))
    mona.looks("people caseload")
    mona.taps("Hand several over")
    for name in ("Kim", "Zoe"):
        mona.page.get_by_label(re.compile(f"^{name} ·")).check()
    mona.page.get_by_label("To", exact=True).select_option(label=second.name)
    mona.looks("people hand over")
    mona.taps("Hand over")
    assert mona.sees("2 people handed over")


def test_people_forms_that_ask_little_fit_a_phone(walker, world, url, given):
    kim = actions.add_person(
        called="Kim", age_band="under_18", gender="woman", languages=["Romanian"], **given
    )
    actions.assign_key_worker(person=kim, worker=world.account("manager").worker, **given)
    for name in ("Zoe", "Ana", None):
        actions.add_person(called=name, **given)
    mona = walker(world, "manager", color_scheme="dark")
    mona.goes_to(url("list_people"))
    mona.looks("people list")
    mona.goes_to(url("show_person", kim.id))
    mona.looks("people record")
    for name in ("change_person", "add_alias", "add_setting", "assign_key_worker", "end_key_worker"):
        mona.goes_to(url(name, kim.id))
        mona.looks(f"people {name}")
    mona.goes_to(url("list_settings"))
    mona.types("What it is called", "Lorry park")
    mona.taps("Add to the list")
    assert mona.sees("Added to the list")
    mona.looks("people settings")
