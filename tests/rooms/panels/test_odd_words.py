"""What is typed at panels: papers to stay in every spelling, files, marks, other scripts, and far too much of it."""

import html
import re
from uuid import uuid4

import pytest

from tests.rooms.panels.conftest import DAY, NOW, WORDS
from tests.rooms.panels.test_views import Press
from yarrow.panels import actions, papers, showing
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Attendance, Item, Panel
from yarrow.sharing import lists
from yarrow.sharing.models import Share

pytestmark = pytest.mark.sqlite_only(reason="what may be typed is decided before any row is written")
TODAY = NOW.date()
BAD = '<img src=x onerror="alert(1)">'
RTL, EMOJI = "ليلى تريد غرفة", "👩🏽‍⚕️ a nurse"


@pytest.mark.parametrize(
    "text",
    [
        "Home\nOffice letter came",
        "home-office",
        "leave   to remain",
        "leave\u2011to\u2011remain",
        "her vi\u200dsa",
        "\uff36\uff29\uff33\uff21",
        "No\trecourse",
        "pre settled status",
        "biometric\u00a0residence",
        "DEPORTED once",
        "overstayer",
        "asylum-seeker",
        "illegally in the UK",
        "two visas",
        "Visa's end",
        "papers to\nstay",
        "sponsorship licence",
    ],
)
def test_papers_are_found_however_they_are_spelled(text):
    assert papers.are_named_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Walked home. Office hours are from nine",
        "Lost her Visa card",
        "a visa-card",
        "Advisable to ring first",
        "envisage",
        "Can't remain there",
        "The paper stays dry",
        "BRPs",
        "",
        RTL,
        EMOJI,
    ],
)
def test_other_words_are_no_papers(text):
    assert not papers.are_named_in(text)


@pytest.mark.parametrize("code", ["called", "full_name", "support_words", "health_words", "safety_words"])
def test_papers_are_looked_for_in_every_fact_and_not_in_what_they_want(table, kim, code):
    with pytest.raises(CannotBe) as refused:
        table.forward(kim, {code: "waits for the home\noffice"})
    assert refused.value.field == "facts" and not Item.objects.exists()
    assert table.forward(kim, {code: "fine"}, wants="That nobody asks about her visa")


@pytest.mark.parametrize("code", sorted(lists.about_files()))
def test_a_file_is_put_before_no_panel_so_that_one_line_stops_no_sheet(table, kim, code):
    """A share by hand takes no file: one such line would refuse the sheet for everybody on it."""
    with pytest.raises(CannotBe) as refused:
        table.forward(kim, {"called": "Kim", code: "A scan"})
    assert refused.value.field == "facts" and not Item.objects.exists()


def test_every_fact_that_can_be_put_forward_can_be_told(table, kim):
    codes = sorted(lists.codes("facts") - lists.about_files())
    table.agreement = table.make_agreement(
        name="All", categories=sorted({lists.category_of(code) for code in codes})
    )
    for kind in table.agencies:
        table.sign(kind)
        table.agrees(kim, kind, categories=("identity", "ways", "health", "support", "safety"))
    table.arrange(actions.change_agreement, panel=table.panel, agreement=table.agreement)
    table.forward(kim, {code: f"says {code}" for code in codes})
    told = {code for kind in table.agencies for line in table.sheet(kind) for code in line}
    assert told == {code for code in codes if lists.category_of(code) not in ("attendance", "reasons")}
    assert Share.objects.count() == 3


@pytest.fixture
def worker(lasting):
    return Press(lasting)


def main_of(page):
    return page.split("<main")[1].split("</main>")[0]


def test_the_page_that_puts_forward_says_whom_and_where_and_asks_for_no_file(lasting, worker, kim):
    page = main_of(worker.says(worker.at_person("put_forward", kim)))
    assert kim.code in page and lasting.panel.name in page
    assert 'type="file"' not in page and "file_" not in page
    offered = set(re.findall(r'name="facts" value="(\w+)"', page))
    assert {"called", "health_words"} <= offered <= lists.codes("facts") - lists.about_files()


def test_a_file_that_is_sent_all_the_same_is_no_answer(lasting, worker, kim):
    sent = {"wants": "Rest", "facts": ["file_health"], "file_called": "A scan"}
    answer = worker.sends(worker.at_person("put_forward", kim), **sent)
    assert answer.status_code == 200 and not Item.objects.exists()


@pytest.mark.parametrize("words", [BAD, RTL, EMOJI, "a\nb", "x" * 4000])
def test_what_was_typed_stands_there_as_words_and_as_nothing_else(lasting, worker, kim, words):
    lasting.agrees(kim, "clinic")
    item = lasting.forward(kim, {**WORDS, "health_words": words}, wants=words)
    lasting.do(actions.write_minutes, item=item, words=words, seen=actions.mark_of(None))
    said = {"item": item, "what": words, "due_on": TODAY, "worker": lasting.by().id}
    lasting.do(actions.add_action, **said)
    where = (lasting.meeting.pk, lasting.agencies["clinic"].pk)
    sheet = worker.sends(worker.at("print_sheet", *where)).content.decode()
    pages = [
        worker.says(worker.at("show_item", lasting.meeting.pk, item.pk)),
        worker.says(worker.at("show_meeting", lasting.meeting.pk)),
        worker.says(worker.at("show_sheet", *where)),
        worker.says(worker.url("list_actions")),
        sheet,
    ]
    assert [BAD in page for page in pages] == [False] * 5
    expected = html.escape(words).replace("\n", "<br>")
    assert html.unescape(expected) in html.unescape(sheet) and f"<bdi>{expected}</bdi>" in sheet


