"""The forum at its edges: every act by everybody and elsewhere, names in every spelling, seats that are left."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.utils.html import escape

from tests.rooms.panels.conftest import DAY, NOW
from tests.rooms.panels.test_views import day as boxes
from tests.rooms.sharing.conftest import Table
from tests.worlds import make_project
from yarrow.methods import naming
from yarrow.methods.refusals import Refusal
from yarrow.panels import actions, forum
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import ForumLine, ForumStep, Seat
from yarrow.people import actions as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.sqlite_only(reason="rows of the forum are plain, and races stand in no rule of it")
TODAY = NOW.date()
BAD = '<img src=x onerror="alert(1)">'
NAMES = ("Ana Maria", "Kim")


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


@pytest.fixture
def step(arrange, held, heron):
    said = {"words": "Write it down", "starts_on": TODAY, "due_on": TODAY + 5 * DAY}
    return arrange(actions.add_step, forum=held, owner=heron, **said)


ACTS = {
    "add_seat": lambda f, seat, step: {"forum": f, "kind": "sex_worker", "chosen_name": "Wren"},
    "leave_seat": lambda f, seat, step: {"seat": seat},
    "add_support": lambda f, seat, step: {"seat": seat, "kind": "fee", "answer": "given", "on": TODAY},
    "add_line": lambda f, seat, step: {"forum": f, "kind": "decision", "words": "Meet", "said_on": TODAY},
    "add_step": lambda f, seat, step: {
        "forum": f,
        "owner": seat,
        "words": "Ask",
        "starts_on": TODAY,
        "due_on": TODAY,
    },
    "finish_step": lambda f, seat, step: {"step": step},
}


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_for_those_who_arrange_and_leaves_one_line_on_the_trail(table, held, heron, step, name):
    said, action = ACTS[name](held, heron, step), getattr(actions, name)
    other = table.world.other.project
    trail = TrailRow.objects.filter(act__startswith="panels.")
    before = trail.count()
    for role in ("case_worker", "outreach", "adviser"):
        with pytest.raises(NotForYou):
            table.do(action, role=role, **said)
    with pytest.raises(NotHere):
        action(project=other, by=table.by("coordinator"), at=NOW, **said)
    assert trail.count() == before
    for role in ("coordinator", "manager"):
        with transaction.atomic():
            table.do(action, role=role, **said)
            assert trail.latest("n").act == f"panels.{name}"
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["add_seat", "add_support", "add_line", "add_step"])
def test_the_number_of_one_form_makes_no_row_of_another_forum(arrange, held, heron, step, name):
    once = uuid4()
    first = arrange(getattr(actions, name), entry_id=once, **ACTS[name](held, heron, step))
    other = arrange(actions.add_forum, name="Another", aim="")
    seat = arrange(actions.add_seat, forum=other, kind="sex_worker", chosen_name="Wren")
    with pytest.raises(NotHere):
        arrange(getattr(actions, name), entry_id=once, **ACTS[name](other, seat, step))
    assert type(first).objects.get(pk=once) == first


def test_a_seat_that_was_left_takes_nothing_on_and_keeps_what_it_had(table, arrange, held, heron, step):
    arrange(actions.leave_seat, seat=heron)
    with pytest.raises(CannotBe) as refused:
        arrange(actions.add_step, **ACTS["add_step"](held, heron, step))
    assert refused.value.field == "owner" and ForumStep.objects.count() == 1
    # What was paid is written down after they left, too.
    assert arrange(actions.add_support, **ACTS["add_support"](held, heron, step))
    ((row, owner, late),) = forum.shown(table.by("coordinator"), held, TODAY + 6 * DAY).steps
    assert (row.pk, owner, late) == (step.pk, "A sex worker, under a name they choose", True)
    page = table.world.client("coordinator").get(table.project.url("panels:add_step", held.pk))
    assert str(heron.pk) not in page.content.decode()


def test_a_seat_left_twice_keeps_its_first_day_and_no_name(arrange, heron):
    arrange(actions.leave_seat, seat=heron)
    assert arrange(actions.leave_seat, seat=heron, after=3 * 24 * 60).left_on == TODAY
    assert Seat.objects.get().chosen_name is None


def test_an_agencys_seat_keeps_no_typed_name_and_somebodys_no_agency(table, arrange, held):
    quay = table.agency()
    said = {"forum": held, "agency": quay, "chosen_name": "Heron"}
    one = arrange(actions.add_seat, kind="agency", **said)
    two = arrange(actions.add_seat, kind="sex_worker", after=1, **said)
    assert (one.agency, one.chosen_name) == (quay, None)
    assert two.agency is None and two.chosen_name is not None
    assert [seat.name for seat in forum.seats_of(table.by("coordinator"), held)] == ["Quay clinic", "Heron"]


def test_without_a_key_no_text_is_kept_because_nobody_could_look_through_names(table, held, heron, step):
    locked = Actor(table.by("coordinator").id, "coordinator")
    act = {"project": table.project, "by": locked, "at": NOW}
    for name in ("add_seat", "add_line", "add_step"):
        with pytest.raises(Locked):
            getattr(actions, name)(**ACTS[name](held, heron, step), **act)
    assert (Seat.objects.count(), ForumLine.objects.count(), ForumStep.objects.count()) == (1, 0, 1)


@pytest.mark.parametrize(
    ("text", "whole", "single"),
    [
        ("An\u200da Ma\u200dria asks", ["Ana Maria"], []),
        ("Ana\u00a0Maria", ["Ana Maria"], []),
        ("\uff21\uff4e\uff41 \uff2d\uff41\uff52\uff49\uff41", ["Ana Maria"], []),
        ("ANA  -  MARIA", ["Ana Maria"], []),
        ("Ana\nMaria", ["Ana Maria"], []),
        ("Ana and Maria", [], []),
        ("Ki\u200dm", ["Kim"], ["Kim"]),
        ("\uff2b\uff49\uff4d", ["Kim"], ["Kim"]),
        ("kimono, Kimberley", [], []),
        ("Kim_s", ["Kim"], ["Kim"]),
        ("(KIM)", ["Kim"], ["Kim"]),
        ("kim", ["Kim"], []),
    ],
)
def test_a_name_is_found_however_it_is_spelled_and_in_no_other_word(text, whole, single):
    assert naming.whole_in(text, NAMES) == whole
    assert naming.single_in(text, NAMES) == single


@pytest.mark.parametrize(
    "name", ["Ana Maria", "Ana\u200c Maria", "Ａｎａ Maria", "ana-maria", "ANA MARIA", "Ana\u2003Maria"]
)
def test_a_name_is_found_however_the_record_spells_it(name):
    assert naming.whole_in("we met Ana Maria there", [name]) == [name]
    assert naming.of_several_words([name, "Kim", None, ""]) == [name]


@pytest.mark.parametrize("field", ["called", "full_name", "alias", "code"])
def test_every_name_of_somebody_is_looked_for_and_no_more_once_they_are_erased(table, arrange, held, field):
    person = table.person("Kim", full_name="Ada Marie Quill")
    told = {"person": person, "kind": "other_name", "name": "Bright Star"}
    table.do(people.add_alias, **told)
    texts = {"called": "Kim", "full_name": "Ada Marie Quill", "alias": "Bright Star", "code": person.code}
    line = {"forum": held, "kind": "decision", "words": f"About {texts[field]} again", "said_on": TODAY}
    with pytest.raises(CannotBe):
        arrange(actions.add_line, **line)
    table.do(people.erase_person, person=person, role="manager", reason="asked")
    assert arrange(actions.add_line, **line).words == line["words"]


def test_the_code_of_a_record_that_was_merged_away_still_leads_to_somebody(table, arrange, held):
    kim, bo = table.person("Kim"), table.person("Bo")
    table.do(people.merge_people, role="coordinator", into=kim, came=bo, take=[])
    line = {"forum": held, "kind": "decision", "said_on": TODAY}
    with pytest.raises(CannotBe):
        arrange(actions.add_line, words=f"See {bo.code}", **line)


@pytest.mark.parametrize("words", [BAD, "ليلى تريد غرفة", "👩🏽‍⚕️ rest", "a\nb"])
def test_what_the_forum_says_stands_there_as_words(table, arrange, words):
    held = arrange(actions.add_forum, name=words.replace("\n", " "), aim=words)
    seat = arrange(actions.add_seat, forum=held, kind="sex_worker", chosen_name=words.replace("\n", " "))
    arrange(actions.add_line, forum=held, kind="strategy", words=words, said_on=TODAY)
    days = {"starts_on": TODAY, "due_on": TODAY}
    arrange(actions.add_step, forum=held, owner=seat, words=words, **days)
    page = table.world.client("coordinator").get(table.project.url("panels:show_forum", held.pk))
    said = page.content.decode()
    assert BAD not in said and said.count(escape(words).replace("\n", "<br>")) >= 2


@pytest.mark.parametrize("field", ["name", "aim"])
@pytest.mark.parametrize("words", ["x" * 100_000, "\x00", "a\u202eb"])
def test_what_can_not_be_read_begins_no_forum(arrange, field, words):
    with pytest.raises(Refusal) as refused:
        arrange(actions.add_forum, **{"name": "Safety", "aim": "", field: words})
    assert refused.value.field == field


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "\x00"},
        {"kind": "anybody"},
        {"kind": "agency", "agency": ""},
        {"kind": "agency", "agency": str(uuid4())},
        {"kind": "sex_worker", "chosen_name": ""},
        {"kind": "sex_worker", "chosen_name": "x" * 81},
    ],
)
def test_a_seat_that_can_not_be_is_asked_for_again_with_what_was_typed(table, held, changed):
    sent = {
        "kind": "sex_worker",
        "chosen_name": "Marigold",
        "agency": "",
        "entry_id": str(uuid4()),
        **changed,
    }
    client = table.world.client("coordinator")
    page = client.post(table.project.url("panels:add_seat", held.pk), sent)
    assert page.status_code == 200 and not Seat.objects.exists()
    assert sent["chosen_name"] in page.content.decode()


def test_a_step_from_the_page_goes_to_a_seat_of_this_forum_alone(table, arrange, held, heron):
    other = arrange(actions.add_forum, name="Another", aim="")
    elsewhere = arrange(actions.add_seat, forum=other, kind="sex_worker", chosen_name="Wren")
    client, url = table.world.client("coordinator"), table.project.url("panels:add_step", held.pk)
    sent = {"words": "Ask", **boxes("starts_on", TODAY), **boxes("due_on", TODAY)}
    for owner in ("", "\x00", str(uuid4()), str(elsewhere.pk)):
        answer = client.post(url, {**sent, "owner": owner, "entry_id": str(uuid4())})
        assert answer.status_code == 200 and not ForumStep.objects.exists()
    assert client.post(url, {**sent, "owner": str(heron.pk), "entry_id": str(uuid4())}).status_code == 302
    step = ForumStep.objects.get()
    where = table.project.url("panels:finish_step", other.pk, step.pk)
    assert client.post(where).status_code == 404 and ForumStep.objects.get().done_on is None
