"""How many, and in which order: what is late, what is to be done, who signed, who worries; counted again by hand."""

from random import Random
from uuid import uuid4

import pytest

from tests.rooms.panels.conftest import DAY, NOW
from yarrow.panels import actions, doing, forum, queries, showing
from yarrow.panels.models import ForumLine, ForumStep, PanelAction, SeatSupport
from yarrow.people import actions as people
from yarrow.referrals import actions as referrals
from yarrow.sharing import actions as sharing
from yarrow.sharing import agreeing, covering

pytestmark = pytest.mark.sqlite_only(
    reason="the same rows are counted by the same query sets in both databases"
)
TODAY = NOW.date()
SOON = 42 * DAY


@pytest.fixture
def item(table, kim):
    return table.forward(kim)


def promised(table, item, dues, **said):
    """Rows as the action writes them, many at once: one is made, the others are copies of it."""
    told = {"what": "Ring", "due_on": TODAY, "worker": table.by().id, **said}
    made = table.do(actions.add_action, item=item, **told)
    fields = {"project": table.project, "person": made.person, "item": made.item, "added_at": NOW}
    fields |= {"worker": made.worker, "agency": made.agency, "added_by": made.added_by, "what": made.what}
    rows = PanelAction.objects.bulk_create([PanelAction(due_on=due, **fields) for due in dues])
    PanelAction.objects.filter(pk=made.pk).delete()
    return rows


@pytest.mark.parametrize("n", [0, 1, 2, 99, 100, 101])
def test_what_is_late_is_counted_up_to_a_hundred(table, item, n):
    promised(table, item, [TODAY - DAY] * n + [TODAY, TODAY + DAY])
    assert queries.Overdue(table.by(), table.project, TODAY, TODAY + SOON).n_late == min(n, 100)


def test_what_is_late_is_what_the_list_behind_it_says_is_late(table, item):
    """Owner × whoever looks after it × team × done × day, against the list that Today leads to."""
    dice, owners = Random(7), [table.by().id, table.by("coordinator").id, None]
    table.join("manager")
    for role in ("coordinator", "case_worker", "manager"):
        table.by(role)
    for n in range(24):
        worker = dice.choice(owners)
        agency = None if worker else table.agencies["housing"]
        told = {"what": f"Number {n}", "due_on": TODAY + dice.randrange(9) * DAY}
        row = table.do(actions.add_action, item=item, worker=worker, agency=agency, **told)
        if dice.random() < 0.3:
            table.do(actions.finish_action, action=row)
    day = TODAY + 5 * DAY
    for role, owns in (("case_worker", owners[:1]), ("coordinator", owners), ("manager", [])):
        rows = PanelAction.objects.filter(done_on=None)
        expected = {row.pk for row in rows if row.worker in owns}
        found = doing.actions_for(table.by(role), table.project, day)
        assert {one.action.pk for one in found} == expected, role
        late = queries.Overdue(table.by(role), table.project, day, day).n_late
        assert (
            late
            == sum(one.is_overdue for one in found)
            == sum(r.due_on < day for r in rows if r.pk in expected)
        )
        assert [one.action.due_on for one in found] == sorted(one.action.due_on for one in found)
        assert [one.is_mine for one in found] == [row.action.worker == table.by(role).id for row in found]


def test_ones_own_last_promise_is_not_crowded_out_by_two_hundred_of_others(table, item):
    promised(table, item, [TODAY] * (doing.MOST + 1), worker=table.by("coordinator").id)
    said = {"what": "Ring", "due_on": TODAY + 30 * DAY, "worker": table.by().id}
    own = table.do(actions.add_action, item=item, **said)
    found = doing.actions_for(table.by(), table.project, TODAY)
    assert [one.action.pk for one in found] == [own.pk]


def test_what_is_done_stands_last_and_is_never_late(table, item):
    rows = [
        table.do(actions.add_action, item=item, what=str(n), due_on=TODAY + n * DAY, worker=table.by().id)
        for n in range(4)
    ]
    table.do(actions.finish_action, action=rows[0])
    shown = doing.opened(doing.actions_of(table.by(), item), TODAY + 9 * DAY)
    assert [one.what for one in shown] == ["1", "2", "3", "0"]
    assert [one.is_overdue for one in shown] == [True, True, True, False]


