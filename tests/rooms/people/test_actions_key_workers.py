"""Key workers, hand-over, and reasons for opening a record."""

from datetime import date

import pytest

from tests.rooms.people.rows import last_row, n_rows
from yarrow.methods.refusals import Refusal
from yarrow.people import actions
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.models import KeyWorker, Opening


def test_one_key_worker_at_a_time_and_the_one_before_ends_on_that_day(world, given, project, kim, at):
    first, second = world.account("case_worker").worker, world.account("peer").worker
    actions.assign_key_worker(person=kim, worker=first, from_on=date(2026, 1, 5), **given)
    actions.assign_key_worker(
        person=kim, worker=second, from_on=date(2026, 2, 1), reason="worker_leaves", **given
    )
    before, now = KeyWorker.objects.order_by("from_on")
    assert (before.until_on, before.end_reason) == (date(2026, 2, 1), "worker_leaves")
    assert (now.worker_id, now.until_on) == (second.pk, None)
    assert kim.key_worker_on(date(2026, 1, 4)) is None
    assert kim.key_worker_on(date(2026, 1, 31)).worker == first
    assert kim.key_worker_on(date(2026, 2, 1)).worker == second
    assert last_row(project).reason == "worker_leaves"


def test_naming_the_present_key_worker_again_changes_nothing(world, given, project, kim):
    worker = world.account("case_worker").worker
    held = actions.assign_key_worker(person=kim, worker=worker, **given)
    n = n_rows(project)
    assert actions.assign_key_worker(person=kim, worker=worker, **given) == held and n_rows(project) == n


def test_a_hand_over_before_the_beginning_is_refused(world, given, kim):
    actions.assign_key_worker(person=kim, worker=world.account("case_worker").worker, **given)
    with pytest.raises(Refusal, match="began on 14 March 2026") as caught:
        actions.assign_key_worker(
            person=kim, worker=world.account("peer").worker, from_on=date(2026, 3, 13), **given
        )
    assert caught.value.field == "from_on"


def test_a_key_worker_works_here_and_meets_people(world, given, kim):
    for stranger in (world.other.account("manager").worker, world.account("evaluator").worker):
        with pytest.raises(Refusal, match="can't be a key worker here"):
            actions.assign_key_worker(person=kim, worker=stranger, **given)


def test_outreach_names_no_key_workers(world, project, at, kim):
    worker = world.account("case_worker").worker
    with pytest.raises(NotForYou):
        actions.assign_key_worker(
            person=kim, worker=worker, project=project, by=world.worker("outreach"), at=at
        )


def test_hand_over_is_all_or_none(world, given, project, add, at):
    people = [add("Kim"), add("Zoe")]
    first, second = world.account("case_worker").worker, world.account("peer").worker
    for person in people:
        actions.assign_key_worker(person=person, worker=first, **given)
    with world.other.inside():
        there = actions.add_person(project=world.other.project, by=world.other.worker("manager"), at=at)
    with pytest.raises(NotHere):
        actions.hand_over(people=[*people, there], to=second, reason="worker_leaves", **given)
    assert KeyWorker.objects.current().filter(worker=first).count() == 2
    assert actions.hand_over(people=people, to=second, reason="worker_leaves", **given) == 2
    assert actions.hand_over(people=people, to=second, reason="worker_leaves", **given) == 0
    with pytest.raises(Refusal, match="at least one"):
        actions.hand_over(people=[], to=second, reason="worker_leaves", **given)


def test_end_key_worker_without_one_is_nothing(given, project, kim):
    n = n_rows(project)
    actions.end_key_worker(person=kim, reason="moved_on", **given)
    assert n_rows(project) == n


def test_give_reason_only_from_the_list(given, kim):
    with pytest.raises(Refusal):
        actions.give_reason(person=kim, reason="curious", **given)
    assert not Opening.objects.exists()
