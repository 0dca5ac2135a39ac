"""Pages of panels as they are pressed: what a form takes, what it says, and what is closed."""

from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests.rooms.panels.conftest import DAY, NOW
from yarrow.panels import actions
from yarrow.panels.models import (
    Attendance,
    Forum,
    Item,
    Meeting,
    Panel,
    PanelAction,
    PanelAgency,
    PanelWorker,
)
from yarrow.people import actions as people
from yarrow.referrals import actions as referrals
from yarrow.sharing.models import Share
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.sqlite_only(reason="what pages say and take does not depend on the database")


class Press:
    """Somebody at the pages of one panel."""

    def __init__(self, table, role="case_worker"):
        self.table, self.client = table, table.world.client(role)

    def url(self, name, *ids):
        return self.table.project.url(f"panels:{name}", *ids)

    def at(self, name, *ids):
        """An address under the panel."""
        return self.url(name, self.table.panel.pk, *ids)

    def at_person(self, name, person):
        """An address about somebody and the meeting."""
        return self.url(name, person.pk, self.table.panel.pk, self.table.meeting.pk)

    def says(self, address):
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    def sends(self, address, **said):
        return self.client.post(address, {"entry_id": str(uuid4()), **said})


def day(name, on):
    """A day as three boxes send it."""
    return {f"{name}_{n}": str(part) for n, part in enumerate((on.day, on.month, on.year))}


@pytest.fixture
def coordinator(lasting):
    return Press(lasting, "coordinator")


@pytest.fixture
def worker(lasting):
    return Press(lasting)


@pytest.fixture
def today(lasting):
    return timezone.now().astimezone(lasting.project.zone).date()


@pytest.fixture
def meeting(lasting, worker, today):
    assert worker.sends(worker.at("plan_meeting"), **day("held_on", today)).status_code == 302
    return Meeting.objects.get(held_on=today)


def test_a_panel_is_set_up_with_its_agencies_and_its_team(lasting, coordinator):
    sent = coordinator.sends(coordinator.url("add_panel"), name="South", agreement=str(lasting.agreement.pk))
    made = Panel.objects.get(name="South")
    assert sent.url == coordinator.url("show_panel", made.pk)
    clinic = lasting.agencies["clinic"]
    coordinator.sends(coordinator.url("seat_agency", made.pk), agency=str(clinic.pk))
    coordinator.sends(coordinator.url("join_team", made.pk), worker=str(lasting.by().id))
    page = coordinator.says(coordinator.url("show_panel", made.pk))
    assert clinic.name in page and "looks after it" in page and made.team.count() == 2
    place, member = made.places.get(), made.team.get(worker=lasting.by().id)
    coordinator.sends(coordinator.url("look_after", made.pk, member.pk))
    made.refresh_from_db()
    assert made.coordinator == lasting.by().id
    coordinator.sends(coordinator.url("unseat_agency", made.pk, place.pk))
    assert PanelAgency.objects.get(pk=place.pk).left_on is not None
    coordinator.sends(coordinator.url("end_panel", made.pk))
    assert "ended" in coordinator.says(coordinator.url("list_panels"))


@pytest.mark.parametrize("agreement", ["", "nonsense", str(uuid4()), "\x00"])
def test_a_panel_without_an_agreement_that_holds_is_not_set_up(lasting, coordinator, agreement):
    sent = coordinator.sends(coordinator.url("add_panel"), name="South", agreement=agreement)
    assert sent.status_code == 200 and not Panel.objects.filter(name="South").exists()


def test_a_place_of_another_panel_is_not_found_under_this_one(lasting, coordinator):
    other = lasting.arrange(actions.add_panel, name="South", agreement=lasting.agreement)
    place = lasting.arrange(actions.seat_agency, panel=other, agency=lasting.agencies["clinic"])
    member = other.team.get()
    for name, row in (("unseat_agency", place), ("leave_team", member), ("look_after", member)):
        assert coordinator.sends(coordinator.at(name, row.pk)).status_code == 404
    assert PanelAgency.objects.get(pk=place.pk).left_on is None
    assert PanelWorker.objects.get(pk=member.pk).left_on is None


