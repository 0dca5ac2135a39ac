"""What a worker leaves behind in this room: orders that run, people inside, days at the gate; and who takes it on."""

import pytest
from django.utils import timezone

from tests.rooms.justice.conftest import NOW, TODAY, days, fresh, text
from yarrow.desk.actions import hand_over_work
from yarrow.desk.leaving import Shared, ShareOutForm
from yarrow.desk.leaving import left_by as all_left
from yarrow.justice import actions, coming
from yarrow.justice.errors import WrongStep
from yarrow.justice.left_behind import left_by
from yarrow.justice.models import Away, Order, PickUp
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import erase_person
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Membership
from yarrow.vault import trail


@pytest.fixture
def leaver(table):
    return table.world.account("case_worker").worker


@pytest.fixture
def boss(table):
    return table.world.worker("coordinator")


@pytest.fixture
def to(table):
    return table.world.account("manager").worker


@pytest.fixture
def left(table, order, kim):
    """Of the leaver: an order that runs, Kim inside, a day at the gate; and as much that is over or somebody else's."""
    away = table.away(kim, leaves_in=9)
    gate = {"away": away, "planned_on": TODAY + days(9)}
    mine = table.do(actions.plan_pick_up, worker_id=table.by.id, **gate)
    called_off = table.do(actions.plan_pick_up, worker_id=table.by.id, **gate)
    table.do(actions.settle_pick_up, pick_up=called_off, act="call_off")
    colleague = table.world.worker("coordinator")
    table.do(actions.plan_pick_up, worker_id=colleague.id, **gate)
    table.move(table.order(kim), "end")
    other = table.do(actions.add_away, by=colleague, person=table.person("Lou"), agency_words="HMP")
    out = table.away(table.person("Out"))
    table.do(actions.move_away, away=out, act="leave")
    assert other.worker == colleague.id
    return {"order": order, "away": away, "gate": mine}


def test_left_is_what_still_runs_and_is_theirs(table, left, boss, leaver):
    found = left_by(boss, table.project, leaver, {})
    assert [one.row for one in found] == [left["order"], left["away"], left["gate"]]
    assert [one.who for one in found] == ["Kim"] * 3
    assert found[0].what == "Engagement and Support Order" and found[1].what == "In prison"
    assert found[2].what == "Who is at the gate, 23 March 2026"


def test_left_of_somebody_erased_or_in_another_project_is_nothing(table, left, leaver, kim):
    other = table.world.other
    with other.inside():
        assert left_by(other.worker("coordinator"), other.project, leaver, {}) == []
    table.do(erase_person, by=table.world.worker("manager"), person=kim, reason="asked")
    assert left_by(table.world.worker("manager"), table.project, leaver, {}) == []


@pytest.mark.parametrize("role", ["adviser", "outreach"])
def test_left_is_told_to_nobody_who_may_not_know_of_orders(table, left, leaver, role):
    """Advisers hand people over, too; that somebody is in prison is not theirs to read."""
    assert left_by(table.world.worker(role), table.project, leaver, {}) == []


def test_each_goes_to_a_colleague_who_keeps_in_touch_from_now_on(table, left, boss, to):
    for name in ("order", "away", "gate"):
        row = table.do(actions.hand_over, by=boss, row=left[name], to=to)
        assert row.worker == fresh(row).worker == to.pk
    assert left_by(boss, table.project, table.world.account("case_worker").worker, {}) == []
    assert {row.act for row in trail.rows_about(table.project.id, left["order"].person_id)} >= {
        "justice.hand_over"
    }
    mine = coming.Coming(table.world.worker("manager"), table.project, TODAY).rows()
    assert [row.pk for row in mine] == [left["away"].pk]
    assert coming.Coming(table.by, table.project, TODAY).rows() == []


def test_page_that_was_open_when_it_was_handed_over_is_told(table, left, boss, to):
    table.do(actions.hand_over, by=boss, row=left["order"], to=to)
    said = {"version": left["order"].version, "agency_words": "x", "n_planned": 1}
    with pytest.raises(WrongStep):
        table.do(actions.change_order, order=left["order"], **said)
    assert fresh(left["order"]).worker == to.pk


@pytest.mark.parametrize("name", ["order", "away", "gate"])
def test_nothing_that_is_over_is_handed_over(table, left, boss, to, name):
    over = {
        "order": lambda row: table.move(row, "breach"),
        "away": lambda row: table.do(actions.move_away, away=row, act="leave"),
        "gate": lambda row: table.do(actions.settle_pick_up, pick_up=row, act="miss"),
    }
    over[name](left[name])
    with pytest.raises(WrongStep):
        table.do(actions.hand_over, by=boss, row=left[name], to=to)
    assert fresh(left[name]).worker == table.by.id


