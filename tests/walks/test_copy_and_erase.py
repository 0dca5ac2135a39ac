"""Walk: somebody asks what is held about them, takes a copy, and asks to be forgotten."""

import pytest
from django.utils import timezone

from yarrow.people import actions
from yarrow.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mirela(world):
    given = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = actions.add_person(**given, called="Mirela", nationality="Romanian", gender="woman")
    actions.add_alias(person=person, kind="nickname", name="Mimi", **given)
    actions.add_way_to_reach(person=person, kind="phone", value="07700 900123", **given)
    return actions.change_person(person=person, version=1, nationality="Moldovan", why="asked", **given)


def test_copy_then_erase_somebody_who_asks_to_be_forgotten(walker, world, mirela):
    sam = walker(world, "coordinator")
    sam.given("a co-ordinator on the record of somebody who asks what is held about her")
    sam.goes_to(world.project.url("people:show_person", mirela.id))
    sam.taps("What stood here before")
    assert sam.sees("Romanian")
    sam.looks("people history")
    sam.goes_to(world.project.url("people:show_person", mirela.id))
    sam.when("the co-ordinator makes a copy to read together")
    sam.taps("A copy for them")
    sam.looks("people copy form")
    sam.page.get_by_label("They asked for it", exact=True).check()
    sam.taps("Make the copy")
    for words in (
        "What we hold about you",
        "How we reach you",
        "07700 900123",
        "Mimi",
        "Who opened your record",
    ):
        assert sam.sees(words)
    sam.looks("people copy")
    sam.when("she asks to be forgotten")
    sam.goes_to(world.project.url("people:show_person", mirela.id))
    sam.taps("Erase this record")
    assert sam.sees("Your other names and numbers: 1")
    sam.looks("people erase")
    sam.page.get_by_label("They asked to be forgotten", exact=True).check()
    sam.types("Type the word erase", "erase")
    sam.expects("410")
    sam.taps("Erase for good")
    sam.then("the page says so, and the list knows nobody of that name")
    assert sam.sees("This record was erased")
    sam.looks("people erased")
    sam.goes_to(world.project.url("people:list_people"))
    assert not sam.page.get_by_text("Mirela").count()
    assert Person.objects.get().called is None
