"""Follow-ups listed, put off, handed over, closed; people not seen for longer than usual."""

from datetime import date, timedelta

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, follow_ups, seen
from yarrow.contacts.errors import CannotBe, NotAllowed, NotHere
from yarrow.contacts.models import FollowUp
from yarrow.people.actions import assign_key_worker
from yarrow.vault.trail import rows_about

DAY = date(2026, 3, 6)


@pytest.fixture
def line(shift):
    return shift.act(actions.add_follow_up, person=shift.person("Kim"), due_on=DAY, what="Ring the hostel")


def ids(shift, by, **asked):
    lines, _more = follow_ups.listed(by, shift.project, DAY, **asked)
    return [each.due.follow_up.id for each in lines]


def test_complete_follow_up_keeps_what_came_of_it(shift, line):
    shift.act(actions.complete_follow_up, follow_up=line, result="no_answer")
    shift.act(actions.complete_follow_up, follow_up=line, result="done")
    assert FollowUp.objects.get().result == "no_answer"
    row = rows_about(shift.project.id, line.person_id).filter(act="contacts.complete_follow_up").get()
    assert row.reason == "no_answer"
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.complete_follow_up, follow_up=line, result="gone fishing")
    assert refused.value.field == "result"


def test_reschedule_follow_up_keeps_when_it_was_due(shift, line):
    later = DAY + timedelta(days=7)
    shift.act(actions.reschedule_follow_up, follow_up=line, due_on=later)
    fresh = FollowUp.objects.get()
    assert (
        fresh.due_on == later
        and "it was due 6 March 2026" in follow_ups.history(shift.project, fresh)[0].words
    )
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.reschedule_follow_up, follow_up=line, due_on=DAY - timedelta(days=1))
    assert refused.value.field == "due_on"


def test_hand_over_follow_up_makes_it_somebody_elses(shift, line):
    other = shift.world.account("case_worker").worker
    assert ids(shift, shift.outreach) == [line.id] and ids(shift, shift.case_worker) == []
    shift.act(actions.hand_over_follow_up, follow_up=line, to=other)
    assert ids(shift, shift.outreach) == [] and ids(shift, shift.case_worker) == [line.id]
    said = follow_ups.history(shift.project, FollowUp.objects.get())
    assert [one.words for one in said] == ["handed over; before, nobody in particular had it"]


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_hand_over_follow_up_only_to_somebody_who_meets_people(shift, line, role):
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.hand_over_follow_up, follow_up=line, to=shift.world.account(role).worker)
    assert refused.value.field == "worker"


def test_closed_follow_up_is_neither_put_off_nor_handed_over(shift, line):
    shift.act(actions.complete_follow_up, follow_up=line)
    for act, said in [
        (actions.reschedule_follow_up, {"due_on": DAY}),
        (actions.hand_over_follow_up, {"to": shift.world.account("peer").worker}),
    ]:
        with pytest.raises(CannotBe):
            shift.act(act, follow_up=line, **said)


def test_another_projects_follow_up_is_none(shift, line):
    other = shift.world.other
    for act, said in [
        (actions.complete_follow_up, {}),
        (actions.reschedule_follow_up, {"due_on": DAY}),
        (actions.hand_over_follow_up, {"to": other.account("peer").worker}),
    ]:
        with pytest.raises(NotHere):
            act(project=other.project, by=other.worker("outreach"), at=NIGHT, follow_up=line, **said)


def test_what_is_nobodys_belongs_to_the_key_worker_as_well(shift, line):
    worker = shift.world.account("case_worker").worker
    assign_key_worker(
        person=line.person, worker=worker, project=shift.project, by=shift.case_worker, at=NIGHT
    )
    assert ids(shift, shift.case_worker) == [line.id]


def test_listed_by_due_later_and_done(shift, line):
    kim = line.person
    later = shift.act(actions.add_follow_up, person=kim, due_on=DAY + timedelta(days=1), what="Later")
    done = shift.act(actions.add_follow_up, person=kim, due_on=DAY, what="Done")
    shift.act(actions.complete_follow_up, follow_up=done, result="otherwise")
    asked = {which: ids(shift, shift.outreach, which=which) for which in ("due", "later", "done")}
    assert asked == {"due": [line.id], "later": [later.id], "done": [done.id]}
    lines, _more = follow_ups.listed(shift.outreach, shift.project, DAY, which="done")
    assert lines[0].result == "Settled another way"


def met(shift, person, *days_ago):
    for days in days_ago:
        shift.record(person=person, session=None, kind="phone", happened_on=DAY - timedelta(days=days))


def test_not_seen_lately_by_what_is_usual_for_each(shift):
    often, rarely, new = (shift.person(name) for name in ("Often", "Rarely", "New"))
    met(shift, often, 31, 40, 49, 58, 67)
    met(shift, rarely, 40, 100, 160, 220, 280)
    met(shift, new, 31)
    late = {one.person: one.why for one in seen.not_seen_lately(shift.project, DAY, most=9)}
    assert late == {
        often: "usually every 9 days; 31 days now",
        new: "31 days now; what is usual is not known yet, so after 28 days",
    }


def test_not_seen_lately_follows_the_projects_own_days(shift):
    met(shift, shift.person("New"), 31)
    shift.act(actions.keep_lookout, by=shift.world.worker("coordinator"), days=40)
    assert seen.not_seen_lately(shift.project, DAY, most=9) == []
    with pytest.raises(NotAllowed):
        shift.act(actions.keep_lookout, days=3)
    with pytest.raises(CannotBe):
        shift.act(actions.keep_lookout, by=shift.world.worker("coordinator"), days=0)


def test_not_seen_lately_passes_whoever_is_not_late_and_stops_at_the_most(shift):
    for days in range(10, 20):
        met(shift, shift.person(f"Lately {days}"), days)
    long_ago = shift.person("Long")
    met(shift, long_ago, 90)
    assert [one.person for one in seen.not_seen_lately(shift.project, DAY, most=1)] == [long_ago]
    assert len(seen.not_seen_lately(shift.project, DAY + timedelta(days=40), most=3)) == 3
