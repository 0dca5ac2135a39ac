"""A walk: two records turn out to be one person, and two after all; a consent is given and taken back."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from yarrow.people import actions

pytestmark = pytest.mark.django_db(transaction=True)


def test_known_twice_from_a_suggestion_to_one_record_and_back(walker, world):
    given = {
        "project": world.project,
        "by": world.worker("coordinator"),
        "at": timezone.now() - timedelta(hours=1),
    }
    mirela = actions.add_person(called="Mirela", full_name="Mirela Popa", born_on=date(1990, 5, 3), **given)
    given["at"] += timedelta(minutes=1)
    again = actions.add_person(called="Mirella", full_name="Mirella Popa", born_on=date(1990, 5, 3), **given)
    actions.add_way_to_reach(person=again, kind="phone", value="07700 900123", **given)
    sam = walker(world, "coordinator")
    sam.given("two records of one person")
    sam.goes_to(world.project.url("people:list_people"))
    sam.taps("Known twice?")
    assert sam.sees("Same date of birth")
    sam.looks("known twice")
    sam.taps("Look at both")
    sam.looks("known twice compared")
    sam.when("he says that they are the same person")
    sam.taps("Same person: make one record")
    assert sam.sees("One record now") and sam.sees("07700 900123")
    sam.goes_to(world.project.url("people:show_person", again.id))
    assert sam.sees(f"{again.code} and {mirela.code} are one record now")
    sam.when("they are two people after all")
    sam.taps("See it, or take it back")
    sam.looks("known twice merge")
    sam.taps("Make two records again")
    assert sam.sees("Two records again") and sam.sees("07700 900123")
    sam.when("she agrees that a clinic is told, and takes it back")
    sam.taps("What they agreed to")
    sam.looks("consents empty")
    sam.page.get_by_role("link", name=re.compile("They agree.*Share with a health")).click()
    for label in ("A clinic", "Your health", "They said so"):
        sam.page.get_by_label(label, exact=True).check()
    sam.looks("consent give")
    sam.taps("Yes, they agree")
    assert sam.sees("Written down.")
    sam.page.get_by_role("link", name=re.compile("They take it back.*a health")).click()
    sam.page.get_by_label("They said so", exact=True).check()
    sam.taps("They take it back")
    assert sam.sees("Taken back")
    sam.looks("consents taken back")
