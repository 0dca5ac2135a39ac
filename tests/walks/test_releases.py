"""Walk: a manager makes a funder's return, from an empty list of grants to the file that is sent."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from tests.worlds import make_project
from yarrow.contacts.actions import record_contact
from yarrow.people.actions import add_person

pytestmark = pytest.mark.django_db(transaction=True)
LIVE_AT = datetime(2025, 1, 10, 9, tzinfo=UTC)
DAY = date(2025, 2, 4)


@pytest.fixture
def world(site):
    """Nine women and three men met in February, and ten people who are not known."""
    world = make_project(at=LIVE_AT)
    act = {
        "project": world.project,
        "by": world.worker("manager"),
        "at": datetime(2025, 2, 4, 21, tzinfo=UTC),
    }
    met = {"kind": "phone", "happened_on": DAY, **act}
    for n in range(12):
        gender = "woman" if n < 9 else "man"
        person = add_person(called=f"Kim {n}", gender=gender, first_met_on=DAY, **act)
        record_contact(entry_id=uuid4(), person=person, supplies={"condoms": 10}, **met)
    record_contact(entry_id=uuid4(), n_people=10, gender_seen="woman", **met)
    return world


def fills_date(walker, name, day):
    for place, part in enumerate((day.day, day.month, day.year)):
        walker.page.locator(f"[name={name}_{place}]").fill(str(part))


def test_release_from_a_grant_to_the_file_that_is_sent(walker, world):
    mona = walker(world, "manager")
    mona.given("a manager with the funder's form beside her")
    mona.goes_to(world.project.url("evaluation:list_grants"))
    mona.taps("Add a grant")
    mona.types("Who gives it", "City fund")
    fills_date(mona, "from_on", date(2025, 1, 1))
    fills_date(mona, "to_on", date(2025, 12, 31))
    mona.page.get_by_label("Every three months").check()
    mona.looks("grant new")
    mona.taps("Keep it")
    mona.taps("Add a line")
    mona.types("The line, in the funder's words", "People supported")
    mona.types("How many were promised", "40")
    mona.page.get_by_label("What we count for it").select_option("n_people")
    mona.looks("grant line")
    mona.taps("Add the line")
    assert mona.sees("People supported")
    mona.looks("grant")
    mona.when("she looks at the return, nothing has left yet")
    mona.page.get_by_label("Figures up to").select_option("2025-03-31")
    mona.taps("Look at the return")
    assert mona.sees("Nothing has left yet.")
    mona.looks("return proposed")
    mona.taps("Publish")
    mona.looks("return publish")
    mona.taps("Publish this release")
    mona.then("she fetches it as a PDF")
    with mona.page.expect_download() as fetched:
        mona.page.get_by_role("link", name="PDF").click()
    assert fetched.value.suggested_filename == "return-small-1.pdf"
    mona.goes_to(world.project.url("evaluation:propose_release"))
    mona.looks("release propose")
    fills_date(mona, "from_on", date(2025, 2, 1))
    fills_date(mona, "to_on", date(2025, 2, 28))
    mona.page.locator("[name=by]").select_option("kind")
    mona.taps("Look at it")
    assert mona.sees("People and contacts by kind of contact")
    mona.looks("release proposed")
