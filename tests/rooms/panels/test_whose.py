"""Every act of the room × every state of the panel × everybody who might press: who may, who is refused and how."""

from uuid import uuid4

import pytest
from django.db import transaction

from tests.rooms.panels.conftest import DAY, NOW
from tests.rooms.sharing.conftest import Table
from yarrow.methods.refusals import Refusal
from yarrow.panels import actions
from yarrow.panels.errors import CannotBe, NotOnTeam
from yarrow.panels.models import Item, PanelAction
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions as sharing
from yarrow.sharing.actions import Fact
from yarrow.staff.actions import leaving
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.sqlite_only(reason="who may is decided by rules that read plain rows")
TODAY = NOW.date()


def told(table, how, **said):
    given = {"meeting": table.meeting, "agency": table.agencies["clinic"], "how": how, "entry_id": uuid4()}
    return {**given, **said}


# Act of those who arrange → (what it takes, what an ended panel answers).
ARRANGING = {
    "change_agreement": (lambda t: {"panel": t.panel, "agreement": t.agreement}, CannotBe),
    "end_panel": (lambda t: {"panel": t.panel}, None),
    "seat_agency": (lambda t: {"panel": t.panel, "agency": t.far}, CannotBe),
    "unseat_agency": (lambda t: {"place": t.panel.places.first()}, None),
    "join_team": (lambda t: {"panel": t.panel, "worker": t.world.account("manager").worker}, None),
    "leave_team": (lambda t: {"place": t.member}, None),
    "look_after": (lambda t: {"place": t.member}, None),
}
# Act of the team → the same.
TEAM = {
    "plan_meeting": (lambda t: {"panel": t.panel, "held_on": TODAY + 9 * DAY}, CannotBe),
    "note_attendance": (
        lambda t: {"meeting": t.meeting, "agency": t.agencies["clinic"], "name": "Dr Low"},
        CannotBe,
    ),
    "take_off": (lambda t: {"item": t.item}, None),
    "write_minutes": (lambda t: {"item": t.item, "words": "Heard", "seen": actions.mark_of(None)}, None),
    "add_action": (
        lambda t: {"item": t.item, "what": "Ring", "due_on": TODAY, "agency": t.agencies["clinic"]},
        None,
    ),
    "finish_action": (lambda t: {"action": t.action}, None),
    "put_forward": (
        lambda t: {
            "person": t.other,
            "meeting": t.meeting,
            "wants": "Rest",
            "facts": [Fact("called", "Bo")],
        },
        CannotBe,
    ),
    "tell": (lambda t: told(t, actions.SHEET), CannotBe),
}


@pytest.fixture
def full(table, kim):
    """The panel with somebody on its agenda and something taken on about them."""
    table.far = table.agency("Far")
    table.member = table.panel.team.get(worker=table.by().id)
    table.item, table.other = table.forward(kim), table.person("Bo")
    said = {"what": "Ring the landlord", "due_on": TODAY, "worker": table.by().id}
    table.action = table.do(actions.add_action, item=table.item, **said)
    return table


def answer_of(table, name, said, role, **changed):
    """How it ended: None where it was done (and is undone again)."""
    act = {"project": table.project, "by": table.by(role), "at": NOW, **said(table), **changed}
    try:
        with transaction.atomic():
            getattr(actions, name)(**act)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("name", ARRANGING)
def test_what_is_arranged_is_arranged_by_those_who_arrange_on_the_team_or_not(full, name):
    said, when_ended = ARRANGING[name]
    found = {role: answer_of(full, name, said, role) for role in ("coordinator", "manager", "case_worker")}
    assert found == {"coordinator": None, "manager": None, "case_worker": NotForYou}
    full.arrange(actions.end_panel, panel=full.panel)
    assert answer_of(full, name, said, "coordinator") is when_ended
    assert answer_of(full, name, said, "outreach") is NotForYou


