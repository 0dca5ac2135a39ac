"""Follow-ups at their edges: whose they are, on which day they move, what is refused, what the history says."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.rooms.contacts.conftest import NIGHT
from tests.rooms.contacts.pages import url
from yarrow.contacts import actions, follow_ups, queries, seen, workload
from yarrow.contacts.errors import CannotBe, NotAllowed, NotHere
from yarrow.contacts.models import FollowUp, FollowUpStep, Lookout
from yarrow.people.actions import assign_key_worker
from yarrow.vault.trail import rows_about

DAY = date(2026, 3, 6)


@pytest.fixture
def kim(shift):
    return shift.person("Kim")


def noted(shift, kim, days=0, **said):
    said = {"person": kim, "due_on": DAY + timedelta(days=days), "what": "Ring", **said}
    return shift.act(actions.add_follow_up, **said)


def ids(shift, by=None, today=DAY, **asked):
    lines, _more = follow_ups.listed(by or shift.outreach, shift.project, today, **asked)
    return [each.due.follow_up.id for each in lines]


def pass_on(shift, line, role, **said):
    return shift.act(actions.hand_over_follow_up, follow_up=line, to=shift.world.account(role).worker, **said)


def words(shift, line):
    return [one.words for one in follow_ups.history(shift.project, line)]


def test_follow_up_of_nobody_or_without_a_day_is_refused(shift, kim):
    with pytest.raises(CannotBe) as refused:
        noted(shift, None)
    assert refused.value.message == "Say for whom this is to be done."
    with pytest.raises(CannotBe) as refused:
        noted(shift, kim, due_on=None)
    assert (refused.value.field, refused.value.message) == ("due_on", "Say by which day.")
    assert not FollowUp.objects.exists()


def test_follow_up_after_a_contact_is_for_the_person_met(shift, kim):
    contact = shift.record(person=kim)
    assert noted(shift, None, contact=contact).person == kim
    assert noted(shift, None, contact=shift.record(n_people=1)).person is None


def test_follow_up_for_another_projects_person_is_none(shift):
    other = shift.world.other
    with other.inside():
        contact = actions.record_contact(
            project=other.project,
            by=other.worker("outreach"),
            at=NIGHT,
            entry_id=shift.van.id,
            kind="phone",
            new_person="Kim",
        )
    for said in ({"person": contact.person}, {"person": None, "contact": contact}):
        with pytest.raises(NotHere):
            noted(shift, **{"kim": None, **said})


def test_who_meets_nobody_changes_no_follow_up(shift, kim):
    line, by = noted(shift, kim), shift.world.worker("evaluator")
    with pytest.raises(NotAllowed):
        shift.act(actions.complete_follow_up, follow_up=line, by=by)
    with pytest.raises(NotAllowed):
        shift.act(actions.reschedule_follow_up, follow_up=line, by=by, due_on=DAY)
    with pytest.raises(NotAllowed):
        pass_on(shift, line, "peer", by=by)
    assert not FollowUpStep.objects.exists()


def test_due_is_up_to_today_and_later_is_from_tomorrow(shift, kim):
    late, today, later = (noted(shift, kim, days).id for days in (-1, 0, 1))
    found = [ids(shift, which=which) for which in ("due", "later", "done")]
    assert found == [[late, today], [later], []]
    assert ids(shift, today=DAY + timedelta(days=1)) == [late, today, later]


def test_put_off_to_today_is_allowed_and_to_the_same_day_is_no_change(shift, kim):
    line = noted(shift, kim, -3)
    shift.act(actions.reschedule_follow_up, follow_up=line, due_on=DAY)
    shift.act(actions.reschedule_follow_up, follow_up=line, due_on=DAY)
    assert words(shift, line) == ["put off; it was due 3 March 2026"]
    acts = [row.act for row in rows_about(shift.project.id, line.sealing_subject)]
    assert acts.count("contacts.reschedule_follow_up") == 1


def test_put_off_is_from_the_row_as_it_stands_and_not_as_it_was_read(shift, kim):
    stale = noted(shift, kim)
    for days in (2, 5):
        shift.act(actions.reschedule_follow_up, follow_up=stale, due_on=DAY + timedelta(days=days))
    assert set(words(shift, stale)) == {
        "put off; it was due 6 March 2026",
        "put off; it was due 8 March 2026",
    }


def test_page_read_before_it_was_closed_changes_nothing(shift, kim):
    stale = noted(shift, kim)
    shift.act(actions.complete_follow_up, follow_up=FollowUp.objects.get(), result="not_wanted")
    with pytest.raises(CannotBe) as refused:
        pass_on(shift, stale, "peer")
    assert refused.value.message.startswith("This is closed already.")
    assert (FollowUp.objects.get().worker, words(shift, stale)) == (None, ["closed"])


def test_handing_over_twice_to_one_worker_is_once_and_back_again_names_them(shift, kim):
    line = noted(shift, kim)
    for role in ("peer", "peer"):
        pass_on(shift, line, role)
    pass_on(shift, line, "outreach", at=NIGHT + timedelta(hours=1))
    peer = shift.world.account("peer").worker.name
    assert set(words(shift, line)) == {
        "handed over; before, nobody in particular had it",
        f"handed over; before, {peer} had it",
    }


def test_what_was_given_to_somebody_is_no_more_the_key_workers(shift, kim):
    worker = shift.world.account("case_worker").worker
    assign_key_worker(person=kim, worker=worker, project=shift.project, by=shift.case_worker, at=NIGHT)
    line = noted(shift, kim)
    pass_on(shift, line, "peer")
    assert ids(shift, shift.case_worker) == ids(shift) == []
    assert ids(shift, shift.world.worker("peer")) == ids(shift, whose="all") == [line.id]


def test_first_due_is_first_and_of_those_done_the_latest(shift, kim):
    lines = [noted(shift, kim, days) for days in (-1, -9, 0)]
    assert ids(shift) == [lines[1].id, lines[0].id, lines[2].id]
    for hour, line in enumerate(lines):
        shift.act(actions.complete_follow_up, follow_up=line, at=NIGHT + timedelta(hours=hour))
    assert ids(shift, which="done") == [line.id for line in reversed(lines)]


def test_removed_contact_takes_its_follow_ups_from_every_list(shift, kim):
    contact = shift.record(person=kim, follow_up_on=DAY)
    line = FollowUp.objects.get()
    assert ids(shift) == [line.id] == follow_ups.Dues(shift.outreach, shift.project, DAY).grouped().own
    shift.act(actions.void_contact, contact=contact, version=1, reason="mistake")
    assert ids(shift, whose="all") == list(queries.follow_ups_of(shift.project, kim)) == []
    assert follow_ups.Dues(shift.outreach, shift.project, DAY).grouped() == follow_ups.Due([], [], [])
    assert all(load.n_open == 0 for load in workload.loads(shift.project, DAY))


def test_last_page_that_is_just_full_leads_nowhere(shift, kim, monkeypatch):
    monkeypatch.setattr(follow_ups, "PAGE", 2)
    for _ in range(4):
        noted(shift, kim)
    for page, expected in {-1: (2, True), 0: (2, True), 1: (2, True), 2: (2, False), 3: (0, False)}.items():
        lines, more = follow_ups.listed(shift.outreach, shift.project, DAY, page=page)
        assert (len(lines), more) == expected, page


def test_another_projects_reader_lists_none_of_ours(shift, kim):
    noted(shift, kim)
    other = shift.world.other
    lines, more = follow_ups.listed(other.worker("outreach"), other.project, DAY, whose="all")
    assert (lines, more) == ([], False)


def test_lookout_out_of_range_is_refused_at_its_field(shift):
    for days in (0, -1, 366):
        with pytest.raises(CannotBe) as refused:
            shift.act(actions.keep_lookout, by=shift.world.worker("coordinator"), days=days)
        assert refused.value.field == "days" and not Lookout.objects.exists()


def met(shift, person, *days_ago):
    rows = []
    for days in days_ago:
        on = DAY - timedelta(days=days)
        rows.append(shift.record(person=person, session=None, kind="phone", happened_on=on))
    return rows


def late(shift, most=9, today=DAY):
    return [(one.person, one.n_days) for one in seen.not_seen_lately(shift.project, today, most=most)]


def test_not_seen_for_exactly_the_projects_days_is_not_late(shift, kim):
    met(shift, kim, 28)
    assert late(shift) == [] and late(shift, today=DAY + timedelta(days=1)) == [(kim, 29)]


def test_somebody_met_daily_is_missed_after_a_week(shift, kim):
    met(shift, kim, *range(7, 12))
    assert late(shift) == [] and late(shift, today=DAY + timedelta(days=1)) == [(kim, 8)]


def test_removed_contact_was_no_meeting(shift, kim):
    *_earlier, last = met(shift, kim, 60, 2)
    assert late(shift) == []
    shift.act(actions.void_contact, contact=last, version=1, reason="mistake")
    assert late(shift) == [(kim, 60)]


def test_somebody_never_met_is_not_missed_and_none_are_asked_for(shift, kim):
    assert late(shift) == []
    met(shift, kim, 90)
    assert late(shift, most=0) == [] and late(shift, most=1) == [(kim, 90)]


def test_words_for_somebody_met_every_day(shift, kim):
    met(shift, kim, *range(8, 13))
    assert [one.why for one in seen.not_seen_lately(shift.project, DAY, most=1)] == [
        "usually every day; 8 days now"
    ]


def test_another_projects_follow_up_has_no_page(shift, kim):
    line = noted(shift, kim, due_on=timezone.localdate())
    theirs = shift.world.other
    client = theirs.client("outreach")
    page = theirs.project.url("contacts:show_follow_up", line.id)
    assert client.get(page).status_code == 404
    assert shift.world.client("outreach").get(url(shift, "show_follow_up", line.id)).status_code == 200
    for name in ("complete_follow_up", "reschedule_follow_up", "hand_over_follow_up"):
        assert client.post(theirs.project.url(f"contacts:{name}", line.id)).status_code == 404
    assert FollowUp.objects.get().done_at is None
