"""What each worker has in hand."""

from datetime import date, timedelta

from tests.rooms.contacts.pages import url
from tests.worlds import check_roles
from yarrow.contacts import actions, workload
from yarrow.people.actions import assign_key_worker
from yarrow.staff.roles import ARRANGERS

DAY = date(2026, 3, 6)


def load_of(shift, actor, today=DAY):
    return next(one for one in workload.loads(shift.project, today) if one.worker_id == actor.id)


def test_loads_count_people_contacts_things_to_do_and_sessions(shift):
    kim = shift.person("Kim")
    worker = shift.world.account("outreach").worker
    assign_key_worker(
        person=kim, worker=worker, project=shift.project, by=shift.case_worker, at=shift.van.opened_at
    )
    shift.record(n_people=3)
    shift.record(person=kim, session=None, kind="phone", happened_on=DAY - timedelta(days=28))
    gone = shift.record(n_people=1, follow_up_on=DAY)
    shift.act(actions.void_contact, contact=gone, version=1, reason="mistake")
    late = shift.act(actions.add_follow_up, person=kim, due_on=DAY - timedelta(days=1), what="x")
    shift.act(actions.add_follow_up, person=kim, due_on=DAY, what="y")
    load = load_of(shift, shift.outreach)
    assert (load.n_people, load.n_contacts, load.n_open, load.n_overdue, load.n_sessions) == (1, 3, 2, 1, 1)
    shift.act(actions.hand_over_follow_up, follow_up=late, to=shift.world.account("case_worker").worker)
    mine, theirs = load_of(shift, shift.outreach), load_of(shift, shift.case_worker)
    assert (mine.n_open, mine.n_overdue, theirs.n_open, theirs.n_overdue) == (1, 0, 1, 1)


def test_loads_name_everybody_who_meets_people_and_nobody_else(shift):
    shift.world.worker("evaluator")
    names = [one.name for one in workload.loads(shift.project, DAY)]
    assert names == sorted(names) and "Sam Evaluator" not in names and "Sam Outreach" in names


def test_loads_take_five_queries(shift, django_assert_num_queries):
    with django_assert_num_queries(5):
        workload.loads(shift.project, DAY)


def test_show_workload_has_a_picture_a_table_and_no_ranking(shift):
    page = shift.world.client("manager").get(url(shift, "show_workload")).content.decode()
    assert "<svg" in page and "Of them overdue" in page and "these numbers can't say" in page


def test_show_workload_by_role(shift):
    check_roles(shift.world, url(shift, "show_workload"), ARRANGERS)
