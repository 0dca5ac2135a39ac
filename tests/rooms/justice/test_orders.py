"""Orders and appointments: every act from every state, days, double presses, somebody who was first, other projects."""

from datetime import date

import pytest

from tests.rooms.justice.conftest import NOW, TODAY, days, fresh, opened
from yarrow.contacts.actions import void_contact
from yarrow.justice import actions
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Appointment, AppointmentContact, Order, OrderMove
from yarrow.justice.states import APPOINTMENT_STATES, AWAY_STATES, ORDER_STATES, PICK_UP_STATES, diagram
from yarrow.methods.refusals import Refusal
from yarrow.people.errors import NotHere
from yarrow.referrals.errors import CannotBe


def test_order_has_as_many_appointments_as_are_usual_unless_told(table, kim, court):
    assert table.order(kim, court).n_planned == 3
    assert table.order(kim, court, n_planned=0).n_planned == 0
    for n in (-1, 41, 10**9):
        with pytest.raises(CannotBe):
            table.order(kim, court, n_planned=n)


def test_order_says_who_gave_it_by_the_directory_or_in_words(table, kim, court):
    assert opened(table, table.order(kim, court), "ordered_by") == {"agency": str(court.pk), "words": ""}
    assert opened(table, table.order(kim), "ordered_by") == {"agency": "", "words": "a court far away"}
    for told in ({"agency_words": " "}, {"agency": table.agency("Clinic", "clinic")}):
        with pytest.raises(CannotBe):
            table.order(kim, **told)
    with pytest.raises(CannotBe):
        table.order(kim, court, reference="number \x00 7")


def test_order_sent_twice_is_one(table, kim, court):
    key = table.order(kim, court).pk
    assert table.order(kim, court, entry_id=key).pk == key
    with pytest.raises(NotHere):
        table.order(table.person("Lou"), court, entry_id=key)
    assert Order.objects.count() == 1 and OrderMove.objects.count() == 1


@pytest.mark.parametrize("given", [date(1, 1, 1), date(1979, 12, 31), TODAY + days(1), date(9999, 12, 31)])
def test_order_is_given_on_a_day_that_can_be(table, kim, court, given):
    with pytest.raises(CannotBe):
        table.do(actions.add_order, person=kim, agency=court, kind="court_diversion", given_on=given)
    assert not Order.objects.exists()


def test_order_ends_no_earlier_than_it_begins_nor_in_far_years(table, kim, court):
    for until in (TODAY - days(61), date(9999, 12, 31)):
        with pytest.raises(CannotBe):
            table.order(kim, court, until_on=until)


def walked(table, states, act, begin):
    """(state, act) → whether it went, for every pair; `begin(state)` gives a row standing there."""
    acts = sorted({name for each in states.values() for name in each})
    found = {}
    for state in states:
        for name in acts:
            try:
                found[state, name] = act(begin(state), name).state
            except WrongStep:
                found[state, name] = None
    return found


def expected(states):
    acts = sorted({name for each in states.values() for name in each})
    return {(state, name): each.get(name) for state, each in states.items() for name in acts}


def test_order_moves_as_its_table_says_and_no_other_way(table, kim, court):
    row = table.order(kim, court, days_ago=0)

    def begin(state):
        Order.objects.filter(pk=row.pk).update(state=state)
        return fresh(row)

    assert walked(table, ORDER_STATES, table.move, begin) == expected(ORDER_STATES)


def test_appointment_moves_as_its_table_says_and_no_other_way(table, order):
    row = table.appointment(order, 3)

    def begin(state):
        Appointment.objects.filter(pk=row.pk).update(state=state, moved_to=None)
        return fresh(row)

    def settle(one, act):
        return table.settle(one, act, **({"moved_to": TODAY} if act == "move" else {}))

    assert walked(table, APPOINTMENT_STATES, settle, begin) == expected(APPOINTMENT_STATES)


def test_order_keeps_each_move_with_its_day_and_by_whom(table, order, kim):
    table.move(order, "complete", days_ago=2, words="All three")
    rows = list(OrderMove.objects.filter(order=order).order_by("n"))
    assert [(row.n, row.act, row.was, row.state) for row in rows] == [
        (1, "add", "given", "given"),
        (2, "begin", "given", "under_way"),
        (3, "complete", "under_way", "completed"),
    ]
    assert rows[2].happened_on == TODAY - days(2) and rows[2].moved_by == table.by.id
    assert opened(table, rows[2], "words") == "All three"
    with pytest.raises(CannotBe):
        table.move(order, "reopen", days_ago=3)


