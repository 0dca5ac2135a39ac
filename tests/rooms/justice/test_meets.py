"""What other walks make of orders and time in prison: copy, erasure, merge and its undoing; and what is counted."""

from uuid import uuid4

import pytest
from django.apps import apps

from tests.attacks.judging import judged
from tests.rooms.justice.conftest import NOW, TODAY, days
from yarrow.contacts.actions import move_contact, record_contact
from yarrow.contacts.models import Contact
from yarrow.justice import actions, extract, figures, showing
from yarrow.justice.models import AppointmentContact, OrderMove
from yarrow.people import copying
from yarrow.people.actions import change_person, erase_person, merge_people, part_people
from yarrow.people.models import Person
from yarrow.sharing.models import Share
from yarrow.vault import telling

WORDS = (
    "ordered by",
    "conditions",
    "words",
    "time words",
    "why missed",
    "agency words",
    "number",
    "visit",
    "where",
)


def of_people():
    return list(apps.get_app_config("justice").get_models())


@pytest.fixture
def boss(table):
    return table.world.worker("coordinator")


@pytest.fixture
def whole(table, kim, boss, monkeypatch):
    """Kim with one of everything, each word marked."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    judged(kim, {"project": table.project, "by": boss, "at": NOW}, lambda name: f"zz-{name}")
    assert all(model.objects.filter(person=kim).exists() for model in of_people())
    return kim


def test_copy_tells_all_of_it_in_words(table, whole, boss):
    copy = copying.copy_of(boss, table.project, whole, "", NOW)
    said = str([line for _heading, tables in copy.parts() for one in tables for line in one.lines])
    assert [word for word in WORDS if f"zz-{word}" not in said] == []
    for words in (
        "Magistrates by the Bridge",
        "ESO 12/26",
        "Prison by the Marsh",
        "Not safe to come",
        "Needed",
    ):
        assert words in said, words
    assert "The court" in said and "engagement_support" not in said and "{" not in said
    labels = {str(telling.of(model).label) for model in of_people()}
    assert labels <= {one.label for _heading, tables in copy.parts() for one in tables}
    assert [model.__name__ for model in of_people() if not telling.is_whole(model)] == []


def test_erased_person_has_no_row_left_and_is_counted_nowhere(table, whole, boss):
    assert any(one.is_mandated for one in extract.met(table.project, TODAY, TODAY))
    table.do(erase_person, reason="asked", person=whole, by=boss)
    assert [model.__name__ for model in of_people() if model.objects.filter(person=whole).exists()] == []
    assert not Share.objects.filter(person=whole).exists()
    # Their contacts still count as contacts, but nobody can say any more which were mandated.
    assert Contact.objects.filter(person=whole).exists()
    assert list(extract.met(table.project, TODAY, TODAY)) == []
    assert extract.with_order(table.project) == set()


def test_merged_records_have_one_story_and_part_again(table, whole, boss):
    other = table.person("Kimberley")
    before = OrderMove.objects.filter(person=whole).count()
    merge = table.do(merge_people, by=boss, into=other, came=whole, take=[])
    assert OrderMove.objects.filter(person=other).count() == before
    found = showing.of_person(boss, other, TODAY, "")
    assert found.orders[0].reference == "ESO 12/26" and "zz-agency words" in found.aways[0].prison
    assert [one.person_id for one in extract.met(table.project, TODAY, TODAY) if one.is_mandated] == [
        other.pk
    ]
    table.do(part_people, by=boss, merge=merge)
    assert OrderMove.objects.filter(person=whole).count() == before
    assert not OrderMove.objects.filter(person=other).exists()


def test_contact_that_was_somebody_elses_after_all_is_mandated_no_more(table, whole, boss):
    mark = AppointmentContact.objects.select_related("contact").get()
    told = {"contact": mark.contact, "version": mark.contact.version, "person": table.person("Lou")}
    table.do(move_contact, by=boss, **told)
    assert not any(one.is_mandated for one in extract.met(table.project, TODAY, TODAY))


@pytest.fixture
def counted(table, court):
    """Kim: an order that ended 120 days ago, two mandated contacts, light contact 100 and 10 days ago. Lou: one that
    ended 5 days ago, met since. Max: a diversion that nobody ordered. Young: an order, and under 18. One nobody knows.
    """
    kim, lou, max_ = (table.person(name) for name in ("Kim", "Lou", "Max"))
    order = table.move(table.order(kim, court, days_ago=170), "begin", days_ago=165)
    for n in (150, 130):
        table.appointment(order, n, "keep", contact=table.meet(kim, n))
    over = table.move(order, "complete", days_ago=120)
    table.do(actions.agree_light_contact, order=over, light="agreed")
    for n in (160, 100, 10):
        table.meet(kim, n)
    table.move(table.order(lou, court, days_ago=20), "breach", days_ago=5)
    table.meet(lou, 2)
    free = table.move(table.order(max_, court, kind="agreed_diversion", days_ago=200), "begin", days_ago=199)
    table.appointment(free, 110, "keep", contact=table.meet(max_, 110))
    table.move(free, "complete", days_ago=100)
    young = table.person("Young")
    young.refresh_from_db()
    table.do(change_person, person=young, version=young.version, age_band="under_18")
    table.move(table.order(Person.objects.get(pk=young.pk), court, days_ago=30), "end", days_ago=2)
    return table


def test_figures_by_hand(counted):
    found = figures.of_project(counted.project, TODAY - days(200), TODAY, TODAY)
    # October: one before the order's first appointment (voluntary) and one appointment; November: the other, and Max's.
    assert [row[1:] for row in found.months.rows] == [[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 2, 0]]
    assert [row[1:] for row in found.stays.rows] == [
        [0, 0, 0, 0, None],
        [0, 0, 0, 0, None],
        [1, 1, 1, 1, "too few"],
        [1, 1, 0, None, None],
    ]
    assert (found.n_orders, found.n_contacts) == (2, 7)


def test_figures_of_a_period_count_what_came_after_it(counted):
    found = figures.of_project(counted.project, TODAY - days(140), TODAY - days(110), TODAY)
    assert (found.n_orders, found.n_contacts) == (1, 2)
    assert found.stays.rows[2][4] == 1


def test_people_nobody_knows_are_in_no_figure(counted):
    before = list(extract.met(counted.project, TODAY, TODAY))
    counted.do(record_contact, entry_id=uuid4(), n_people=4, kind="phone", happened_on=TODAY)
    assert list(extract.met(counted.project, TODAY, TODAY)) == before
