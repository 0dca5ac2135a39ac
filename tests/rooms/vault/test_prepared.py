"""Lists whose statement is built once have the results of a queryset that is built anew for the same arguments."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.worlds import make_project
from yarrow.people.actions import add_alias, add_person
from yarrow.people.models import Alias, Person
from yarrow.vault import at_once
from yarrow.vault.prepared import MOST_STATEMENTS, NotExplained, Prepared, PreparedLists

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    world = make_project()
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    made = [add_person(called=name, **act) for name in ("Kim", "Lou", "Ada")]
    add_alias(person=made[0], kind="nickname", name="K", **act)
    add_alias(person=made[1], kind="external", name="L", **act)
    return made


BUILDS = {
    "of an id": (
        lambda person_id: Alias.objects.filter(person=person_id).select_related("person"),
        lambda people: [(one.pk,) for one in people],
    ),
    "of a text": (
        lambda kind: Alias.objects.filter(kind=kind),
        lambda people: [("nickname",), ("external",), ("none",), ("",), ("% _ '\"",)],
    ),
    "of a day and an id": (
        lambda project_id, day: Person.objects.filter(project=project_id, first_met_on__lte=day).order_by("-code"),
        lambda people: [(people[0].project_id, dt.date(year, 1, 1)) for year in (1, 2026, 9999)],
    ),
    "of moments": (
        lambda since, until: Alias.objects.filter(added_at__gt=since, added_at__lte=until).order_by("kind"),
        lambda people: [(timezone.now() - dt.timedelta(hours=1), timezone.now()), (timezone.now(), timezone.now())],
    ),
    "of so many": (
        lambda project_id, most: Person.objects.filter(project=project_id).order_by("code")[:most],
        lambda people: [(people[0].project_id, most) for most in (0, 1, 2, 9)],
    ),
    "with values": (
        lambda person_id: Person.objects.filter(pk=person_id).values_list("pk", "code", "first_met_on", "trans"),
        lambda people: [(one.pk,) for one in people],
    ),
    "the same id twice": (
        lambda one, other: Person.objects.filter(pk__in=[one, other]).order_by("code"),
        lambda people: [(people[0].pk, people[1].pk), (people[1].pk, people[1].pk)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BUILDS)
@pytest.mark.parametrize("together", [True, False])
def test_each_list_is_what_it_would_be_alone(people, name, together):
    build, argued = BUILDS[name]
    prepared = Prepared(build)
    # The first call builds the statement; what comes after it takes its values only.
    for given in argued(people) * 2:
        rows = prepared(*given)
        if together:
            beside = Person.objects.order_by("code")
            at_once.read(rows, beside)
            assert len(beside) == 3
        assert list(rows) == list(build(*given)), given
    if name == "of an id":
        with CaptureQueriesContext(connection) as ran:
            assert [alias.person.code for alias in prepared(people[0].pk)] == [people[0].code]
        assert len(ran) == 1


def test_lists_of_the_same_arguments_are_several(people):
    prepared = PreparedLists(
        lambda person_id, project_id: [
            Alias.objects.filter(person=person_id),
            Person.objects.filter(project=project_id),
            Person.objects.none(),
        ]
    )
    aliases, everybody, nobody = prepared(people[1].pk, people[1].project_id)
    with CaptureQueriesContext(connection) as ran:
        at_once.read(aliases, everybody, nobody)
        assert [alias.person_id for alias in aliases] == [people[1].pk]
        assert (len(everybody), list(nobody), everybody[0] in people, nobody.first()) == (3, [], True, None)
    assert len(ran) == 1


def test_two_calls_do_not_share_their_results(people):
    prepared = Prepared(lambda person_id: Person.objects.filter(pk=person_id))
    one, other = prepared(people[0].pk), prepared(people[1].pk)
    at_once.read(other, one)
    assert (one.first(), other.first()) == (people[0], people[1])
    one.first().code = "changed"
    assert prepared(people[0].pk).first().code == Person.objects.get(pk=people[0].pk).code


CLOSED_OVER = uuid4()


@pytest.mark.parametrize(
    "build",
    [
        lambda person_id: Alias.objects.filter(person=CLOSED_OVER),
        lambda person_id: Alias.objects.filter(person=person_id).exclude(pk=CLOSED_OVER),
        lambda person_id: Alias.objects.filter(person=person_id, added_at__lt=timezone.now()),
        lambda person_id: Person.objects.filter(pk=person_id, first_met_on__lt=dt.date.today()),
        lambda person_id: Person.objects.all(),
    ],
)
def test_what_no_argument_explains_is_refused(people, build):
    with pytest.raises(NotExplained):
        Prepared(build)(people[0].pk)


def test_a_day_worked_out_from_an_argument_is_refused(people):
    prepared = Prepared(lambda day: Person.objects.filter(first_met_on__lt=day - dt.timedelta(days=7)))
    with pytest.raises(NotExplained):
        prepared(dt.date(2026, 11, 1))


def test_the_statements_of_one_list_stay_few(people):
    prepared = Prepared(lambda most: Person.objects.order_by("code")[:most])
    for most in range(3 * MOST_STATEMENTS):
        assert len(prepared(most)) == min(most, 3)
        assert len(prepared.lists.known) <= MOST_STATEMENTS