def test_order_changed_by_two_the_second_is_told(table, order, court):
    said = {"order": order, "agency": court, "n_planned": 4}
    table.do(actions.change_order, version=order.version, reference="ESO 13", **said)
    with pytest.raises(WrongStep):
        table.do(actions.change_order, version=order.version, reference="ESO 14", **said)
    now = fresh(order)
    assert (now.n_planned, opened(table, now, "reference"), opened(table, now, "conditions")) == (
        4,
        "ESO 13",
        None,
    )


def test_light_contact_is_asked_once_the_order_is_over(table, order):
    with pytest.raises(WrongStep):
        table.do(actions.agree_light_contact, order=order, light="agreed")
    over = table.move(order, "complete", days_ago=1)
    with pytest.raises(CannotBe):
        table.do(actions.agree_light_contact, order=over, light="maybe")
    agreed = table.do(actions.agree_light_contact, order=over, light="agreed")
    assert (agreed.light, agreed.light_on) == ("agreed", TODAY)
    again = table.move(agreed, "reopen")
    assert (again.light, again.light_on) == ("", None)


def test_appointment_is_kept_or_missed_only_once_its_day_came(table, order):
    coming = table.appointment(order, -1)
    for act in ("keep", "miss"):
        with pytest.raises(CannotBe):
            table.settle(coming, act)
    moved = table.settle(coming, "move", moved_to=TODAY)
    assert table.settle(moved.moved_to, "keep").state == "kept"
    assert [row.state for row in Appointment.objects.order_by("planned_on")] == ["kept", "moved"]


def test_missed_appointment_says_why_and_who_judged_it(table, order):
    row = table.appointment(order, 5, "miss", reason="children", judged="not_acceptable", judge="probation")
    assert opened(table, row, "reason") == {"code": "children", "judged": "not_acceptable", "by": "probation"}
    nobody = table.appointment(order, 4, "miss", judge="court")
    assert opened(table, nobody, "reason") == {"code": "ill", "judged": "nobody", "by": ""}
    for told in (
        {"reason": "x"},
        {"judged": "x"},
        {"judged": "acceptable"},
        {"judged": "acceptable", "judge": "me"},
    ):
        with pytest.raises(CannotBe):
            table.appointment(order, 3, "miss", **told)
    back = table.settle(row, "put_back")
    assert opened(table, back, "reason") is None


def test_appointments_have_an_end(table, order, monkeypatch):
    monkeypatch.setattr("yarrow.justice.rules.MOST_APPOINTMENTS", 2)
    table.appointment(order, 5, "move", moved_to=TODAY)
    table.appointment(order, 4)
    with pytest.raises(CannotBe):
        table.appointment(order, 3)
    with pytest.raises(CannotBe):
        table.do(actions.plan_appointment, order=order, planned_on=order.given_on - days(1))
    with pytest.raises(WrongStep):
        table.appointment(table.move(order, "end"), 3)


def test_contact_is_marked_as_one_appointment_of_the_same_person_near_its_day(table, order, kim):
    met = table.meet(kim, 5)
    kept = table.appointment(order, 5, "keep", contact=met)
    assert AppointmentContact.objects.get().contact_id == met.pk
    other = table.appointment(order, 4, "keep")
    for wrong in (met, table.meet(kim, 8)):
        with pytest.raises(CannotBe):
            table.do(actions.mark_contact, appointment=other, contact=wrong)
    with pytest.raises(NotHere):
        table.do(actions.mark_contact, appointment=other, contact=table.meet(table.person("Lou"), 4))
    table.do(actions.mark_contact, appointment=kept, contact=None)
    table.do(actions.mark_contact, appointment=other, contact=met)
    assert AppointmentContact.objects.get().appointment_id == other.pk
    table.settle(other, "put_back")
    assert not AppointmentContact.objects.exists()


def test_contact_that_was_removed_is_no_appointment(table, order, kim):
    met = table.meet(kim, 5)
    table.do(void_contact, contact=met, version=met.version, reason="twice")
    with pytest.raises(NotHere):
        table.appointment(order, 5, "keep", contact=met)


def test_orders_are_case_work_and_of_one_project(table, order, kim, court):
    for role in ("outreach", "peer", "evaluator"):
        with pytest.raises(Refusal):
            table.do(actions.move_order, by=table.world.worker(role), order=order, act="complete")
    other = table.world.other
    with pytest.raises(NotHere):
        actions.move_order(order=order, act="complete", project=other.project, by=table.by, at=NOW)
    assert fresh(order).state == "under_way"


def test_diagram_draws_every_table():
    drawn = "\n".join(diagram())
    for states in (ORDER_STATES, APPOINTMENT_STATES, AWAY_STATES, PICK_UP_STATES):
        for state, acts in states.items():
            for act, then in acts.items():
                assert f"    {state} --> {then}: {act}" in drawn
