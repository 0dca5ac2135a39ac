"""Who may open which page."""

from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from tests.rooms.contacts.pages import MARK, sheet, url
from yarrow.contacts import actions

PAGES = [
    ("list_sessions", ()),
    ("plan_session", ()),
    ("choose_person", ()),
    ("record_contact", ()),
    ("list_unnamed", ()),
    ("list_follow_ups", ()),
]


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "coordinator", "manager", "adviser"])
def test_pages_open_for_every_role_that_meets_people(shift, role):
    client = shift.world.client(role)
    for name, args in PAGES:
        assert client.get(url(shift, name, *args)).status_code == 200, name
    assert client.get(sheet(shift)).status_code == 200


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_pages_are_closed_to_roles_that_meet_nobody(shift, role):
    client = shift.world.client(role)
    for name, args in PAGES:
        assert client.get(url(shift, name, *args)).status_code in (403, 404), name
    assert client.get(sheet(shift)).status_code in (403, 404)


def test_pages_of_another_project_look_like_pages_that_do_not_exist(shift):
    other = shift.world.other
    theirs = actions.open_session(project=other.project, by=other.worker("outreach"), at=NIGHT, kind="van")
    contact = actions.record_contact(
        project=other.project, by=other.worker("outreach"), at=NIGHT, entry_id=uuid4(), kind="phone"
    )
    client = shift.world.client("manager")
    for name, key in [
        ("shift_sheet", theirs.id),
        ("show_session", theirs.id),
        ("change_session", theirs.id),
        ("show_contact", contact.id),
        ("correct_contact", contact.id),
        ("link_contact", contact.id),
        ("remove_contact", contact.id),
        ("show_contact", uuid4()),
    ]:
        assert client.get(url(shift, name, key)).status_code == 404, name
    assert client.get(other.project.url("contacts:list_sessions")).status_code == 404


def test_pages_that_show_names_are_closed_while_locked(shift):
    contact = shift.record(person=shift.person(MARK))
    locked = shift.world.client("outreach", locked=True)
    for name, key in [("show_session", shift.van.id), ("show_contact", contact.id)]:
        answer = locked.get(url(shift, name, key))
        assert MARK not in answer.content.decode() and answer.status_code in (302, 403)
