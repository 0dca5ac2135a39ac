"""A sheet says what consent and agreement let it say in that second, and each is written down as told."""

import re
from uuid import uuid4

import pytest

from tests.rooms.panels.conftest import NOW
from yarrow.panels import actions
from yarrow.panels.errors import CannotBe, NotOnTeam
from yarrow.panels.models import Telling
from yarrow.people import actions as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions as sharing
from yarrow.sharing.models import Share
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked
from yarrow.vault.models import TrailRow


def test_each_agency_hears_its_own_part_and_it_is_a_share_under_the_agreement(table, kim):
    table.agrees(kim, "clinic", categories=["identity", "health"])
    table.agrees(kim, "housing", categories=["support"])
    table.forward(kim)
    assert table.sheet("clinic") == [{"called": "Kim", "health_words": "Needs an X-ray"}]
    assert table.sheet("housing") == [{"support_words": "Needs a room"}]
    assert table.sheet("police") == []
    told = {row.agency.kind: row for row in Share.objects.all()}
    assert set(told) == {"clinic", "housing"} and Telling.objects.count() == 2
    assert {row.agreement for row in told.values()} == {table.agreement}
    assert told["clinic"].how == "panel_sheet" and told["clinic"].categories == ["identity", "health"]


def test_nobody_is_told_on_consent_alone_or_on_the_agreement_alone(table, kim):
    table.forward(kim)
    assert table.sheet("clinic") == []
    table.agrees(kim, "clinic")
    table.arrange(sharing.end_agreement, agreement=table.agreement)
    assert table.sheet("clinic") == [] and not Share.objects.exists()


