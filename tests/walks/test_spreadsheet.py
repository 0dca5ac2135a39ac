"""Walks: a spreadsheet is looked at, brought in with its progress shown, and taken back; also without scripts."""

from pathlib import Path

import pytest

from tests.attacks import town
from tests.walks.walker import LAPTOP
from yarrow.contacts.models import Contact, ImportBatch

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = Path(__file__).parent.parent / "rooms" / "contacts" / "reading" / "workbooks"


def chooses(walker, world, name):
    walker.goes_to(world.project.url("contacts:list_sessions"))
    walker.taps("Bring a spreadsheet")
    walker.page.get_by_label("Your file").set_input_files(FOLDER / name)
    walker.taps("Look at it")
    walker.page.get_by_role("heading", name="What will happen").wait_for()


def test_spreadsheet_is_looked_at_brought_in_and_taken_back(walker, world):
    ruth = walker(world, "coordinator")
    ruth.given("a co-ordinator with a night log as it was kept for half a year")
    ruth.goes_to(world.project.url("contacts:start_import"))
    ruth.looks("spreadsheet choose")
    chooses(ruth, world, "outreach_log.csv")
    assert ruth.sees("43 rows stay out.") and ruth.sees("3098")
    ruth.looks("spreadsheet look")
    assert not Contact.objects.exists()
    ruth.when("she brings it in, the page goes on by itself to the end")
    ruth.taps("Bring it in")
    ruth.page.get_by_role("heading", name="Brought in").wait_for(timeout=60_000)
    assert ruth.sees("343 contacts")
    assert Contact.objects.of(world.project).count() == 343
    ruth.looks("spreadsheet in")
    ruth.then("it can be taken back with a typed word, and nothing is left")
    ruth.taps("Take it back")
    ruth.looks("spreadsheet take back")
    ruth.types("Write “take back” to go on", "take back")
    ruth.taps("Take it back")
    assert ruth.sees("Nothing of it is left.")
    assert not Contact.objects.exists()


def test_spreadsheet_without_scripts_goes_on_by_its_button(walker, world):
    ruth = walker(world, "coordinator", java_script_enabled=False)
    chooses(ruth, world, "dropin_register.xlsx")
    ruth.taps("Bring it in")
    assert ruth.sees("200 of 346")
    ruth.taps("Go on")
    assert ruth.sees("304 contacts")
    assert ImportBatch.objects.get().state == "brought"


def test_spreadsheet_with_the_keyboard_alone(walker, world, tmp_path):
    night = tmp_path / "night.csv"
    night.write_bytes(town.spreadsheet(str))
    ruth = walker(world, "coordinator", viewport=LAPTOP)
    ruth.goes_to(world.project.url("contacts:start_import"))
    with ruth.counting() as effort:
        with ruth.page.expect_file_chooser() as chooser:
            ruth.keys("Your file", "Enter")
        chooser.value.set_files(night)
        ruth.keys("Look at it", "Enter")
        ruth.page.get_by_role("heading", name="What will happen").wait_for()
        ruth.keys("Bring it in", "Enter")
        ruth.page.get_by_role("heading", name="Brought in").wait_for()
    assert effort.taps == 0
    assert Contact.objects.of(world.project).count() == 2


def test_spreadsheet_of_a_wrong_kind_is_refused_at_the_field(walker, world, tmp_path):
    ruth = walker(world, "coordinator")
    picture = tmp_path / "night.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    ruth.goes_to(world.project.url("contacts:start_import"))
    ruth.page.get_by_label("Your file").set_input_files(picture)
    ruth.taps("Look at it")
    assert ruth.sees("This is a picture.")
    ruth.looks("spreadsheet refused")
