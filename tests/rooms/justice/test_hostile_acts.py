"""Every write of the room where it must not go: by others, in another project, about somebody who went meanwhile."""

from functools import partial
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction

from tests.rooms.justice.conftest import NOW, TODAY, days, fresh
from tests.worlds import accept
from yarrow.contacts.models import Contact
from yarrow.justice import actions
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Appointment, Away, Order, PickUp, Visit
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import erase_person, merge_people, part_people
from yarrow.people.errors import NotHere
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.vault.models import TrailRow


@pytest.fixture
def rows(table, kim, court):
    """One of everything, standing where each act of `ACTS` can happen."""
    order = table.move(table.order(kim, court), "begin", days_ago=50)
    over = table.move(table.order(kim, court), "end", days_ago=50)
    away = table.away(kim, leaves_in=9)
    gate = {"worker_id": table.by.id, "planned_on": TODAY}
    return {
        "person": table.person("Nobody inside"),
        "order": order,
        "over": over,
        "away": away,
        "planned": table.appointment(order, 4),
        "kept": table.appointment(order, 5, "keep"),
        "met": table.meet(kim, 5),
        "pick_up": table.do(actions.plan_pick_up, away=away, **gate),
        "check": away.checks.first(),
        "gate": gate,
        "to": table.world.account("manager").worker,
        "seen": table.seen(order),
    }


# Name → the act with what it takes; every write that this room has.
ACTS = {
    "add_order": lambda r: (
        actions.add_order,
        {"person": r["person"], "kind": "court_diversion", "agency_words": "x"},
    ),
    "change_order": lambda r: (
        actions.change_order,
        {"order": r["order"], "version": fresh(r["order"]).version, "agency_words": "x"},
    ),
    "move_order": lambda r: (actions.move_order, {"order": r["order"], "act": "complete"}),
    "agree_light_contact": lambda r: (actions.agree_light_contact, {"order": r["over"], "light": "agreed"}),
    "plan_appointment": lambda r: (actions.plan_appointment, {"order": r["order"], "planned_on": TODAY}),
    "settle_appointment": lambda r: (
        actions.settle_appointment,
        {"appointment": r["planned"], "act": "keep"},
    ),
    "mark_contact": lambda r: (actions.mark_contact, {"appointment": r["kept"], "contact": r["met"]}),
    "send_note": lambda r: (actions.send_note, {"order": r["order"], "seen": r["seen"]}),
    "add_away": lambda r: (actions.add_away, {"person": r["person"], "agency_words": "x"}),
    "expect_leaving": lambda r: (
        actions.expect_leaving,
        {"away": r["away"], "version": fresh(r["away"]).version, "agency_words": "x"},
    ),
    "move_away": lambda r: (actions.move_away, {"away": r["away"], "act": "leave"}),
    "follow_away": lambda r: (actions.follow_away, {"away": r["away"]}),
    "note_visit": lambda r: (actions.note_visit, {"away": r["away"]}),
    "plan_pick_up": lambda r: (actions.plan_pick_up, {"away": r["away"], **r["gate"]}),
    "settle_pick_up": lambda r: (actions.settle_pick_up, {"pick_up": r["pick_up"], "act": "do"}),
    "set_check": lambda r: (actions.set_check, {"check": r["check"], "stands": "done"}),
    "hand_over": lambda r: (actions.hand_over, {"row": r["away"], "to": r["to"]}),
}


def everything():
    """Every row of the room as it stands, with contacts and the trail beside it."""
    models = [*apps.get_app_config("justice").get_models(), Contact, TrailRow]
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(table, rows, **said):
    """Names of the acts that were not refused, or that left something behind. Each is tried by itself."""
    taken = []
    calls = {name: make(rows) for name, make in ACTS.items()}
    before = everything()
    for name, (act, told) in calls.items():
        try:
            with transaction.atomic():
                table.do(act, **told, **said)
        except Refusal:
            if everything() == before:
                continue
        taken.append(name)
        before = everything()
    return taken


def test_table_has_every_write_of_the_room_and_each_of_them_goes(table, rows, kim, court):
    assert set(ACTS) == set(actions.__all__)
    table.agree(kim, court)
    for name in set(ACTS) - {"send_note"}:
        act, told = ACTS[name](rows)
        with transaction.atomic():
            table.do(act, **told)
            transaction.set_rollback(True)
    assert table.do(actions.send_note, order=rows["order"], seen=rows["seen"]).share.agency == court


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator"])
def test_nobody_but_case_work_writes_anything(table, rows, role):
    assert refused(table, rows, by=table.world.worker(role)) == []


def test_case_worker_of_another_project_writes_nothing_here(table, rows):
    other = table.world.other
    calls = {name: make(rows) for name, make in ACTS.items()}
    by = other.worker("case_worker")
    before = everything()
    for name, (act, told) in calls.items():
        with pytest.raises(Refusal), transaction.atomic():
            act(**told, project=other.project, by=by, at=NOW)
        assert everything() == before, name


def test_nothing_is_written_in_a_project_that_is_not_live_yet(table, rows, monkeypatch):
    monkeypatch.setattr(Project, "is_live", property(lambda self: False))
    assert refused(table, rows) == []


