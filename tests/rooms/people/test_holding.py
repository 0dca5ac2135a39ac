"""Legal hold by two workers: neither alone, dated, told to the person, lifted by either or by its day."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from yarrow.methods.refusals import Refusal
from yarrow.people import actions, clock, copying, holds
from yarrow.people.errors import Held, NotForYou, NotHere
from yarrow.people.models import Hold, Person
from yarrow.vault import clock as retention
from yarrow.vault.models import TrailRow

UNTIL = date(2027, 3, 3)


def on(day):
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)


@pytest.fixture
def said(kim):
    return {"person": kim, "ground": "court", "reason": "letter of 2 March", "until_on": UNTIL}


@pytest.fixture
def manager(world, given):
    return {**given, "by": world.worker("manager")}


@pytest.fixture
def proposed(said, given):
    return actions.propose_hold(**said, **given)


@pytest.fixture
def held(proposed, manager):
    return actions.agree_hold(hold=proposed, **manager)


def erase(person, given, **other):
    actions.erase_person(person=person, reason="asked", **{**given, **other})


def test_proposal_alone_holds_nothing(kim, proposed, given):
    holds.check_not_held(kim, given["at"])
    erase(kim, given)
    assert not Hold.objects.exists()


def test_hold_of_two_refuses_erasing_and_says_until_when(kim, held, given, manager):
    for act in (given, manager):
        with pytest.raises(Held, match=r"until 3 March 2027: two workers agreed.*official"):
            erase(kim, act)
    assert Person.objects.get(pk=kim.pk).erased_at is None
    erase(kim, given, at=on(UNTIL + timedelta(days=1)))
    assert Person.objects.get(pk=kim.pk).erased_at is not None


def test_hold_is_lifted_by_either_and_erasing_goes_on(kim, held, given, manager):
    actions.lift_hold(hold=held, **manager)
    with pytest.raises(Refusal, match="lifted already"):
        actions.lift_hold(hold=held, **given)
    erase(kim, given)


def test_nobody_agrees_with_themselves(proposed, given):
    with pytest.raises(Refusal, match="You proposed this hold"):
        actions.agree_hold(hold=proposed, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.update(agreed_by=proposed.proposed_by)


@pytest.mark.parametrize("role", ["administrator", "evaluator", "outreach", "peer", "adviser", "case_worker"])
def test_others_do_not_agree(world, proposed, given, role):
    with pytest.raises(Refusal):
        actions.agree_hold(hold=proposed, **{**given, "by": world.worker(role)})
    assert not Hold.objects.get().is_agreed


@pytest.mark.parametrize("role", ["administrator", "evaluator", "outreach", "peer", "adviser"])
def test_others_do_not_propose(world, said, given, role):
    with pytest.raises(NotForYou):
        actions.propose_hold(**said, **{**given, "by": world.worker(role)})


def test_case_worker_proposes_and_lifts_it_again(world, said, given):
    own = {**given, "by": world.worker("case_worker")}
    hold = actions.propose_hold(**said, **own)
    with pytest.raises(Refusal, match="One of the two"):
        actions.lift_hold(hold=hold, **{**given, "by": world.worker("manager")})
    assert actions.lift_hold(hold=hold, **own).lifted_by == own["by"].id
    with pytest.raises(Refusal, match="does not wait"):
        actions.agree_hold(hold=hold, **{**given, "by": world.worker("manager")})


def test_hold_of_two_who_left_is_lifted_by_a_manager(world, proposed, given):
    actions.agree_hold(hold=proposed, **{**given, "by": world.worker("manager")})
    Hold.objects.update(proposed_by=uuid4(), agreed_by=uuid4())
    lifted = actions.lift_hold(hold=proposed, **given)
    assert lifted.lifted_by == given["by"].id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"until_on": date(2026, 3, 14)}, "until_on"),
        ({"until_on": date(2029, 4, 1)}, "until_on"),
        ({"reason": ""}, "reason"),
        ({"ground": "because"}, "ground"),
    ],
)
def test_hold_has_a_day_a_ground_and_a_reason(said, given, change, field):
    with pytest.raises(Refusal) as refused:
        actions.propose_hold(**{**said, **change}, **given)
    assert refused.value.field == field and not Hold.objects.exists()


def test_form_sent_twice_is_one_hold(said, given):
    entry = uuid4()
    assert {actions.propose_hold(entry_id=entry, **said, **given).pk for _ in range(2)} == {entry}


def test_hold_of_another_person_is_not_here(add, held, given):
    held.person = add("Ayo")
    with pytest.raises(NotHere):
        actions.lift_hold(hold=held, **given)


def test_hold_delays_the_clock_until_the_day_after(project, kim, said, given, manager):
    near = on(date(2029, 3, 1))
    until = date(2030, 6, 1)
    hold = actions.propose_hold(**{**said, "until_on": until}, **{**given, "at": near})
    assert clock.ending_of(kim).ends_on == date(2029, 3, 14)
    actions.agree_hold(hold=hold, **{**manager, "at": near})
    assert clock.ending_of(kim) == clock.Ending(kim, date(2026, 3, 14), date(2030, 6, 2), clock.HELD)
    retention.run(on(until))
    assert Person.objects.get(pk=kim.pk).erased_at is None
    retention.run(on(until + timedelta(days=1)))
    assert Person.objects.get(pk=kim.pk).erased_at is not None


def test_person_is_told_once(held, given):
    later = {**given, "at": given["at"] + timedelta(days=3)}
    actions.tell_of_hold(hold=held, **given)
    actions.tell_of_hold(hold=held, **later)
    assert Hold.objects.get().told_on == date(2026, 3, 14)
    assert TrailRow.objects.filter(act="people.tell_of_hold").count() == 1


def test_hold_is_in_the_copy_for_the_person_by_role(project, kim, held, given):
    copy = copying.copy_of(given["by"], project, kim, "asked", given["at"])
    [table] = [table for table in copy.tables if table.key == "people.hold"]
    lines = dict(table.lines[0])
    assert lines["What for"] == "A court or a tribunal may ask for it"
    assert (lines["Why"], lines["Until"]) == ("letter of 2 March", "3 March 2027")
    assert (lines["Who proposed it, by their role"], lines["Who agreed, by their role"]) == (
        "Co-ordinator",
        "Manager",
    )


def test_hold_moves_with_a_merge_and_reads_there(project, add, held, given):
    into = add("Kimmy")
    actions.merge_people(into=into, came=held.person, take=[], **given)
    with pytest.raises(Held):
        erase(into, given)
    moved = Hold.objects.get()
    assert moved.sealed.open_unrecorded("notes.reason", given["by"].unlocked) == "letter of 2 March"


def test_every_step_of_a_hold_is_on_the_trail_without_its_ground(held, given, kim):
    actions.lift_hold(hold=held, **given)
    rows = TrailRow.objects.filter(subject=kim.pk, act__endswith="_hold").order_by("n")
    assert [row.act for row in rows] == ["people.propose_hold", "people.agree_hold", "people.lift_hold"]
    assert {row.reason for row in rows} == {""}