@pytest.mark.parametrize("name", TEAM)
def test_whom_a_panel_talks_about_is_the_teams_alone(full, name):
    said, when_ended = TEAM[name]
    roles = ("coordinator", "case_worker", "manager", "outreach", "adviser")
    assert {role: answer_of(full, name, said, role) for role in roles} == {
        "coordinator": None,
        "case_worker": None,
        "manager": NotOnTeam,
        "outreach": NotForYou,
        "adviser": NotForYou,
    }
    full.arrange(actions.end_panel, panel=full.panel)
    # The rows in hand are as they were read before: what stands now decides.
    assert answer_of(full, name, said, "case_worker") is when_ended
    full.arrange(actions.leave_team, place=full.member)
    assert answer_of(full, name, said, "case_worker") is NotOnTeam


def test_the_tables_hold_every_act_of_a_panel():
    forum = {"add_forum", "add_line", "add_seat", "add_step", "add_support", "finish_step", "leave_seat"}
    words = {"SHEET", "SPOKEN", "Sheet", "mark_of", "add_panel"}
    assert set(ARRANGING) | set(TEAM) == set(actions.__all__) - forum - words


@pytest.mark.parametrize("name", [*ARRANGING, *TEAM, "add_panel"])
def test_nothing_of_this_project_is_touched_from_another(full, name):
    rows = {**ARRANGING, **TEAM, "add_panel": (lambda t: {"name": "South", "agreement": t.agreement}, None)}
    other = full.world.other.project
    before = TrailRow.objects.count()
    assert answer_of(full, name, rows[name][0], "coordinator", project=other) is NotHere
    assert TrailRow.objects.count() == before


@pytest.mark.parametrize("name", ["add_panel", "seat_agency", "change_agreement", "add_action", "tell"])
def test_rows_of_another_project_are_brought_in_by_no_act(full, name):
    other = Table(world=full.world.other)
    with other.world.inside():
        agency = other.agency("Their clinic")
        agreement = type(full.agreement).objects.create(
            **{each: getattr(full.agreement, each) for each in ("name", "aim", "purposes", "categories")},
            **{each: getattr(full.agreement, each) for each in ("starts_on", "expires_on", "review_on")},
            project=other.project,
            added_by=other.by("coordinator").id,
            added_at=NOW,
        )
    rows = {**ARRANGING, **TEAM, "add_panel": (lambda t: {"name": "South"}, None)}
    theirs = {"add_panel": {"agreement": agreement}, "change_agreement": {"agreement": agreement}}
    brought = theirs.get(name, {"agency": agency})
    assert answer_of(full, name, rows[name][0], "coordinator", **brought) is NotHere


@pytest.mark.parametrize("state", ["over", "ended"])
def test_a_panel_is_not_moved_under_an_agreement_that_covers_nothing(full, state):
    """The form offers those that hold; one may end between the page and the press."""
    other = full.make_agreement(name="The other", expires_on=TODAY, review_on=TODAY)
    stale = type(other).objects.get(pk=other.pk)
    if state == "ended":
        full.arrange(sharing.end_agreement, agreement=other)
    after = 0 if state == "ended" else 24 * 60
    with pytest.raises(CannotBe) as refused:
        full.arrange(actions.change_agreement, panel=full.panel, agreement=stale, after=after)
    assert refused.value.field == "agreement"
    with pytest.raises(CannotBe):
        full.arrange(actions.add_panel, name="South", agreement=stale, after=after)
    full.panel.refresh_from_db()
    assert full.panel.agreement == full.agreement


def leaves(table, role):
    """A colleague leaves the project; their place on the team is not touched."""
    place = table.world.account(role).place
    table.do(leaving.remove_worker, role="coordinator", membership=place)


def test_whoever_left_the_project_takes_nothing_on_and_looks_after_nothing(full):
    gone = full.by().id
    leaves(full, "case_worker")
    said = {"item": full.item, "what": "Ring", "due_on": TODAY, "worker": gone}
    with pytest.raises(NotHere):
        full.arrange(actions.add_action, **said)
    with pytest.raises(CannotBe):
        full.arrange(actions.look_after, place=full.member)
    assert full.arrange(actions.leave_team, place=full.member).left_on == TODAY


def test_whoever_was_given_another_role_is_off_the_case_until_it_is_theirs_again(full):
    place = full.world.account("case_worker").place
    told = {"project": full.project, "by": full.by("coordinator"), "at": NOW}
    leaving.change_role(membership=place, role="outreach", **told)
    with pytest.raises(CannotBe):
        full.arrange(actions.look_after, place=full.member)
    with pytest.raises(NotHere):
        full.arrange(actions.add_action, item=full.item, what="Ring", due_on=TODAY, worker=full.member.worker)