def test_nothing_is_written_about_somebody_erased_meanwhile(table, rows, kim):
    """Every page was open when the record went."""
    boss = table.world.worker("manager")
    calls = {name: make(rows) for name, make in ACTS.items()}
    table.do(erase_person, by=boss, person=kim, reason="asked")
    table.do(erase_person, by=boss, person=rows["person"], reason="asked")
    before = everything()
    for name, (act, told) in calls.items():
        with pytest.raises(Refusal), transaction.atomic():
            table.do(act, **told)
        assert everything() == before, name


def test_nothing_is_written_about_a_record_that_became_another(table, rows, kim):
    boss, other = table.world.worker("coordinator"), table.person("Kimberley")
    stale = table.person("Stale")
    table.do(merge_people, by=boss, into=other, came=stale, take=[])
    with pytest.raises(Refusal):
        table.order(stale)
    with pytest.raises(Refusal):
        table.away(stale)
    assert not Order.objects.filter(person=stale).exists() and not Away.objects.filter(person=stale).exists()


ONCE = {
    "add_order": (Order, lambda r, p: {"person": p, "kind": "court_diversion", "agency_words": "x"}),
    "plan_appointment": (Appointment, lambda r, p: {"order": r["order"], "planned_on": TODAY}),
    "add_away": (Away, lambda r, p: {"person": p, "agency_words": "x"}),
    "note_visit": (Visit, lambda r, p: {"away": r["away"]}),
    "plan_pick_up": (PickUp, lambda r, p: {"away": r["away"], **r["gate"]}),
}


@pytest.mark.parametrize("name", ONCE)
def test_form_sent_twice_is_one_row_and_never_another_persons(table, rows, name):
    model, said = ONCE[name]
    lou = table.person("Lou")
    others = {**rows, "order": table.order(lou), "away": table.away(lou)}
    theirs = {"add_order": others["order"], "add_away": others["away"]}.get(name)
    if theirs is None:
        theirs = table.do(getattr(actions, name), **said(others, lou))
    n, met = model.objects.count(), Contact.objects.count()
    act = partial(table.do, getattr(actions, name), **said(rows, rows["person"]))
    key = uuid4()
    assert act(entry_id=key).pk == act(entry_id=key).pk == key
    assert model.objects.count() == n + 1 and Contact.objects.count() == met + (name == "note_visit")
    with pytest.raises(NotHere):
        act(entry_id=theirs.pk)


def test_second_press_of_what_is_done_is_told_and_moves_nothing(table, rows):
    for name in ("move_order", "settle_appointment", "move_away", "settle_pick_up"):
        act, told = ACTS[name](rows)
        table.do(act, **told)
        before = everything()
        with pytest.raises(WrongStep), transaction.atomic():
            table.do(act, **told)
        assert everything() == before, name


def test_two_records_inside_become_one_and_part_again(table, kim):
    """Each was in prison: one record has both times, either can be ended, and parted each has its own."""
    boss, other = table.world.worker("coordinator"), table.person("Kimberley")
    first, second = table.away(kim, days_ago=20), table.away(other, days_ago=10, agency_words="HMP Hill")
    merge = table.do(merge_people, by=boss, into=other, came=kim, take=[])
    assert Away.objects.filter(person=other).inside().count() == 2
    with pytest.raises(CannotBe):
        table.away(other)
    table.do(actions.move_away, away=fresh(first), act="close")
    with pytest.raises(CannotBe):
        table.do(actions.move_away, away=fresh(first), act="put_back")
    table.do(part_people, by=boss, merge=merge)
    assert [fresh(row).person_id for row in (first, second)] == [kim.pk, other.pk]
    assert table.do(actions.move_away, away=fresh(first), act="put_back").state == "inside"
    assert [row.person_id for row in first.checks.all()] == [kim.pk] * 17


def test_nobody_who_left_or_holds_no_place_is_sent_to_the_gate(table, rows):
    told = {"away": rows["away"], "planned_on": TODAY}
    stranger = table.world.other.account("case_worker").worker
    evaluator = table.world.account("evaluator").worker
    waiting = accept(table.project, "peer", by=table.world.worker("manager"), at=NOW, name="Wanda").worker
    for one in (stranger, evaluator, waiting):
        with pytest.raises(NotHere):
            table.do(actions.plan_pick_up, worker_id=one.pk, **told)
    assert PickUp.objects.count() == 1


def test_appointment_goes_no_further_in_an_order_that_is_over(table, rows):
    """Moved, it would stand in the week ahead of an order that asks nothing any more."""
    table.move(rows["order"], "complete")
    with pytest.raises(WrongStep):
        table.settle(rows["planned"], "move", moved_to=TODAY + days(3))
    assert fresh(rows["planned"]).state == "planned" and Appointment.objects.count() == 2
    assert table.settle(rows["planned"], "miss").state == "missed"
    table.move(fresh(rows["order"]), "reopen")
    back = table.settle(rows["planned"], "put_back")
    assert table.settle(back, "move", moved_to=TODAY + days(3)).moved_to.planned_on == TODAY + days(3)
