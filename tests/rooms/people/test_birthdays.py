"""Turning 18: the band follows the birth date when a holder looks; where only a band was said, it is asked again."""

import importlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from tests.rooms.people.rows import last_row
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, ages, queries
from yarrow.people.lists import UNDER_18
from yarrow.people.models import Person, PersonVersion, SafeguardingStep
from yarrow.vault.models import TrailRow

DAY_OF = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY_BEFORE = DAY_OF - timedelta(days=1)


def again(person):
    return Person.objects.get(pk=person.pk)


def follow(person, born_on, given, at):
    return actions.follow_birthdays(born=[(again(person), born_on)], **{**given, "at": at})


@pytest.fixture
def client(world):
    return world.client("coordinator")


@pytest.fixture
def eighteen(add):
    """Lia was seventeen when her birth date was written down, two years ago; nobody opened her record since."""
    born = timezone.localdate() - timedelta(days=18 * 366)
    lia = add("Lia", at=timezone.now() - timedelta(days=730), born_on=born)
    assert lia.age_band == UNDER_18
    return lia


@pytest.mark.parametrize("born_on", [date(2008, 3, 1), date(2008, 2, 29)], ids=["first_of_march", "leap_day"])
def test_band_moves_on_the_birthday_and_not_on_the_day_before(add, given, born_on):
    lia = add("Lia", at=DAY_BEFORE, born_on=born_on)
    assert follow(lia, born_on, given, DAY_BEFORE) == [] and again(lia).is_under_18
    assert follow(lia, born_on, given, DAY_OF) == [lia] and again(lia).age_band == "18_24"
    assert follow(lia, born_on, given, DAY_OF) == []


def test_birthday_is_on_the_trail_and_nobodys_correction(add, given, project):
    lia = add("Lia", at=DAY_BEFORE, born_on=date(2008, 3, 1))
    follow(lia, date(2008, 3, 1), given, DAY_OF)
    row = last_row(project)
    assert (row.act, row.subject, row.fields) == (
        "people.follow_birthday",
        lia.id,
        ["people.person.age_band"],
    )
    assert again(lia).version == lia.version and not PersonVersion._base_manager.exists()
    assert SafeguardingStep.objects.filter(person=lia).count() == 1, "what was done for her stays"


@pytest.mark.parametrize("page", ["show_person", "list_people", "show_caseload", "change_person"])
def test_page_that_opens_the_birth_date_no_longer_says_under_18(
    client, project, world, eighteen, page, given
):
    worker = world.account("coordinator").worker
    actions.assign_key_worker(person=eighteen, worker=worker, **{**given, "at": timezone.now()})
    about = [eighteen.id] if page in ("show_person", "change_person") else []
    html = client.get(project.url(f"people:{page}", *about)).content.decode()
    assert again(eighteen).age_band == "18_24"
    assert "<h2>Under 18</h2>" not in html and "notice__title" not in html


def test_page_twin_that_leaves_the_band_is_caught(client, project, eighteen, monkeypatch):
    monkeypatch.setattr(ages, "band_of", lambda born_on, day: UNDER_18)
    assert "<h2>Under 18</h2>" in client.get(project.url("people:list_people")).content.decode()


def test_list_that_a_locked_reader_asks_for_moves_nothing(world, project, eighteen):
    world.client("coordinator", locked=True).get(project.url("people:list_people"))
    assert again(eighteen).is_under_18


def test_band_of_another_projects_person_stays(add, given, world):
    lia = add("Lia", at=DAY_BEFORE, born_on=date(2008, 3, 1))
    there = {"project": world.other.project, "by": world.other.worker("manager")}
    assert follow(lia, date(2008, 3, 1), there, DAY_OF) == [] and again(lia).is_under_18


def test_page_that_somebody_edits_meanwhile_can_still_be_saved(eighteen, given):
    now = {**given, "at": timezone.now()}
    born = date.fromisoformat(eighteen.sealed.open_unrecorded("identity.born_on", given["by"].unlocked))
    actions.follow_birthdays(born=[(eighteen, born)], **now)
    changed = actions.change_person(person=eighteen, version=1, called="Lia Stone", **now)
    assert changed.age_band == "18_24"


