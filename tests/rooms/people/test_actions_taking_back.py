"""Taking back what an import added: gone whole, unless somebody has built on it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.people.rows import last_row
from yarrow.people import actions
from yarrow.people.errors import NotForYou
from yarrow.people.models import Alias, Person
from yarrow.vault.actors import Actor


@pytest.fixture
def batch_id():
    return uuid4()


@pytest.fixture
def brought(given, batch_id):
    """Somebody an import added, with their number in the other system."""
    person = actions.add_person(called="Kim", batch_id=batch_id, **given)
    actions.add_alias(person=person, kind="external", name="C-12", **given)
    return person


@pytest.fixture
def take_back(given, batch_id):
    return lambda: actions.take_back_batch(batch_id=batch_id, **given)


def test_take_back_deletes_people_with_the_numbers_they_came_with(brought, take_back, project, batch_id):
    assert take_back() == [brought.id]
    assert not Person.objects.exists() and not Alias.objects.exists()
    row = last_row(project)
    assert (row.act, row.subject, row.reason) == ("people.take_back_batch", batch_id, "people: 1")


def test_take_back_leaves_everybody_else(brought, take_back, add):
    zoe = add("Zoe")
    take_back()
    assert list(Person.objects.all()) == [zoe]


def test_take_back_twice_takes_nothing_more(brought, take_back):
    take_back()
    assert take_back() == []


BUILT_ON = {
    "changed": lambda kim, later: actions.change_person(
        person=kim, version=1, nationality="Romanian", **later
    ),
    "named": lambda kim, later: actions.add_alias(person=kim, kind="nickname", name="Kimi", **later),
    "placed": lambda kim, later: actions.add_setting(person=kim, code="street", **later),
    "reached": lambda kim, later: actions.add_way_to_reach(person=kim, kind="phone", value="1", **later),
    "name ended": lambda kim, later: actions.end_alias(alias=Alias.objects.get(person=kim), **later),
}


@pytest.mark.parametrize("what", BUILT_ON)
def test_take_back_keeps_whom_somebody_has_built_on(brought, take_back, given, at, what):
    BUILT_ON[what](brought, {**given, "at": at + timedelta(minutes=5)})
    assert take_back() == []
    assert Person.objects.get() == brought and Alias.objects.filter(kind="external").exists()


def test_take_back_keeps_whoever_has_a_key_worker(brought, take_back, given, world):
    actions.assign_key_worker(person=brought, worker=world.account("manager").worker, **given)
    assert take_back() == []


def test_take_back_is_not_for_roles_that_meet_nobody(brought, given, batch_id, by):
    with pytest.raises(NotForYou):
        actions.take_back_batch(batch_id=batch_id, **{**given, "by": Actor(by.id, "evaluator", by.unlocked)})
    assert Person.objects.exists()


def test_take_back_reaches_no_other_project(world, brought, batch_id, at):
    other = world.other
    with other.inside():
        gone = actions.take_back_batch(
            project=other.project, batch_id=batch_id, by=other.worker("manager"), at=at
        )
    assert gone == [] and Person.objects.exists()
