"""Who may do what in this room: a table of roles and acts, tried on the actions themselves."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, rules
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.models import Contact, OwnKind, Zone
from yarrow.methods.refusals import Refusal
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant
from yarrow.vault.models import TrailRow

# x: may; own: only what they wrote down themselves; -: may not
TABLE = """
act               outreach  peer  case_worker  coordinator  manager  adviser  evaluator  administrator
record_contact    x         x     x            x            x        x        -          -
plan_session      x         x     x            x            x        x        -          -
open_session      x         x     x            x            x        x        -          -
correct_contact   own       own   x            x            x        own      -          -
void_contact      own       own   x            x            x        own      -          -
undo_contact      own       own   own          own          own      own      -          -
link_contact      x         x     x            x            x        x        -          -
add_follow_up     x         x     x            x            x        x        -          -
add_zone          -         -     -            x            x        -        -          x
add_kind          -         -     -            x            x        -        -          x
"""
HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
CASES = [(line[0], role, line[n]) for line in LINES for n, role in enumerate(HEAD) if n]


def attempt(shift, act, by, contact):
    """Do `act`; the act's own arguments are those that anybody allowed would use."""
    said = {
        "record_contact": {"entry_id": uuid4(), "kind": "phone"},
        "plan_session": {"kind": "van", "planned_on": NIGHT.date()},
        "open_session": {"kind": "van"},
        "correct_contact": {"contact": contact, "version": 1, "seemed": "low"},
        "void_contact": {"contact": contact, "version": 1, "reason": "twice"},
        "undo_contact": {"contact": contact},
        "add_follow_up": {"contact": contact, "due_on": NIGHT.date(), "what": "call"},
        "add_zone": {"label": "Station"},
        "add_kind": {"sort": "done", "label": "Knitting circle"},
    }
    if act == "link_contact":
        said[act] = {"contact": contact, "person": shift.person()}
    return shift.act(getattr(actions, act), by=by, **said[act])


@pytest.mark.parametrize(("act", "role", "may"), CASES)
def test_rules_roles_may_do_what_the_table_says(shift, act, role, may):
    by = shift.world.worker(role)
    theirs = shift.record(by=shift.world.worker("case_worker" if role != "case_worker" else "peer"))
    theirs_alone = TrailRow.objects.filter(act__startswith="contacts.", by_id=by.id)
    before = theirs_alone.count()
    if may == "x":
        attempt(shift, act, by, theirs)
        assert TrailRow.objects.filter(act=f"contacts.{act}", by_id=by.id).exists()
        return
    with pytest.raises(NotAllowed):
        attempt(shift, act, by, theirs)
    assert theirs_alone.count() == before
    if may == "own":
        attempt(shift, act, by, shift.record(by=by))


@pytest.mark.parametrize("role", ["outreach", "case_worker", "manager"])
def test_rules_what_needs_sealing_needs_an_open_key(shift, role):
    locked = Actor(shift.world.worker(role).id, role)
    with pytest.raises(Locked):
        shift.record(by=locked, new_person="Kim")
    with pytest.raises(Locked):
        shift.act(actions.add_follow_up, by=locked, person=shift.person(), due_on=NIGHT.date(), what="x")
    assert Contact.objects.count() == 0


def test_rules_worker_of_another_project_holds_no_key_here(shift):
    stranger = shift.world.other.worker("case_worker")
    with pytest.raises(NoGrant):
        shift.record(by=stranger)
    assert Contact.objects.count() == 0


def test_rules_things_of_another_project_are_not_there(shift):
    other = shift.world.other
    said = {"project": other.project, "by": other.worker("case_worker"), "at": NIGHT}
    contact, kim = shift.record(n_people=2), shift.person()
    line = shift.act(actions.add_follow_up, person=kim, due_on=NIGHT.date(), what="x")
    calls = [
        (actions.correct_contact, {"contact": contact, "version": 1, "seemed": "low"}),
        (actions.void_contact, {"contact": contact, "version": 1, "reason": "twice"}),
        (actions.undo_contact, {"contact": contact}),
        (actions.move_contact, {"contact": contact, "version": 1, "person": None}),
        (actions.complete_follow_up, {"follow_up": line}),
        (actions.add_follow_up, {"person": kim, "due_on": NIGHT.date(), "what": "x"}),
        (actions.change_session, {"session": shift.van, "version": 2, "languages": []}),
        (actions.close_session, {"session": shift.van}),
        (actions.cancel_session, {"session": shift.van}),
        (actions.join_session, {"session": shift.van}),
        (actions.leave_session, {"session": shift.van}),
        (actions.note_session, {"session": shift.van, "text": "x"}),
    ]
    for action, more in calls:
        with pytest.raises(NotHere):
            action(**said, **more)
    coordinator = other.worker("coordinator")
    kind = shift.act(actions.add_kind, by=shift.world.worker("manager"), sort="done", label="Choir")
    for action, more in [
        (actions.retire_zone, {"zone": shift.docks}),
        (actions.retire_kind, {"kind": kind}),
    ]:
        with pytest.raises(NotHere):
            action(project=other.project, by=coordinator, at=NIGHT, **more)
    assert Zone.objects.get(id=shift.docks.id).is_active