def test_an_agreement_that_ran_out_gives_no_cover(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    last = 30 * 24 * 60
    assert len(table.sheet("clinic", after=last)) == 1
    assert table.sheet("clinic", after=last + 24 * 60) == []


def test_an_agency_that_left_the_agreement_hears_nothing(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    signed = table.agreement.signatures.get(agency=table.agencies["clinic"])
    table.arrange(sharing.leave_agreement, signature=signed)
    assert table.sheet("clinic") == []


class Desk:
    """The pages of one agency's sheet, as the case worker presses them now."""

    def __init__(self, table):
        self.client, self.url = table.world.client("case_worker"), table.project.url
        self.where = (table.panel.pk, table.meeting.pk, table.agencies["clinic"].pk)

    def page(self):
        return self.client.get(self.url("panels:show_sheet", *self.where)).content.decode()

    def printed(self):
        sent = self.client.post(self.url("panels:print_sheet", *self.where), {"entry_id": str(uuid4())})
        assert sent.status_code == 200 and sent["Cache-Control"] == "no-store"
        main = sent.content.decode().split("<h1>")[1].split("</main>")[0]
        return re.sub(r"Made [^.]+\.", "", main)


def test_consent_that_was_taken_back_after_the_page_leaves_them_out(lasting, kim):
    lasting.agrees(kim, "clinic")
    lasting.forward(kim)
    desk = Desk(lasting)
    assert "Needs an X-ray" in desk.page()
    lasting.takes_back(kim, "clinic", after=1)
    sheet = desk.printed()
    assert "Needs an X-ray" not in sheet and "Kim" not in sheet and not Share.objects.exists()


def test_whoever_is_left_out_is_not_counted_and_the_sheet_of_nobody_looks_the_same(lasting, kim):
    desk, bo, lu = Desk(lasting), lasting.person("Bo"), lasting.person("Lu")
    nobody = desk.printed()
    for person in (bo, lu):
        lasting.forward(person, {"called": "Marigold"})
    assert desk.printed() == nobody
    lasting.agrees(kim, "clinic")
    lasting.forward(kim)
    alone = desk.printed()
    assert "Kim" in alone and "Marigold" not in alone
    for person in (bo, lu):
        lasting.do(actions.take_off, item=person.item_rows.get())
    assert desk.printed() == alone


def test_the_same_press_twice_is_told_once_and_after_a_withdrawal_not_at_all(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    once = uuid4()
    assert table.sheet("clinic", entry_id=once) == table.sheet("clinic", entry_id=once, after=1)
    assert Share.objects.count() == 1
    table.takes_back(kim, "clinic", after=2)
    assert table.sheet("clinic", entry_id=once, after=3) == [] and Share.objects.count() == 1


def test_another_print_is_another_share(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    table.sheet("clinic")
    table.sheet("clinic", after=5)
    assert Share.objects.count() == 2


def test_what_two_people_approved_is_told_once_by_its_author_under_the_agreement(table, kim):
    table.forward(kim)
    proposal = table.propose(kim, table.agencies["police"], facts=("called",))
    assert table.sheet("police") == []
    table.decide(proposal)
    table.join("manager")
    assert table.sheet("police", role="manager") == []
    assert table.sheet("police") == [{"called": "Kim"}]
    share = Share.objects.get()
    assert share.proposal_id == proposal.pk and share.agreement == table.agreement
    assert table.sheet("police") == []


def test_consent_and_an_approval_become_a_share_each(table, kim):
    table.agrees(kim, "clinic", categories=["identity"])
    table.forward(kim)
    proposal = table.propose(kim, table.agencies["clinic"], facts=("health_words",))
    table.decide(proposal)
    assert table.sheet("clinic") == [{"called": "Kim", "health_words": "Needs an X-ray"}]
    assert sorted(row.proposal_id is None for row in Share.objects.all()) == [False, True]


def test_said_at_the_meeting_needs_its_day_and_somebody_who_was_there(table, kim):
    table.agrees(kim, "clinic")
    item = table.forward(kim)
    with pytest.raises(CannotBe):
        table.tell("clinic", how=actions.SPOKEN)
    table.do(actions.note_attendance, meeting=table.meeting, agency=table.agencies["clinic"], name="Dr Low")
    with pytest.raises(CannotBe):
        table.tell("clinic", how=actions.SPOKEN, after=24 * 60)
    assert table.tell("clinic", how=actions.SPOKEN, only=[]).shares == []
    (share,) = table.tell("clinic", how=actions.SPOKEN, only=[item.pk]).shares
    assert share.how == "panel" and share.agreement == table.agreement


def test_who_is_taken_off_erased_or_merged_away_is_on_no_sheet(table, kim):
    bo, lu = table.person("Bo"), table.person("Lu")
    items = {}
    for person in (kim, bo, lu):
        table.agrees(person, "clinic")
        items[person.pk] = table.forward(person, {"called": person.code})
    table.do(actions.take_off, item=items[kim.pk])
    table.do(people.erase_person, person=bo, role="manager", reason="asked")
    assert table.sheet("clinic") == [{"called": lu.code}]


def test_only_the_team_tells_and_only_case_work_is_on_it(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    with pytest.raises(NotOnTeam):
        table.tell("clinic", role="manager")
    with pytest.raises(NotForYou):
        table.tell("clinic", role="outreach")
    with pytest.raises(CannotBe):
        table.join("outreach")
    member = table.panel.team.get(worker=table.by().id)
    table.arrange(actions.leave_team, place=member)
    with pytest.raises(NotOnTeam):
        table.tell("clinic")
    assert not Share.objects.exists()


def test_an_agency_that_left_the_panel_or_never_sat_there_is_told_nothing(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    other = table.agency("Another clinic")
    with pytest.raises(NotHere):
        table.do(actions.tell, meeting=table.meeting, agency=other, how=actions.SHEET, entry_id=uuid4())
    place = table.panel.places.get(agency=table.agencies["clinic"])
    table.arrange(actions.unseat_agency, place=place)
    with pytest.raises(NotHere):
        table.tell("clinic")
    table.arrange(actions.end_panel, panel=table.panel)
    with pytest.raises(CannotBe):
        table.tell("housing")


def test_the_trail_names_each_person_told_and_the_sheet(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    table.sheet("clinic")
    acts = list(TrailRow.objects.order_by("n").values_list("act", "subject"))[-2:]
    assert acts == [("sharing.record_share", kim.pk), ("panels.print_sheet", table.panel.pk)]


def test_without_a_key_nothing_is_told(table, kim):
    table.agrees(kim, "clinic")
    table.forward(kim)
    locked = Actor(table.by().id, "case_worker")
    told = {"meeting": table.meeting, "agency": table.agencies["clinic"], "how": actions.SHEET}
    with pytest.raises(Locked):
        actions.tell(entry_id=uuid4(), project=table.project, by=locked, at=NOW, **told)
    assert not Share.objects.exists()


def test_the_trail_of_a_sheet_that_told_nothing_says_that_it_was_made(table, kim):
    table.forward(kim)
    table.sheet("clinic")
    assert TrailRow.objects.latest("n").act == "panels.print_sheet"