def test_actions_of_who_was_taken_off_stay_to_be_done(table, item):
    table.do(actions.add_action, item=item, what="Ring", due_on=TODAY, worker=table.by().id)
    table.do(actions.take_off, item=item)
    assert [one.what for one in doing.actions_for(table.by(), table.project, TODAY)] == ["Ring"]
    page = table.world.client("case_worker").get(
        table.project.url("panels:show_item", table.panel.pk, table.meeting.pk, item.pk)
    )
    assert page.status_code == 200 and b"Taken off the agenda" in page.content and b"Ring" in page.content


# --- Agreements that run out ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("begins", "ends", "is_ended", "n"),
    [
        (-30, -1, False, 0),
        (-30, 0, False, 1),
        (-30, 42, False, 1),
        (-30, 43, False, 0),
        (0, 42, False, 1),
        (1, 42, False, 0),
        (-30, 42, True, 0),
    ],
)
def test_today_counts_agreements_that_run_out_as_their_own_list_does(table, begins, ends, is_ended, n):
    table.arrange(sharing.end_agreement, agreement=table.agreement)
    days = {"starts_on": TODAY + begins * DAY, "expires_on": TODAY + ends * DAY}
    made = table.make_agreement(name="That one", review_on=days["expires_on"], **days)
    if is_ended:
        table.arrange(sharing.end_agreement, agreement=made)
    assert queries.Overdue(table.by("coordinator"), table.project, TODAY, TODAY + SOON).n_ending == n
    assert queries.Overdue(table.by(), table.project, TODAY, TODAY + SOON).n_ending == 0
    shown = agreeing.AgreementShown(covering.agreement_in(table.project, made.pk), TODAY)
    assert (shown.stands == "Runs out soon") is bool(n)


def test_an_agency_that_left_and_signed_again_is_one_agency(table):
    clinic = table.agencies["clinic"]
    for _turn in range(2):
        standing = table.agreement.signatures.get(agency=clinic, left_on=None)
        table.arrange(sharing.leave_agreement, signature=standing)
        table.sign("clinic")
    assert table.agreement.signatures.filter(agency=clinic).count() == 3

    def n_signed(day=TODAY):
        return agreeing.AgreementShown(covering.agreement_in(table.project, table.agreement.pk), day).n_signed

    assert n_signed() == 3
    table.arrange(
        sharing.leave_agreement, signature=table.agreement.signatures.get(agency=clinic, left_on=None)
    )
    assert (n_signed(), n_signed(TODAY - DAY)) == (2, 0)


def test_agencies_that_signed_are_offered_first_and_one_that_left_it_is_not(table):
    for name, kind in (("Alder", "clinic"), ("Birch", "clinic"), ("Cedar", "clinic")):
        table.agencies[name] = table.agency(name, kind)
    for name in ("Birch", "Cedar"):
        table.sign(name)
    left = table.agreement.signatures.get(agency=table.agencies["Birch"])
    table.arrange(sharing.leave_agreement, signature=left)
    panel = queries.panel_in(table.project, table.panel.pk)
    assert [one.name for one in queries.agencies_to_seat(panel)] == ["Cedar", "Alder", "Birch"]


# --- Worries ----------------------------------------------------------------------------------------------------------
def test_each_person_with_worries_stands_there_once_since_the_first(table, kim):
    bo, lu = table.person("Bo"), table.person("Lu")
    for person, days in ((kim, 9), (bo, 5), (kim, 3), (lu, 1)):
        table.do(referrals.raise_concern, person=person, wants="Out", signs=["debt"], after=-days * 24 * 60)
    found = showing.worries(table.by(), table.meeting)
    assert [(one.who, (TODAY - one.raised_on).days) for one in found] == [("Kim", 9), ("Bo", 5), ("Lu", 1)]
    table.forward(bo)
    table.do(people.erase_person, person=lu, role="manager", reason="asked")
    assert [one.who for one in showing.worries(table.by(), table.meeting)] == ["Kim"]


# --- The forum --------------------------------------------------------------------------------------------------------
@pytest.fixture
def held(table):
    table.forum = table.arrange(actions.add_forum, name="Safety", aim="To be heard")
    table.heron = table.arrange(actions.add_seat, forum=table.forum, kind="sex_worker", chosen_name="Heron")
    return table.forum


