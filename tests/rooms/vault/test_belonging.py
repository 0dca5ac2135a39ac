"""Rows that belong to a subject are found in every room, also in one that was built later."""

import pytest
from django.utils import timezone

from tests.later.models import Line, Poem, PoemRead
from tests.worlds import make_project
from yarrow.contacts.models import Contact, ContactDone, ContactVersion
from yarrow.people.actions import add_alias, add_person
from yarrow.people.models import Alias, Person
from yarrow.vault.belonging import belongings, rows_of, subject_models
from yarrow.vault.privacy import declaration

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def lookups(subject):
    return {each.model: each.lookups for each in belongings(subject)}


def test_belongings_of_a_person_are_in_every_room_the_furthest_first():
    found = belongings(Person)
    assert found[-1].model is Person and [each.n_steps for each in found] == sorted(
        (each.n_steps for each in found), reverse=True
    )
    assert lookups(Person)[Alias] == lookups(Person)[Contact] == lookups(Person)[Poem] == ("person",)
    assert lookups(Person)[ContactDone] == lookups(Person)[ContactVersion] == ("contact__person",)


def test_belongings_follow_a_path_that_ends_at_another_rooms_row():
    assert declaration(Line).subject == "poem"
    assert lookups(Person)[Line] == ("poem__person",)


def test_belongings_of_a_contact_are_what_hangs_on_it():
    assert lookups(Contact)[ContactDone] == ("contact",) and Alias not in lookups(Contact)


def test_belongings_of_a_row_between_two_subjects_are_found_from_either(world, monkeypatch):
    """Declared by a room built later, also where the second path goes on along another row's."""
    monkeypatch.setattr(PoemRead.Privacy, "also", ("poem",), raising=False)
    belongings.cache_clear()
    try:
        assert lookups(Person)[PoemRead] == ("person", "poem__person")
        by, now = world.worker("coordinator"), timezone.now()
        ayo, bea, cleo = (
            add_person(project=world.project, by=by, at=now, called=name) for name in ("Ayo", "Bea", "Cleo")
        )
        poem = Poem.objects.create(project=world.project, person=ayo, came_on=now.date())
        read = PoemRead.objects.create(poem=poem, person=bea, title="Kit", n_listeners=3)
        found = {person: list(dict(rows_of(person))[PoemRead]) for person in (ayo, bea, cleo)}
        assert found == {ayo: [read], bea: [read], cleo: []}
    finally:
        monkeypatch.undo()
        belongings.cache_clear()


def test_belongings_name_every_model_that_goes_with_its_subject():
    """A declared path that leads nowhere would let rows outlive the person they are about."""
    reached = {each.model for subject in subject_models() for each in belongings(subject)}
    every = {each.model for each in belongings(Person)} | reached
    for model in every:
        assert declaration(model) is not None
    assert {Alias, Contact, Poem, Line} <= every


def test_rows_of_one_person_are_theirs_alone(world):
    by, now = world.worker("coordinator"), timezone.now()
    ayo, bea = (add_person(project=world.project, by=by, at=now, called=name) for name in ("Ayo", "Bea"))
    for person in (ayo, bea):
        add_alias(person=person, kind="nickname", name="Kit", project=world.project, by=by, at=now)
        poem = Poem.objects.create(project=world.project, person=person, came_on=now.date())
        Line.objects.create(poem=poem, n=1)
        PoemRead.objects.create(poem=poem, person=person, title="Kit", n_listeners=3)
    found = {model: list(rows) for model, rows in rows_of(ayo)}
    assert found[Person] == [ayo]
    assert {type(row) for rows in found.values() for row in rows} == {Person, Alias, Poem, PoemRead, Line}
    assert all(row.person == ayo for model in (Alias, Poem, PoemRead) for row in found[model])
    assert [line.poem.person for line in found[Line]] == [ayo]