@pytest.mark.parametrize("words", ["x" * 4001, "x" * 100_000, "a\u202eb", "\x00", "\ud800"])
def test_what_can_not_be_read_is_refused_where_it_was_typed(table, kim, words):
    with pytest.raises(CannotBe) as refused:
        table.forward(kim, wants=words)
    assert refused.value.field == "wants"
    with pytest.raises(CannotBe):
        table.forward(kim, {"support_words": words})
    item = table.forward(kim)
    with pytest.raises(CannotBe) as refused:
        table.do(actions.write_minutes, item=item, words=words, seen=actions.mark_of(None))
    assert refused.value.field == "words"


def test_minutes_can_be_emptied_and_then_written_anew(table, kim):
    item, blank = table.forward(kim), actions.mark_of(None)
    table.do(actions.write_minutes, item=item, words="Said in haste", seen=blank)
    table.do(actions.write_minutes, item=item, words=" \n ", seen=actions.mark_of("Said in haste"))
    (shown,) = showing.items_of(table.by(), table.meeting, [], NOW)
    assert shown.minutes == "" and Item.objects.get().minutes is None
    table.do(actions.write_minutes, item=item, words="Calmly", seen=blank)
    assert showing.items_of(table.by(), table.meeting, [], NOW)[0].minutes == "Calmly"


@pytest.mark.parametrize("name", [BAD, RTL, EMOJI, "O'Neil & Sons"])
def test_names_of_panels_agencies_and_guests_are_words(lasting, worker, name):
    lasting.arrange(actions.add_panel, name=name, agreement=lasting.agreement)
    clinic = lasting.agencies["clinic"]
    type(clinic).objects.filter(pk=clinic.pk).update(name=name)
    lasting.do(actions.note_attendance, meeting=lasting.meeting, agency=clinic, name=name)
    pages = [
        worker.says(worker.url("list_panels")),
        worker.says(worker.at("show_panel")),
        worker.says(worker.at("show_meeting", lasting.meeting.pk)),
        worker.says(worker.at("show_sheet", lasting.meeting.pk, clinic.pk)),
        worker.sends(worker.at("print_sheet", lasting.meeting.pk, clinic.pk)).content.decode(),
    ]
    assert [html.escape(name) in page for page in pages] == [True] * 5
    assert BAD not in "".join(pages)


@pytest.mark.parametrize(
    ("act", "field", "said"),
    [
        ("add_panel", "name", {"name": "x" * 121}),
        ("add_panel", "name", {"name": "\u200b"}),
        ("note_attendance", "name", {"name": "x" * 121}),
        ("note_attendance", "name", {"name": "   "}),
        ("note_attendance", "name", {"name": "\x00"}),
    ],
)
def test_names_that_can_not_be_are_refused(table, act, field, said):
    given = {
        "add_panel": {"agreement": table.agreement},
        "note_attendance": {"meeting": table.meeting, "agency": table.agencies["clinic"]},
    }[act]
    with pytest.raises(CannotBe) as refused:
        table.arrange(getattr(actions, act), **given, **said)
    assert refused.value.field == field
    assert Panel.objects.count() == 1 and not Attendance.objects.exists()


def test_a_name_is_the_same_name_however_its_accents_are_written(table):
    told = {"meeting": table.meeting, "agency": table.agencies["clinic"]}
    first = table.do(actions.note_attendance, name="Zoe\u0301 Low", **told)
    assert table.do(actions.note_attendance, name=" Zo\u00e9 Low ", **told) == first
    other = {**told, "agency": table.agencies["housing"]}
    assert table.do(actions.note_attendance, name="Zo\u00e9 Low", **other) != first


@pytest.mark.parametrize("entry_id", ["", "nonsense", "\x00", str(uuid4())])
def test_a_sheet_is_made_and_kept_whatever_came_as_its_number(lasting, worker, kim, entry_id):
    lasting.agrees(kim, "clinic")
    lasting.forward(kim)
    where = (lasting.meeting.pk, lasting.agencies["clinic"].pk)
    answer = worker.client.post(worker.at("print_sheet", *where), {"entry_id": entry_id})
    assert answer.status_code == 200 and Share.objects.count() == 1


def test_an_action_by_the_last_day_that_can_be_and_not_a_day_more(table, kim):
    item = table.forward(kim)
    said = {"item": item, "what": "Ring", "worker": table.by().id}
    assert table.do(actions.add_action, due_on=TODAY + 732 * DAY, **said)
    with pytest.raises(CannotBe) as refused:
        table.do(actions.add_action, due_on=TODAY + 733 * DAY, **said)
    assert refused.value.field == "due_on"
