"""Today: every line says what to do and does it in one tap; locked, it names nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.worlds import accept
from yarrow.contacts.actions import (
    add_follow_up,
    complete_follow_up,
    hand_over_follow_up,
    keep_cupboard,
    move_stock,
    open_session,
    plan_session,
    record_contact,
)
from yarrow.contacts.models import FollowUp
from yarrow.desk.today import today_for
from yarrow.people.actions import add_person, assign_key_worker, give_reason
from yarrow.staff.actions.leaving import remove_worker
from yarrow.vault import inbox, trail

pytestmark = pytest.mark.django_db
NAME, WHAT = "Zephyrine", "Ring the hostel about the green room"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def day(world, now):
    return now.astimezone(world.project.zone).date()


@pytest.fixture
def about(world, now):
    return {"project": world.project, "by": world.worker("coordinator"), "at": now}


@pytest.fixture
def kim(about, day):
    return add_person(**about, called=NAME, first_met_on=day - timedelta(days=60))


def page(world, role="coordinator", **kwargs):
    return world.client(role, **kwargs).get(world.project.url("desk:show_today"), secure=True)


def main(response):
    return response.content.decode().partition("<main")[2]


def test_show_today_of_a_new_project_says_what_will_be_here(world):
    text = main(page(world))
    assert "No session is planned for today." in text
    assert "Nobody is waiting for anything today." in text
    assert "Everybody you know was met as lately as usual." in text
    assert "Waiting sealed" not in text and "Opened on your caseload" not in text


def test_show_today_opens_tonights_sheet_in_one_tap(world, about, day):
    session = plan_session(**about, kind="van", planned_on=day)
    client = world.client("outreach")
    text = main(client.get(world.project.url("desk:show_today"), secure=True))
    action = world.project.url("contacts:run_session", session.id)
    assert f'action="{action}"' in text and 'value="open_session"' in text
    sheet = client.post(action, {"act": "open_session"}, secure=True)
    assert sheet["Location"] == world.project.url("contacts:shift_sheet", session.id)
    again = main(client.get(world.project.url("desk:show_today"), secure=True))
    assert f'href="{sheet["Location"]}"' in again and "open now" in again


def test_show_today_lists_overdue_first_with_how_long(world, about, kim, day):
    add_follow_up(**about, person=kim, due_on=day, what="Bring the leaflet")
    add_follow_up(**about, person=kim, due_on=day - timedelta(days=3), what=WHAT)
    add_follow_up(**about, person=kim, due_on=day + timedelta(days=1), what="Not yet")
    text = main(page(world))
    assert text.index(WHAT) < text.index("Bring the leaflet")
    assert "3 days late" in text and "Not yet" not in text


def test_complete_follow_up_comes_back_to_today(world, about, kim, day):
    line = add_follow_up(**about, person=kim, due_on=day, what=WHAT)
    client = world.client("coordinator")
    answer = client.post(world.project.url("desk:complete_follow_up", line.id), secure=True)
    assert answer["Location"] == world.project.url("desk:show_today")
    assert FollowUp.objects.get().done_at is not None
    assert WHAT not in main(client.get(answer["Location"], secure=True))


def test_complete_follow_up_of_another_project_looks_like_none(world, about, kim, day):
    line = add_follow_up(**about, person=kim, due_on=day, what=WHAT)
    theirs = world.other.client("coordinator")
    address = world.other.project.url("desk:complete_follow_up", line.id)
    assert theirs.post(address, secure=True).status_code == 404
    assert FollowUp.objects.get().done_at is None


def test_show_today_says_who_was_not_seen_and_since_when(world, about, kim, day):
    long_ago = day - timedelta(days=40)
    record_contact(**about, entry_id=uuid4(), kind="phone", person=kim, happened_on=long_ago)
    text = main(page(world))
    assert NAME in text and "40 days now" in text
    assert world.project.url("contacts:record_for_person", kim.id) in text
    record_contact(**about, entry_id=uuid4(), kind="phone", person=kim, happened_on=day)
    assert NAME not in main(page(world))


def test_show_today_tells_the_key_worker_who_opened_a_record(world, about, kim):
    assign_key_worker(**about, person=kim, worker=world.account("case_worker").worker)
    peer = world.worker("peer")
    give_reason(project=world.project, by=peer, at=about["at"], person=kim, reason="cover")
    text = main(page(world, "case_worker"))
    assert "Sam Peer: “I am covering for their key worker”" in text and NAME in text
    assert "Opened on your caseload" not in main(page(world, "coordinator"))


def test_show_today_tells_keepers_who_waits_for_keys(world):

    accept(world.project, "outreach", by=world.worker("manager"), at=timezone.now(), name="New Nadia")
    assert "New Nadia" in main(page(world, "manager"))
    assert "New Nadia" not in main(page(world, "case_worker"))


def leave_note(world, session):
    """An outreach worker's note waits for somebody who holds the key to notes."""
    by = world.worker("outreach")
    return inbox.leave(
        world.project.id,
        "notes",
        kind="contacts.session_note",
        payload={"session": str(session.id), "text": WHAT},
        by=by,
        at=timezone.now(),
        entry_id=uuid4(),
    )


