"""The person's page: one story over every room, notes only for those who hold them, one trail row."""

from datetime import timedelta
from uuid import uuid4

import pytest

from yarrow.contacts.actions import add_follow_up, complete_follow_up, record_contact, void_contact
from yarrow.people.actions import add_person, add_setting, assign_key_worker
from yarrow.staff.roles import ROLES, WORKERS
from yarrow.vault import trail

pytestmark = pytest.mark.django_db
NOTE, WHAT = "Wants to try the course at the college", "Write to the council"


@pytest.fixture
def kim(about, day):
    person = add_person(**about, called="Kim", first_met_on=day - timedelta(days=9))
    record_contact(
        **about,
        entry_id=uuid4(),
        kind="office",
        person=person,
        happened_on=day - timedelta(days=4),
        supplies={"condoms": 12},
        done=["housing_help"],
        seemed="worried",
        note=NOTE,
        follow_up_on=day - timedelta(days=2),
        follow_up_what=WHAT,
    )
    return person


def show(world, person, role="coordinator"):
    answer = world.client(role).get(world.project.url("people:show_person", person.id), secure=True)
    return answer, answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize("role", ROLES)
def test_show_record_by_role(world, kim, role):
    assert show(world, kim, role)[0].status_code == (200 if role in WORKERS else 403)


def test_show_record_tells_what_was_given_done_and_said(world, kim):
    _answer, text = show(world, kim)
    assert "At our place" in text and "condoms ×\xa012" in text and "housing help" in text
    assert NOTE in text and "Worried" in text and "Sam Coordinator" in text


def test_show_record_puts_what_was_promised_above_the_story(world, kim):
    _answer, text = show(world, kim)
    assert text.index(WHAT) < text.index("What happened")
    assert "2 days late" in text


def test_show_record_moves_what_is_done_into_the_story(world, about, kim):
    line = kim.follow_ups.get()
    complete_follow_up(**about, follow_up=line)
    _answer, text = show(world, kim)
    assert text.index("What happened") < text.index(f"Done: {WHAT}")
    assert "Nothing is open." in text


def test_show_record_keeps_the_note_from_those_without_the_key(world, kim):
    _answer, text = show(world, kim, "outreach")
    assert NOTE not in text and "It needs the key to case notes." in text
    assert "condoms ×\xa012" in text


def test_show_record_is_one_story_newest_first(world, about, day, kim):
    add_setting(**about, person=kim, code="street", from_on=day - timedelta(days=6))
    assign_key_worker(**about, person=kim, worker=world.account("coordinator").worker)
    _answer, text = show(world, kim)
    story = text[text.index("What happened") :]
    order = ["Sam Coordinator became the key worker", "At our place", "Setting: Street", "First met"]
    places = [story.index(words) for words in order]
    assert places == sorted(places)


def test_show_record_leaves_out_what_was_removed(world, about, day, kim):
    wrong = record_contact(**about, entry_id=uuid4(), kind="prison", person=kim, happened_on=day)
    void_contact(**about, contact=wrong, version=wrong.version, reason="mistake")
    assert "In prison" not in show(world, kim)[1]


def test_show_record_leaves_one_trail_row(world, kim):
    client = world.client("coordinator")
    before = trail.anchor(world.project.id)[0]
    client.get(world.project.url("people:show_person", kim.id), secure=True)
    assert trail.anchor(world.project.id)[0] == before + 1
    row = trail.rows_about(world.project.id, kim.id).first()
    assert row.act == "people.show_person"
    assert {"contacts.contact.notes.note", "contacts.followup.identity.what"} <= set(row.fields)


def test_show_record_outside_the_caseload_asks_why_first(world, about, kim):
    assign_key_worker(**about, person=kim, worker=world.account("case_worker").worker)
    answer, _text = show(world, kim, "peer")
    assert answer.status_code == 302 and "/why/" in answer["Location"]


def test_show_record_of_another_project_looks_like_none(world, kim):
    client = world.other.client("coordinator")
    assert client.get(world.other.project.url("people:show_person", kim.id), secure=True).status_code == 404
    address = world.project.url("people:show_person", kim.id)
    assert client.get(address, secure=True).status_code == 404


def test_show_record_locked_asks_for_the_passphrase(world, kim):
    client = world.client("coordinator", locked=True)
    answer = client.get(world.project.url("people:show_person", kim.id), secure=True)
    assert answer.status_code == 302 and "/unlock/" in answer["Location"]


def test_show_record_of_somebody_just_added_says_how_to_go_on(world, about):
    new = add_person(**about, called="New")
    _answer, text = show(world, new)
    assert "Nothing is open." in text and "First met" in text
    assert world.project.url("contacts:record_for_person", new.id) in text


def test_show_record_with_follow_up_alone(world, about, day, kim):
    add_follow_up(**about, person=kim, due_on=day + timedelta(days=3), what="")
    assert "Something to do" in show(world, kim)[1]
