"""Taking an import back after people went on working: what they built on it stays, and is counted."""

from datetime import timedelta

import pytest

from tests.rooms.contacts.importing.conftest import NOW
from yarrow.contacts import actions as contacts
from yarrow.contacts.errors import NotHere
from yarrow.contacts.importing import actions, undoing
from yarrow.contacts.importing.errors import NotNow
from yarrow.contacts.models import Contact, ImportBatch, Session
from yarrow.people.models import Person

LATER = NOW + timedelta(days=3)
LOG = (
    b"Date,Type,Staff,Name,Place,Condoms\r\n"
    b"03/01/2024,Van,AB,Mary,Station,5\r\n"
    b"03/01/2024,Van,AB,2 x unknown,Station,4\r\n"
    b"04/01/2024,Van,AB,Ruby,Station,7\r\n"
)


@pytest.fixture
def batch(bring) -> ImportBatch:
    return bring("log.csv", LOG)


@pytest.fixture
def act(world, by):
    def act(action, **said):
        return action(project=world.project, by=by, at=LATER, **said)

    return act


def of(batch: ImportBatch, **where) -> Contact:
    return Contact.objects.get(batch_id=batch.id, **where)


def met() -> int:
    return sum(Contact.objects.standing().values_list("n_people", flat=True))


def test_the_file_is_three_contacts_with_four_people(batch) -> None:
    assert (batch.n_contacts, batch.n_people, batch.n_sessions, met()) == (3, 2, 2, 4)


def test_undo_import_keeps_whoever_was_named_since(batch, act) -> None:
    several = of(batch, person=None)
    mary = Person.objects.get(contacts__batch_id=batch.id, contacts__happened_on="2024-01-03")
    part = act(contacts.link_contact, contact=several, person=mary)
    undone = act(undoing.undo_import, batch=batch)
    assert set(Contact.objects.values_list("id", flat=True)) == {several.id, part.id}
    assert met() == 2
    assert list(Person.objects.all()) == [mary] and undone.n_kept == 4


def test_undo_import_keeps_a_corrected_contact_with_its_person_and_session(batch, act) -> None:
    mary = of(batch, person__isnull=False, happened_on="2024-01-03")
    act(contacts.correct_contact, contact=mary, version=1, seemed="low")
    undone = act(undoing.undo_import, batch=batch)
    assert list(Contact.objects.all()) == [mary] and list(Session.objects.all()) == [mary.session]
    assert list(Person.objects.all()) == [mary.person] and undone.n_kept == 3


def test_undo_import_keeps_a_removed_contact_as_removed(batch, act) -> None:
    mary = of(batch, person__isnull=False, happened_on="2024-01-03")
    act(contacts.void_contact, contact=mary, version=1, reason="twice")
    act(undoing.undo_import, batch=batch)
    assert Contact.objects.get().is_void and met() == 0


def test_undo_import_keeps_a_contact_with_something_to_do(batch, act) -> None:
    several = of(batch, person=None)
    act(contacts.add_follow_up, contact=several, due_on=LATER.date(), what="bring gloves")
    act(undoing.undo_import, batch=batch)
    assert list(Contact.objects.all()) == [several]


def test_undo_import_keeps_a_person_met_since_and_lets_the_old_contacts_go(batch, act) -> None:
    mary = of(batch, person__isnull=False, happened_on="2024-01-03").person
    new = act(contacts.record_contact, entry_id=batch.id, kind="phone", person=mary)
    undone = act(undoing.undo_import, batch=batch)
    assert list(Contact.objects.all()) == [new] and list(Person.objects.all()) == [mary]
    assert undone.n_kept == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda act, van: act(contacts.note_session, session=van, text="quiet"), id="noted"),
        pytest.param(lambda act, van: act(contacts.join_session, session=van), id="joined"),
        pytest.param(
            lambda act, van: act(contacts.change_session, session=van, version=1, languages=["Polish"]),
            id="changed",
        ),
        pytest.param(lambda act, van: act(contacts.open_session, session=van), id="opened again"),
    ],
)
def test_undo_import_keeps_a_session_that_somebody_went_on_with(batch, act, change) -> None:
    van = Session.objects.get(planned_on="2024-01-04")
    change(act, van)
    undone = act(undoing.undo_import, batch=batch)
    assert list(Session.objects.all()) == [van]
    assert undone.n_kept == 1 and not Contact.objects.exists()


