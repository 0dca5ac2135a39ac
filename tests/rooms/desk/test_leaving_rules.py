"""Handing work over at its edges: what counts as left, who may, what a refusal half way leaves, what the form reads."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.contacts import actions as contacts
from yarrow.contacts.models import FollowUp, FollowUpStep, SessionVersion, SessionWorker
from yarrow.desk.actions import hand_over_work
from yarrow.desk.leaving import Shared, ShareOutForm, left_by
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_person, assign_key_worker
from yarrow.people.models import KeyWorker
from yarrow.staff.actions.leaving import remove_worker
from yarrow.staff.actions.narrowing import narrow_role
from yarrow.vault import trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(world):
    return world.account("case_worker").worker


@pytest.fixture
def kim(about, leaver):
    person = add_person(**about, called="Kim")
    assign_key_worker(**about, person=person, worker=leaver)
    return person


def left(world, leaver, day):
    return left_by(world.worker("coordinator"), world.project, leaver, day)


def noted(about, person, day, **said):
    return contacts.add_follow_up(**{**about, **said}, person=person, due_on=day, what="Ring")


def van_on(about, day, worker, part="worker"):
    return contacts.plan_session(**about, kind="van", planned_on=day, workers={worker.pk: part})


def hand_over(about, worker, people=None, due=None, sessions=None, **said):
    shared = Shared(people or {}, due or {}, sessions or {})
    return hand_over_work(**{**about, **said}, worker=worker, shared=shared, reason="handed_over")


def test_nothing_left_is_nothing_and_asks_for_nothing(world, leaver, day):
    assert left(world, leaver, day).n == 0


def test_left_are_sessions_from_today_on_that_were_not_cancelled(world, about, leaver, day):
    today, later, gone, off = (van_on(about, day + timedelta(days=n), leaver) for n in (0, 9, -1, 3))
    contacts.cancel_session(**about, session=off)
    assert left(world, leaver, day).sessions == [today, later]
    assert left(world, leaver, day - timedelta(days=1)).sessions == [gone, today, later]


def test_left_is_what_is_theirs_or_what_they_noted_for_nobody(world, about, leaver, kim, day):
    theirs = {"by": world.worker("case_worker")}
    noted_by_them = noted(about, kim, day + timedelta(days=400), **theirs)
    given_to_them, given_away = noted(about, kim, day), noted(about, kim, day, **theirs)
    noted(about, kim, day)
    contacts.hand_over_follow_up(**about, follow_up=given_to_them, to=leaver)
    contacts.hand_over_follow_up(**about, follow_up=given_away, to=world.account("manager").worker)
    assert [x.follow_up for x in left(world, leaver, day).due] == [given_to_them, noted_by_them]


def test_left_in_another_project_is_not_left_here(world, about, leaver, kim, day):
    other = world.other
    assert left_by(other.worker("coordinator"), other.project, leaver, day).n == 0
    assert left(world, leaver, day).n == 1


def test_refusal_at_the_last_thing_leaves_the_first_ones_as_they_were(world, about, leaver, kim, day):
    to, line, van = world.account("manager").worker, noted(about, kim, day), van_on(about, day, leaver)
    never_theirs = van_on(about, day, to)
    before = trail.rows_about(world.project.id, leaver.pk).count()
    with pytest.raises(Refusal):
        hand_over(about, leaver, {kim: to}, {line: to}, {van: to, never_theirs: to})
    assert KeyWorker.objects.current().get(person=kim).worker == leaver
    assert FollowUp.objects.get().worker is None and not FollowUpStep.objects.exists()
    assert SessionWorker.objects.get(session=van).worker == leaver and not SessionVersion.objects.exists()
    assert trail.rows_about(world.project.id, leaver.pk).count() == before


def test_closed_in_between_hands_nothing_over(world, about, leaver, kim, day):
    to, line = world.account("manager").worker, noted(about, kim, day)
    contacts.complete_follow_up(**about, follow_up=FollowUp.objects.get())
    with pytest.raises(Refusal) as refused:
        hand_over(about, leaver, {kim: to}, {line: to})
    assert refused.value.message.startswith("This is closed already.")
    assert KeyWorker.objects.current().get(person=kim).worker == leaver


def test_another_projects_things_hand_nothing_over(world, about, leaver, kim, day):
    other, to = world.other, world.account("manager").worker
    theirs = {**about, "project": other.project, "by": other.worker("coordinator")}
    with other.inside():
        van = van_on(theirs, day, other.account("manager").worker)
    with pytest.raises(Refusal) as refused:
        hand_over(about, leaver, {kim: to}, {}, {van: to})
    assert refused.value.status == 404
    assert KeyWorker.objects.current().get(person=kim).worker == leaver


def test_people_are_handed_over_by_who_may_assign_them(world, about, leaver, kim):
    to = world.account("manager").worker
    with pytest.raises(Refusal):
        hand_over(about, leaver, {kim: to}, by=world.worker("peer"))
    assert KeyWorker.objects.current().get(person=kim).worker == leaver


def test_number_of_things_and_one_row_about_who_leaves(world, about, leaver, kim, day):
    to, line, van = (
        world.account("manager").worker,
        noted(about, kim, day),
        van_on(about, day, leaver, "lead"),
    )
    assert hand_over(about, leaver, {kim: to}, {line: to}, {van: to}) == 3
    row = trail.rows_about(world.project.id, leaver.pk).get(act="desk.hand_over_work")
    assert row.reason == "handed_over" and left(world, leaver, day).n == 0
    assert SessionWorker.objects.get(session=van).part == "lead"


def test_session_handed_over_keeps_how_it_stood(world, about, leaver, day):
    van, to = van_on(about, day, leaver, "driver"), world.account("manager").worker
    hand_over(about, leaver, sessions={van: to})
    stood = SessionVersion.objects.get(session=van)
    assert (stood.n, stood.stood["workers"]) == (1, {str(leaver.pk): "driver"})
    van.refresh_from_db()
    assert van.version == 2


def form(world, leaver, day, roles, **typed):
    workers = [world.account(role).worker for role in roles]
    return ShareOutForm(typed, left=left(world, leaver, day), workers=workers)


def test_form_gives_each_thing_to_whom_is_said_and_the_rest_to_the_one(world, about, leaver, kim, day):
    line = noted(about, kim, day, by=world.worker("case_worker"))
    one, two = world.account("manager").worker, world.account("coordinator").worker
    typed = {"to": str(one.pk), "reason": "handed_over", f"due_{line.pk}": str(two.pk)}
    bound = form(world, leaver, day, ("manager", "coordinator"), **typed)
    assert bound.is_valid(), bound.errors
    assert bound.shared() == Shared({kim: one}, {line: two}, {})
    assert [len(bound.fields_of(group)) for group in ("person", "due", "session")] == [1, 1, 0]


def test_form_refuses_who_is_not_on_offer_and_why_that_is_no_code(world, leaver, kim, day):
    manager = str(world.account("manager").worker.pk)
    for field, said in [
        ("to", ""),
        ("to", str(leaver.pk)),
        ("to", str(uuid4())),
        ("reason", "fed up"),
        ("reason", ""),
        (f"person_{kim.pk}", str(leaver.pk)),
    ]:
        typed = {"to": manager, "reason": "handed_over", field: said}
        bound = form(world, leaver, day, ("manager",), **typed)
        assert not bound.is_valid() and list(bound.errors) == [field], (field, said)


def test_page_hands_over_what_is_left_now_and_not_what_somebody_types(world, about, leaver, kim):
    stranger = add_person(**about, called="Ash")
    theirs = world.account("coordinator").worker
    assign_key_worker(**about, person=stranger, worker=theirs)
    to = world.account("manager").worker
    typed = {"to": str(to.pk), "reason": "handed_over", f"person_{stranger.pk}": str(to.pk)}
    world.client("coordinator").post(world.project.url("desk:hand_over_work", leaver.pk), typed)
    now = {row.person: row.worker for row in KeyWorker.objects.current()}
    assert now == {kim: to, stranger: theirs}


def test_page_is_a_post_of_who_may_assign(world, leaver, kim):
    page = world.project.url("desk:hand_over_work", leaver.pk)
    assert world.client("coordinator").get(page).status_code == 405
    typed = {"to": str(world.account("manager").worker.pk), "reason": "handed_over"}
    assert world.client("peer").post(page, typed).status_code == 403
    assert KeyWorker.objects.current().get().worker == leaver


def test_follow_up_handed_over_keeps_that_it_was_nobodys(about, leaver, kim, day, world):
    line, to = noted(about, kim, day), world.account("manager").worker
    hand_over(about, leaver, due={line: to})
    assert [(step.act, step.worker) for step in FollowUpStep.objects.all()] == [("hand_over", None)]
    assert FollowUp.objects.get().worker == to


def leave(world, role):
    place = world.account(role).place
    remove_worker(membership=place, project=world.project, by=world.worker("manager"), at=timezone.now())
    return place.worker


@pytest.mark.parametrize("what", ["person", "follow_up", "session"])
@pytest.mark.parametrize("who", ["stranger", "leaver", "evaluator"])
def test_nothing_goes_to_somebody_who_does_not_meet_people_here(world, about, leaver, kim, day, what, who):
    to = {
        "stranger": lambda: world.other.account("outreach").worker,
        "leaver": lambda: leave(world, "peer"),
        "evaluator": lambda: world.account("evaluator").worker,
    }[who]()
    given = {"person": ({kim: to},), "follow_up": ({}, {noted(about, kim, day): to})}
    given["session"] = ({}, {}, {van_on(about, day, leaver): to})
    with pytest.raises(Refusal):
        hand_over(about, leaver, *given[what])
    assert KeyWorker.objects.current().get(person=kim).worker == leaver
    assert not FollowUp.objects.exclude(worker=None).exists()
    assert SessionWorker.objects.get().worker == leaver


@pytest.mark.parametrize("what", ["person", "follow_up"])
def test_nothing_about_people_goes_to_somebody_without_the_key(world, about, leaver, kim, day, what):
    peer = world.account("peer").worker
    narrow_role(role="peer", withheld=["identity"], **{**about, "by": world.worker("manager")})
    given = ({kim: peer},) if what == "person" else ({}, {noted(about, kim, day): peer})
    with pytest.raises(Refusal, match="holds no key") as refused:
        hand_over(about, leaver, *given)
    assert refused.value.field == "to"
    hand_over(about, leaver, {}, {}, {van_on(about, day, leaver): peer})


def test_nothing_goes_back_to_who_hands_over_nor_from_a_stranger(world, about, leaver, kim):
    with pytest.raises(Refusal, match="other than who hands over"):
        hand_over(about, leaver, {kim: leaver})
    stranger = world.other.account("outreach").worker
    with pytest.raises(Refusal) as refused:
        hand_over(about, stranger, {kim: world.account("manager").worker})
    assert refused.value.status == 404
