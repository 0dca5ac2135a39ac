"""Pages: forms in, redirects out; who may; what a locked session sees."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions
from yarrow.contacts.models import Contact, FollowUp, Session
from yarrow.people.models import Person
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry

MARK = "Quillfeather"


@pytest.fixture
def outreach(shift):
    return shift.world.client("outreach")


def url(shift, name, *args):
    return shift.project.url(f"contacts:{name}", *args)


def sheet(shift):
    return url(shift, "shift_sheet", shift.van.id)


def sent(**typed):
    return {"entry_id": str(uuid4()), **typed}


def test_shift_sheet_shows_faces_of_this_place_first(shift, outreach):
    far = shift.person("Faraway")
    near = shift.person("Nearby")
    phone = actions.record_contact(
        project=shift.project, by=shift.outreach, at=NIGHT, entry_id=uuid4(), kind="phone", person=far
    )
    assert phone.zone is None
    shift.record(person=near)
    page = outreach.get(sheet(shift)).content.decode()
    assert page.index("Nearby") < page.index("Faraway")


def test_shift_sheet_takes_a_known_person_and_shows_the_tally(shift, outreach):
    kim = shift.person("Kim")
    answer = outreach.post(
        sheet(shift), sent(who=f"person:{kim.id}", supply_condoms="6", done=["information"])
    )
    assert answer.status_code == 302 and answer["Location"] == sheet(shift)
    contact = Contact.objects.get()
    assert (contact.person, contact.zone) == (kim, shift.docks)
    page = outreach.get(sheet(shift)).content.decode()
    assert "1 person met" in page and "As last time" in page and "6 condoms" in page and "Undo" in page


def test_shift_sheet_takes_two_women_not_known(shift, outreach):
    outreach.post(sheet(shift), sent(who="not_known:2", gender_seen="woman"))
    contact = Contact.objects.get()
    assert (contact.person, contact.n_people, contact.gender_seen) == (None, 2, "woman")


def test_shift_sheet_takes_more_than_four_not_known(shift, outreach):
    outreach.post(sheet(shift), sent(n_people="7"))
    assert Contact.objects.get().n_people == 7


def test_shift_sheet_takes_someone_new_by_name_alone(shift, outreach):
    outreach.post(sheet(shift), sent(name="Ruby"))
    assert Contact.objects.get().person == Person.objects.get()


def test_shift_sheet_asks_when_somebody_goes_by_the_new_name_already(shift, outreach):
    ruby = shift.person("Ruby")
    page = outreach.post(sheet(shift), sent(name="ruby", supply_condoms="4")).content.decode()
    assert "goes by this name already" in page and f"person:{ruby.id}" in page and 'value="4"' in page
    outreach.post(sheet(shift), sent(name="ruby", is_new="on"))
    assert Person.objects.count() == 2 and Contact.objects.count() == 1


def test_shift_sheet_double_submit_is_one_contact(shift, outreach):
    once = sent(name="Ruby", usual="", supply_lube="2")
    assert outreach.post(sheet(shift), once).status_code == 302
    again = outreach.post(sheet(shift), once)
    assert (Contact.objects.count(), Person.objects.count()) == (1, 1)
    assert again.status_code == 302


def test_shift_sheet_usual_supplies_are_one_chip(shift, outreach):
    shift.record(n_people=1, supplies={"condoms": 6, "lube": 2})
    page = outreach.get(sheet(shift)).content.decode()
    assert 'value="condoms=6,lube=2"' in page
    outreach.post(sheet(shift), sent(who="not_known:1", usual="condoms=6,lube=2", supply_food="1"))
    latest = Contact.objects.order_by("recorded_at").last()
    assert dict(latest.supplies.values_list("kind", "n")) == {"condoms": 6, "food": 1, "lube": 2}


def test_shift_sheet_finds_somebody_and_keeps_what_was_typed(shift, outreach):
    kim = shift.person("Kimberley")
    page = outreach.post(
        sheet(shift), sent(look="1", find="kimberly", supply_condoms="8", note="half a note")
    ).content.decode()
    assert f"person:{kim.id}" in page and 'value="8"' in page and "half a note" in page
    assert "Something needs another look" not in page and Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Say who it was"),
        ({"who": "person:nobody"}, "Choose who it was again"),
        ({"who": "not_known:2", "name": "Ruby"}, "Choose one"),
        ({"who": "not_known:2", "supply_condoms": "many"}, "whole number"),
        ({"who": "not_known:2", "follow_up_what": "call"}, "Say by which day"),
        ({"who": "not_known:2", "usual": "gold=1"}, "Count what was given once more"),
    ],
)
def test_shift_sheet_says_what_is_wrong_at_the_field_and_keeps_the_rest(shift, outreach, typed, words):
    page = outreach.post(sheet(shift), sent(note="keep me", **typed)).content.decode()
    assert words in page and "keep me" in page and Contact.objects.count() == 0


def test_shift_sheet_keeps_more_closed_until_something_in_it_is_used(shift, outreach):
    assert "<details open" not in outreach.post(sheet(shift), sent(supply_food="1")).content.decode().replace(
        'class="govuk-details" ', ""
    )
    assert 'class="govuk-details" open' in outreach.post(sheet(shift), sent(note="a word")).content.decode()


def test_shift_sheet_says_that_a_note_waits_and_counts_it(shift, outreach):
    outreach.post(sheet(shift), sent(who="not_known:1", note=MARK))
    assert InboxEntry.objects.count() == 1
    page = outreach.get(sheet(shift)).content.decode()
    assert "Waiting to be opened" in page and "Your note is sealed and waits" in page and MARK not in page


def test_undo_contact_from_the_sheet(shift, outreach):
    outreach.post(sheet(shift), sent(who="not_known:2"))
    contact = Contact.objects.get()
    outreach.post(url(shift, "undo_contact", shift.van.id), {"contact": contact.id})
    assert shift.fresh(contact).is_void
    assert "0 people met" in outreach.get(sheet(shift)).content.decode()


def test_shift_sheet_locked_shows_nobody_and_takes_everything(shift):
    shift.record(person=shift.person(MARK), supplies={"condoms": 6})
    locked = shift.world.client("outreach", locked=True)
    page = locked.get(sheet(shift)).content.decode()
    for readable in (MARK, "person:", "6 condoms", "person met", "Undo"):
        assert readable not in page, readable
    answer = locked.post(sheet(shift), sent(name=MARK, supply_condoms="3"))
    assert answer.status_code == 302 and Contact.objects.count() == 1
    page = locked.get(sheet(shift)).content.decode()
    assert "Waiting to be opened" in page
    assert "Kept, sealed" in page
    assert MARK not in page


def test_shift_sheet_locked_then_opened_equals_typed_directly(shift, outreach):
    kim = shift.person(MARK)
    locked = shift.world.client("outreach", locked=True)
    typed = {"supply_condoms": "3", "done": ["information"], "seemed": "low", "note": "said so"}
    locked.post(sheet(shift), sent(name=MARK, **typed))
    settled = inbox.open_waiting(shift.project.id, by=shift.case_worker, at=timezone.now())
    assert (settled.n_opened, settled.n_need_a_look) == (2, 0)
    by_inbox = Contact.objects.get()
    case_worker = shift.world.client("case_worker")
    case_worker.post(sheet(shift), sent(who=f"person:{kim.id}", **typed))
    direct = Contact.objects.exclude(id=by_inbox.id).get()
    same = ("person", "session", "kind", "n_people", "happened_on", "zone", "seemed", "digest")
    for name in [n for n in same if n != "digest"]:
        assert getattr(by_inbox, name) == getattr(direct, name), name
    for rows in ("supplies", "done"):
        assert [(r.kind, getattr(r, "n", 0)) for r in getattr(by_inbox, rows).all()] == [
            (r.kind, getattr(r, "n", 0)) for r in getattr(direct, rows).all()
        ]
    assert by_inbox.recorded_by == shift.outreach.id and by_inbox.note is not None


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


def test_record_contact_one_to_one_from_a_persons_page(shift, outreach):
    kim = shift.person("Kim")
    page = url(shift, "record_for_person", kim.id)
    assert "A contact with Kim" in outreach.get(page).content.decode()
    typed = sent(
        kind="court", happened_on="yesterday", time="9.30", minutes="45", note=MARK, follow_up_on="today"
    )
    answer = outreach.post(page, typed)
    contact = Contact.objects.get()
    assert answer["Location"] == url(shift, "show_contact", contact.id)
    assert (contact.kind, contact.minutes, contact.person, contact.session) == ("court", 45, kim, None)
    assert contact.met_at is not None and FollowUp.objects.get().person == kim
    shown = outreach.get(answer["Location"]).content.decode()
    assert "Your note is sealed and waits" in shown and MARK not in shown


def test_record_contact_one_to_one_with_somebody_not_known(shift, outreach):
    typed = sent(kind="phone", happened_on="today", n_people="1", gender_seen="woman")
    assert outreach.post(url(shift, "record_contact"), typed).status_code == 302
    wrong = sent(kind="", happened_on="32 1 2026", note="keep me")
    page = outreach.post(url(shift, "record_contact"), wrong).content.decode()
    assert "Say how you met" in page and "could not read that date" in page and "keep me" in page


def test_choose_person_finds_by_name(shift, outreach):
    kim = shift.person("Kimberley")
    page = outreach.post(url(shift, "choose_person"), {"text": "kimberly"}).content.decode()
    assert url(shift, "record_for_person", kim.id) in page
    assert "Nobody found" in outreach.post(url(shift, "choose_person"), {"text": "zzz"}).content.decode()


def test_link_contact_through_pages(shift, outreach):
    kim, contact = shift.person("Kimberley"), shift.record(n_people=2)
    assert url(shift, "show_contact", contact.id) in outreach.get(
        url(shift, "list_unnamed")
    ).content.decode() or (contact.happened_on < timezone.localdate())
    page = url(shift, "link_contact", contact.id)
    assert "It was Kimberley" in outreach.post(page, {"text": "kimberly"}).content.decode()
    outreach.post(page, {"person": str(kim.id)})
    assert Contact.objects.get(person=kim).split_from_id == contact.id
    assert shift.fresh(contact).n_people == 1


def test_move_contact_to_nobody_known_through_pages(shift, outreach):
    contact = shift.record(person=shift.person("Kim"))
    outreach.post(url(shift, "link_contact", contact.id), {"nobody": "1", "version": "1"})
    assert shift.fresh(contact).person is None


def test_correct_contact_through_pages_shows_a_conflict(shift, outreach):
    contact = shift.record(n_people=2, supplies={"condoms": 6})
    page = url(shift, "correct_contact", contact.id)
    assert 'name="version" value="1"' in outreach.get(page).content.decode()
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=1, n_people=3)
    typed = {"version": "1", "happened_on": "6 3 2026", "n_people": "4", "supply_condoms": "9"}
    answer = outreach.post(page, typed).content.decode()
    assert "Somebody changed this" in answer and "3 not known" in answer and 'value="9"' in answer
    assert outreach.post(page, typed | {"version": "2"}).status_code == 302
    contact = shift.fresh(contact)
    assert (contact.n_people, contact.supplies.get().n, contact.version) == (4, 9, 3)
    assert "Version 2" in outreach.get(url(shift, "show_contact", contact.id)).content.decode()


def test_remove_contact_wants_a_reason(shift, outreach):
    contact = shift.record(n_people=2)
    page = url(shift, "remove_contact", contact.id)
    assert "Say why it is removed" in outreach.post(page, {"version": "1"}).content.decode()
    assert outreach.post(page, {"version": "1", "reason": "twice"}).status_code == 302
    shown = outreach.get(url(shift, "show_contact", contact.id)).content.decode()
    assert "It is not counted" in shown


def test_show_session_names_whom_it_met_and_hides_the_note_from_those_without_the_key(shift, outreach):
    shift.record(person=shift.person("Kim"), supplies={"condoms": 6})
    case_worker = shift.world.client("case_worker")
    page = url(shift, "show_session", shift.van.id)
    case_worker.post(url(shift, "note_session", shift.van.id), sent(note=MARK))
    assert MARK in case_worker.get(page).content.decode()
    shown = outreach.get(page).content.decode()
    assert "Kim" in shown and "6 condoms" in shown and MARK not in shown and "do not hold the key" in shown


def test_note_session_without_the_key_waits(shift, outreach):
    outreach.post(url(shift, "note_session", shift.van.id), sent(note=MARK))
    inbox.open_waiting(shift.project.id, by=shift.case_worker, at=timezone.now())
    shown = shift.world.client("case_worker").get(url(shift, "show_session", shift.van.id))
    assert MARK in shown.content.decode()


def test_follow_ups_are_listed_and_done(shift, outreach):
    kim = shift.person("Kim")
    page = url(shift, "add_follow_up", kim.id)
    assert "Say which day" in outreach.post(page, {"what": "call"}).content.decode()
    outreach.post(page, {"what": "bring the letter", "due_on": "3 1 2026"})
    shown = outreach.get(url(shift, "list_follow_ups")).content.decode()
    assert "bring the letter" in shown and "Kim" in shown and "late" in shown
    outreach.post(url(shift, "complete_follow_up", FollowUp.objects.get().id))
    assert "Nothing is waiting" in outreach.get(url(shift, "list_follow_ups")).content.decode()


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


PAGES = [
    ("list_sessions", ()),
    ("plan_session", ()),
    ("choose_person", ()),
    ("record_contact", ()),
    ("list_unnamed", ()),
    ("list_follow_ups", ()),
]


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "coordinator", "manager", "adviser"])
def test_pages_open_for_every_role_that_meets_people(shift, role):
    client = shift.world.client(role)
    for name, args in PAGES:
        assert client.get(url(shift, name, *args)).status_code == 200, name
    assert client.get(sheet(shift)).status_code == 200


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_pages_are_closed_to_roles_that_meet_nobody(shift, role):
    client = shift.world.client(role)
    for name, args in PAGES:
        assert client.get(url(shift, name, *args)).status_code in (403, 404), name
    assert client.get(sheet(shift)).status_code in (403, 404)


def test_pages_of_another_project_look_like_pages_that_do_not_exist(shift):
    other = shift.world.other
    theirs = actions.open_session(project=other.project, by=other.worker("outreach"), at=NIGHT, kind="van")
    contact = actions.record_contact(
        project=other.project, by=other.worker("outreach"), at=NIGHT, entry_id=uuid4(), kind="phone"
    )
    client = shift.world.client("manager")
    for name, key in [
        ("shift_sheet", theirs.id),
        ("show_session", theirs.id),
        ("change_session", theirs.id),
        ("show_contact", contact.id),
        ("correct_contact", contact.id),
        ("link_contact", contact.id),
        ("remove_contact", contact.id),
        ("show_contact", uuid4()),
    ]:
        assert client.get(url(shift, name, key)).status_code == 404, name
    assert client.get(other.project.url("contacts:list_sessions")).status_code == 404


def test_pages_that_show_names_are_closed_while_locked(shift):
    contact = shift.record(person=shift.person(MARK))
    locked = shift.world.client("outreach", locked=True)
    for name, key in [("show_session", shift.van.id), ("show_contact", contact.id)]:
        answer = locked.get(url(shift, name, key))
        assert MARK not in answer.content.decode() and answer.status_code in (302, 403)
