"""A project built like the larger ones, in little: shifts written up at their end, by more workers."""

import pytest

from tests.rooms.demo.conftest import NOW
from yarrow.contacts.models import Contact, Session
from yarrow.demo import loading
from yarrow.demo.planning import plan_town
from yarrow.demo.scales import LARGE, TUESDAY, Scale
from yarrow.evaluation.activity import Asked, table_of
from yarrow.methods.activity import Period
from yarrow.people.models import Person
from yarrow.staff.models import Membership
from yarrow.vault import fence, trail

pytestmark = pytest.mark.django_db
TINY = Scale("tiny", "Tiny", 20, seed=5, often=0.3, week=(("van", (TUESDAY,)),), extra=(("peer_2", "peer"),))


def test_load_of_a_larger_kind_is_true_to_its_plan():
    said = []
    crew = loading.load(TINY, NOW, said.append)
    plan, today = plan_town(NOW.date(), TINY), NOW.date()
    fence.enter(crew.project.id)
    table = table_of(crew.project, Asked(Period(plan.from_on, today)), today)
    apart = {one.number for one in plan.people if one.is_apart}
    assert table.total.n_contacts == sum(c.n_people for c in plan.contacts if c.person not in apart)
    assert table.total.n_people == 20 - len(apart) + len(plan.twice) - 1
    assert Person.objects.filter(project=crew.project).count() == len(plan.records)
    assert trail.verify(crew.project.id) == []
    roles = Membership.objects.filter(project=crew.project, role="peer").count()
    assert roles == 2 and len(said) >= 26
    assert not loading.is_loaded(LARGE) and loading.is_loaded(TINY)
    shifts = Session.objects.filter(project=crew.project, state="closed").order_by("planned_on")
    ends = {shift.id: shift.closed_at for shift in shifts}
    for contact in Contact.objects.filter(project=crew.project, session__state="closed", split_from=None):
        assert contact.recorded_at == ends[contact.session_id]
