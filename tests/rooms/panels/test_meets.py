"""Panels meet the rest of the life of a record: merged and parted, erased, copied for the person, the turn of a day."""

from datetime import UTC, date, datetime

import pytest

from tests.rooms.panels.conftest import COVERED, DAY, KINDS, NOW, WORDS
from tests.rooms.sharing.conftest import MINUTE
from yarrow.methods.refusals import Refusal
from yarrow.panels import actions, doing, queries, showing
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Item, Meeting, PanelAction, Telling
from yarrow.people import actions as people
from yarrow.people.copying import copy_of
from yarrow.referrals import actions as referrals
from yarrow.sharing.actions import leave_agreement
from yarrow.sharing.models import Share
from yarrow.vault.models import TrailRow

TODAY = NOW.date()


def add(table, item, **said):
    told = {"what": "Ring the landlord", "due_on": TODAY, "worker": table.by().id, **said}
    return table.do(actions.add_action, item=item, **told)


@pytest.fixture
def bo(table):
    return table.person("Bo")


@pytest.fixture
def both(table, kim, bo):
    """Two records of one person, both on one agenda; the second is merged into the first."""
    items = {one.pk: table.forward(one, {"called": one.code}) for one in (kim, bo)}
    add(table, items[bo.pk])
    table.merge = table.do(people.merge_people, role="coordinator", into=kim, came=bo, take=[])
    return items


def test_two_records_that_become_one_are_told_on_what_the_one_person_agreed_to(table, kim, bo, both):
    assert table.sheet("clinic") == []
    table.agrees(kim, "clinic", after=1)
    assert {line["called"] for line in table.sheet("clinic", after=2)} == {kim.code, bo.code}
    assert set(Share.objects.values_list("person", flat=True)) == {kim.pk}
    table.takes_back(kim, "clinic", after=3)
    assert table.sheet("clinic", after=4) == []


def test_consent_that_either_record_took_back_last_is_taken_back(table, kim, bo):
    for one in (kim, bo):
        table.forward(one, {"called": one.code})
    table.agrees(kim, "clinic", after=1)
    table.agrees(bo, "clinic", after=2)
    table.takes_back(bo, "clinic", after=3)
    table.do(people.merge_people, role="coordinator", into=kim, came=bo, take=[], after=4)
    assert table.sheet("clinic", after=5) == []


def test_a_page_that_was_open_before_the_merge_acts_on_nobody(table, kim, bo, both):
    stale = both[bo.pk]
    presses = {
        "take_off": {"item": stale},
        "write_minutes": {"item": stale, "words": "Late", "seen": actions.mark_of(None)},
        "add_action": {"item": stale, "what": "Ring", "due_on": TODAY, "worker": table.by().id},
        "put_forward": {"person": bo, "meeting": table.meeting, "wants": "x", "facts": []},
    }
    before = TrailRow.objects.count()
    for name, said in presses.items():
        with pytest.raises(Refusal):
            table.do(getattr(actions, name), **said)
    assert TrailRow.objects.count() == before and Item.objects.get(pk=stale.pk).taken_off_at is None


def test_pages_show_what_came_with_a_merge_and_give_it_back_when_parted(table, kim, bo, both):
    shown = showing.items_of(table.by(), table.meeting, [], NOW)
    assert [(one.who, one.wants) for one in shown] == [("Kim", "To be left in peace")] * 2
    fresh = Item.objects.get(pk=both[bo.pk].pk)
    rows = PanelAction.objects.filter(item=fresh)
    (todo,) = doing.opened(doing.Actions(table.by(), rows, table.project.pk, named=True), TODAY)
    assert (todo.who, todo.what) == ("Kim", "Ring the landlord")
    table.do(people.part_people, role="coordinator", merge=table.merge)
    shown = showing.items_of(table.by(), table.meeting, [], NOW)
    assert {(one.who, one.item.person_id) for one in shown} == {("Kim", kim.pk), ("Bo", bo.pk)}
    assert PanelAction.objects.get().person_id == bo.pk


def test_one_who_is_on_it_twice_is_put_on_no_third_time_and_taken_off_one_by_one(table, kim, bo, both):
    with pytest.raises(CannotBe):
        table.forward(kim)
    for n_left, item in enumerate(Item.objects.order_by("added_at"), start=-1):
        table.do(actions.take_off, item=item)
        assert Item.objects.filter(taken_off_at=None).count() == -n_left
    assert table.forward(kim)


# --- Erased -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def erased(table, kim, bo):
    """Kim, with everything this room can hold of somebody, and then none of it; Bo stays."""
    table.items = {one.pk: table.forward(one, {"called": one.code}) for one in (kim, bo)}
    for one in (kim, bo):
        table.agrees(one, "clinic")
        add(table, table.items[one.pk])
    table.sheet("clinic")
    table.do(people.erase_person, person=kim, role="manager", reason="asked", after=5)
    return kim