def test_rules_can_answers_as_check_raises(shift):
    mine, late = shift.record(n_people=1), NIGHT + timedelta(minutes=2)
    removed = shift.act(actions.void_contact, contact=shift.record(), version=1, reason="twice")
    peer = shift.world.worker("peer")
    for can, check, args in [
        (rules.can_record, rules.check_may_record, [peer]),
        (rules.can_arrange, rules.check_may_arrange, [peer]),
        (rules.can_change, rules.check_may_change, [peer, mine]),
        (rules.can_change, rules.check_may_change, [shift.outreach, mine]),
        (rules.can_change, rules.check_may_change, [shift.outreach, removed]),
        (rules.can_link, rules.check_may_link, [peer, mine]),
        (rules.can_link, rules.check_may_link, [peer, removed]),
        (rules.can_undo, rules.check_may_undo, [shift.outreach, mine, NIGHT]),
        (rules.can_undo, rules.check_may_undo, [shift.outreach, mine, late]),
    ]:
        try:
            check(*args)
        except Refusal:
            assert not can(*args)
        else:
            assert can(*args)


def test_check_version_wants_the_one_that_stands():
    rules.check_version(3, 3)
    for held in (0, 2, 4):
        with pytest.raises(Conflict):
            rules.check_version(held, 3)


def arrange(shift, action, **said):
    return shift.act(action, by=shift.world.worker("coordinator"), **said)


def test_add_zone_again_is_the_same_zone_back_in_use(shift):
    arrange(shift, actions.retire_zone, zone=shift.docks)
    assert not Zone.objects.of(shift.project).exists()
    again = arrange(shift, actions.add_zone, label="Docks ")
    assert again.id == shift.docks.id and list(Zone.objects.of(shift.project)) == [again]


def test_add_zone_without_letters_or_numbers_is_refused(shift):
    with pytest.raises(CannotBe) as refused:
        arrange(shift, actions.add_zone, label="  –  ")
    assert refused.value.field == "label"


def test_retire_zone_keeps_what_was_counted_there(shift):
    contact = shift.record()
    arrange(shift, actions.retire_zone, zone=shift.docks)
    assert shift.fresh(contact).zone == shift.docks


def test_add_kind_again_is_the_same_kind_back_on_offer(shift):
    first = arrange(shift, actions.add_kind, sort="supplies", label="Hand warmers")
    arrange(shift, actions.retire_kind, kind=first)
    again = arrange(shift, actions.add_kind, sort="supplies", label="hand warmers", on_sheet=True)
    assert again.id == first.id and again.on_sheet and again.retired_at is None
    assert OwnKind.objects.count() == 1


@pytest.mark.parametrize("label", ["Condoms", "needles out", " ", "…"])
def test_add_kind_that_is_common_or_empty_is_refused(shift, label):
    with pytest.raises(CannotBe) as refused:
        arrange(shift, actions.add_kind, sort="supplies", label=label)
    assert refused.value.field == "label"


def test_add_kind_is_counted_from_then_on_in_this_project_alone(shift):
    arrange(shift, actions.add_kind, sort="supplies", label="Hand warmers")
    assert shift.record(supplies={"hand_warmers": 2}).supplies.get().n == 2
    with pytest.raises(CannotBe):
        shift.record(done=["hand_warmers"])
    other = shift.world.other
    with pytest.raises(CannotBe), other.inside():
        actions.record_contact(
            project=other.project,
            by=other.worker("outreach"),
            at=NIGHT,
            entry_id=uuid4(),
            kind="phone",
            supplies={"hand_warmers": 2},
        )