@pytest.mark.parametrize(
    ("said_on", "asked_on"),
    [(date(2025, 3, 14), date(2026, 3, 14)), (date(2024, 2, 29), date(2025, 2, 28))],
)
def test_band_that_was_only_said_is_asked_again_a_year_later(add, said_on, asked_on):
    kim = add("Kim", at=datetime(said_on.year, said_on.month, said_on.day, 12, tzinfo=UTC), age_band=UNDER_18)
    assert kim.age_said_on == said_on
    assert not kim.asks_age_on(asked_on - timedelta(days=1)) and kim.asks_age_on(asked_on)


def test_nobody_with_a_birth_date_or_grown_up_is_asked(add):
    late = date(2031, 1, 1)
    assert not add("Lia", born_on=date(2009, 9, 9)).asks_age_on(late)
    assert not add("Kim", age_band="18_24").asks_age_on(late) and not add("Ann").asks_age_on(late)


def test_other_changes_do_not_put_the_question_off(add, given):
    kim = add("Kim", at=DAY_BEFORE - timedelta(days=300), age_band=UNDER_18)
    was = kim.age_said_on
    kim = actions.change_person(person=kim, version=1, called="Kimmy", age_band=UNDER_18, **given)
    assert kim.age_said_on == was
    kim = actions.change_person(person=kim, version=2, age_band="18_24", **given)
    assert kim.age_said_on == given["at"].date()


def test_pages_ask_again_and_an_answer_puts_it_off(client, project, add):
    kim = add("Kim", age_band=UNDER_18)
    Person.objects.filter(pk=kim.pk).update(age_said_on=timezone.localdate() - timedelta(days=366))
    path = project.url("people:note_safeguarding", kim.id)
    pages = [project.url("people:show_person", kim.id), path, project.url("people:list_people")]
    for page in pages[:2]:
        assert ": ask again." in client.get(page).content.decode(), page
    assert "Ask again how old they are." in client.get(pages[2]).content.decode()
    answer = client.post(path, {"is_still_under_18": "on", "entry_id": str(kim.id)})
    assert answer.status_code == 302 and again(kim).age_said_on == timezone.localdate()
    row = TrailRow.objects.filter(act="people.note_safeguarding").get()
    assert row.fields == ["people.person.age_said_on"]
    assert ": ask again." not in client.get(pages[0]).content.decode()


def test_question_is_not_offered_where_the_birth_date_answers_it(client, project, add, given):
    lia = add("Lia", at=timezone.now(), born_on=timezone.localdate() - timedelta(days=365 * 16))
    page = client.get(project.url("people:note_safeguarding", lia.id)).content.decode()
    assert "is_still_under_18" not in page
    with pytest.raises(Refusal):
        actions.note_safeguarding(person=lia, **given)


def test_merge_takes_the_day_along_with_the_band_and_parting_asks_anew(add, given):
    kim, ada = add("Kim"), add("Ada", at=DAY_BEFORE, age_band=UNDER_18)
    made = actions.merge_people(into=kim, came=ada, take=["age_band"], **given)
    assert again(kim).age_said_on == DAY_BEFORE.date()
    actions.part_people(merge=made, **given)
    assert again(kim).age_said_on is None and again(ada).age_said_on == DAY_BEFORE.date()


def test_erasing_takes_the_day_too(add, given):
    kim = add("Kim", age_band=UNDER_18)
    actions.erase_person(person=kim, reason="asked", **given)
    assert (again(kim).age_band, again(kim).age_said_on) == (UNDER_18, None)


def test_migration_takes_the_day_from_the_safeguarding_path(add, given):
    kim, ann = add("Kim"), add("Ann")
    actions.change_person(person=kim, version=1, age_band=UNDER_18, **{**given, "at": DAY_OF})
    Person.objects.update(age_said_on=None)
    importlib.import_module("yarrow.people.migrations.0007_age_said_on").say_when(apps, None)
    assert again(kim).age_said_on == DAY_OF.date() and again(ann).age_said_on is None


def test_list_opens_birth_dates_of_the_young_only(add, by, project, given):
    young, old = add("Lia", born_on=date(2009, 9, 9)), add("Ann", born_on=date(1990, 1, 1))
    lines = {line.person: line.born_on for line in queries.list_people(by, project)[0]}
    assert lines == {young: date(2009, 9, 9), old: None}