def test_pages_offer_nobody_who_left_and_let_them_be_taken_off_an_ended_panel(full):
    leaves(full, "case_worker")
    client, url = full.world.client("coordinator"), full.project.url
    where = (full.panel.pk, full.meeting.pk, full.item.pk)
    form = client.get(url("panels:add_action", *where)).content.decode()
    assert f"w.{full.by('coordinator').id}" in form and f"w.{full.member.worker}" not in form
    full.arrange(actions.end_panel, panel=full.panel)
    page = client.get(url("panels:show_panel", full.panel.pk)).content.decode()
    assert url("panels:leave_team", full.panel.pk, full.member.pk) in page
    assert url("panels:join_team", full.panel.pk) in page
    for name in ("change_agreement", "seat_agency", "end_panel", "plan_meeting"):
        assert url(f"panels:{name}", full.panel.pk) not in page
    assert client.post(url("panels:leave_team", full.panel.pk, full.member.pk)).status_code == 302


def test_a_panel_that_ended_is_still_seen_by_whoever_joins_its_team(full):
    full.arrange(actions.end_panel, panel=full.panel)
    address = full.project.url("panels:show_item", full.panel.pk, full.meeting.pk, full.item.pk)
    assert full.world.client("manager").get(address).status_code == 403
    full.join("manager")
    assert b"Ring the landlord" in full.world.client("manager").get(address).content


def test_twice_is_once_for_every_act_that_can_be_pressed_twice(full):
    """The second press writes no second row and no second line of the trail."""
    presses = {
        "end_panel": {"panel": full.panel},
        "seat_agency": {"panel": full.panel, "agency": full.agencies["clinic"]},
        "join_team": {"panel": full.panel, "worker": full.world.account("manager").worker},
        "unseat_agency": {"place": full.panel.places.get(agency=full.agencies["police"])},
        "leave_team": {"place": full.member},
        "take_off": {"item": full.item},
        "finish_action": {"action": full.action},
    }
    order = (
        "seat_agency",
        "join_team",
        "take_off",
        "finish_action",
        "unseat_agency",
        "leave_team",
        "end_panel",
    )
    for name in order:
        said = presses[name]
        first = full.arrange(getattr(actions, name), **said)
        n_rows = TrailRow.objects.count()
        assert full.arrange(getattr(actions, name), after=3 * 24 * 60, **said) == first, name
        assert TrailRow.objects.count() == n_rows, name
    assert Item.objects.get().taken_off_at == NOW and PanelAction.objects.get().done_on == TODAY


def test_an_agency_or_a_colleague_who_comes_back_has_a_new_place_and_the_old_one_stays(full):
    clinic, worker = full.agencies["clinic"], full.world.account("case_worker").worker
    full.arrange(actions.unseat_agency, place=full.panel.places.get(agency=clinic))
    full.arrange(actions.leave_team, place=full.member)
    place = full.arrange(actions.seat_agency, panel=full.panel, agency=clinic, after=1)
    member = full.arrange(actions.join_team, panel=full.panel, worker=worker, after=1)
    assert [one.left_on for one in full.panel.places.filter(agency=clinic).order_by("added_at")] == [
        TODAY,
        None,
    ]
    assert [one.left_on for one in full.panel.team.filter(worker=worker.pk).order_by("added_at")] == [
        TODAY,
        None,
    ]
    assert (place.left_on, member.left_on) == (None, None)


def test_a_closed_agency_sits_nowhere_hears_nothing_and_takes_nothing_on(full, kim):
    clinic = full.agencies["clinic"]
    full.agrees(kim, "clinic")
    clinic.is_closed = True
    clinic.save(update_fields=["is_closed"])
    with pytest.raises(NotHere):
        full.arrange(actions.seat_agency, panel=full.panel, agency=clinic)
    with pytest.raises(NotHere):
        full.tell("clinic")
    with pytest.raises(NotHere):
        full.do(actions.add_action, item=full.item, what="Ring", due_on=TODAY, agency=clinic)
    page = full.world.client("coordinator").get(full.project.url("panels:show_panel", full.panel.pk))
    assert b"Closed" in page.content