def test_show_today_opens_what_waits_in_one_tap(world, about, day):
    session = open_session(**about, session=plan_session(**about, kind="van", planned_on=day))
    leave_note(world, session)
    client = world.client("coordinator")
    text = main(client.get(world.project.url("desk:show_today"), secure=True))
    assert "Open 1 waiting entry" in text and WHAT not in text
    client.post(world.project.url("desk:open_entries"), secure=True)
    assert "waiting entry" not in main(client.get(world.project.url("desk:show_today"), secure=True))


def test_show_today_offers_no_button_to_those_without_the_key(world, about, day):
    session = open_session(**about, session=plan_session(**about, kind="van", planned_on=day))
    leave_note(world, session)
    text = main(page(world, "outreach"))
    assert "1 entry was left" in text and "Open 1 waiting" not in text
    assert "They need a key that you don't hold." in text


def test_show_today_never_writes_the_inbox(world, about, day):
    session = open_session(**about, session=plan_session(**about, kind="van", planned_on=day))
    entry = leave_note(world, session)
    page(world)
    entry.refresh_from_db()
    assert entry.state == "waiting"


@pytest.fixture
def busy(world, about, kim, day):
    """One of everything."""
    plan_session(**about, kind="van", planned_on=day)
    add_follow_up(**about, person=kim, due_on=day, what=WHAT)
    record_contact(**about, entry_id=uuid4(), kind="phone", person=kim, happened_on=day - timedelta(days=40))
    assign_key_worker(**about, person=kim, worker=world.account("case_worker").worker)
    give_reason(project=world.project, by=world.worker("peer"), at=about["at"], person=kim, reason="cover")
    return kim


def test_show_today_locked_names_nobody_and_says_how_to_see(world, busy):
    text = main(page(world, "case_worker", locked=True))
    assert NAME not in text and WHAT not in text and busy.code not in text
    assert "1 thing is due." in text and "Some people have not been met" in text
    assert "A colleague opened a record of your caseload." in text
    assert "Open the sheet" in text and text.count("/unlock/") == 3


def test_show_today_locked_leaves_no_trail_row(world, busy):
    before = trail.anchor(world.project.id)
    page(world, "case_worker", locked=True)
    assert trail.anchor(world.project.id) == before


def test_show_today_leaves_one_trail_row_for_all_it_opens(world, busy):
    client = world.client("case_worker")
    before = trail.anchor(world.project.id)[0]
    client.get(world.project.url("desk:show_today"), secure=True)
    assert trail.anchor(world.project.id)[0] == before + 1
    row = trail.TrailRow.objects.get(project_id=world.project.id, n=before + 1)
    assert row.act == "desk.show_today"
    assert set(row.fields) == {"people.person.identity.called", "contacts.followup.identity.what"}


