"""The activity page: who may see it, what it says, what it refuses."""

import pytest

from yarrow.staff.roles import ROLES

pytestmark = pytest.mark.django_db
MAY = ("coordinator", "manager", "evaluator")
QUARTER = {"from_on": "2025-01-01", "to_on": "2025-03-31"}


def show(world, role="evaluator", locked=False, **asked):
    client = world.client(role, locked=locked)
    return client.get(world.project.url("evaluation:show_activity"), asked, secure=True)


@pytest.mark.parametrize("role", ROLES)
def test_show_activity_by_role(world, role):
    assert show(world, role).status_code == (200 if role in MAY else 403)


def test_show_activity_is_marked_not_for_sharing(world):
    assert b"Not for sharing" in show(world).content


def test_show_activity_says_a_finding_with_its_n(world, town):
    page = show(world, **QUARTER).content.decode()
    assert "2 known people met us 4 times from 1 January 2025 to 31 March 2025." in page
    assert "3 more meetings were with people not known." in page


def test_show_activity_names_nobody(world, town):
    page = show(world, **QUARTER).content.decode()
    assert "Ada" not in page and town.ada.code not in page and str(town.ada.id) not in page


def test_show_activity_shows_while_locked(world, town):
    assert b"2 known people" in show(world, "coordinator", locked=True, **QUARTER).content


def test_show_activity_has_the_picture_and_its_table(world, town):
    page = show(world, **QUARTER).content.decode()
    assert page.count('<svg class="chart"') == 1 and "Feb 2025" in page
    assert page.count("Few: one more or less changes the picture") == 2


def test_show_activity_with_two_dimensions_has_the_table_alone(world, town):
    page = show(world, **QUARTER, by="month", then="kind").content.decode()
    assert '<svg class="chart"' not in page and "By phone" in page


@pytest.mark.parametrize(("what", "word"), [("given", "Condoms"), ("done", "Housing help")])
def test_show_activity_counts_things(world, town, what, word):
    page = show(world, **QUARTER, show=what, by="zone").content.decode()
    assert word in page and "Quay" in page


def test_show_activity_says_where_no_records_were_kept(world, town):
    page = show(world, from_on="2024-12-01", to_on="2025-01-31").content.decode()
    assert "No records were kept" in page and "no figure" in page


def test_show_activity_explains_every_number_and_what_overlaps(world, town):
    page = show(world, **QUARTER, by="setting").content.decode()
    assert "Someone met ten times is one person." in page
    assert "The rows overlap in: Contacts, Known people" in page
    assert "The rows overlap" not in show(world, **QUARTER, by="gender").content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"from_on": "2025-03-01", "to_on": "2025-02-01"}, "The last day is before the first."),
        ({"from_on": "1990-01-01", "to_on": "2025-02-01"}, "That is more than 20 years."),
        ({"from_on": "31 2 2025", "to_on": "2025-02-01"}, "We could not read that date."),
        ({**QUARTER, "by": "month", "then": "month"}, "The rows are by this already."),
        ({**QUARTER, "by": "moon"}, "moon"),
        ({**QUARTER, "zone": "nowhere"}, "nowhere"),
    ],
)
def test_show_activity_says_what_is_wrong_and_counts_nothing(world, asked, words):
    page = show(world, **asked)
    assert page.status_code == 200
    assert words in page.content.decode() and b"What the numbers mean" in page.content
    assert b"Nobody was met" not in page.content


def test_show_activity_of_another_project_looks_like_none(world):
    client = world.client("manager")
    assert client.get(world.other.project.url("evaluation:show_activity"), secure=True).status_code == 404


def test_show_activity_says_when_nobody_was_met(world):
    page = show(world, **QUARTER).content.decode()
    assert "Nobody was met from 1 January 2025 to 31 March 2025." in page