def test_who_is_erased_is_gone_from_every_row_and_whoever_stays_is_not(table, erased, bo):
    for model in (Item, PanelAction, Telling):
        assert list(model.objects.values_list("person", flat=True)) == [bo.pk], model
    assert [line["called"] for line in table.sheet("clinic", after=6)] == [bo.code]
    found = doing.actions_for(table.by(), table.project, TODAY + DAY)
    assert [one.who for one in found] == ["Bo"]
    assert queries.Overdue(table.by(), table.project, TODAY + DAY, TODAY).n_late == 1


@pytest.mark.parametrize("name", ["take_off", "write_minutes", "add_action", "finish_action", "put_forward"])
def test_a_page_that_was_open_before_somebody_was_erased_writes_nothing(table, erased, name):
    item = table.items[erased.pk]
    item.person = erased
    said = {
        "take_off": {"item": item},
        "write_minutes": {"item": item, "words": "Late", "seen": actions.mark_of(None)},
        "add_action": {"item": item, "what": "Ring", "due_on": TODAY, "worker": table.by().id},
        "finish_action": {"action": PanelAction(item=item, person=erased)},
        "put_forward": {"person": erased, "meeting": table.meeting, "wants": "x", "facts": []},
    }[name]
    with pytest.raises(Refusal):
        table.do(getattr(actions, name), **said)
    assert Item.objects.count() == PanelAction.objects.count() == 1


# --- The person's own copy --------------------------------------------------------------------------------------------
def test_their_own_copy_says_it_all_in_words_and_nothing_of_others(table, kim, bo):
    concern = table.do(referrals.raise_concern, person=kim, wants="A way out", signs=["debt"])
    item = table.forward(kim, wants="A room with a lock", concern=concern)
    table.forward(bo, {"support_words": "Marigold needs a bed"}, wants="Marigold wants rest")
    table.agrees(kim, "clinic")
    table.sheet("clinic")
    table.do(actions.write_minutes, item=item, words="All want the room", seen=actions.mark_of(None))
    add(table, item)
    add(table, item, worker=None, agency=table.agencies["housing"], what="Look at what is free")
    whole = copy_of(table.by("manager"), table.project, kim, "asked", NOW)
    words = "\n".join(says for each in whole.tables for line in each.lines for _heading, says in line)
    told = ("A room with a lock", "All want the room", "North panel, 14.03.2026", "The housing")
    told += ("Ring the landlord", "Look at what is free", "Sharing in the north", "Needs an X-ray")
    told += ("On a panel", "Case worker", "put you forward to a panel")
    assert [each for each in told if each not in words] == []
    assert "Marigold" not in words and bo.code not in words


# --- The turn of a day ------------------------------------------------------------------------------------------------
def at(when):
    """An instant as minutes after the table's."""
    return int((when - NOW) / MINUTE)


# In London the last night of March 2026 is in summer time: 23:30 by the world's clock is the first of April.
BEFORE, AFTER = datetime(2026, 3, 31, 22, 30, tzinfo=UTC), datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
LAST, FIRST = date(2026, 3, 31), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("held_on", "when", "is_kept"),
    [(LAST, BEFORE, True), (LAST, AFTER, False), (FIRST, BEFORE, False), (FIRST, AFTER, True)],
)
def test_what_is_said_is_kept_on_the_day_that_the_project_calls_today(table, kim, held_on, when, is_kept):
    table.agrees(kim, "clinic")
    meeting = table.do(actions.plan_meeting, panel=table.panel, held_on=held_on)
    item = table.forward(kim, meeting=meeting)
    came = {"meeting": meeting, "agency": table.agencies["clinic"], "name": "Dr Low"}
    table.do(actions.note_attendance, after=at(AFTER), **came)
    said = {"how": actions.SPOKEN, "meeting": meeting, "only": [item.pk], "after": at(when)}
    if is_kept:
        assert len(table.tell("clinic", **said).shares) == 1
    else:
        with pytest.raises(CannotBe):
            table.tell("clinic", **said)
    assert Share.objects.count() == int(is_kept)


@pytest.mark.parametrize("what", ["consent", "agreement"])
def test_what_ends_with_the_month_ends_when_the_project_turns_its_page(table, kim, what):
    if what == "agreement":
        table.agreement = table.make_agreement(name="Until March", expires_on=LAST, review_on=LAST)
        table.sign("clinic")
        table.arrange(actions.change_agreement, panel=table.panel, agreement=table.agreement)
    table.agrees(kim, "clinic", expires_on=LAST if what == "consent" else None)
    table.forward(kim)
    assert len(table.sheet("clinic", after=at(BEFORE))) == 1
    assert table.sheet("clinic", after=at(AFTER)) == []


