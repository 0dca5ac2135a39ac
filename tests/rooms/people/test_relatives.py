"""Partners and family helped in their own right: counted apart, and nothing that tells of whom.

The promise is attacked where it could break: two people who share a phone, a home and a surname, one of whom is
supported as the other's partner. Each attack has a twin that lets partners be compared like anybody else.
"""

from datetime import date
from uuid import uuid4

import pytest
from django.db import models

from yarrow.contacts.actions import record_contact
from yarrow.evaluation.activity import apart_in, met_in
from yarrow.methods.activity import Period, count
from yarrow.people import actions, duplicates
from yarrow.people.errors import CannotMerge
from yarrow.people.extract import rows
from yarrow.people.models import Person, PersonSet

PHONE = "07700 900123"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def couple(add, given):
    """Mirela, and her partner, who share a phone, a birth date and a name."""
    both = (
        add("Mirela", full_name="Mirela Popa", born_on=date(1990, 5, 3)),
        add("Mirel", full_name="Mirel Popa", born_on=date(1990, 5, 3), supported_as="partner"),
    )
    for person in both:
        actions.add_way_to_reach(person=person, kind="phone", value=PHONE, **given)
        record_contact(entry_id=uuid4(), kind="van", person=person, met_at=given["at"], **given)
    return both


def tells(world, project, by, couple) -> list[str]:
    """Where a page of one, or the list of those known twice, tells that the other is known."""
    client, found = world.client("coordinator"), []
    pairs, _n = duplicates.list_duplicates(by, project)
    found += ["list_duplicates" for pair in pairs if {pair.person, pair.other} & {couple[1]}]
    for one, other in (couple, couple[::-1]):
        found += [f"alike {one.code}" for pair in duplicates.alike(by, project, one)]
        for name in ("show_person", "list_alike", "show_openings", "change_person"):
            page = client.get(project.url(f"people:{name}", one.id)).content.decode()
            if other.code in page or str(other.id) in page:
                found.append(f"{name} of {one.code}")
    return found


def test_neither_can_see_that_the_other_is_known(world, project, by, couple):
    assert tells(world, project, by, couple) == []


def test_neither_twin_in_which_partners_are_compared_is_caught(world, project, by, couple, monkeypatch):
    monkeypatch.setattr(PersonSet, "comparable", PersonSet.known)
    assert "list_duplicates" in tells(world, project, by, couple)


def test_no_column_links_two_people_but_a_merge():
    links = [field.name for field in Person._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    assert links == ["project", "merged_into"]


def test_a_partner_is_not_merged_with_whom_they_belong_to(couple, given):
    with pytest.raises(CannotMerge, match="can't become one record"):
        actions.merge_people(into=couple[0], came=couple[1], take=[], **given)


def test_relatives_are_counted_apart(project, couple):
    main = count(list(met_in(project, YEAR)), YEAR)
    apart = apart_in(project, YEAR)
    assert (main.n_people, main.n_contacts) == (1, 1)
    assert {code: (one.n_people, one.n_contacts) for code, one in apart.items()} == {"partner": (1, 1)}
    assert {row.counted_as for row in rows(project)} == {"self", "partner"}


def test_nobody_apart_is_no_line(project, add):
    add("Kim")
    assert apart_in(project, YEAR) == {}


def test_the_activity_page_says_who_is_counted_apart(world, project, couple):
    address = project.url("evaluation:show_activity") + "?from_on=2026-01-01&to_on=2026-12-31"
    page = world.client("manager").get(address).content.decode()
    assert "Counted apart" in page and "Partners, helped in their own right" in page


def test_a_list_does_not_say_as_what_somebody_is_supported(world, project, couple):
    page = world.client("coordinator").get(project.url("people:list_people")).content.decode()
    assert "Mirel<" in page and "artner" not in page
