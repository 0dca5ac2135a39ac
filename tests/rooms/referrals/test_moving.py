"""A referral moves; each move keeps its day, who and why, and a slip can be put back."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.rooms.referrals.conftest import NOW, TODAY, days, fresh
from yarrow.agencies.actions import add_agency
from yarrow.methods.pathways import MOVES
from yarrow.people.errors import NotForYou, NotHere
from yarrow.referrals import actions, lists
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import Move, Preparation, Referral, Signpost


def acts(referral):
    return [(one.act, one.was, one.state) for one in referral.moves.order_by("n")]


def test_offer_and_agree_are_two_moves_and_send_nothing(table, kim, clinic):
    row = table.offer(kim, clinic, words="Somebody kind")
    assert {(one.act, one.state) for one in row.moves.all()} == {("offer", "offered"), ("agree", "agreed")}
    assert (row.state, row.share, row.worker) == ("agreed", None, table.by.id)
    assert row.expected_on == TODAY + days(lists.usual_days("agreed"))


def test_the_same_form_twice_is_one_referral(table, kim, clinic):
    first = table.offer(kim, clinic)
    again = table.offer(kim, clinic, entry_id=first.pk)
    assert again.pk == first.pk and Referral.objects.count() == 1
    with pytest.raises(NotHere):
        table.offer(table.person("Lu"), clinic, entry_id=first.pk)


@pytest.mark.parametrize(
    ("state", "acts", "expected"),
    [
        ("accepted", ("accept",), 21),
        ("waiting", ("accept", "wait"), 28),
        ("attended", ("attend",), 28),
        ("engaged", ("attend", "engage"), 90),
        ("completed", ("attend", "complete"), None),
    ],
)
def test_each_move_says_when_something_should_be_heard(table, agreed, clinic, state, acts, expected):
    row = fresh(table.sent(agreed, clinic, *acts))
    assert row.state == state
    assert row.expected_on == (TODAY + days(expected) if expected else None)


def test_an_appointment_is_expected_on_its_day_and_missing_it_waits_again(table, agreed, clinic):
    row = table.sent(agreed, clinic)
    row = table.do(actions.move, referral=row, act="book", booked_on=TODAY + days(5))
    assert fresh(row).expected_on == TODAY + days(5)
    assert table.move(row, "miss").state == "waiting"
    with pytest.raises(CannotBe):
        table.do(actions.move, referral=row, act="book")
    with pytest.raises(CannotBe):
        table.do(actions.move, referral=row, act="book", booked_on=TODAY - days(1))


def test_sending_is_no_plain_move(table, agreed, clinic):
    row = table.offer(agreed, clinic)
    with pytest.raises(WrongMove):
        table.move(row, "send")
    assert fresh(row).state == "agreed"


def test_an_end_short_wants_a_reason_that_fits(table, agreed, clinic):
    row = table.sent(agreed, clinic)
    for reason in ("", "not_now", "made_up"):
        with pytest.raises(CannotBe) as refused:
            table.do(actions.move, referral=row, act="refuse", reason=reason)
        assert refused.value.field == "reason"
    table.do(actions.move, referral=row, act="refuse", reason="refused_use", words="Said at the desk")
    last = row.moves.get(act="refuse")
    assert (last.reason, last.list_version, last.was) == ("refused_use", lists.version(), "sent")
    assert fresh(row).expected_on is None


def test_every_end_short_has_reasons_and_no_other_act_does():
    short = {
        act
        for acts in MOVES.values()
        for act, state in acts.items()
        if state in ("declined", "refused", "lost")
    }
    assert {act for act in (*short, "agree", "send", "complete", "ask") if lists.reasons_for(act)} == short


def test_days_go_forward(table, agreed, clinic):
    row = table.sent(agreed, clinic, days_ago=10)
    with pytest.raises(CannotBe):
        table.do(actions.move, referral=row, act="accept", happened_on=TODAY - days(11))
    with pytest.raises(CannotBe):
        table.do(actions.move, referral=row, act="accept", happened_on=TODAY + days(1))
    row = table.do(actions.move, referral=row, act="accept", happened_on=TODAY - days(8))
    assert fresh(row).since_on == TODAY - days(8)


def test_asking_keeps_the_state_and_the_reminder_comes_later(table, agreed, clinic):
    row = table.sent(agreed, clinic, days_ago=20)
    assert Referral.objects.silent(TODAY).count() == 1
    row = table.do(actions.ask, referral=row, words="They will ring on Monday")
    assert row.state == "sent" and Referral.objects.silent(TODAY).count() == 0
    assert Referral.objects.silent(TODAY + days(8)).get() == row
    done = table.move(row, "attend", "complete")
    with pytest.raises(WrongMove):
        table.do(actions.ask, referral=done)


def test_a_slip_is_put_back_and_what_was_sent_is_not(table, agreed, clinic):
    row = table.sent(agreed, clinic, "accept", "attend")
    row = table.do(actions.put_back, referral=row, at=NOW + days(1))
    assert row.state == "accepted"
    row = table.do(actions.put_back, referral=row, at=NOW + days(2))
    assert row.state == "sent"
    with pytest.raises(CannotBe):
        table.do(actions.put_back, referral=row, at=NOW + days(3))
    assert Move.objects.filter(act="attend").count() == 1


def test_offered_again_it_is_agreed_and_sent_again(table, agreed, clinic):
    row = table.sent(agreed, clinic)
    share = row.share_id
    row = table.do(actions.move, referral=row, act="lose", reason="no_answer")
    row = table.move(row, "offer_again", "agree")
    row = table.send(row)
    assert fresh(row).share_id != share and fresh(row).state == "sent"


def test_only_the_roles_of_case_work_keep_referrals(table, kim, clinic):
    for role in ("outreach", "peer", "adviser", "evaluator"):
        with pytest.raises(NotForYou):
            table.offer(kim, clinic, by=table.world.worker(role))


def test_a_closed_agency_and_another_agencys_service_are_refused(table, kim, clinic):
    other = table.service(table.agency("Law centre", kind="legal"))
    with pytest.raises(CannotBe):
        table.offer(kim, clinic, service=other)
    clinic.is_closed = True
    clinic.save()
    with pytest.raises(CannotBe):
        table.offer(kim, clinic)


def test_an_agency_of_another_project_does_not_exist(table, kim):
    theirs = table.world.other
    with theirs.inside():
        there = {"project": theirs.project, "by": theirs.worker("coordinator"), "at": NOW}
        from_elsewhere = add_agency(name="Elsewhere", kind="clinic", **there)
    with pytest.raises(NotHere):
        table.offer(kim, from_elsewhere)


def test_signposting_is_counted_apart_and_moves_nothing(table, kim, clinic):
    row = table.do(actions.signpost, person=kim, agency=clinic, need="sexual_health")
    assert (
        table.do(actions.signpost, person=kim, agency=clinic, need="money", entry_id=row.pk).need == row.need
    )
    assert (Signpost.objects.count(), Referral.objects.count(), Move.objects.count()) == (1, 0, 0)
    assert not {"state", "share", "expected_on"} & {field.name for field in Signpost._meta.get_fields()}


def test_what_was_needed_and_what_it_cost(table, agreed, clinic):
    row = table.sent(agreed, clinic)
    table.do(actions.add_preparation, referral=row, kind="travel", pence=450)
    table.do(actions.add_preparation, referral=row, kind="alongside", words="Waited outside")
    assert [one.pence for one in Preparation.objects.order_by("kind")] == [None, 450]
    with pytest.raises(CannotBe):
        table.do(actions.add_preparation, referral=row, kind="lecture")


def test_history_is_never_changed_by_anybody(table, agreed, clinic):
    table.sent(agreed, clinic)
    for change in ("reason = 'other'", "state = 'lost'", "happened_on = '2020-01-01'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE referrals_move SET {change}")


def test_handing_over_follows_nobody_from_elsewhere(table, agreed, clinic):
    row = table.sent(agreed, clinic)
    colleague = table.world.worker("coordinator").id
    assert table.do(actions.hand_over, referral=row, worker_id=colleague).worker == colleague
    with pytest.raises(NotHere):
        table.do(actions.hand_over, referral=row, worker_id=row.pk)
