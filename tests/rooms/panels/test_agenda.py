"""Somebody is put forward with what they want; minutes, actions; who sees it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.panels.conftest import DAY, NOW, WORDS
from yarrow.panels import actions, queries, showing
from yarrow.panels.errors import CannotBe, NotOnTeam
from yarrow.panels.models import Item, Meeting, Panel, PanelAction
from yarrow.people import actions as people
from yarrow.people.errors import NotHere, ReasonNeeded
from yarrow.referrals import actions as referrals
from yarrow.vault.models import TrailRow


@pytest.fixture
def item(table, kim):
    return table.forward(kim)


def act(table, item, **said):
    told = {"what": "Ring the landlord", "due_on": (NOW + 3 * DAY).date(), "worker": table.by().id, **said}
    return table.do(actions.add_action, item=item, **told)


def test_put_forward_keeps_what_they_want_and_tells_nobody(table, kim, item):
    key = table.by().key
    assert item.sealed.open_unrecorded("notes.wants", key) == "To be left in peace"
    assert item.sealed.open_unrecorded("identity.said", key) == {"called": "Kim"}
    row = TrailRow.objects.latest("n")
    assert (row.act, row.subject) == (
        "panels.put_forward",
        kim.pk,
    ) and "panels.item.notes.wants" in row.fields


@pytest.mark.parametrize("wants", ["", "   ", None])
def test_nobody_is_put_forward_without_what_they_want(table, kim, wants):
    with pytest.raises(CannotBe) as refused:
        table.forward(kim, wants=wants)
    assert refused.value.field == "wants"


@pytest.mark.parametrize(
    "text", ["Her visa runs out in May", "NRPF", "waiting for ASYLUM", "has no leave to remain"]
)
def test_papers_to_stay_are_refused_among_what_may_be_told(table, kim, text):
    with pytest.raises(CannotBe):
        table.forward(kim, {**WORDS, "support_words": text})
    assert not Item.objects.exists()


def test_a_bank_card_is_no_paper(table, kim):
    assert table.forward(kim, {**WORDS, "support_words": "Lost her Visa card"})


def test_put_forward_twice_is_once_and_on_the_agenda_once(table, kim):
    once = uuid4()
    assert table.forward(kim, entry_id=once).pk == table.forward(kim, entry_id=once, after=1).pk
    with pytest.raises(CannotBe):
        table.forward(kim, entry_id=uuid4())
    table.do(actions.take_off, item=Item.objects.get())
    assert table.forward(kim, after=5).pk != once


def test_put_forward_by_its_worker_or_with_a_reason(table, kim):
    worker = table.world.account("manager").worker
    table.do(people.assign_key_worker, person=kim, worker=worker)
    with pytest.raises(ReasonNeeded):
        table.forward(kim)
    table.do(people.give_reason, person=kim, reason="cover")
    assert table.forward(kim)


def test_a_concern_of_somebody_else_is_not_theirs(table, kim):
    said = {"wants": "Out", "signs": ["debt"]}
    concern = table.do(referrals.raise_concern, person=table.person("Bo"), **said)
    with pytest.raises(NotHere):
        table.forward(kim, concern=concern)


def test_worries_that_stand_are_offered_until_they_are_on_the_agenda(table, kim):
    concern = table.do(referrals.raise_concern, person=kim, wants="Out", signs=["debt"])
    assert [one.who for one in showing.worries(table.by(), table.meeting)] == ["Kim"]
    assert table.forward(kim, concern=concern).concern == concern
    assert showing.worries(table.by(), table.meeting) == []


def test_minutes_of_a_colleague_are_not_written_over(table, item):
    table.do(actions.write_minutes, item=item, words="First", seen=actions.mark_of(None))
    with pytest.raises(CannotBe):
        table.do(actions.write_minutes, item=item, words="Second", seen=actions.mark_of(None))
    table.do(actions.write_minutes, item=item, words="First, second", seen=actions.mark_of("First"))
    (shown,) = showing.items_of(table.by(), table.meeting, [], NOW)
    assert shown.minutes == "First, second"


def test_minutes_are_on_no_sheet(table, kim, item):
    table.do(actions.write_minutes, item=item, words="Marigold", seen=actions.mark_of(None))
    for kind in table.agencies:
        table.agrees(kim, kind)
        assert "Marigold" not in str(table.sheet(kind)) and table.sheet(kind)


def test_an_action_has_one_owner_of_the_team_or_the_panel(table, item):
    assert act(table, item).worker == table.by().id
    assert act(table, item, worker=None, agency=table.agencies["housing"]).agency
    for said in (
        {"worker": None},
        {"agency": table.agencies["housing"]},
        {"due_on": (NOW - DAY).date()},
        {"due_on": date.max},
        {"what": " "},
    ):
        with pytest.raises(CannotBe):
            act(table, item, **said)
    for said in ({"worker": table.by("manager").id}, {"worker": None, "agency": table.agency("Far")}):
        with pytest.raises(NotHere):
            act(table, item, **said)
    assert PanelAction.objects.count() == 2


def overdue(table, role, after):
    day = (NOW + after * DAY).date()
    found = queries.Overdue(table.by(role), table.project, day, day + 42 * DAY)
    return found.n_late, found.n_ending


def test_overdue_is_seen_by_its_owner_and_whoever_looks_after_the_panel(table, item):
    table.join("manager")
    action = act(table, item)
    assert overdue(table, "case_worker", 3) == (0, 0)
    assert overdue(table, "case_worker", 4)[0] == 1 and overdue(table, "coordinator", 4)[0] == 1
    assert overdue(table, "manager", 4)[0] == 0
    told = {"project": table.project, "by": table.by(), "at": NOW + DAY}
    assert actions.finish_action(action=action, **told).done_on == (NOW + DAY).date()
    assert actions.finish_action(action=action, **{**told, "at": NOW + 2 * DAY}).done_on == (NOW + DAY).date()
    assert overdue(table, "case_worker", 4)[0] == 0


def test_an_agreement_that_ends_soon_is_seen_by_those_who_arrange(table):
    assert overdue(table, "coordinator", 0)[1] == 1 and overdue(table, "case_worker", 0)[1] == 0
    assert overdue(table, "coordinator", 31)[1] == 0


def test_who_left_the_team_sees_no_overdue_actions(table, item):
    act(table, item)
    table.arrange(actions.leave_team, place=table.panel.team.get(worker=table.by().id))
    assert overdue(table, "case_worker", 9)[0] == 0


def test_whoever_looks_after_the_panel_stays_on_its_team_until_another_does(table):
    own = table.panel.team.get(worker=table.by("coordinator").id)
    with pytest.raises(CannotBe):
        table.arrange(actions.leave_team, place=own)
    table.arrange(actions.look_after, place=table.panel.team.get(worker=table.by().id))
    assert table.arrange(actions.leave_team, place=own).left_on


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1979, 12, 31), date(9999, 12, 31)])
def test_a_meeting_has_a_day_that_can_be(table, day):
    with pytest.raises(CannotBe):
        table.do(actions.plan_meeting, panel=table.panel, held_on=day)


def test_the_same_day_twice_is_one_meeting(table):
    again = table.do(actions.plan_meeting, panel=table.panel, held_on=NOW.date())
    assert again == table.meeting and Meeting.objects.count() == 1


def test_nobody_comes_before_the_day(table):
    later = table.do(actions.plan_meeting, panel=table.panel, held_on=(NOW + DAY).date())
    with pytest.raises(CannotBe):
        table.do(actions.note_attendance, meeting=later, agency=table.agencies["clinic"], name="Dr Low")


def test_pages_of_a_panel_are_closed_to_whoever_is_not_on_its_team(table, item):
    url = table.project.url
    inside = [
        url("panels:show_meeting", table.panel.pk, table.meeting.pk),
        url("panels:show_item", table.panel.pk, table.meeting.pk, item.pk),
        url("panels:show_sheet", table.panel.pk, table.meeting.pk, table.agencies["clinic"].pk),
        url("panels:list_worries", table.panel.pk, table.meeting.pk),
    ]
    manager, worker = table.world.client("manager"), table.world.client("case_worker")
    assert {manager.get(page).status_code for page in inside} == {403}
    assert {worker.get(page).status_code for page in inside} == {200}
    # Those who arrange see who sits on it and on its team, and no meeting.
    panel = manager.get(url("panels:show_panel", table.panel.pk))
    assert panel.status_code == 200 and str(table.meeting.pk).encode() not in panel.content
    with pytest.raises(NotOnTeam):
        table.forward(table.person("Bo"), role="manager")


def test_the_page_says_what_each_agency_may_hear_and_why_not(table, kim, item):
    table.agrees(kim, "clinic", categories=["identity"])
    (shown,) = showing.items_of(table.by(), table.meeting, queries.agencies_on(table.panel), NOW)
    hears = {one.agency.kind: one for one in shown.hears}
    assert [label for label, _text in hears["clinic"].may] == ["What they are called"]
    assert "Your health" in " ".join(one.why for one in hears["clinic"].not_said)
    assert hears["police"].may == [] and "Ask them first" in hears["police"].not_said[0].why


def test_the_agenda_shows_an_approval_to_its_own_agency_about_its_own_person_alone(table, kim):
    bo, sides = table.person("Bo"), ("clinic", "police")
    for person, kind, fact in ((kim, "police", "called"), (bo, "clinic", "health_words")):
        proposal = table.propose(person, table.agencies[kind], facts=(fact,))
        table.decide(proposal)
    for person in (kim, bo):
        table.forward(person)
    with CaptureQueriesContext(connection) as ran:
        shown = showing.items_of(
            table.by(), table.meeting, [table.agencies[kind] for kind in sides], NOW + DAY / 24
        )
    may = {
        (one.who, hears.agency.kind): [text for _label, text in hears.may]
        for one in shown
        for hears in one.hears
    }
    assert may == {
        ("Kim", "clinic"): [],
        ("Kim", "police"): ["Kim"],
        ("Bo", "clinic"): [WORDS["health_words"]],
        ("Bo", "police"): [],
    }
    # Consents and approvals of everybody for every agency come with the agenda.
    assert len([one for one in ran if "sharing_proposal" in one["sql"]]) == 1


def test_what_an_address_names_comes_in_one_query_as_it_stands(table, kim, item):
    places, came = queries.sitting_on(table.panel.pk), showing.attendance_at(table.meeting.pk)
    table.do(actions.note_attendance, meeting=table.meeting, agency=table.agencies["clinic"], name="Ada")
    named = (table.panel.pk, table.meeting.pk, item.pk)
    with CaptureQueriesContext(connection) as ran:
        found = queries.item_on(table.by(), table.project, *named, places, came)
        panel = found.meeting.panel
        assert (found, found.person, found.meeting, panel) == (item, kim, table.meeting, table.panel)
        assert panel.agreement.terms.signed and panel.project == table.project
        assert [one.name for one in queries.agencies_at(places)] == [
            "The clinic",
            "The housing",
            "The police",
        ]
        assert [(agency.name, [row.name for row in rows]) for agency, rows in showing.by_agency(came)] == [
            ("The clinic", ["Ada"])
        ]
    assert len(ran) == 1
    stored = Panel.objects.select_related("agreement").get(pk=panel.pk).agreement
    assert panel.agreement.terms == stored.terms and panel.agreement.purposes == stored.purposes
    assert found.sealed.open_unrecorded("notes.wants", table.by().key) == "To be left in peace"


def test_who_is_not_on_the_team_hears_nothing_of_which_meetings_and_people_there_are(table, item):
    known, wrong = (table.panel.pk, table.meeting.pk, item.pk), uuid4()
    with pytest.raises(NotHere):
        queries.item_on(table.by("manager"), table.project, wrong, *known[1:])
    for named in (known, (known[0], wrong, known[2]), (*known[:2], wrong)):
        with pytest.raises(NotOnTeam):
            queries.item_on(table.by("manager"), table.project, *named)
    for named in ((known[0], wrong, known[2]), (*known[:2], wrong)):
        with pytest.raises(NotHere):
            queries.item_on(table.by(), table.project, *named)
    table.do(actions.take_off, item=item)
    assert queries.item_on(table.by(), table.project, *known).taken_off_at is not None
