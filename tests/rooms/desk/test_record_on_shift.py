"""A contact on one's own shift is reason enough to open a record of somebody else's caseload."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.contacts.actions import close_session, open_session, record_contact
from yarrow.people.actions import add_person, assign_key_worker
from yarrow.people.models import Opening
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(world):
    about = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = add_person(**about, called="Kim", full_name="Kim Ashdown")
    assign_key_worker(**about, person=person, worker=world.account("case_worker").worker)
    return person


def meet(world, person, role="outreach", at=None):
    about = {"project": world.project, "by": world.worker(role), "at": at or timezone.now()}
    session = open_session(**about, kind="street")
    record_contact(**about, entry_id=uuid4(), kind="street", session=session, person=person)
    return session


def opens(world, person, role="outreach"):
    return world.client(role).get(world.project.url("people:show_person", person.id), secure=True)


def test_show_record_of_someone_not_met_asks_why(world, kim):
    assert "/why/" in opens(world, kim)["Location"]
    assert not Opening.objects.exists()


def test_show_record_of_someone_met_tonight_keeps_the_shift_as_the_reason(world, kim):
    meet(world, kim)
    answer = opens(world, kim)
    assert answer.status_code == 200 and "I met them on a shift" in answer.content.decode()
    assert Opening.objects.get(person=kim).reason == "on_shift"
    assert TrailRow.objects.get(act="people.show_person").reason == "on_shift"
    assert opens(world, kim).status_code == 200
    assert Opening.objects.count() == 1, "asked and kept once a shift"


def test_show_record_of_someone_met_tonight_leads_on_to_changing_it(world, kim):
    meet(world, kim)
    opens(world, kim)
    address = world.project.url("people:change_person", kim.id)
    assert world.client("outreach").get(address, secure=True).status_code == 200


def test_show_record_by_a_worker_who_was_not_on_that_shift_asks_why(world, kim):
    meet(world, kim)
    assert opens(world, kim, "peer").status_code == 302


def test_show_record_after_the_shift_is_closed_asks_why(world, kim):
    session = meet(world, kim)
    close_session(project=world.project, by=world.worker("outreach"), at=timezone.now(), session=session)
    assert opens(world, kim).status_code == 302


def test_show_record_from_a_session_somebody_forgot_to_close_asks_why(world, kim):
    meet(world, kim, at=timezone.now() - timedelta(days=2))
    assert opens(world, kim).status_code == 302