def test_undo_import_keeps_a_session_at_which_somebody_was_written_down_since(batch, act) -> None:
    van = Session.objects.get(planned_on="2024-01-04")
    late = act(contacts.record_contact, entry_id=batch.id, session=van, n_people=3)
    undone = act(undoing.undo_import, batch=batch)
    assert undone.n_kept == 1
    assert list(Session.objects.all()) == [van] and list(Contact.objects.all()) == [late]


def test_undo_import_leaves_another_file_alone(bring, act) -> None:
    first = bring("log.csv", LOG)
    second = bring("more.csv", LOG + b"05/01/2024,Van,AB,Mary,Station,1\r\n")
    assert (second.n_contacts, second.n_known) == (1, 3)
    act(undoing.undo_import, batch=second)
    assert Contact.objects.count() == 3 and set(Contact.objects.values_list("batch_id")) == {(first.id,)}


def test_undo_import_half_way_takes_back_that_half(world, by, act, monkeypatch) -> None:
    monkeypatch.setattr(actions, "STEP", 3)
    batch, _ = act(actions.start_import, name="log.csv", content=LOG)
    batch = act(actions.continue_import, batch=batch)
    assert (batch.state, batch.n_done, Contact.objects.count()) == ("coming", 3, 1)
    batch = act(undoing.undo_import, batch=batch)
    assert (batch.state, batch.content) == ("back", None)
    assert not Contact.objects.exists() and not Person.objects.exists() and not Session.objects.exists()
    with pytest.raises(NotNow):
        act(actions.continue_import, batch=batch)


def test_continue_import_begins_again_where_it_stopped_at_every_step(act, monkeypatch) -> None:
    monkeypatch.setattr(actions, "STEP", 1)
    batch, _ = act(actions.start_import, name="log.csv", content=LOG)
    seen = []
    while batch.state != "brought":
        # As another request finds it: nothing but what is kept.
        batch = act(actions.continue_import, batch=ImportBatch.objects.get(id=batch.id))
        seen.append((batch.n_done, batch.n_people, batch.n_contacts, batch.n_sessions))
    assert seen == [(1, 1, 0, 0), (2, 2, 0, 0), (3, 2, 1, 1), (4, 2, 2, 1), (5, 2, 3, 2)]
    assert met() == 4


def test_correct_import_of_a_file_that_somebody_began_to_bring_in_is_refused(act, monkeypatch) -> None:
    monkeypatch.setattr(actions, "STEP", 1)
    batch, _ = act(actions.start_import, name="log.csv", content=LOG)
    on_another_screen = ImportBatch.objects.get(id=batch.id)
    act(actions.continue_import, batch=batch)
    with pytest.raises(NotNow):
        act(actions.correct_import, batch=on_another_screen, changes={}, day_first=False)
    stands = ImportBatch.objects.get(id=batch.id)
    assert (stands.state, stands.n_done, stands.day_first) == ("coming", 1, True)


@pytest.mark.parametrize("again", [actions.drop_import, undoing.undo_import, actions.continue_import])
def test_an_import_taken_back_is_not_touched_again(batch, act, again) -> None:
    act(undoing.undo_import, batch=batch)
    stale = ImportBatch.objects.get(id=batch.id)
    with pytest.raises(NotNow):
        act(again, batch=stale)
    assert ImportBatch.objects.get(id=batch.id).state == "back"


@pytest.mark.parametrize("action", [actions.drop_import, undoing.undo_import, actions.continue_import])
def test_an_import_of_another_project_is_not_there(world, batch, action) -> None:
    other = world.other
    with pytest.raises(NotHere):
        action(project=other.project, by=other.worker("coordinator"), at=LATER, batch=batch)
    assert Contact.objects.of(world.project).count() == 3