def test_show_today_shows_nothing_of_another_project(world, busy):
    theirs = main(page(world.other))
    assert NAME not in theirs and "Open the sheet" not in theirs


def test_today_counts_what_is_done_no_more(world, about, kim, day):
    line = add_follow_up(**about, person=kim, due_on=day, what=WHAT)
    assert today_for(about["by"], world.project, about["at"]).n_due == 1
    complete_follow_up(**about, follow_up=line)
    assert today_for(about["by"], world.project, about["at"]).n_due == 0


def test_show_today_asks_the_database_no_more_for_more_people(
    world, about, day, django_assert_max_num_queries
):
    for n in range(6):
        person = add_person(**about, called=f"Person {n}", first_met_on=day)
        add_follow_up(**about, person=person, due_on=day, what="x")
    by = world.worker("coordinator")
    with django_assert_max_num_queries(5):
        today_for(by, world.project, about["at"])


def test_show_today_tells_who_keeps_the_cupboard_what_runs_low(world, about, day):
    move_stock(**about, supply="condoms", what="delivery", n=5, moved_on=day)
    record_contact(**about, entry_id=uuid4(), kind="phone", supplies={"condoms": 8})
    assert "3 more were given than counted in" in main(page(world))
    assert "In the cupboard" not in main(page(world, "outreach"))
    keeper = world.account("outreach").worker
    keep_cupboard(**about, keeper=keeper, weeks=3, levels={})
    assert "3 more were given than counted in" in main(page(world, "outreach"))
    assert "In the cupboard" not in main(page(world))


@pytest.fixture
def whose(world, about, kim, day):
    """Words of a follow-up by whose it is: the peer's own, one of somebody who left, and a colleague's."""
    peer, left = world.account("peer").worker, world.account("case_worker")
    lines = {
        word: add_follow_up(**about, person=kim, due_on=day - timedelta(days=n), what=word)
        for n, word in enumerate(("Hers", "Nobodys", "Theirs"))
    }
    hand_over_follow_up(**about, follow_up=lines["Hers"], to=peer)
    hand_over_follow_up(**about, follow_up=lines["Nobodys"], to=left.worker)
    remove_worker(membership=left.place, project=world.project, by=world.worker("manager"), at=about["at"])
    return lines


def test_show_today_has_ones_own_first_then_what_nobody_here_has(world, whose):
    text = main(page(world, "peer"))
    assert text.index("Hers") < text.index("does not work here now") < text.index("Nobodys")
    assert "Colleagues" not in text.replace("Colleagues'", "") and "Everyone's (1 more)" in text


def test_show_today_shows_those_who_arrange_all_of_it(world, whose):
    text = main(page(world, "manager"))
    assert text.index("Nobodys") < text.index("Colleagues'") < text.index("Hers")
    assert "Everything that is to be done" in text and "more)" not in text


def test_show_today_opens_nothing_of_what_is_behind_the_link(world, about, kim, day):
    add_follow_up(**about, person=kim, due_on=day, what=WHAT)
    text = main(page(world, "outreach"))
    assert NAME not in text and WHAT not in text
    assert "Nothing of yours is due today." in text and "Everyone's (1 more)" in text
    assert not trail.TrailRow.objects.filter(act="desk.show_today").exists()


def test_today_counts_for_the_locked_what_it_would_show(world, about, whose):
    counts = {role: today_for(world.worker(role), world.project, about["at"]) for role in ("peer", "manager")}
    assert (counts["peer"].n_due, counts["peer"].n_others) == (2, 1)
    assert (counts["manager"].n_due, counts["manager"].n_others) == (3, 0)


def test_today_gives_what_nobody_was_named_for_to_the_key_worker(world, about, kim, day):
    add_follow_up(**about, person=kim, due_on=day, what=WHAT)
    assign_key_worker(**about, person=kim, worker=world.account("peer").worker)
    for role in ("peer", "coordinator"):
        assert len(today_for(world.worker(role), world.project, about["at"]).due.own) == 1
    assert not today_for(world.worker("outreach"), world.project, about["at"]).due