# Role → what somebody with it can take on.
TAKES = {
    "case_worker": {"order", "away", "gate"},
    "manager": {"order", "away", "gate"},
    "outreach": {"gate"},
    "peer": {"gate"},
    "adviser": {"gate"},
    "evaluator": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("role", TAKES)
def test_orders_and_time_inside_go_to_case_work_and_the_gate_to_whoever_meets_people(table, left, boss, role):
    to, taken = table.world.account(role).worker, set()
    for name, row in left.items():
        try:
            table.do(actions.hand_over, by=boss, row=row, to=to)
        except Refusal:
            continue
        taken.add(name)
    assert taken == TAKES[role]


def test_nothing_goes_to_somebody_who_left_or_works_elsewhere(table, left, boss):
    place = table.world.account("manager").place
    Membership.objects.filter(pk=place.pk).update(state="left")
    for to in (place.worker, table.world.other.account("manager").worker):
        for row in left.values():
            with pytest.raises(Refusal):
                table.do(actions.hand_over, by=boss, row=row, to=to)
    assert {fresh(row).worker for row in left.values()} == {table.by.id}


def shared_out(table, leaver, boss, courts):
    act = {"project": table.project, "by": boss, "at": NOW}
    shared = Shared({}, {}, {}, courts)
    return hand_over_work(worker=leaver, shared=shared, reason="handed_over", **act)


def test_all_of_it_goes_or_nothing_does(table, left, boss, leaver, to):
    peer = table.world.account("peer").worker
    with pytest.raises(CannotBe, match="no case work"):
        shared_out(table, leaver, boss, {left["gate"]: to, left["order"]: to, left["away"]: peer})
    with pytest.raises(Refusal, match="other than who hands over"):
        shared_out(table, leaver, boss, {left["order"]: leaver})
    assert {fresh(row).worker for row in left.values()} == {leaver.pk}
    courts = {left["order"]: to, left["away"]: to, left["gate"]: peer}
    assert shared_out(table, leaver, boss, courts) == 3
    assert [fresh(row).worker for row in left.values()] == [to.pk, to.pk, peer.pk]


def test_what_ended_between_page_and_press_hands_nothing_over(table, left, boss, leaver, to):
    table.do(actions.move_away, away=left["away"], act="leave")
    with pytest.raises(WrongStep):
        shared_out(table, leaver, boss, {left["order"]: to, left["away"]: to})
    assert fresh(left["order"]).worker == leaver.pk


def test_form_offers_each_and_reads_who_takes_it(table, left, boss, leaver, to):
    found = all_left(boss, table.project, leaver, TODAY)
    assert found.n == 3 and not found.people and not found.due
    other = table.world.account("coordinator").worker
    typed = {"to": str(to.pk), "reason": "handed_over", f"court_{left['away'].pk}": str(other.pk)}
    form = ShareOutForm(typed, left=found, workers=[to, other])
    assert form.is_valid(), form.errors
    assert [field.label for field in form.court_fields][:2] == [
        "Kim: Engagement and Support Order",
        "Kim: In prison",
    ]
    assert form.shared() == Shared({}, {}, {}, {left["order"]: to, left["away"]: other, left["gate"]: to})
    wrong = ShareOutForm({**typed, f"court_{left['away'].pk}": str(leaver.pk)}, left=found, workers=[to])
    assert not wrong.is_valid() and list(wrong.errors) == [f"court_{left['away'].pk}"]


@pytest.mark.sqlite_only(reason="pages show what actions do that are tested on both")
def test_page_hands_over_what_a_leaver_has_inside(table, leaver, to):
    """From the page of who leaves to nothing left, without a script."""
    now, rosa = timezone.now(), table.person("Rosa <i>", at=timezone.now())
    told = {"person": rosa, "agency_words": "HMP Secret", "expected_on": now.date() + days(3)}
    row = table.do(actions.add_away, at=now, **told)
    client = table.world.client("coordinator")
    here = table.project.url("desk:show_left_behind", leaver.pk)
    page = text(client.get(here))
    assert "Rosa &lt;i&gt;: In prison" in page and "Secret" not in page and "Nothing is left" not in page
    typed = {"to": str(to.pk), "reason": "handed_over"}
    answer = client.post(table.project.url("desk:hand_over_work", leaver.pk), typed)
    after = text(client.get(answer.url))
    assert "1 thing handed over." in after and "Nothing is left" in after
    assert Away.objects.get().worker == to.pk and fresh(row).version == 2
    peer = {"to": str(table.world.account("peer").worker.pk), "reason": "handed_over"}
    refused = client.post(table.project.url("desk:hand_over_work", to.pk), peer)
    assert "no case work here" in text(refused) and Away.objects.get().worker == to.pk


def test_handing_over_asks_the_database_as_often_for_many_as_for_one(
    table, order, boss, leaver, django_assert_max_num_queries, court
):
    for n in range(4):
        table.order(table.person(f"Kim {n}"), court)
    with django_assert_max_num_queries(12):
        assert len(left_by(boss, table.project, leaver, {})) == 5
    assert Order.objects.count() == 5 and not PickUp.objects.exists()
