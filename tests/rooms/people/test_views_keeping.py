"""The pages of the clock and of legal hold, through a browser's eyes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.worlds import check_roles, make_project
from yarrow.people import actions, clock
from yarrow.people.models import Hold, Keeping, KeptLonger, Person

DAY = timedelta(days=1)


@pytest.fixture
def world(db):
    """A project that went live ten years ago, so that no notice is left of the default."""
    return make_project(at=timezone.now() - 3650 * DAY)


@pytest.fixture
def today(project):
    return timezone.now().astimezone(project.zone).date()


@pytest.fixture
def quiet(project, by, today):
    """Somebody last met three years ago in twelve days, and not since."""
    at = timezone.now() - timedelta(days=3 * 365 + 60)
    person = actions.add_person(project=project, by=by, at=at, called="Quillon")
    met = clock.years_later(today + 12 * DAY, -3)
    Person.objects.filter(pk=person.pk).update(first_met_on=met, created_at=at)
    return Person.objects.get(pk=person.pk)


def boxes(day):
    """A day as its three boxes send it, with the form's own number."""
    parts = {"until_on_0": day.day, "until_on_1": day.month, "until_on_2": day.year}
    return {**parts, "entry_id": str(uuid4())}


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"people:{name}", *args)


@pytest.fixture
def hold(project, quiet, world, today):
    return actions.propose_hold(
        person=quiet,
        ground="court",
        reason="letter of Monday",
        until_on=today + 90 * DAY,
        project=project,
        by=world.worker("manager"),
        at=timezone.now(),
    )


def test_preview_names_who_goes_on_which_day_and_keeps_longer(world, quiet, url, today):
    client = world.client("coordinator")
    page = client.get(url("list_ending")).text
    day = clock.ending_of(quiet).ends_on
    assert f"On {day:%A} {day.day} {day:%B} {day.year} this person is reduced to counts" in page
    assert "Quillon" in page and quiet.code in page
    until = today + 200 * DAY
    form = {"reason": "may come back from Spain", **boxes(until)}
    assert client.post(url("keep_longer", quiet.pk), form).status_code == 302
    assert KeptLonger.objects.get().until_on == until
    assert "Quillon" not in client.get(url("list_ending")).text


def test_preview_shows_a_locked_session_no_names(world, quiet, hold, url):
    page = world.client("coordinator", locked=True).get(url("list_ending"))
    assert page.status_code == 200
    assert "1 record. Unlock to see whose." in page.text and "1 waits. Unlock to see whose." in page.text
    assert "Quillon" not in page.text and quiet.code not in page.text


def test_preview_is_for_who_may_erase(world, url):
    check_roles(world, url("list_ending"), ("coordinator", "manager"))
    check_roles(world, url("set_keeping"), ("coordinator", "manager"))


def test_late_day_says_that_the_job_has_not_run(world, quiet, url, today):
    Person.objects.update(first_met_on=clock.years_later(today, -4))
    assert "The daily job has not run" in world.client("manager").get(url("list_ending")).text


def test_years_are_set_and_until_asked_empties_the_list(world, quiet, url):
    client = world.client("coordinator")
    assert client.post(url("set_keeping"), {"years": "until_asked"}).status_code == 302
    assert Keeping.objects.get().years is None
    page = client.get(url("list_ending")).text
    assert "kept until the person asks" in page and "Quillon" not in page
    assert client.post(url("set_keeping"), {"years": "4"}).status_code == 200
    assert client.post(url("set_keeping"), {"years": "5"}).status_code == 302
    assert "kept for 5 years" in client.get(url("list_ending")).text


def test_today_says_a_week_ahead_to_who_may_erase(world, project, quiet, hold, today):
    home, manager = project.url("desk:show_today"), world.client("manager")
    assert "reduced to counts this week" not in manager.get(home).text
    Person.objects.filter(pk=quiet.pk).update(first_met_on=quiet.first_met_on - 6 * DAY)
    page = manager.get(home).text
    assert "1 record is reduced to counts this week" in page
    assert "legal hold waits" not in page
    assert "1 legal hold waits for you" in world.client("coordinator").get(home).text
    assert "reduced to counts" not in world.client("outreach").get(home).text


def test_record_says_when_its_clock_ends(world, quiet, url):
    day = clock.ending_of(quiet).ends_on
    page = world.client("outreach").get(url("show_person", quiet.pk)).text
    assert f"reduced to counts on {day.day} {day:%B %Y}" in page
    assert "Keep longer" not in page


def test_hold_is_proposed_agreed_told_and_lifted_through_the_pages(world, quiet, url, today):
    manager, coordinator = world.client("manager"), world.client("coordinator")
    until = today + 90 * DAY
    form = {"ground": "claim", "reason": "a letter came", **boxes(until)}
    assert manager.post(url("propose_hold", quiet.pk), form).status_code == 302
    held = Hold.objects.get()
    page = manager.get(url("show_hold", quiet.pk)).text
    assert "Agree: hold this record" not in page and "Take the proposal back" in page
    assert manager.post(url("agree_hold", quiet.pk, held.pk)).status_code == 400
    assert "a letter came" in coordinator.get(url("show_hold", quiet.pk)).text
    assert coordinator.post(url("agree_hold", quiet.pk, held.pk)).status_code == 302
    page = world.client("outreach").get(url("show_hold", quiet.pk)).text
    assert "There is a claim" in page and "a letter came" not in page and "Tell them" in page
    assert world.client("outreach").post(url("tell_of_hold", quiet.pk, held.pk)).status_code == 302
    assert "They know" in manager.get(url("show_person", quiet.pk)).text
    assert manager.post(url("lift_hold", quiet.pk, held.pk)).status_code == 302
    assert "under no legal hold" in manager.get(url("show_hold", quiet.pk)).text


def test_erase_page_of_a_held_person_says_until_when_and_why_and_refuses(world, quiet, hold, url):
    client = world.client("coordinator")
    client.post(url("agree_hold", quiet.pk, hold.pk))
    page = client.get(url("erase_person", quiet.pk)).text
    day = hold.until_on
    assert f"Not before {day.day} {day:%B %Y}: a legal hold" in page
    assert "A court or a tribunal may ask for it" in page and "letter of Monday" not in page
    assert "Erase for good" not in page
    answer = client.post(url("erase_person", quiet.pk), {"reason": "asked", "word": "erase"})
    assert answer.status_code == 200 and Person.objects.get(pk=quiet.pk).erased_at is None


def test_hold_waits_for_a_second_factor_shown_lately(world, quiet, hold, url):
    answer = world.client("coordinator", stepped_up=False).post(url("agree_hold", quiet.pk, hold.pk))
    assert answer.status_code == 302 and not Hold.objects.get().is_agreed
