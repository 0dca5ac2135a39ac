"""Sessions, and what a project arranges for itself, through pages."""

from django.utils import timezone

from tests.rooms.contacts.pages import MARK, sent, sheet, url
from yarrow.contacts import actions
from yarrow.contacts.models import Session
from yarrow.vault import inbox


def test_sessions_are_planned_opened_joined_and_closed_through_pages(shift, outreach):
    today = timezone.localtime(timezone=shift.project.zone).date()
    plan = sent(
        kind="drop_in",
        planned_on_0=today.day,
        planned_on_1=today.month,
        planned_on_2=today.year,
        starts="22:00",
        ends="02.30",
        zones=[str(shift.docks.id)],
        languages="Romanian, English",
        agency_0="Health bus",
        agency_people_0="2",
        **{f"part_{shift.outreach.id}": "lead"},
    )
    answer = outreach.post(url(shift, "plan_session"), plan)
    assert answer.status_code == 302, answer.content.decode()
    outreach.post(url(shift, "plan_session"), plan)
    session = Session.objects.exclude(id=shift.van.id).get()
    assert (session.ends_at - session.starts_at).total_seconds() == 4.5 * 3600
    assert session.languages == ["English", "Romanian"] and session.agencies.get().n_people == 2
    run = url(shift, "run_session", session.id)
    assert outreach.post(run, {"act": "open_session"})["Location"] == url(shift, "shift_sheet", session.id)
    shift.world.client("peer").post(run, {"act": "join_session"})
    assert session.workers.count() == 2
    outreach.post(run, {"act": "close_session"})
    session.refresh_from_db()
    assert session.state == "closed"
    assert outreach.post(run, {"act": "explode"}).status_code == 404
    assert outreach.post(run, {"act": "cancel_session"}).status_code == 400


def test_open_session_without_planning_is_one_tap_and_one_session(shift, outreach):
    answer = outreach.post(url(shift, "open_session"), {"kind": "street", "zone": [str(shift.docks.id)]})
    outreach.post(url(shift, "open_session"), {"kind": "street", "zone": [str(shift.docks.id)]})
    session = Session.objects.get(kind="street")
    assert answer["Location"] == url(shift, "shift_sheet", session.id)


def test_change_session_shows_somebody_elses_change_before_saving_over_it(shift, outreach):
    page = outreach.get(url(shift, "change_session", shift.van.id)).content.decode()
    assert 'name="version" value="2"' in page
    shift.act(actions.change_session, by=shift.case_worker, session=shift.van, version=2, languages=["Czech"])
    day = shift.van.planned_on
    mine = sent(kind="van", planned_on_0=day.day, planned_on_1=day.month, planned_on_2=day.year, version="2")
    mine[f"part_{shift.outreach.id}"] = "driver"
    page = outreach.post(url(shift, "change_session", shift.van.id), mine).content.decode()
    assert "Somebody changed this" in page and 'name="version" value="3"' in page
    assert (
        outreach.post(url(shift, "change_session", shift.van.id), mine | {"version": "3"}).status_code == 302
    )
    assert shift.van.workers.get().part == "driver"


def test_show_session_names_whom_it_met_and_hides_the_note_from_those_without_the_key(shift, outreach):
    shift.record(person=shift.person("Kim"), supplies={"condoms": 6})
    case_worker = shift.world.client("case_worker")
    page = url(shift, "show_session", shift.van.id)
    case_worker.post(url(shift, "note_session", shift.van.id), sent(note=MARK))
    assert MARK in case_worker.get(page).content.decode()
    shown = outreach.get(page).content.decode()
    assert (
        "Kim" in shown and "condoms ×\xa06" in shown and MARK not in shown and "do not hold the key" in shown
    )


def test_note_session_without_the_key_waits(shift, outreach):
    outreach.post(url(shift, "note_session", shift.van.id), sent(note=MARK))
    inbox.open_waiting(shift.project.id, by=shift.case_worker, at=timezone.now())
    shown = shift.world.client("case_worker").get(url(shift, "show_session", shift.van.id))
    assert MARK in shown.content.decode()


def test_arrange_zones_and_kinds(shift):
    coordinator = shift.world.client("coordinator")
    coordinator.post(url(shift, "add_zone"), {"zone-label": "Station side"})
    coordinator.post(
        url(shift, "add_kind"), {"kind-sort": "supplies", "kind-label": "Hand warmers", "kind-on_sheet": "on"}
    )
    page = coordinator.get(url(shift, "arrange")).content.decode()
    assert "Station side" in page and "Hand warmers" in page
    assert "Hand warmers" in coordinator.get(sheet(shift)).content.decode()
    refused = coordinator.post(url(shift, "add_kind"), {"kind-sort": "supplies", "kind-label": "Condoms"})
    assert "on the list already" in refused.content.decode()
