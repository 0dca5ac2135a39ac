"""Every address of the room that names a record: another project's record, and one never made, are not there."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from tests.rooms.contacts.pages import url
from yarrow.contacts import actions
from yarrow.contacts.importing.actions import start_import
from yarrow.contacts.models import (
    Contact,
    FollowUp,
    ImportBatch,
    Movement,
    OwnKind,
    Premises,
    Session,
    Zone,
)
from yarrow.contacts.urls import urlpatterns
from yarrow.methods.stock import DELIVERY
from yarrow.people.actions import add_person
from yarrow.vault.models import TrailRow

LOG = b"Date,Type,Name,Condoms\r\n03/01/2024,Van,Mary,5\r\n"
# What names a record; a supply is a word of a list.
NAMING = {
    pattern.name: kind for pattern in urlpatterns for kind in pattern.pattern.converters if kind != "supply"
}


@pytest.fixture
def theirs(shift) -> SimpleNamespace:
    """One record of each sort in another project."""
    other = shift.world.other
    said = {"project": other.project, "by": other.worker("coordinator"), "at": NIGHT}
    van = actions.open_session(**said, kind="van")
    person = add_person(**said, called="Ruby")
    batch, _reading = start_import(**said, name="log.csv", content=LOG)
    return SimpleNamespace(
        session_id=van.id,
        person_id=person.id,
        contact_id=actions.record_contact(**said, entry_id=uuid4(), session=van, n_people=2).id,
        follow_up_id=actions.add_follow_up(**said, person=person, due_on=NIGHT.date(), what="call").id,
        batch_id=batch.id,
        premises_id=actions.add_premises(**said, name="Sauna").id,
        movement_id=actions.move_stock(
            **said, supply="condoms", what=DELIVERY, n=100, moved_on=NIGHT.date()
        ).id,
        zone_id=actions.add_zone(**said, label="Station").id,
        kind_id=actions.add_kind(**said, sort="done", label="Choir").id,
    )


def test_each_address_names_one_record_that_is_tried_here(theirs):
    assert set(NAMING.values()) == set(vars(theirs))


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_reaches_another_projects_record(shift, theirs, method):
    client = shift.world.client("manager")
    models = (Contact, FollowUp, ImportBatch, Movement, OwnKind, Premises, Session, Zone)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    n_before = TrailRow.objects.filter(project_id=shift.world.other.project.id).count()
    for name, kind in NAMING.items():
        # What a page's own buttons send; without it a refusal could be about something else.
        posted = {"word": "Take back", "act": "close_session", "note": "x", "reason": "twice", "version": "1"}
        answer = getattr(client, method)(url(shift, name, getattr(theirs, kind)), posted)
        assert answer.status_code == 404 or (method, answer.status_code) == ("get", 405), name
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert TrailRow.objects.filter(project_id=shift.world.other.project.id).count() == n_before


def test_no_address_tells_another_projects_record_from_one_that_never_was(shift, theirs):
    client = shift.world.client("manager")
    for name, kind in NAMING.items():
        answers = [client.get(url(shift, name, key)) for key in (getattr(theirs, kind), uuid4())]
        assert len({answer.status_code for answer in answers}) == 1, name
        assert len({len(answer.content) for answer in answers}) == 1, name


def test_a_session_of_another_project_can_not_be_posted_to_either(shift, theirs):
    client = shift.world.client("manager")
    there = Contact.objects.filter(project=shift.world.other.project).count()
    for name in ("record_contact", "record_for_person"):
        args = [shift.person().id] if name == "record_for_person" else []
        sent = {"entry_id": str(uuid4()), "session": str(theirs.session_id), "n_people": "1", "kind": "van"}
        client.post(url(shift, name, *args), sent)
    assert Contact.objects.filter(project=shift.world.other.project).count() == there
    assert not Contact.objects.filter(session_id=theirs.session_id, project=shift.project).exists()


def test_undo_contact_by_a_button_of_another_session_or_project_changes_nothing(shift, theirs, outreach):
    later = shift.act(actions.open_session, kind="street", at=NIGHT + timedelta(minutes=5))
    mine = shift.record(n_people=2)
    for session, key in [(shift.van, theirs.contact_id), (later, mine.id), (shift.van, "nonsense")]:
        outreach.post(url(shift, "undo_contact", session.id), {"contact": str(key)})
    assert set(Contact.objects.values_list("state", flat=True)) == {"stands"}
