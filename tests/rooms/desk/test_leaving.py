"""Handing everything of a worker over: people, follow-ups, sessions; all or none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.worlds import accept
from yarrow.contacts.actions import add_follow_up, complete_follow_up, plan_session
from yarrow.contacts.models import FollowUp, SessionWorker
from yarrow.desk.actions import hand_over_work
from yarrow.desk.leaving import Shared
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_person, assign_key_worker
from yarrow.people.models import KeyWorker
from yarrow.staff.actions import keys
from yarrow.vault import trail

pytestmark = pytest.mark.django_db
NAME, WHAT = "Zephyrine", "Ring the hostel"


@pytest.fixture
def about(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


@pytest.fixture
def leaver(world):
    return world.account("case_worker").worker


@pytest.fixture
def left(world, about, leaver):
    """A caseload of two, something to do, something done, and a session to come."""
    day = timezone.localdate()
    people = [add_person(**about, called=NAME), add_person(**about, called="Kim")]
    for person in people:
        assign_key_worker(**about, person=person, worker=leaver)
    theirs = {**about, "by": world.worker("case_worker")}
    line = add_follow_up(**theirs, person=people[0], due_on=day, what=WHAT)
    complete_follow_up(**theirs, follow_up=add_follow_up(**theirs, person=people[0], due_on=day, what="Old"))
    van = plan_session(**about, kind="van", planned_on=day + timedelta(days=2), workers={leaver.pk: "driver"})
    plan_session(**about, kind="van", planned_on=day - timedelta(days=2), workers={leaver.pk: "worker"})
    return {"people": people, "line": line, "van": van}


def address(world, leaver):
    return world.project.url("desk:show_left_behind", leaver.pk)


def send(world, leaver, typed):
    client = world.client("coordinator")
    return client, client.post(world.project.url("desk:hand_over_work", leaver.pk), typed)


def key_workers():
    return {row.person_id: row.worker_id for row in KeyWorker.objects.current()}


def test_hand_over_work_lists_what_a_worker_leaves(world, leaver, left):
    text = world.client("coordinator").get(address(world, leaver)).content.decode()
    assert "People: 2. Things to do: 1. Sessions to come: 1." in text
    assert NAME in text and WHAT in text and "Old" not in text


def test_hand_over_work_to_several_others_at_once(world, about, leaver, left):
    one, two = world.account("coordinator").worker, world.account("manager").worker
    kim = left["people"][1]
    typed = {"to": str(one.pk), "reason": "handed_over", f"person_{kim.pk}": str(two.pk)}
    client, answer = send(world, leaver, typed)
    assert answer.status_code == 302
    assert key_workers() == {left["people"][0].pk: one.pk, kim.pk: two.pk}
    assert FollowUp.objects.get(done_at=None).worker == one
    now_on = SessionWorker.objects.filter(session=left["van"])
    assert [(line.worker, line.part) for line in now_on] == [(one, "driver")]
    text = client.get(answer["Location"]).content.decode()
    assert "4 things handed over." in text and "Nothing is left" in text
    rows = trail.rows_about(world.project.id, leaver.pk)
    assert "desk.hand_over_work" in {row.act for row in rows}


def test_hand_over_work_without_a_colleague_changes_nothing(world, leaver, left):
    _client, page = send(world, leaver, {"to": "", "reason": "handed_over"})
    assert "Choose who takes it on." in page.content.decode()
    assert set(key_workers().values()) == {leaver.pk}


def test_hand_over_work_is_all_or_nothing(world, about, leaver, left):
    to = world.account("manager").worker
    evaluator = world.account("evaluator").worker
    shared = Shared({person: to for person in left["people"]}, {left["line"]: evaluator}, {})
    with pytest.raises(Refusal):
        hand_over_work(**about, worker=leaver, shared=shared, reason="handed_over")
    assert set(key_workers().values()) == {leaver.pk}


def test_session_that_the_colleague_is_on_already_keeps_their_part(world, about, leaver):
    to = world.account("manager").worker
    crew = {leaver.pk: "driver", to.pk: "lead"}
    van = plan_session(**about, kind="van", planned_on=timezone.localdate(), workers=crew)
    hand_over_work(**about, worker=leaver, shared=Shared({}, {}, {van: to}), reason="handed_over")
    assert [(line.worker, line.part) for line in van.workers.all()] == [(to, "lead")]
    with pytest.raises(Refusal):
        hand_over_work(**about, worker=leaver, shared=Shared({}, {}, {van: to}), reason="handed_over")


def test_pages_of_a_leaver_lead_there(world, leaver):
    client, place = world.client("manager"), world.account("case_worker").place
    for page in (
        world.project.url("staff:show_worker", place.id),
        world.project.url("staff:remove_worker", place.id),
        world.project.url("people:show_caseload_of", leaver.pk),
    ):
        assert address(world, leaver) in client.get(page).content.decode(), page


def test_another_projects_worker_is_none(world, leaver):
    theirs = world.other.client("coordinator")
    assert theirs.get(world.other.project.url("desk:show_left_behind", leaver.pk)).status_code == 404


def test_colleague_without_keys_can_not_be_chosen(world, about, leaver, left):
    waiting = accept(world.project, "peer", by=world.worker("manager"), at=timezone.now(), name="Wanda Waits")
    page = world.client("coordinator").get(address(world, leaver)).content.decode()
    assert "Wanda Waits" not in page
    keys.grant_keys(
        project=world.project,
        membership=waiting.place,
        names=["identity"],
        by=world.worker("manager"),
        at=timezone.now(),
    )
    assert "Wanda Waits" in world.client("coordinator").get(address(world, leaver)).content.decode()
