"""What pages ask: who is expected, what is tonight, what is due, who has not been seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, follow_ups, queries
from yarrow.vault import inbox

DAY = NIGHT.date()


@pytest.fixture
def station(shift):
    return shift.act(
        actions.add_zone, by=shift.world.worker("coordinator"), label="Station", code="station-side"
    )


def met(shift, person, *, kind="van", zone=None, days=7):
    """A contact with `person` some days ago, outside any session of tonight."""
    at = NIGHT - timedelta(days=days)
    return shift.record(session=None, kind=kind, person=person, zone=zone, at=at)


def test_recent_people_puts_this_place_and_kind_first(shift, station):
    names = ("both", "place", "kind", "neither")
    both, place, kind, neither = (shift.person(name) for name in names)
    met(shift, neither, kind="phone", zone=station, days=1)
    met(shift, kind, zone=station, days=2)
    met(shift, place, kind="street", zone=shift.docks, days=3)
    met(shift, both, zone=shift.docks, days=30)
    assert queries.Shift(shift.project, shift.van).recent_people() == [both, place, kind, neither]


def test_recent_people_puts_the_latest_first_among_equals_and_stops_at_a_screenful(shift):
    people = [shift.person(f"N{n}") for n in range(14)]
    for n, person in enumerate(people):
        met(shift, person, zone=shift.docks, days=20 - n)
    shown = queries.Shift(shift.project, shift.van).recent_people()
    assert shown == people[:1:-1]


def test_recent_people_leaves_out_long_ago_removed_and_other_projects(shift):
    old, gone = shift.person("Old"), shift.person("Gone")
    met(shift, old, days=400)
    mistake = met(shift, gone, days=3)
    shift.act(actions.void_contact, contact=mistake, version=1, reason="mistake", at=NIGHT)
    assert queries.Shift(shift.project, shift.van).recent_people() == []


def test_met_in_says_who_was_here_tonight(shift):
    kim = shift.person()
    shift.record(person=kim)
    shift.record(n_people=2)
    assert queries.Shift(shift.project, shift.van).met_already() == {kim.id}


def test_tonight_has_todays_sessions_and_whatever_is_open(shift):
    late = shift.act(
        actions.plan_session, kind="street", planned_on=DAY, starts_at=NIGHT + timedelta(hours=1)
    )
    tomorrow = shift.act(actions.plan_session, kind="street", planned_on=DAY + timedelta(days=1))
    off = shift.act(actions.plan_session, kind="street", planned_on=DAY)
    shift.act(actions.cancel_session, session=off)
    forgotten = shift.act(actions.open_session, kind="clinic", at=NIGHT - timedelta(days=3))
    assert queries.Tonight(shift.project, DAY).rows() == [forgotten, shift.van, late]
    assert queries.coming(shift.project, DAY).rows() == [tomorrow]


def test_past_counts_whom_each_session_met(shift):
    shift.record(n_people=3)
    shift.record(person=shift.person())
    twice = shift.record(n_people=9)
    shift.act(actions.void_contact, contact=twice, version=1, reason="twice")
    shift.act(actions.close_session, session=shift.van)
    ((past,), _more) = queries.Past(shift.project, DAY + timedelta(days=1)).page()
    assert (past.id, past.n_met) == (shift.van.id, 4)


def test_tally_adds_up_what_stands(shift):
    shift.record(n_people=2, supplies={"condoms": 6}, done=["information"], minutes=5)
    shift.record(person=shift.person(), supplies={"condoms": 3, "lube": 1}, done=["information"], minutes=10)
    gone = shift.record(n_people=9, supplies={"condoms": 99}, done=["information"], minutes=99)
    shift.act(actions.void_contact, contact=gone, version=1, reason="twice")
    tally = queries.tally(shift.van)
    assert (tally.people, tally.known, tally.not_known, tally.minutes) == (3, 1, 2, 15)
    assert tally.supplies == {"condoms": 9, "lube": 1} and tally.done == {"information": 3}


def test_tally_of_an_empty_session_is_nought(shift):
    assert queries.tally(shift.van) == queries.Tally()


def test_usual_supplies_are_what_was_last_given_here(shift):
    assert queries.Shift(shift.project, shift.van).usual_supplies() == {}
    shift.record(supplies={"condoms": 6, "needles_in": 4})
    assert queries.Shift(shift.project, shift.van).usual_supplies() == {"condoms": 6}
    shift.record(supplies={"condoms": 3, "lube": 1}, at=NIGHT + timedelta(minutes=2))
    shift.record(n_people=2, at=NIGHT + timedelta(minutes=3))
    assert queries.Shift(shift.project, shift.van).usual_supplies() == {"condoms": 3, "lube": 1}


def test_usual_supplies_of_a_fresh_session_are_those_of_the_last_of_its_kind(shift):
    shift.record(supplies={"condoms": 6})
    later = NIGHT + timedelta(days=7)
    street = shift.act(actions.open_session, kind="street", at=later)
    van = shift.act(actions.open_session, kind="van", at=later)
    assert queries.Shift(shift.project, street).usual_supplies() == {}
    assert queries.Shift(shift.project, van).usual_supplies() == {"condoms": 6}


def test_just_recorded_is_mine_of_the_last_ten_seconds(shift):
    mine = shift.record(n_people=1)
    shift.record(by=shift.case_worker, n_people=1)

    def just(seconds):
        at = NIGHT + timedelta(seconds=seconds)
        return queries.just_recorded(shift.van, shift.outreach, at).first()

    assert just(9) == mine and just(11) is None
    shift.act(actions.undo_contact, contact=mine, at=NIGHT + timedelta(seconds=5))
    assert just(9) is None


def test_n_waiting_counts_what_came_since_the_session_opened(shift):
    def leave(kind, at):
        said = {"kind": kind, "payload": {}, "by": shift.outreach, "at": at, "entry_id": uuid4()}
        inbox.leave(shift.project.id, "notes", **said)

    leave("contacts.note", NIGHT)
    leave("contacts.note", NIGHT - timedelta(days=1))
    leave("people.note", NIGHT)
    assert queries.Shift(shift.project, shift.van).n_waiting() == 1
    planned = shift.act(actions.plan_session, kind="van", planned_on=DAY)
    assert queries.Shift(shift.project, planned).n_waiting() == 0


def test_follow_ups_due_are_overdue_first_without_those_of_removed_contacts(shift):
    kim = shift.person()

    def due(days, **said):
        line = {"due_on": DAY + timedelta(days=days), "what": "call", "person": kim} | said
        return shift.act(actions.add_follow_up, **line)

    soon, late, far = due(1), due(-3), due(40)
    done = due(0)
    shift.act(actions.complete_follow_up, follow_up=done)
    removed = shift.record(n_people=1, follow_up_on=DAY)
    shift.act(actions.void_contact, contact=removed, version=1, reason="mistake")
    due_then = follow_ups.Dues(shift.outreach, shift.project, DAY + timedelta(days=14)).grouped()
    assert due_then == follow_ups.Due([late.pk, soon.pk], [], [])
    assert list(follow_ups.in_order(shift.project, [soon.pk, late.pk], 2)) == [late, soon]
    assert not follow_ups.in_order(shift.world.other.project, [soon.pk], 1)
    assert list(queries.follow_ups_of(shift.project, kim)) == [late, soon, far, done]


def test_unnamed_lists_people_not_known_since_a_day(shift):
    now, before = (
        shift.record(n_people=2),
        shift.record(session=None, kind="phone", happened_on=DAY - timedelta(99)),
    )
    shift.record(person=shift.person())
    assert list(queries.unnamed(shift.project)) == [now, before]
    assert list(queries.unnamed(shift.project, since=DAY)) == [now]


def test_rows_by_id_are_of_this_project_or_not_there(shift):
    other = shift.world.other
    for find, row in [
        (queries.session_or_404, shift.van),
        (queries.contact_or_404, shift.record()),
        (queries.person_or_404, shift.person()),
        (queries.zone_or_404, shift.docks),
    ]:
        assert find(shift.project, row.id) == row
        with pytest.raises(Http404):
            find(other.project, row.id)
    assert queries.person_of(other.project, shift.person().id) is None


@pytest.mark.parametrize("typed", ["", "nobody", "12", "00000000-0000-0000-0000-000000000000"])
def test_posted_ids_that_are_none_are_not_there(shift, typed):
    with pytest.raises(Http404):
        queries.posted_contact(shift.project, {"contact": typed})
    with pytest.raises(Http404):
        queries.posted_person(shift.project, {"person": typed})


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("", 0), ("-1", 0), ("9" * 30, 0), ("²", 0)])
def test_posted_number_is_small_and_whole(typed, number):
    assert queries.posted_number({"version": typed}, "version") == number


def test_crew_has_whoever_works_here_by_name(shift):
    names = [name for _key, name in queries.crew(shift.project)]
    assert names == sorted(names) and "Sam Outreach" in names
    assert queries.is_on(shift.van, shift.outreach) and not queries.is_on(shift.van, shift.case_worker)
    assert [line.worker.name for line in queries.crew_of(shift.van)] == ["Sam Outreach"]
