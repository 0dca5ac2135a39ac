"""What was changed about contacts and sessions, by whom, when, in words."""

from datetime import date, timedelta

import pytest

from tests.rooms.contacts.conftest import NIGHT
from tests.rooms.contacts.pages import MARK, url
from yarrow.contacts import actions, history
from yarrow.contacts.kinds import Words

DAY = date(2026, 3, 6)


def changes(shift, contact, by=None):
    told = shift.changes(contact, by)
    return [(one.n, one.did, {each.what: (each.before, each.after) for each in one.changes}) for one in told]


def test_contact_that_was_never_changed_has_no_history(shift):
    assert changes(shift, shift.record(n_people=2)) == []


def test_correction_says_fact_by_fact_what_became_what(shift):
    contact = shift.record(n_people=2, supplies={"condoms": 6}, done=["information"])
    shift.act(
        actions.correct_contact, contact=contact, version=1, n_people=3, supplies={"condoms": 9, "lube": 1}
    )
    shift.act(actions.correct_contact, contact=contact, version=2, seemed="low", zone=None)
    assert changes(shift, contact) == [
        (2, "put right", {"Where": ("Docks", "–"), "Seemed": ("–", "Low")}),
        (
            1,
            "put right",
            {
                "How many people": ("2", "3"),
                "Given": ("condoms ×\xa06", "condoms ×\xa09, lube ×\xa01"),
            },
        ),
    ]


def test_link_and_removal_stand_in_the_history(shift):
    kim, contact = shift.person(MARK), shift.record(n_people=1)
    shift.act(actions.link_contact, contact=contact, person=kim)
    shift.act(actions.void_contact, contact=contact, version=2, reason="mistake")
    assert changes(shift, contact) == [
        (2, "removed", {}),
        (1, "said who it was", {"Who": ("–", kim.code)}),
    ]


def test_notes_before_a_change_are_for_holders_of_notes_only(shift):
    contact = shift.record(by=shift.case_worker, n_people=1, note=MARK)
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=1, note="Better words")
    assert changes(shift, contact, by=shift.case_worker)[0][2] == {"Note": (MARK, "Better words")}
    assert changes(shift, contact)[0][2] == {}
    page = url(shift, "show_contact", contact.id)
    assert MARK in shift.world.client("case_worker").get(page).content.decode()
    assert MARK not in shift.world.client("outreach").get(page).content.decode()


def test_change_of_a_session_keeps_how_it_stood(shift):
    peer = shift.world.account("peer").worker
    van = shift.act(actions.plan_session, kind="van", planned_on=DAY + timedelta(days=3), zones=[shift.docks])
    shift.act(
        actions.change_session,
        session=van,
        version=1,
        planned_on=DAY + timedelta(days=4),
        zones=[],
        workers={peer.pk: "driver"},
    )
    van.refresh_from_db()
    told = history.OfSession(shift.project, van, Words(shift.project)).told()
    assert [(one.n, {each.what: (each.before, each.after) for each in one.changes}) for one in told] == [
        (
            1,
            {
                "Day": ("9 March 2026", "10 March 2026"),
                "Where": ("Docks", "–"),
                "Who works": ("–", f"{peer.name} (drives)"),
            },
        )
    ]
    shown = shift.world.client("outreach").get(url(shift, "show_session", van.id)).content.decode()
    assert "What was changed" in shown and "<del>Docks</del>" in shown


@pytest.mark.parametrize("starts", [None, NIGHT])
def test_session_times_are_told_where_the_project_is(shift, starts):
    van = shift.act(actions.plan_session, kind="van", planned_on=DAY, starts_at=starts)
    later = NIGHT + timedelta(hours=1)
    shift.act(actions.change_session, session=van, version=1, starts_at=later)
    van.refresh_from_db()
    change = history.OfSession(shift.project, van, Words(shift.project)).told()[0].changes[0]
    assert (change.what, change.before, change.after) == ("From", "22:30" if starts else "–", "23:30")