def test_a_step_to_be_done_is_not_crowded_out_by_two_hundred_that_are_done(table, held):
    told = {"project": table.project, "forum": held, "owner": table.heron, "words": "Done long ago"}
    told |= {"starts_on": TODAY - 90 * DAY, "added_by": table.by().id, "added_at": NOW}
    old = {"due_on": TODAY - 60 * DAY, "done_on": TODAY - 61 * DAY}
    ForumStep.objects.bulk_create([ForumStep(**told, **old) for _n in range(forum.MOST)])
    said = {"words": "Still to be done", "starts_on": TODAY, "due_on": TODAY + DAY}
    table.arrange(actions.add_step, forum=held, owner=table.heron, **said)
    steps = forum.shown(table.by("coordinator"), held, TODAY + 2 * DAY).steps
    assert [(row.words, late) for row, _who, late in steps][:2] == [
        ("Still to be done", True),
        ("Done long ago", False),
    ]
    assert len(steps) == forum.MOST + 1


@pytest.mark.parametrize(
    ("pence", "money"),
    [(None, ""), (0, "£0.00"), (5, "£0.05"), (50, "£0.50"), (100, "£1.00"), (1_000_000, "£10000.00")],
)
def test_money_is_said_to_the_penny(table, held, pence, money):
    said = {"kind": "fee", "answer": "given", "on": TODAY, "pence": pence}
    table.arrange(actions.add_support, seat=table.heron, **said)
    (seat,) = forum.seats_of(table.by("coordinator"), held)
    assert [one.money for one in seat.supports] == [money] and SeatSupport.objects.get().pence == pence


@pytest.mark.parametrize("typed", ["0.01", "19.99", "1.1", "8.29", "0.57", "9999.99", "10000"])
def test_pounds_that_were_typed_are_those_pence(table, held, typed):
    client = table.world.client("coordinator")
    sent = {"kind": "fee", "answer": "given", "pounds": typed, "entry_id": str(uuid4())}
    sent |= {"on_0": "14", "on_1": "3", "on_2": "2026"}
    address = table.project.url("panels:add_support", held.pk, table.heron.pk)
    assert client.post(address, sent).status_code == 302
    whole, _dot, part = typed.partition(".")
    assert SeatSupport.objects.get().pence == int(whole) * 100 + int(part.ljust(2, "0") or 0)


@pytest.mark.parametrize(
    "typed", ["-1", "NaN", "Infinity", "1e9", "10000.01", "0.001", "twelve", "\x00", "٥٥٥٥٥٥٥"]
)
def test_pounds_that_can_not_be_are_refused_on_the_page(table, held, typed):
    client = table.world.client("coordinator")
    sent = {"kind": "fee", "answer": "given", "pounds": typed, "entry_id": str(uuid4())}
    sent |= {"on_0": "14", "on_1": "3", "on_2": "2026"}
    answer = client.post(table.project.url("panels:add_support", held.pk, table.heron.pk), sent)
    assert answer.status_code == 200 and not SeatSupport.objects.exists()
    assert b"govuk-error-message" in answer.content


def test_lines_stand_with_the_newest_first_and_those_of_one_day_as_they_came(table, held):
    days = [TODAY - 2 * DAY, TODAY, TODAY - DAY, TODAY]
    for n, day in enumerate(days):
        said = {"kind": "decision", "words": f"Number {n}", "said_on": day}
        table.arrange(actions.add_line, forum=held, after=n, **said)
    lines = forum.shown(table.by("coordinator"), held, TODAY).lines
    assert [row.words for _kind, row in lines] == ["Number 3", "Number 1", "Number 2", "Number 0"]
    assert ForumLine.objects.count() == 4


def test_a_list_of_agreements_is_read_with_as_many_questions_for_five_as_for_one(
    table, django_assert_num_queries
):
    def rows():
        return [(one.n_signed, one.stands) for one in agreeing.listed(table.project, TODAY)]

    with django_assert_num_queries(2):
        assert rows() == [(3, "Runs out soon")]
    for n in range(4):
        table.agreement = table.make_agreement(name=f"Number {n}")
        table.sign("clinic")
    with django_assert_num_queries(2):
        assert len(rows()) == 5
