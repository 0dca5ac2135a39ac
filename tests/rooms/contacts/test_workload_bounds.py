"""What everybody has in hand, and what was changed: the ends of four weeks, other projects, unknown codes."""

from datetime import date, timedelta

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, workload
from yarrow.people.actions import assign_key_worker, end_key_worker

DAY = date(2026, 3, 6)


def load_of(shift, actor, today=DAY):
    return next(one for one in workload.loads(shift.project, today) if one.worker_id == actor.id)


def rang(shift, days_ago=0, **told):
    on = DAY - timedelta(days=days_ago)
    return shift.record(session=None, kind="phone", happened_on=on, **{"n_people": 1, **told})


def test_four_weeks_are_twenty_eight_days_with_today(shift):
    for days in (0, 27, 28):
        rang(shift, days)
    found = [load_of(shift, shift.outreach, DAY + timedelta(days=n)).n_contacts for n in (-1, 0, 1, 28)]
    assert found == [2, 2, 1, 0]


def test_contact_put_right_by_a_colleague_stays_with_who_wrote_it_down(shift):
    contact = rang(shift)
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=1, n_people=4)
    assert [load_of(shift, who).n_contacts for who in (shift.outreach, shift.case_worker)] == [4, 0]


def test_sessions_count_for_who_was_on_them_and_not_when_cancelled(shift):
    peer, actor = shift.world.account("peer").worker, shift.world.worker("peer")
    said = {"kind": "van", "planned_on": DAY, "workers": {peer.pk: "driver"}}
    kept, off = (shift.act(actions.plan_session, **said) for _ in range(2))
    shift.act(actions.plan_session, **{**said, "planned_on": DAY + timedelta(days=1)})
    shift.act(actions.cancel_session, session=off)
    assert load_of(shift, actor).n_sessions == 1 and kept.state == "planned"


def test_caseload_counts_who_is_key_worker_now(shift):
    worker = shift.world.account("case_worker").worker
    act = {"project": shift.project, "by": shift.case_worker, "at": NIGHT}
    people = [shift.person(called) for called in ("Kim", "Ash")]
    for person in people:
        assign_key_worker(**act, person=person, worker=worker)
    assert load_of(shift, shift.case_worker).n_people == 2
    end_key_worker(**act, person=people[0], reason="handed_over")
    assert load_of(shift, shift.case_worker).n_people == 1


def test_due_today_is_not_overdue_and_done_is_not_open(shift):
    kim = shift.person("Kim")
    today, _late, done = (
        shift.act(actions.add_follow_up, person=kim, due_on=DAY - timedelta(days=n), what="x")
        for n in (0, 1, 5)
    )
    shift.act(actions.complete_follow_up, follow_up=done)
    load = load_of(shift, shift.outreach)
    assert (load.n_open, load.n_overdue) == (2, 1)
    shift.act(actions.hand_over_follow_up, follow_up=today, to=shift.world.account("peer").worker)
    load = load_of(shift, shift.outreach)
    assert (load.n_open, load.n_overdue) == (1, 1)


def test_another_projects_work_is_nobodys_here(shift):
    other = shift.world.other
    theirs = other.worker("outreach")
    with other.inside():
        actions.record_contact(
            project=other.project, by=theirs, at=NIGHT, entry_id=shift.van.id, kind="phone", n_people=9
        )
    loads = workload.loads(shift.project, DAY)
    assert theirs.id not in {one.worker_id for one in loads} and sum(one.n_contacts for one in loads) == 0


def changes(shift, contact):
    told = shift.changes(contact)
    return [{each.what: (each.before, each.after) for each in one.changes} for one in told]


def test_fact_put_back_as_it_was_is_told_twice_and_the_others_not_at_all(shift):
    contact = rang(shift, minutes=10)
    for version, minutes in [(1, 20), (2, 10)]:
        shift.act(actions.correct_contact, contact=contact, version=version, minutes=minutes)
    assert changes(shift, contact) == [{"Minutes": ("20", "10")}, {"Minutes": ("10", "20")}]


def test_no_minutes_and_none_at_all_are_told_apart(shift):
    contact = rang(shift)
    shift.act(actions.correct_contact, contact=contact, version=1, minutes=0)
    assert changes(shift, contact) == [{"Minutes": ("–", "0")}]


def test_change_is_told_with_who_made_it_and_when(shift):
    contact, later = rang(shift), NIGHT + timedelta(hours=2)
    shift.act(actions.correct_contact, by=shift.case_worker, at=later, contact=contact, version=1, n_people=2)
    (told,) = shift.changes(contact)
    assert (told.n, told.by, told.at) == (1, shift.world.account("case_worker").worker.name, later)


def test_day_and_language_are_told_in_words(shift):
    contact = rang(shift)
    said = {
        "happened_on": DAY - timedelta(days=1),
        "language_unmet": True,
        "supplies": {"lube": 2, "condoms": 1},
    }
    shift.act(actions.correct_contact, contact=contact, version=1, **said)
    assert changes(shift, contact) == [
        {
            "Day": ("6 March 2026", "5 March 2026"),
            "Given": ("–", "condoms ×\xa01, lube ×\xa02"),
            "A language was missing": ("no", "yes"),
        }
    ]
