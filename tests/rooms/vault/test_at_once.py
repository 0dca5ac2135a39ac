"""Several querysets in one query: each has the very results it would have had alone."""

import datetime as dt
from uuid import UUID

import pytest
from django.db.models import Count, Exists, F, Max, OuterRef
from django.utils import timezone

from tests.worlds import make_project
from yarrow.people.actions import add_alias, add_person, add_setting
from yarrow.people.models import Alias, Person, PersonSetting
from yarrow.staff.models import Membership, Worker
from yarrow.vault import at_once
from yarrow.vault.models import Compartment, Grant, TrailRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    world = make_project()
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    made = [
        add_person(called=name, born_on=dt.date(1990, 2, 3), languages=["Română ö 'quoted'"], **act)
        for name in ("Kim", "Lou", "Ada")
    ]
    add_alias(person=made[0], kind="nickname", name="K", **act)
    add_setting(person=made[1], code="street", **act)
    return made


def asked():
    """Querysets of many shapes, each made anew."""
    aliased = Alias.objects.filter(person=OuterRef("pk"))
    grants = Grant.objects.select_related("compartment").order_by("-granted_at", "compartment__name")
    return [
        Person.objects.order_by("-code"),
        Person.objects.annotate(has_alias=Exists(aliased), who=F("code")).order_by("code")[1:3],
        Person.objects.filter(pk__in=[]),
        Alias.objects.select_related("person"),
        PersonSetting.objects.order_by("pk"),
        grants,
        Membership.objects.select_related("worker", "project").order_by("role"),
        Worker.objects.values_list("id", "name", "is_active", "joined_at").order_by("name"),
        Compartment.objects.values("project_id").annotate(n=Count("id"), last=Max("made_at")).order_by(),
        Person.objects.values_list("code", flat=True).order_by("-code")[:2],
        TrailRow.objects.order_by("-n")[:5],
    ]


def as_values(rows):
    """Rows with every column and annotation, and what came along."""
    found = []
    for row in rows:
        if hasattr(row, "_meta"):
            kept = {name: value for name, value in vars(row).items() if name != "_state"}
            along = row._state.fields_cache
            kept["along"] = {name: as_values([one]) for name, one in along.items() if one is not None}
            found.append(kept)
        else:
            found.append(row)
    return found


def test_read_gives_each_queryset_what_it_would_have_had_alone(people, django_assert_num_queries):
    alone = [as_values(queryset) for queryset in asked()]
    together = asked()
    with django_assert_num_queries(1):
        at_once.read(*together)
    with django_assert_num_queries(0):
        found = [as_values(queryset) for queryset in together]
    for mine, theirs in zip(found, alone, strict=True):
        assert mine == theirs
    assert len(found[0]) == 3 and len(found[1]) == 2 and found[2] == [] and len(found[-1]) == 5
    assert isinstance(found[7][0][0], UUID) and found[7][0][2] is True


def test_read_leaves_alone_what_was_read_before(people, django_assert_num_queries):
    before = Person.objects.order_by("code")
    held = list(before)
    after = Alias.objects.all()
    at_once.read(before, after)
    assert [one is two for one, two in zip(before, held, strict=True)] == [True] * 3
    with django_assert_num_queries(0):
        at_once.read(before, after)
        at_once.read()


def test_read_fetches_related_lists_that_were_asked_for(people):
    workers = Worker.objects.prefetch_related("memberships").order_by("name")
    at_once.read(workers, Person.objects.all())
    assert [len(worker.memberships.all()) for worker in workers] == [1] * len(workers)