def test_somebody_is_put_forward_from_a_worry_to_a_sheet(lasting, worker, meeting):
    kim = lasting.person("Kim")
    lasting.do(referrals.raise_concern, person=kim, wants="A way out", signs=["debt"])
    lasting.agrees(kim, "clinic")
    worries = worker.at("list_worries", meeting.pk)
    address = worker.url("put_forward", kim.pk, lasting.panel.pk, meeting.pk)
    assert address in worker.says(worries)
    # What they want stands there already, from the worry.
    assert "A way out" in worker.says(address)
    sent = {"wants": "A way out", "facts": ["called", "health_words"], "health_words": "Needs an X-ray"}
    assert worker.sends(address, **sent).status_code == 302
    item = Item.objects.get()
    assert address not in worker.says(worries)
    page = worker.says(worker.at("show_item", meeting.pk, item.pk))
    assert "A way out" in page and "What they are called, About their health" in page
    assert "Ask them first" in page
    where = (meeting.pk, lasting.agencies["clinic"].pk)
    assert "Make the sheet for them" in worker.says(worker.at("show_sheet", *where))
    sheet = worker.sends(worker.at("print_sheet", *where))
    assert b"Needs an X-ray" in sheet.content and Share.objects.get().how == "panel_sheet"
    assert kim.code.encode() not in sheet.content and b"A way out" not in sheet.content
    assert "on its sheet" in worker.says(worker.at("show_item", meeting.pk, item.pk))


def test_each_page_about_somebody_stands_on_the_trail_once_with_all_it_opened(lasting, worker, meeting):
    kim = lasting.person("Kim")
    lasting.do(referrals.raise_concern, person=kim, wants="A way out", signs=["debt"])
    item = lasting.forward(kim, meeting=meeting)
    due = timezone.now().date() + DAY
    lasting.do(actions.add_action, item=item, what="Ring", due_on=due, worker=lasting.by().id)
    at = (lasting.panel.pk, meeting.pk)
    wanted = {
        worker.url("put_forward", kim.pk, *at): (
            "people.person.identity.called",
            "referrals.concern.notes.wants",
        ),
        worker.url("show_item", *at, item.pk): ("panels.item.notes.wants", "panels.panelaction.notes.what"),
        worker.url("show_meeting", *at): ("panels.item.notes.wants", "panels.panelaction.notes.what"),
    }
    for address, fields in wanted.items():
        before = TrailRow.objects.latest("n").n
        worker.says(address)
        (row,) = TrailRow.objects.filter(n__gt=before)
        assert row.subject == kim.pk and set(fields) <= set(row.fields), address


def test_nothing_is_put_forward_that_says_nothing(lasting, worker, meeting):
    kim = lasting.person("Kim")
    address = worker.url("put_forward", kim.pk, lasting.panel.pk, meeting.pk)
    for said in (
        {"wants": "", "facts": ["called"]},
        {"wants": "Rest", "facts": ["health_words"], "health_words": ""},
        {"wants": "Rest", "facts": ["stay_status"]},
        {"wants": "Rest"},
        {"wants": "Rest", "facts": ["support_words"], "support_words": "Her visa ran out"},
        {"wants": "\x00", "facts": ["called"]},
    ):
        assert worker.sends(address, **said).status_code == 200
    assert not Item.objects.exists()


def test_what_was_said_is_kept_for_those_who_were_spoken_about(lasting, worker, meeting):
    kim, bo = lasting.person("Kim"), lasting.person("Bo")
    now = {"project": lasting.project, "by": lasting.by(), "at": timezone.now()}
    for person in (kim, bo):
        lasting.agrees(person, "clinic")
        lasting.forward(person, {"called": person.code}, meeting=meeting)
    clinic = lasting.agencies["clinic"]
    where = worker.at("note_said", meeting.pk, clinic.pk)
    item = kim.item_rows.get()
    assert "Nobody of this agency was there" in worker.sends(where, items=[str(item.pk)]).content.decode()
    came = worker.sends(worker.at("note_attendance", meeting.pk), agency=str(clinic.pk), name="Dr Low")
    assert came.status_code == 302 and Attendance.objects.get().name == "Dr Low"
    assert worker.sends(where, items=[]).status_code == 200
    assert worker.sends(where, items=[str(uuid4())]).status_code == 200
    assert worker.sends(where, items=[str(item.pk)]).status_code == 302
    assert Share.objects.get().person == kim
    people.withdraw_consent(person=bo, purpose="health", recipient="clinic", how="spoken", **now)
    assert worker.sends(where, items=[str(bo.item_rows.get().pk)]).status_code == 200
    assert Share.objects.count() == 1


