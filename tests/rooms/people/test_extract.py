"""What leaves for evaluation: plain fields under random ids, typed."""

import dataclasses
from datetime import date

from yarrow.people import actions, extract
from yarrow.people.models import Person


def test_rows_carry_settings_by_date_and_whether_there_is_a_key_worker(world, project, by, at, add):
    kim = add("Kim", gender="woman", age_band="25_34")
    given = {"person": kim, "project": project, "by": by, "at": at}
    actions.add_setting(code="street", from_on=date(2025, 1, 1), until_on=date(2025, 6, 30), **given)
    actions.add_setting(code="webcam", from_on=date(2025, 6, 1), **given)
    actions.add_setting(code="webcam", from_on=date(2025, 6, 5), **given)
    zoe = add("Zoe")
    actions.assign_key_worker(
        person=zoe, worker=world.account("case_worker").worker, project=project, by=by, at=at
    )
    rows = {row.person_id: row for row in extract.rows(project)}
    assert rows[kim.id].settings_on(date(2025, 6, 15)) == ("street", "webcam")
    assert rows[kim.id].settings_on(date(2025, 7, 1)) == ("webcam",)
    assert rows[kim.id].settings_on(date(2024, 12, 31)) == ()
    assert (rows[kim.id].gender, rows[kim.id].age_band, rows[kim.id].has_key_worker) == (
        "woman",
        "25_34",
        False,
    )
    assert (rows[zoe.id].gender, rows[zoe.id].has_key_worker) == ("not_said", True)


def test_a_row_has_plain_fields_only():
    names = {field.name for field in dataclasses.fields(extract.PersonRow)}
    assert not names & set(Person.Privacy.sealed)
    assert names == {
        "person_id",
        "project_id",
        "gender",
        "age_band",
        "supported_as",
        "settings",
        "first_met_on",
        "has_key_worker",
    }


def test_rows_are_of_one_project(world, project, at, add):
    kim = add("Kim")
    other = world.other
    with other.inside():
        actions.add_person(project=other.project, by=other.worker("manager"), at=at)
    assert [row.person_id for row in extract.rows(project)] == [kim.id]


def test_rows_need_three_queries_whatever_their_number(project, add, django_assert_num_queries):
    for _ in range(5):
        add()
    with django_assert_num_queries(3):
        assert len(list(extract.rows(project))) == 5


def test_rows_need_no_key(project, add, settings):
    add("Kim")
    settings.KEYRING = "/nowhere/at/all"
    assert [row.gender for row in extract.rows(project)] == ["not_said"]
