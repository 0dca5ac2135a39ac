"""Who may: the same rules serve the page, the button and the action."""

from datetime import timedelta

import pytest

from yarrow.people import actions, rules
from yarrow.people.errors import NotForYou, NotHere, ReasonNeeded
from yarrow.staff.roles import ROLES, WORKERS
from yarrow.vault.actors import Actor


@pytest.fixture
def kim(world, project, by, at, add):
    person = add("Kim")
    actions.assign_key_worker(
        person=person, worker=world.account("case_worker").worker, project=project, by=by, at=at
    )
    return person


@pytest.mark.parametrize("role", ROLES)
def test_those_who_meet_people_may_read(by, role):
    actor = Actor(by.id, role)
    if role in WORKERS:
        rules.check_may_read(actor)
    else:
        with pytest.raises(NotForYou):
            rules.check_may_read(actor)


@pytest.mark.parametrize("role", ROLES)
def test_what_can_says_is_what_check_does(project, by, role):
    actor = Actor(by.id, role)
    for can, check in (
        (rules.can_assign, rules.check_may_assign),
        (rules.can_keep_lists, rules.check_may_keep_lists),
    ):
        try:
            check(actor, project)
        except NotForYou:
            assert not can(actor)
        else:
            assert can(actor)


def test_the_key_worker_opens_without_a_reason(world, kim, at):
    keeper = world.worker("case_worker")
    assert rules.check_may_open(keeper, kim, at) == "" and rules.can_open(keeper, kim, at)


@pytest.mark.parametrize("role", ["outreach", "peer", "coordinator", "manager", "adviser"])
def test_everyone_else_gives_a_reason_first(world, kim, at, role):
    actor = world.worker(role)
    with pytest.raises(ReasonNeeded) as caught:
        rules.check_may_open(actor, kim, at)
    assert caught.value.status == 403 and not rules.can_open(actor, kim, at)


def test_a_person_without_key_worker_is_on_everybodys_caseload(world, add, at):
    assert rules.check_may_open(world.worker("outreach"), add("Zoe"), at) == ""


def test_a_reason_holds_for_one_shift_and_one_record_and_one_worker(world, project, kim, add, by, at):
    outreach, peer = world.worker("outreach"), world.worker("peer")
    actions.give_reason(person=kim, reason="on_shift", project=project, by=outreach, at=at)
    assert rules.check_may_open(outreach, kim, at + timedelta(hours=11)) == "on_shift"
    for actor, when in (
        (outreach, at + timedelta(hours=12)),
        (outreach, at - timedelta(seconds=1)),
        (peer, at),
    ):
        with pytest.raises(ReasonNeeded):
            rules.check_may_open(actor, kim, when)
    zoe = add("Zoe")
    actions.assign_key_worker(
        person=zoe, worker=world.account("case_worker").worker, project=project, by=by, at=at
    )
    with pytest.raises(ReasonNeeded):
        rules.check_may_open(outreach, zoe, at)


def test_another_projects_person_is_nobody(world, kim):
    with pytest.raises(NotHere) as caught:
        rules.check_here(kim, world.other.project)
    assert caught.value.status == 404


def test_an_evaluator_never_opens_whatever_the_reason(world, kim, at):
    with pytest.raises(NotForYou):
        rules.check_may_open(world.worker("evaluator"), kim, at)
