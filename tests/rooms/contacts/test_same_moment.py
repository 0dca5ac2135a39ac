"""Two at the same moment: one contact, and nobody's change is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from uuid import uuid4

import pytest
from django.db import connections

from tests.rooms.contacts.conftest import NIGHT, make_shift
from yarrow.contacts import actions
from yarrow.contacts.errors import Conflict
from yarrow.contacts.models import Contact
from yarrow.methods.refusals import Refusal
from yarrow.people.models import Person
from yarrow.vault import keyring
from yarrow.vault.trail import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shift():
    """A shift whose rows are really committed, so that other threads see them."""
    return make_shift()


def at_once(*calls):
    """Run calls in threads that start together; each one's result, or the refusal it met."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait(timeout=10)
        try:
            return call()
        except Refusal as refused:
            return refused
        finally:
            keyring.close()
            connections.close_all()

    # Each thread is inside the project that the test is in.
    contexts = [copy_context() for _call in calls]
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda context, call: context.run(run, call), contexts, calls))


def test_record_contact_twice_at_once_is_one_contact_and_one_person(shift):
    entry_id = uuid4()
    made = at_once(*[lambda: shift.record(entry_id=entry_id, new_person="Ruby", supplies={"condoms": 3})] * 4)
    assert len({contact.id for contact in made}) == 1
    assert (Contact.objects.count(), Person.objects.count()) == (1, 1)
    assert verify(shift.project.id) == []


def test_record_contact_of_many_workers_at_once_loses_none(shift):
    kim = shift.person()
    calls = [lambda n=n: shift.record(person=kim, supplies={"condoms": n}) for n in range(1, 6)]
    made = at_once(*calls)
    assert len({contact.id for contact in made}) == 5
    assert sum(contact.supplies.get().n for contact in Contact.objects.all()) == 15
    assert verify(shift.project.id) == []


def test_correct_contact_by_two_at_once_takes_one_and_tells_the_other(shift):
    contact = shift.record(n_people=2)
    said = {"contact": contact, "version": 1}
    results = at_once(
        lambda: shift.act(actions.correct_contact, **said, n_people=3),
        lambda: shift.act(actions.correct_contact, by=shift.case_worker, **said, n_people=4),
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1
    stands = Contact.objects.get()
    assert stands.version == 2 and stands.n_people in (3, 4)
    assert stands.versions.get().stood["n_people"] == 2


def test_link_contact_by_two_at_once_takes_one(shift):
    contact, kim, ada = shift.record(), shift.person("Kim"), shift.person("Ada")
    results = at_once(
        lambda: shift.act(actions.link_contact, contact=contact, person=kim),
        lambda: shift.act(actions.link_contact, by=shift.case_worker, contact=contact, person=ada),
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Contact.objects.get().person in (kim, ada)


def test_void_and_undo_at_once_remove_it_once(shift):
    contact = shift.record(n_people=2)

    undo = partial(shift.act, actions.undo_contact, contact=contact, at=NIGHT)
    results = at_once(undo, undo)
    assert sum(isinstance(result, Refusal) for result in results) == 1
    stands = Contact.objects.get()
    assert stands.is_void and stands.versions.count() == 1