def test_actions_are_taken_on_and_stand_with_whoever_has_them(lasting, worker, meeting, today):
    item = lasting.forward(lasting.person("Kim"), meeting=meeting)
    address = worker.at("add_action", meeting.pk, item.pk)
    told = {"what": "Ring the landlord", **day("due_on", today + DAY)}
    for owner in ("", "w.", "w.nonsense", f"w.{uuid4()}", f"a.{uuid4()}"):
        assert worker.sends(address, owner=owner, **told).status_code == 200
    assert worker.sends(address, owner=f"w.{lasting.by().id}", **told).status_code == 302
    action = PanelAction.objects.get()
    assert "Ring the landlord" in worker.says(worker.url("list_actions"))
    assert "Ring the landlord" in Press(lasting, "coordinator").says(worker.url("list_actions"))
    PanelAction.objects.update(due_on=today - DAY)
    home = lasting.project.url("desk:show_today")
    assert "taken on at a panel is overdue" in worker.says(home)
    worker.sends(worker.at("finish_action", meeting.pk, item.pk, action.pk))
    assert "taken on at a panel is overdue" not in worker.says(home)


def test_minutes_are_sent_with_what_stood_there(lasting, worker, meeting):
    item = lasting.forward(lasting.person("Kim"), meeting=meeting)
    address = worker.at("write_minutes", meeting.pk, item.pk)
    empty = actions.mark_of(None)
    assert empty in worker.says(address)
    assert worker.sends(address, words="First\r\nline", seen=empty).status_code == 302
    page = worker.sends(address, words="Second", seen=empty)
    assert "A colleague wrote here meanwhile" in page.content.decode()
    assert worker.sends(address, words="Both", seen=actions.mark_of("First\nline")).status_code == 302


def test_ids_of_another_meeting_are_not_found_here(lasting, worker, meeting):
    item = lasting.forward(lasting.person("Kim"), meeting=meeting)
    other = lasting.meeting
    assert worker.client.get(worker.at("show_item", other.pk, item.pk)).status_code == 404
    assert worker.sends(worker.at("take_off", other.pk, item.pk)).status_code == 404
    assert worker.client.get(worker.at("show_meeting", UUID(int=1))).status_code == 404
    far = lasting.agency("Far clinic")
    assert worker.sends(worker.at("print_sheet", meeting.pk, far.pk)).status_code == 404
    assert Item.objects.get().taken_off_at is None


def test_a_sheet_needs_the_second_factor_shown_just_now(lasting, meeting):
    kim = lasting.person("Kim")
    lasting.agrees(kim, "clinic")
    lasting.forward(kim, meeting=meeting)
    client = lasting.world.client("case_worker", stepped_up=False)
    where = (lasting.panel.pk, meeting.pk, lasting.agencies["clinic"].pk)
    sent = client.post(lasting.project.url("panels:print_sheet", *where), {"entry_id": str(uuid4())})
    assert sent.status_code != 200 and not Share.objects.exists()


def test_an_ended_panel_takes_nothing_more(lasting, worker, meeting, today):
    kim = lasting.person("Kim")
    item = lasting.forward(kim, meeting=meeting)
    lasting.arrange(actions.end_panel, panel=lasting.panel)
    where = (meeting.pk, lasting.agencies["clinic"].pk)
    assert worker.sends(worker.at("print_sheet", *where)).status_code >= 400
    assert worker.sends(worker.at("plan_meeting"), **day("held_on", today + DAY)).status_code == 200
    # What was written stays to be read.
    assert "To be left in peace" in worker.says(worker.at("show_item", meeting.pk, item.pk))


def test_whoever_was_erased_leaves_the_agenda_and_its_pages(lasting, worker, meeting):
    kim = lasting.person("Kim")
    item = lasting.forward(kim, meeting=meeting)
    lasting.do(people.erase_person, person=kim, role="manager", reason="asked")
    assert "Nobody is on the agenda" in worker.says(worker.at("show_meeting", meeting.pk))
    assert worker.client.get(worker.at("show_item", meeting.pk, item.pk)).status_code == 404
    assert not Item.objects.exists()


def test_a_forum_begins_on_its_page_and_names_nobody(lasting, coordinator):
    lasting.person("Kim", full_name="Kim Marigold")
    refused = coordinator.sends(coordinator.url("add_forum"), name="About Kim Marigold", aim="")
    assert refused.status_code == 200 and not Forum.objects.exists()
    assert coordinator.sends(coordinator.url("add_forum"), name="Safety", aim="").status_code == 302
    forum = Forum.objects.get()
    seat = coordinator.sends(coordinator.url("add_seat", forum.pk), kind="sex_worker", chosen_name="Heron")
    assert seat.status_code == 302 and "Heron" in coordinator.says(coordinator.url("show_forum", forum.pk))
    offered = {"kind": "fee", "answer": "offered", "pounds": "45.50", **day("on", NOW.date())}
    place = forum.seats.get()
    coordinator.sends(coordinator.url("add_support", forum.pk, place.pk), **offered)
    assert "£45.50" in coordinator.says(coordinator.url("show_forum", forum.pk))
