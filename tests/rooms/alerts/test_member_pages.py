"""Pages on which workers vouch for members: what they show, to whom, on how many rows of the trail and queries."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.alerts.members import NOW, PHRASE
from yarrow.alerts import actions
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.models import Member, MemberCode
from yarrow.alerts.ways import Way, phone_way, unpacked
from yarrow.vault.models import TrailRow

CODE = re.compile(r'<bdi class="number">([\w-]+)</bdi>')
ENTRY = re.compile(r'name="entry_id" value="([\w-]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')


class Desk:
    """A worker's browser at the pages of members."""

    def __init__(self, club, role):
        self.url, self.client = club.project.url, club.world.client(role)

    def get(self, page, /, *ids, **asked):
        self.answer = self.client.get(self.url(f"alerts:{page}", *ids), asked)
        return unescape(self.answer.content.decode())

    def post(self, page, /, *ids, **typed):
        self.answer = self.client.post(self.url(f"alerts:{page}", *ids), typed)
        return unescape(self.answer.content.decode())


@pytest.fixture
def desk(club):
    return Desk(club, "outreach")


def test_vouch_for_member_shows_the_code_once_with_which_they_come_in(club, desk):
    entry = ENTRY.search(desk.get("vouch_for_member"))[1]
    said = {
        "entry_id": entry,
        "name": "Ana",
        "phone": "07700 900123",
        "language": "ro",
        "settings": ["street"],
        "knows": "on",
    }
    text = desk.post("vouch_for_member", **said)
    code, row = CODE.search(text)[1], Member.objects.get()
    assert (row.pk.hex, row.language, row.settings) == (entry.replace("-", ""), "ro", ["street"])
    assert unpacked(club.opened(row, "identity.ways")) == (
        Way("sms", "+447700900123", "Don't forget to water the plants."),
    )
    assert code not in desk.get("show_member", row.pk)
    address = re.search(r"http://testserver(/m/[\w-]+/)", text)[1]
    sent = {"code": code, "phrase": PHRASE, "~save": "1"}
    assert "What is warned of now" in desk.client.post(f"{address}begin/", sent).content.decode()
    # Sent again, as a browser does that is asked to load the page anew.
    assert CODE.search(desk.post("vouch_for_member", **said))[1] != code
    assert Member.objects.count() == 1


def test_vouch_for_member_again_leads_to_whoever_has_that_number(club, desk):
    row = club.vouch(phone="07700900123").member
    said = {"entry_id": str(uuid4()), "phone": "+44 7700 900123", "language": "en-gb", "knows": "on"}
    text = desk.post("vouch_for_member", **said)
    assert "that of a member already" in text
    assert club.project.url("alerts:show_member", row.pk) in text and "+44 7700 900123" in text


@pytest.mark.parametrize(
    "typed",
    [
        {"phone": "12"},
        {"knows": ""},
        {"email": "nobody"},
        {"settings": ["nowhere"]},
        {"zones": [str(uuid4())]},
        {"language": "xx"},
        {"language": ""},
        {"name": "x" * 121},
        {"name": "a\x00b"},
        {"entry_id": "x"},
        {"phone_line": "x" * 161},
    ],
)
def test_vouch_for_member_that_cannot_be_is_refused_and_writes_nothing(desk, typed):
    said = {"entry_id": str(uuid4()), "language": "en-gb", "knows": "on", **typed}
    text = desk.post("vouch_for_member", **said)
    assert desk.answer.status_code == 200 and "error" in text
    assert not Member.objects.exists()


def test_list_members_opens_a_page_of_names_on_one_row_of_the_trail(
    club, desk, django_assert_max_num_queries
):
    for n in range(27):
        club.vouch(name=f"Member {n:02}", at=NOW + timedelta(minutes=n))
    before = TrailRow.objects.count()
    with django_assert_max_num_queries(15):
        text = desk.get("list_members")
    assert TrailRow.objects.count() == before + 1
    assert "27 members." in text and "Member 26" in text and "Member 01" not in text
    assert "Member 01" in desk.get("list_members", page="2")
    for page in ("0", "-1", "x", "٣", "9" * 30):
        assert "Member 26" in desk.get("list_members", page=page)


def test_list_members_shows_who_was_put_out_apart(club, desk):
    club.vouch(name="Ana")
    out = club.vouch(name="Bea").member
    club.do(actions.put_out, by="manager", member=out, why="Sold what she read")
    assert "Bea" not in desk.get("list_members")
    text = desk.get("list_members", out="1")
    assert "Bea" in text and "Ana" not in text
    assert "Sold what she read" in desk.get("show_member", out.pk)


def test_show_member_takes_in_what_the_member_changed(club, desk):
    here = club.enter(club.vouch(phone="07700900123"))
    actions.change_ways(
        here=here,
        said=[phone_way("07700900999", "Dinner")],
        project=club.project,
        by=MEMBER,
        at=timezone.now(),
    )
    text = desk.get("show_member", here.member.pk)
    assert "+447700900999" in text and "Dinner" in text and "They have one" in text
    assert Member.objects.get().envelope is None


def test_change_member_keeps_what_the_form_does_not_ask_for(club, desk):
    ways = [Way("sms", "+447700900123", "Dinner", (20, 6)), Way("push", '{"endpoint": "https://x"}')]
    row = club.vouch(ways=ways).member
    text = desk.get("change_member", row.pk)
    said = {"entry_id": ENTRY.search(text)[1], "version": VERSION.search(text)[1], "language": "en-gb"}
    desk.post("change_member", row.pk, phone="+447700900123", phone_itself="on", email="a@b.example", **said)
    assert desk.answer.status_code == 302
    changed = unpacked(club.opened(Member.objects.get(), "identity.ways"))
    assert changed == (ways[1], Way("sms", "+447700900123", "", (20, 6)), changed[2])
    assert changed[2].address == "a@b.example"


def test_change_member_over_another_change_is_said_and_then_is_a_decision(club, desk):
    row = club.vouch(name="Ana").member
    said = {"entry_id": str(uuid4()), "version": "1", "language": "en-gb"}
    assert desk.post("change_member", row.pk, name="Anna", **said) == ""
    text = desk.post("change_member", row.pk, name="Hannah", **said)
    assert "Somebody else changed this" in text and VERSION.search(text)[1] == "2"
    assert desk.post("change_member", row.pk, name="Hannah", **{**said, "version": "2"}) == ""


def test_renew_code_shows_another_and_put_out_is_the_managers(club, desk):
    row = club.vouch().member
    code = CODE.search(desk.post("renew_code", row.pk))[1]
    assert MemberCode.objects.count() == 1 and code
    assert "Put them out" not in desk.get("show_member", row.pk)
    desk.post("put_out_member", row.pk, why="Reason")
    assert desk.answer.status_code == 403
    manager = Desk(club, "manager")
    assert "Put them out" in manager.get("show_member", row.pk)
    assert "Fill in" in manager.post("put_out_member", row.pk, why="")
    manager.post("put_out_member", row.pk, why="Reason")
    assert "Nothing reaches them" in manager.get("show_member", row.pk)
    assert desk.post("renew_code", row.pk) and desk.answer.status_code == 400
    manager.post("take_member_in", row.pk)
    assert Member.objects.get().left_on is None
