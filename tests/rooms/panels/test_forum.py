"""The forum: seats, support in pence, strategy, steps; kept by those who arrange."""

from datetime import date
from uuid import uuid4

import pytest

from tests.rooms.panels.conftest import DAY, NOW
from tests.rooms.sharing.conftest import Table
from tests.worlds import make_project
from yarrow.methods import naming
from yarrow.panels import actions, forum
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import ForumLine, ForumStep, Seat, SeatSupport
from yarrow.people.errors import NotForYou, NotHere

pytestmark = pytest.mark.sqlite_only(reason="rows of the forum are plain, and races stand in no rule of it")
TODAY = NOW.date()


@pytest.fixture
def table(db):
    return Table(world=make_project(at=NOW - 400 * DAY))


@pytest.fixture
def arrange(table):
    return lambda action, **said: table.do(action, role="coordinator", **said)


@pytest.fixture
def held(arrange):
    return arrange(actions.add_forum, name="Safety", aim="To be heard")


@pytest.fixture
def heron(arrange, held):
    return arrange(actions.add_seat, forum=held, kind="sex_worker", chosen_name="Heron")


def support(arrange, seat, **said):
    told = {"kind": "fee", "answer": "given", "on": TODAY, "pence": 4550, **said}
    return arrange(actions.add_support, seat=seat, **told)


def test_a_seat_under_a_chosen_name_is_sealed_and_goes_when_they_leave(table, arrange, held, heron):
    by = table.by("coordinator")
    assert [one.name for one in forum.seats_of(by, held)] == ["Heron"]
    assert b"Heron" not in bytes(Seat.objects.get().chosen_name.ciphertext)
    arrange(actions.leave_seat, seat=heron)
    (left,) = forum.seats_of(by, held)
    assert left.name == "" and left.seat.left_on == TODAY and left.seat.chosen_name is None


def test_a_seat_of_nobody_is_no_seat(table, arrange, held):
    for said in ({"kind": "sex_worker"}, {"kind": "agency"}, {"kind": "anybody"}):
        with pytest.raises(CannotBe):
            arrange(actions.add_seat, forum=held, **said)
    with pytest.raises(CannotBe):
        arrange(actions.add_seat, forum=held, kind="sex_worker", chosen_name="x" * 81)
    assert not Seat.objects.exists()


def test_support_keeps_its_pence_and_what_became_of_it(table, arrange, held, heron):
    (before,) = forum.seats_of(table.by("coordinator"), held)
    assert before.lacks_support
    support(arrange, heron)
    support(arrange, heron, kind="briefing", answer="declined", pence=None)
    (seat,) = forum.seats_of(table.by("coordinator"), held)
    assert {(one.kind, one.money) for one in seat.supports} == {
        ("A fee for their time", "£45.50"),
        ("Time to prepare and to talk afterwards", ""),
    }
    assert not seat.lacks_support


@pytest.mark.parametrize(
    "said",
    [
        {"pence": -1},
        {"pence": 10**12},
        {"kind": "gift"},
        {"answer": "maybe"},
        {"on": TODAY + DAY},
        {"on": date(1, 1, 1)},
    ],
)
def test_support_that_can_not_be_is_refused(arrange, heron, said):
    with pytest.raises(CannotBe):
        support(arrange, heron, **said)
    assert not SeatSupport.objects.exists()


def step(arrange, held, owner, **said):
    told = {"words": "Write it down", "starts_on": TODAY, "due_on": TODAY + 5 * DAY, **said}
    return arrange(actions.add_step, forum=held, owner=owner, **told)


def test_steps_are_late_after_their_day_and_done_once(table, arrange, held, heron):
    made = step(arrange, held, heron)
    assert [late for _row, _who, late in forum.shown(table.by("coordinator"), held, TODAY).steps] == [False]
    later = forum.shown(table.by("coordinator"), held, TODAY + 6 * DAY)
    assert [(who, late) for _row, who, late in later.steps] == [("Heron", True)]
    assert arrange(actions.finish_step, step=made).done_on == TODAY
    done = forum.shown(table.by("coordinator"), held, TODAY + 6 * DAY)
    assert [late for _row, _who, late in done.steps] == [False]


@pytest.mark.parametrize(
    "said",
    [
        {"due_on": TODAY - DAY},
        {"starts_on": date.min},
        {"due_on": date.max},
        {"words": ""},
        {"words": "\x00"},
    ],
)
def test_steps_that_can_not_be_are_refused(arrange, held, heron, said):
    with pytest.raises(CannotBe):
        step(arrange, held, heron, **said)
    assert not ForumStep.objects.exists()


def test_a_seat_of_another_forum_owns_no_step_here(arrange, held, heron):
    other = arrange(actions.add_forum, name="Another", aim="")
    with pytest.raises(NotHere):
        step(arrange, other, heron)


def test_sent_twice_is_once(arrange, held, heron):
    once = uuid4()
    line = {"forum": held, "kind": "decision", "words": "Meet again", "said_on": TODAY, "entry_id": once}
    assert arrange(actions.add_line, **line) == arrange(actions.add_line, **line)
    assert ForumLine.objects.count() == 1
    assert step(arrange, held, heron, entry_id=once) == step(arrange, held, heron, entry_id=once)
    assert support(arrange, heron, entry_id=once) == support(arrange, heron, entry_id=once)
    assert arrange(actions.add_forum, name="Safety", aim="") == held


def test_only_those_who_arrange_keep_it(table, held, heron):
    for role in ("case_worker", "outreach"):
        with pytest.raises(NotForYou):
            table.do(actions.add_line, role=role, forum=held, kind="decision", words="No", said_on=TODAY)
        with pytest.raises(NotForYou):
            table.do(actions.leave_seat, role=role, seat=heron)
    assert table.world.client("case_worker").get(table.project.url("panels:list_forums")).status_code == 403


def test_the_page_takes_a_line_once_somebody_looked_at_a_name_that_is_a_word(table, arrange, held):
    table.person("May")
    client, where = table.world.client("coordinator"), table.project.url("panels:add_line", held.pk)
    sent = {"kind": "decision", "words": "In May again", "entry_id": str(uuid4())}
    sent |= {"said_on_0": "14", "said_on_1": "3", "said_on_2": "2026"}
    page = client.post(where, sent)
    assert page.status_code == 200 and "May" in page.content.decode() and not ForumLine.objects.exists()
    assert client.post(where, {**sent, "is_nobody": "on"}).status_code == 302
    assert ForumLine.objects.get().words == "In May again"


@pytest.mark.parametrize(
    ("text", "names", "whole", "single"),
    [
        ("Ask Ana Maria", ["Ana Maria"], ["Ana Maria"], []),
        ("ana-maria asks", ["Ana Maria"], ["Ana Maria"], []),
        ("Banana Mariachi", ["Ana Maria"], [], []),
        ("Hope is here", ["Hope", "Kim"], ["Hope"], ["Hope"]),
        ("we hope", ["Hope"], ["Hope"], []),
        ("Kim's place", ["Kim"], ["Kim"], ["Kim"]),
        ("Al and Jo", ["Al", "Jo"], ["Al", "Jo"], []),
        ("ليلى جاءت", ["ليلى"], ["ليلى"], ["ليلى"]),
        ("", ["Kim", None, ""], [], []),
    ],
)
def test_names_in_a_text(text, names, whole, single):
    assert naming.whole_in(text, names) == whole and naming.single_in(text, names) == single