@pytest.mark.parametrize(("when", "day"), [(BEFORE, LAST), (AFTER, FIRST)])
def test_days_that_are_written_down_are_the_projects_own(table, kim, when, day):
    item, after = table.forward(kim), at(when)
    action = add(table, item, due_on=FIRST)
    place = table.panel.places.first()
    assert table.do(actions.finish_action, action=action, after=after).done_on == day
    assert table.arrange(actions.unseat_agency, place=place, after=after).left_on == day
    assert table.arrange(actions.end_panel, panel=table.panel, after=after).ended_on == day


def test_a_day_that_is_today_here_can_be_promised_and_yesterday_not(table, kim):
    item = table.forward(kim)
    said = {"item": item, "what": "Ring", "worker": table.by().id}
    with pytest.raises(CannotBe):
        table.do(actions.add_action, due_on=LAST, after=at(AFTER), **said)
    assert table.do(actions.add_action, due_on=LAST, after=at(BEFORE), **said).due_on == LAST


@pytest.mark.parametrize(("when", "held_on"), [(BEFORE, FIRST), (AFTER, FIRST + DAY)])
def test_nobody_came_to_a_meeting_of_tomorrow(table, when, held_on):
    meeting = table.do(actions.plan_meeting, panel=table.panel, held_on=held_on)
    with pytest.raises(CannotBe):
        table.do(
            actions.note_attendance,
            meeting=meeting,
            agency=table.agencies["clinic"],
            name="Dr Low",
            after=at(when),
        )
    assert meeting in queries.meetings_to_come(table.by(), table.project, when.date())


def test_meetings_to_come_are_those_of_ones_own_panels_that_go_on(table):
    other = table.arrange(actions.add_panel, name="South", agreement=table.agreement)
    for n, panel in enumerate((table.panel, other)):
        table.arrange(actions.plan_meeting, panel=panel, held_on=TODAY + (n + 1) * DAY)
    table.do(actions.plan_meeting, panel=table.panel, held_on=TODAY - DAY)

    def days(role, on=TODAY):
        return [one.held_on for one in queries.meetings_to_come(table.by(role), table.project, on)]

    assert days("case_worker") == [TODAY, TODAY + DAY]
    assert days("coordinator") == [TODAY, TODAY + DAY, TODAY + 2 * DAY] and days("manager") == []
    assert days("coordinator", TODAY + 2 * DAY) == [TODAY + 2 * DAY]
    table.arrange(actions.end_panel, panel=table.panel)
    assert days("case_worker") == [] and days("coordinator") == [TODAY + 2 * DAY]
    assert Meeting.objects.count() == 4


# --- Whether asking the person may help -------------------------------------------------------------------------------
ASKED = {
    "nothing": (lambda t, p: None, True),
    "another category": (lambda t, p: t.agrees(p, "clinic", categories=["identity"]), True),
    "run out": (lambda t, p: t.agrees(p, "clinic", expires_on=TODAY, after=-2 * 24 * 60), True),
    "taken back": (lambda t, p: (t.agrees(p, "clinic"), t.takes_back(p, "clinic", after=1)), False),
    "agreed": (lambda t, p: t.agrees(p, "clinic"), False),
}


@pytest.mark.parametrize("said", ASKED)
@pytest.mark.parametrize("signed", [True, False])
def test_the_page_asks_them_again_where_asking_helps_and_presses_nobody_who_took_it_back(
    table, kim, said, signed
):
    give, can_ask = ASKED[said]
    give(table, kim)
    facts = {code: WORDS[code] for code in ("called", "health_words") if code in WORDS}
    table.forward(kim, facts)
    if not signed:
        signature = table.agreement.signatures.get(agency=table.agencies["clinic"])
        table.arrange(leave_agreement, signature=signature)
    table.panel.agreement.refresh_from_db()
    when = NOW + (2 * DAY if said == "run out" else 3 * MINUTE)
    (shown,) = showing.items_of(table.by(), table.meeting, [table.agencies["clinic"]], when)
    assert shown.hears[0].can_ask is (can_ask and signed)


@pytest.mark.parametrize(
    ("kind", "code", "can_ask"),
    [
        ("clinic", "health_words", True),
        ("clinic", "safety_words", False),
        ("housing", "safety_words", True),
        ("housing", "health_words", False),
        ("police", "safety_words", True),
        ("police", "support_words", False),
    ],
)
def test_nobody_is_asked_for_what_nobody_can_agree_to_for_that_purpose(table, kim, kind, code, can_ask):
    table.agrees(kim, kind, categories=["identity"])
    table.forward(kim, {code: WORDS[code]})
    (shown,) = showing.items_of(table.by(), table.meeting, [table.agencies[kind]], NOW)
    assert shown.hears[0].may == [] and shown.hears[0].can_ask is can_ask


def test_what_each_agency_is_asked_for_is_what_its_kind_can_be_told_for(table, kim):
    table.forward(kim)
    agencies = queries.agencies_on(table.panel)
    (shown,) = showing.items_of(table.by(), table.meeting, agencies, NOW)
    assert {one.agency.kind: one.purpose for one in shown.hears} == KINDS
    assert set(COVERED) == set(KINDS.values())
