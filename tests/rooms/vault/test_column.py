"""A whole column opened at once: the same locks, the same trail, no rows built."""

import pytest
from django.utils import timezone

from tests.worlds import make_project
from yarrow.methods.refusals import Fault
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import keyring
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant, NotOnTrail, Tampered
from yarrow.vault.models import TrailRow
from yarrow.vault.opening import reading

pytestmark = pytest.mark.django_db
PATH = "identity.called"


@pytest.fixture
def world():
    return make_project()


@pytest.fixture
def people(world):
    about = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    return [add_person(**about, called=name) for name in ("Kim", "Zoe", None)]


def cells(people):
    return [(person.id, person.id, person.called) for person in people]


def open_column(by, project, rows, path=PATH, act="test.list"):
    with reading(by, project.id, act=act) as page:
        return page.open_column(Person, path, rows)


def test_open_column_gives_what_opening_each_row_gives(world, people):
    by = world.worker("outreach")
    opened = open_column(by, world.project, cells(people))
    with reading(by, world.project.id, act="test.each") as page:
        each = {person.id: page.open(person, PATH) for person in people}
    assert {key: value.value for key, value in opened.items()} == {
        key: value.value for key, value in each.items() if value.value is not None
    }


def test_open_column_leaves_one_trail_row_that_names_the_field(world, people):
    open_column(world.worker("outreach"), world.project, cells(people))
    [row] = TrailRow.objects.filter(act="test.list")
    assert row.fields == ["people.person.identity.called"] and row.subject is None


def test_open_column_of_one_person_names_them_on_the_trail(world, people):
    open_column(world.worker("outreach"), world.project, cells(people[:1]))
    assert TrailRow.objects.get(act="test.list").subject == people[0].id


def test_open_column_of_nothing_leaves_no_trail_row(world, people):
    assert open_column(world.worker("outreach"), world.project, cells(people[2:])) == {}
    assert not TrailRow.objects.filter(act="test.list").exists()


def test_open_column_values_wait_for_the_trail(world, people):
    with reading(world.worker("outreach"), world.project.id, act="test.list") as page:
        opened = page.open_column(Person, PATH, cells(people))
        with pytest.raises(NotOnTrail):
            _ = opened[people[0].id].value
    assert opened[people[0].id].value == "Kim"
    with pytest.raises(NotOnTrail):
        page.open_column(Person, PATH, cells(people))


def test_open_column_without_a_key_or_a_grant_opens_nothing(world, people):
    locked = Actor(world.worker("outreach").id, "outreach")
    with pytest.raises(Locked):
        open_column(locked, world.project, cells(people))
    with pytest.raises(NoGrant):
        open_column(world.worker("evaluator"), world.project, cells(people))
    assert not TrailRow.objects.filter(act="test.list").exists()


def test_open_column_opens_no_value_in_another_place(world, people):
    kim, zoe, _nobody = people
    moved = [(zoe.id, zoe.id, kim.called)]
    with pytest.raises(Tampered):
        open_column(world.worker("outreach"), world.project, moved)


def test_open_column_of_another_projects_people_opens_nothing(world, people):
    other = world.other
    with other.inside(), pytest.raises(Tampered):
        open_column(other.worker("manager"), other.project, cells(people))


def test_open_column_leaves_erased_people_out(world, people):
    keyring.set_tombstone(world.project.id, people[0].id, "asked", timezone.now())
    keyring.destroy_keys(world.project.id, people[0].id)
    opened = open_column(world.worker("outreach"), world.project, cells(people))
    assert [value.value for value in opened.values()] == ["Zoe"]


def test_open_column_of_a_field_that_is_not_sealed_there_is_a_mistake_of_ours(world, people):
    for path in ("notes.called", "identity.code"):
        with pytest.raises(Fault):
            open_column(world.worker("outreach"), world.project, cells(people), path)


def test_open_column_of_what_was_never_sealed_opens_nothing(world, people):
    with pytest.raises(Tampered):
        open_column(world.worker("outreach"), world.project, [(people[0].id, people[0].id, b"Kim")])
